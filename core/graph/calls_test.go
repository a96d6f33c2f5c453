package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// routes answers by method and path after /v1.0.
type routes map[string]string

func (r routes) handle(w http.ResponseWriter, req *http.Request) {
	body, known := r[req.Method+" "+strings.TrimPrefix(req.URL.Path, "/v1.0")]
	switch {
	case !known:
		writeJSON(w, 404, graphError("Request_ResourceNotFound", "Resource does not exist."))
	case body == "":
		w.WriteHeader(204)
	default:
		writeJSON(w, 200, strings.ReplaceAll(body, "HOST", req.Host))
	}
}

// estate is a small tenant, in answers that Microsoft's description of Graph allows.
var estate = routes{
	"GET /organization": `{"@odata.context":"x","value":[{"id":"11111111-1111-1111-1111-111111111111","displayName":"Contoso","verifiedDomains":[
		{"capabilities":"Email","isDefault":true,"isInitial":false,"name":"contoso.com","type":"Managed"},
		{"capabilities":"Email","isDefault":false,"isInitial":true,"name":"contoso.onmicrosoft.com","type":"Managed"}]}]}`,
	"GET /sites/root": `{"siteCollection":{"hostname":"renamed.sharepoint.com"},"webUrl":"https://renamed.sharepoint.com"}`,
	"GET /tenantRelationships/delegatedAdminRelationships": `{"value":[
		{"id":"r1","displayName":"Contoso GDAP","status":"active","customer":{"tenantId":"AAAAAAAA-1111-1111-1111-111111111111","displayName":"A"},
		 "duration":"P730D","autoExtendDuration":"P180D","activatedDateTime":"2026-01-01T00:00:00Z","endDateTime":"2027-01-01T00:00:00Z",
		 "accessDetails":{"unifiedRoles":[{"roleDefinitionId":"role-1"},{"roleDefinitionId":"role-2"}]}},
		{"id":"r2","displayName":"Old","status":"expired","customer":{"tenantId":"bbbbbbbb-1111-1111-1111-111111111111","displayName":"B"},
		 "duration":"P730D","autoExtendDuration":"PT0S","activatedDateTime":"2024-01-01T00:00:00Z","endDateTime":"2026-01-01T00:00:00Z","accessDetails":{"unifiedRoles":[]}},
		{"id":"r3","displayName":"Draft","status":"created","customer":null,"duration":"P2D","autoExtendDuration":"P0D","accessDetails":{"unifiedRoles":[]}}]}`,
	"GET /tenantRelationships/delegatedAdminRelationships/r1/accessAssignments": `{"value":[{"id":"a1","status":"active",
		"accessContainer":{"accessContainerId":"group-1","accessContainerType":"securityGroup"},"accessDetails":{"unifiedRoles":[{"roleDefinitionId":"role-1"}]}},
		{"id":"a2","status":"pending","accessContainer":{"accessContainerId":"group-2","accessContainerType":"securityGroup"},"accessDetails":{"unifiedRoles":[]}}]}`,
	"GET /me/transitiveMemberOf/microsoft.graph.group": `{"value":[{"id":"group-1"},{"id":"group-9"}]}`,
	"GET /users":         `{"@odata.count":1,"value":[{"id":"u1","displayName":"One","accountEnabled":true,"assignedLicenses":[]}]}`,
	"GET /users/delta()": `{"value":[],"@odata.deltaLink":"http://HOST/v1.0/users/delta()?$deltatoken=next"}`,
	"GET /roleManagement/directory/roleDefinitions":                  `{"value":[{"id":"ga","templateId":"ga","displayName":"Global Administrator"},{"id":"ha","templateId":"ha-template","displayName":"Helpdesk Administrator"}]}`,
	"GET /roleManagement/directory/roleAssignments":                  `{"value":[{"id":"x1","principalId":"u1","roleDefinitionId":"ha-template","directoryScopeId":"/administrativeUnits/7"},{"id":"x2","principalId":"u1","roleDefinitionId":"ga","directoryScopeId":"/"},{"id":"x3","principalId":"g1","roleDefinitionId":"ga","directoryScopeId":"/"},{"id":"x4","principalId":"u3","roleDefinitionId":"gone","directoryScopeId":"/"}]}`,
	"GET /roleManagement/directory/roleEligibilityScheduleInstances": `{"value":[{"id":"e1","principalId":"u3","roleDefinitionId":"ga","directoryScopeId":"/"},{"id":"e2","principalId":"g1","roleDefinitionId":"ha-template","directoryScopeId":"/administrativeUnits/7"}]}`,
	"POST /directoryObjects/getByIds":                                `{"value":[{"@odata.type":"#microsoft.graph.group","id":"g1","displayName":"Tier 0"}]}`,
	"GET /groups/g1/transitiveMembers/microsoft.graph.user":          `{"value":[{"id":"u1"},{"id":"u2"}]}`,
	"GET /identity/conditionalAccess/policies": `{"value":[{"id":"p1","displayName":"MFA for all","state":"enabled",
		"conditions":{"users":{"includeUsers":["All"],"excludeUsers":[]},"applications":{"includeApplications":["All"]}},
		"grantControls":{"operator":"OR","builtInControls":["mfa"]},"sessionControls":null}]}`,
	"GET /directory/subscriptions": `{"value":[{"id":"s1","skuId":"AAA","skuPartNumber":"SPB","status":"Enabled","totalLicenses":25,"isTrial":false,"nextLifecycleDateTime":"2026-12-10T00:00:00Z"}]}`,
	"GET /subscribedSkus": `{"value":[
		{"id":"t_06ebc4ee-1bb5-47dd-8120-11324bc54e06","skuId":"06ebc4ee-1bb5-47dd-8120-11324bc54e06","skuPartNumber":"SPE_E5","appliesTo":"User","capabilityStatus":"Enabled","consumedUnits":3,"prepaidUnits":{"enabled":10,"warning":1,"suspended":0,"lockedOut":0}},
		{"id":"t_cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46","skuId":"cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46","skuPartNumber":"STORAGE","appliesTo":"Company","capabilityStatus":"Enabled","consumedUnits":0,"prepaidUnits":{"enabled":1,"warning":0,"suspended":0,"lockedOut":0}}]}`,
}

func TestOrganizationGivesNameAndDomains(t *testing.T) {
	fake := newFakeGraph(t, estate.handle)
	client, _ := fake.client(t)
	organization, err := client.Organization(context.Background(), contoso)
	require.NoError(t, err)
	require.Equal(t, m365.Organization{
		ID: contoso, Name: "Contoso", DefaultDomain: "contoso.com", InitialDomain: "contoso.onmicrosoft.com",
		Domains: []string{"contoso.com", "contoso.onmicrosoft.com"},
	}, organization)
}

func TestTheAnswerOfAnotherTenantIsRefused(t *testing.T) {
	fake := newFakeGraph(t, estate.handle)
	client, _ := fake.client(t)
	organization, err := client.Organization(context.Background(), fabrikam)
	var other *refusal.OtherTenantError
	require.ErrorAs(t, err, &other)
	require.Equal(t, refusal.OtherTenantError{Asked: fabrikam, Got: contoso}, *other)
	require.Equal(t, m365.Organization{ID: contoso, Name: "Contoso"}, organization, "who answered, and nothing else of it")
	failure := refusal.Explain(err, "Fabrikam")
	require.Contains(t, failure.What, string(contoso))
	require.Contains(t, failure.What, "Fabrikam")
}

func TestSharePointNameIsAskedFor(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		body   string
		want   string
		kind   call.Kind
	}{
		{"the root site's host gives it", 200, estate["GET /sites/root"], "renamed", ""},
		{"a tenant without SharePoint has none", 400, graphError("BadRequest", "Tenant does not have a SPO license."), "", ""},
		{"a tenant without a root site has none", 404, graphError("itemNotFound", "The resource could not be found."), "", ""},
		{"another host gives none", 200, `{"webUrl":"https://evil.example/sharepoint.com"}`, "", call.Malformed},
		{"a host without a name gives none", 200, `{"webUrl":"https://.sharepoint.com"}`, "", call.Malformed},
		{"a technician without permission is told", 403, graphError("accessDenied", "Access denied"), "", call.Denied},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, test.status, test.body) })
			client, _ := fake.client(t)
			name, err := client.SharePointName(context.Background(), contoso)
			require.Equal(t, test.want, name)
			require.Equal(t, test.kind != "", call.Is(err, test.kind), "%v", err)
			require.Equal(t, test.kind == "", err == nil)
		})
	}
}

func TestRelationshipsOfEveryStatusButNoDrafts(t *testing.T) {
	fake := newFakeGraph(t, estate.handle)
	client, _ := fake.client(t)
	relationships, err := client.Relationships(context.Background(), contoso)
	require.NoError(t, err)
	year := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	require.Empty(t, cmp.Diff([]m365.Relationship{
		{ID: "r1", Name: "Contoso GDAP", Customer: "aaaaaaaa-1111-1111-1111-111111111111", CustomerName: "A", Status: "active", Activated: year(2026), Ends: year(2027), Roles: []string{"role-1", "role-2"}, AutoExtend: true},
		{ID: "r2", Name: "Old", Customer: "bbbbbbbb-1111-1111-1111-111111111111", CustomerName: "B", Status: "expired", Activated: year(2024), Ends: year(2026), Roles: []string{}},
	}, relationships))
	assignments, err := client.AccessAssignments(context.Background(), contoso, "r1")
	require.NoError(t, err)
	require.Equal(t, []m365.AccessAssignment{
		{ID: "a1", Status: "active", GroupID: "group-1", Roles: []string{"role-1"}},
		{ID: "a2", Status: "pending", GroupID: "group-2", Roles: []string{}},
	}, assignments)
	require.True(t, assignments[0].Active())
	require.False(t, assignments[1].Active())
}

func TestARelationshipThatCannotBeReadTakesNoOtherWithIt(t *testing.T) {
	good := `{"id":"r1","displayName":"A","status":"active","customer":{"tenantId":"aaaaaaaa-1111-1111-1111-111111111111"}}`
	for name, broken := range map[string]string{
		"null":                    `null`,
		"a number":                `7`,
		"a text":                  `"r2"`,
		"without an id":           `{"status":"active","customer":{"tenantId":"bbbbbbbb-1111-1111-1111-111111111111"}}`,
		"a number for a name":     `{"id":"r2","displayName":7,"status":"active","customer":{"tenantId":"bbbbbbbb-1111-1111-1111-111111111111"}}`,
		"a number for a status":   `{"id":"r2","status":7,"customer":{"tenantId":"bbbbbbbb-1111-1111-1111-111111111111"}}`,
		"a number for its tenant": `{"id":"r2","status":"active","customer":{"tenantId":7}}`,
		"no GUID for its tenant":  `{"id":"r2","status":"active","customer":{"tenantId":".."}}`,
		"a word for its tenant":   `{"id":"r2","status":"active","customer":{"tenantId":"organizations"}}`,
		"a list for its customer": `{"id":"r2","status":"active","customer":[]}`,
	} {
		t.Run(name, func(t *testing.T) {
			fake := newFakeGraph(t, page(`{"value":[`+broken+`,`+good+`,`+broken+`]}`))
			client, _ := fake.client(t)
			ctx, losses := call.Gather(t.Context())
			relationships, err := client.Relationships(ctx, contoso)
			require.NoError(t, err)
			lost := len(losses.All())
			for _, relationship := range relationships {
				require.Equal(t, relationship.Customer[0] == 'b', relationship.Unread != nil)
				if relationship.Unread != nil {
					require.True(t, call.Is(relationship.Unread, call.Malformed))
					lost++
				}
			}
			require.Equal(t, 2, lost, "each is told of, one way or the other")
			require.Len(t, relationships, 1+2-len(losses.All()))
		})
	}
}

func TestAnAssignmentOfAccessWithoutItsGroupIsAnError(t *testing.T) {
	fake := newFakeGraph(t, page(`{"value":[{"id":"a1","status":"active","accessContainer":null}]}`))
	client, _ := fake.client(t)
	_, err := client.AccessAssignments(t.Context(), contoso, "r1")
	require.True(t, call.Is(err, call.Malformed), "nobody would be in the group: %v", err)
}

func TestMyGroups(t *testing.T) {
	fake := newFakeGraph(t, estate.handle)
	client, _ := fake.client(t)
	groups, err := client.MyGroups(context.Background(), contoso)
	require.NoError(t, err)
	require.Equal(t, []m365.NamedGroup{{ID: "group-1"}, {ID: "group-9"}}, groups)
}

func TestRolesAreJoinedByUserAlsoThroughGroups(t *testing.T) {
	fake := newFakeGraph(t, estate.handle)
	client, _ := fake.client(t)
	roles, err := client.Roles(context.Background(), contoso)
	require.NoError(t, err)
	through := m365.RoleAssignment{ID: "x3", PrincipalID: "g1", RoleID: "ga", RoleName: "Global Administrator", Scope: "/", ThroughGroup: "Tier 0"}
	eligible := m365.RoleAssignment{
		ID: "e2", PrincipalID: "g1", RoleID: "ha-template", RoleName: "Helpdesk Administrator (scoped) (eligible)",
		Scope: "/administrativeUnits/7", ThroughGroup: "Tier 0", Eligible: true,
	}
	require.Empty(t, cmp.Diff(map[string][]m365.RoleAssignment{
		"u1": {
			{ID: "x2", PrincipalID: "u1", RoleID: "ga", RoleName: "Global Administrator", Scope: "/"},
			through,
			{ID: "x1", PrincipalID: "u1", RoleID: "ha-template", RoleName: "Helpdesk Administrator (scoped)", Scope: "/administrativeUnits/7"},
			eligible,
		},
		"u2": {through, eligible},
		"u3": {
			{ID: "e1", PrincipalID: "u3", RoleID: "ga", RoleName: "Global Administrator (eligible)", Scope: "/", Eligible: true},
			{ID: "x4", PrincipalID: "u3", RoleID: "gone", RoleName: "gone", Scope: "/"},
		},
	}, roles))
	for _, request := range fake.requests() {
		if request.method == http.MethodPost {
			require.JSONEq(t, `{"ids":["g1","u1","u3"],"types":["group"]}`, request.body)
		}
	}
}

// withoutEligible answers the question about eligible roles with a refusal, and everything else as the routes.
func (r routes) withoutEligible(status int, code, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		if strings.Contains(req.URL.Path, "roleEligibility") {
			writeJSON(w, status, graphError(code, message))
			return
		}
		r.handle(w, req)
	}
}

func TestATenantWithoutEntraIDP2HasNoEligibleRoles(t *testing.T) {
	fake := newFakeGraph(t, estate.withoutEligible(400, "AadPremiumLicenseRequired", "The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license."))
	client, _ := fake.client(t)
	ctx, losses := call.Gather(t.Context())
	roles, err := client.Roles(ctx, contoso)
	require.NoError(t, err)
	require.Len(t, roles["u1"], 3)
	require.Empty(t, losses.All(), "that is an answer")
	_, err = client.UserRoles(ctx, zoe)
	require.NoError(t, err)
	for _, loss := range losses.All() {
		require.NotEqual(t, call.ReadHeldEligible, loss.Read)
	}
}

func TestEligibleRolesThatMayNotBeReadAreALoss(t *testing.T) {
	fake := newFakeGraph(t, estate.withoutEligible(403, "Authorization_RequestDenied", "No."))
	client, _ := fake.client(t)
	_, err := client.Roles(t.Context(), contoso)
	require.True(t, call.Is(err, call.Denied), "a part is no answer to those who decide by it")
	ctx, losses := call.Gather(t.Context())
	roles, err := client.Roles(ctx, contoso)
	require.NoError(t, err)
	require.Len(t, roles["u1"], 3)
	require.Equal(t, call.ReadEligible, losses.All()[0].Read)
}

func TestRolesOfAThousandAdministratorsAreLookedUpInParts(t *testing.T) {
	var assignments []string
	for i := range 2500 {
		assignments = append(assignments, fmt.Sprintf(`{"id":"x%d","principalId":"u%d","roleDefinitionId":"ga","directoryScopeId":"/"}`, i, i))
	}
	asked := 0
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "roleEligibilityScheduleInstances"):
			writeJSON(w, 200, `{"value":[]}`)
		case strings.HasSuffix(r.URL.Path, "roleAssignments"):
			writeJSON(w, 200, `{"value":[`+strings.Join(assignments, ",")+`]}`)
		case r.Method == http.MethodPost:
			if asked++; asked == 1 {
				failing(503, "")(w, r)
				return
			}
			writeJSON(w, 200, `{"value":[]}`)
		default:
			estate.handle(w, r)
		}
	})
	client, _ := fake.client(t)
	roles, err := client.Roles(context.Background(), contoso)
	require.NoError(t, err)
	require.Len(t, roles, 2500)
	seen := map[string]int{}
	for _, request := range fake.requests() {
		if request.method == http.MethodPost {
			var body struct{ IDs []string }
			require.NoError(t, json.Unmarshal([]byte(request.body), &body), "a repeated request has its body")
			require.LessOrEqual(t, len(body.IDs), 1000)
			for _, id := range body.IDs {
				seen[id]++
			}
		}
	}
	require.Len(t, seen, 2500)
	require.Equal(t, 4, asked)
}

func TestATenantWithoutRoleAssignmentsAsksForNoGroups(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, `{"value":[]}`) })
	client, _ := fake.client(t)
	roles, err := client.Roles(context.Background(), contoso)
	require.NoError(t, err)
	require.Empty(t, roles)
	require.Len(t, fake.requests(), 3)
}

func TestSKUsThatCanBeAssigned(t *testing.T) {
	fake := newFakeGraph(t, estate.handle)
	client, _ := fake.client(t)
	skus, err := client.SKUs(context.Background(), contoso)
	require.NoError(t, err)
	require.Equal(t, []m365.SKU{{ID: "06ebc4ee-1bb5-47dd-8120-11324bc54e06", PartNumber: "SPE_E5", Name: "SPE_E5", Enabled: 10, Warning: 1, Consumed: 3}}, skus)
}

func TestASingleAnswerThatIsEmptyOrNotGraphsIsAFailure(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		kind   call.Kind
	}{
		{"no content", noContent, call.Malformed},
		{"no organization", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, `{"value":[]}`) }, call.Malformed},
		{"nonsense", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, `{"value":[{]}`) }, call.Malformed},
		{"a web page", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<html>sign in to the hotel's network</html>"))
		}, call.Malformed},
		{"half an answer", func(w http.ResponseWriter, _ *http.Request) { abort(w) }, call.Network},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, test.answer)
			client, _ := fake.client(t)
			_, err := client.Organization(context.Background(), contoso)
			require.True(t, call.Is(err, test.kind), "%v", err)
		})
	}
}
