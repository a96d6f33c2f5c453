package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

var zoe = m365.UserKey{Tenant: contoso, ID: "u1"}

func at(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC)
}

// page answers every request with content.
func page(content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, content) }
}

// reads are all reads of one user.
func reads(client *graph.Client) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"User":            func(ctx context.Context) error { _, err := client.User(ctx, zoe); return err },
		"UserRoles":       func(ctx context.Context) error { _, err := client.UserRoles(ctx, zoe); return err },
		"UserLicenses":    func(ctx context.Context) error { _, err := client.UserLicenses(ctx, zoe); return err },
		"UserDevices":     func(ctx context.Context) error { _, err := client.UserDevices(ctx, zoe); return err },
		"UserGroups":      func(ctx context.Context) error { _, err := client.UserGroups(ctx, zoe); return err },
		"UserSignIns":     func(ctx context.Context) error { _, err := client.UserSignIns(ctx, zoe, at(1, 1)); return err },
		"UserMethods":     func(ctx context.Context) error { _, err := client.UserMethods(ctx, zoe); return err },
		"FindGroups":      func(ctx context.Context) error { _, err := client.FindGroups(ctx, contoso, "x"); return err },
		"FindUsers":       func(ctx context.Context) error { _, err := client.FindUsers(ctx, contoso, "x"); return err },
		"WhoHas":          func(ctx context.Context) error { _, err := client.WhoHas(ctx, contoso, "a@b.example"); return err },
		"AssignableRoles": func(ctx context.Context) error { _, err := client.AssignableRoles(ctx, contoso); return err },
		"TAPPolicy":       func(ctx context.Context) error { _, err := client.TAPPolicy(ctx, contoso); return err },
	}
}

func TestEveryReadOfAUserFailsAsAnErrorThatNamesTheTenant(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		kind   call.Kind
	}{
		{"without permission", func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, 403, graphError("Authorization_RequestDenied", "Insufficient privileges to complete the operation."))
		}, call.Denied},
		{"in a tenant without P1", func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, 403, graphError("Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license"))
		}, call.NeedsPremium},
		{"of a user who was deleted", func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, 404, graphError("Request_ResourceNotFound", "Resource 'u1' does not exist."))
		}, call.NotFound},
		{"with an answer that breaks off", func(w http.ResponseWriter, _ *http.Request) { abort(w) }, call.Network},
		{"with an answer that is nonsense", page(`{"id":7,"value":[7]}`), call.Malformed},
		{"with two answers in one", page(`{"id":"u1","state":"enabled","value":[]}{}`), call.Malformed},
		{"while Microsoft limits the tenant for long", failing(429, "900"), call.Throttled},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, test.answer)
			client, _ := fake.client(t)
			for name, read := range reads(client) {
				err := read(t.Context())
				require.True(t, call.Is(err, test.kind), "%s: %v", name, err)
				require.Equal(t, contoso, call.As(err).Tenant, name)
			}
			for _, request := range fake.requests() {
				require.Equal(t, http.MethodGet, request.method)
			}
		})
	}
}

func TestEveryReadOfAUserEndsWithItsContext(t *testing.T) {
	fake := newFakeGraph(t, estate.handle)
	client, _ := fake.client(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, read := range reads(client) {
		require.ErrorIs(t, read(ctx), context.Canceled, name)
	}
	require.Empty(t, fake.requests())
}

func TestAUserIsReadWithTheManagerAndWithoutTheLastSignIn(t *testing.T) {
	for _, test := range []struct {
		name, manager string
		want          *m365.Person
	}{
		{"a manager", `{"@odata.type":"#microsoft.graph.user","id":"u9","displayName":"Boss","userPrincipalName":"boss@contoso.com"}`, &m365.Person{Key: m365.UserKey{Tenant: contoso, ID: "u9"}, DisplayName: "Boss", UserPrincipalName: "boss@contoso.com"}},
		{"a manager of no named type", `{"id":"u9","displayName":null}`, &m365.Person{Key: m365.UserKey{Tenant: contoso, ID: "u9"}, DisplayName: "u9"}},
		{"a manager who is a contact", `{"@odata.type":"#microsoft.graph.orgContact","id":"c1","displayName":"Parent company"}`, &m365.Person{DisplayName: "Parent company"}},
		{"no manager", `null`, nil},
		{"a manager without an id", `{}`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
				writeJSON(w, 200, `{"@odata.context":"x","id":"u1","displayName":"Zoë","accountEnabled":false,"userType":null,"assignedLicenses":[{"skuId":"s1"}],"manager":`+test.manager+`}`)
			})
			client, _ := fake.client(t)
			details, err := client.User(t.Context(), zoe)
			require.NoError(t, err)
			require.Equal(t, m365.Details{
				User:    m365.User{Key: zoe, DisplayName: "Zoë", Type: m365.Member, SignIn: m365.Blocked},
				Manager: test.want,
			}, details)
			asked, err := url.ParseQuery(fake.requests()[0].query)
			require.NoError(t, err)
			require.NotContains(t, asked.Get("$select"), "signInActivity")
			require.Equal(t, "manager($select=id,displayName,userPrincipalName)", asked.Get("$expand"))
		})
	}
}

func TestAnAnswerWithoutAUserIsAFailure(t *testing.T) {
	fake := newFakeGraph(t, page(`{"value":[]}`))
	client, _ := fake.client(t)
	_, err := client.User(t.Context(), m365.UserKey{Tenant: contoso})
	require.True(t, call.Is(err, call.Malformed), "%v", err)
	_, err = client.TAPPolicy(t.Context(), contoso)
	require.True(t, call.Is(err, call.Malformed), "%v", err)
}

func TestRolesAreThoseOfTheUserAndOfTheGroupsThatCanHoldRoles(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		switch path := strings.TrimPrefix(r.URL.Path, "/v1.0"); path {
		case "/users/u1/transitiveMemberOf/microsoft.graph.group":
			writeJSON(w, 200, `{"value":[{"id":"g1","displayName":"Tier 0","isAssignableToRole":true},{"id":"g2","displayName":"Staff","isAssignableToRole":null},{"id":"g3","displayName":null,"isAssignableToRole":true}]}`)
		case "/roleManagement/directory/roleAssignments":
			writeJSON(w, 200, `{"value":[
				{"id":"a1","principalId":"u1","roleDefinitionId":"r1","directoryScopeId":"/","roleDefinition":{"id":"r1","templateId":"r1","displayName":"User Administrator","description":"Users","isBuiltIn":true,"rolePermissions":[{}]}},
				{"id":"a2","principalId":"G1","roleDefinitionId":"r2","directoryScopeId":"/","roleDefinition":{"id":"r2","templateId":"r2","displayName":"Global Administrator","isBuiltIn":true}},
				{"id":"a3","principalId":"u1","roleDefinitionId":"r3","directoryScopeId":"/administrativeUnits/au1","roleDefinition":{"id":"r3","templateId":"r3","displayName":"Our own","isBuiltIn":false}},
				{"id":"a4","principalId":"u1","roleDefinitionId":"gone","directoryScopeId":"/administrativeUnits/au2","roleDefinition":null},
				{"id":"a5","principalId":"g3","roleDefinitionId":"r1","directoryScopeId":"/0aef-app","roleDefinition":{"id":"r1","templateId":"r1","displayName":"User Administrator","isBuiltIn":true}},
				{"id":"a6","principalId":"u1","roleDefinitionId":"r1","directoryScopeId":"/administrativeUnits/au1","roleDefinition":{"id":"r1","templateId":"r1","displayName":"User Administrator","isBuiltIn":true}}]}`)
		case "/roleManagement/directory/roleEligibilityScheduleInstances":
			writeJSON(w, 200, `{"value":[
				{"id":"e1","principalId":"U1","roleDefinitionId":"r2","directoryScopeId":"/","endDateTime":"2027-01-31T09:00:00Z","memberType":"Direct","roleDefinition":{"id":"r2","templateId":"r2","displayName":"Global Administrator","isBuiltIn":true}},
				{"id":"e2","principalId":"g1","roleDefinitionId":"r1","directoryScopeId":"/administrativeUnits/au1","endDateTime":null,"roleDefinition":{"id":"r1","templateId":"r1","displayName":"User Administrator","isBuiltIn":true}},
				{"id":"e3","principalId":"u2","roleDefinitionId":"r1","directoryScopeId":"/","roleDefinition":null}]}`)
		case "/directory/administrativeUnits/au1":
			writeJSON(w, 200, `{"id":"au1","displayName":"Leeds"}`)
		default:
			writeJSON(w, 403, graphError("Authorization_RequestDenied", "No."))
		}
	})
	client, _ := fake.client(t)
	roles, err := client.UserRoles(t.Context(), zoe)
	require.NoError(t, err)
	admin := m365.Role{ID: "r1", TemplateID: "r1", Name: "User Administrator"}
	described := admin
	described.Description = "Users"
	require.Empty(t, cmp.Diff([]m365.HeldRole{
		{Role: m365.Role{ID: "r2", TemplateID: "r2", Name: "Global Administrator"}, AssignmentID: "e1", Scope: "/", ScopeName: "Whole tenant", Eligible: true, Ends: time.Date(2027, 1, 31, 9, 0, 0, 0, time.UTC)},
		{Role: m365.Role{ID: "r2", TemplateID: "r2", Name: "Global Administrator"}, AssignmentID: "a2", Scope: "/", ScopeName: "Whole tenant", Group: m365.GroupName{ID: "g1", Name: "Tier 0"}},
		{Role: m365.Role{ID: "r3", Name: "Our own"}, AssignmentID: "a3", Scope: "/administrativeUnits/au1", ScopeName: "Leeds"},
		{Role: described, AssignmentID: "a1", Scope: "/", ScopeName: "Whole tenant"},
		{Role: admin, AssignmentID: "a6", Scope: "/administrativeUnits/au1", ScopeName: "Leeds"},
		{Role: admin, AssignmentID: "e2", Scope: "/administrativeUnits/au1", ScopeName: "Leeds", Group: m365.GroupName{ID: "g1", Name: "Tier 0"}, Eligible: true},
		{Role: admin, AssignmentID: "a5", Scope: "/0aef-app", ScopeName: "A single object", Group: m365.GroupName{ID: "g3", Name: "g3"}},
		{Role: m365.Role{ID: "gone", Name: "gone"}, AssignmentID: "a4", Scope: "/administrativeUnits/au2", ScopeName: "Administrative unit"},
	}, roles))
	require.Len(t, fake.requests(), 5, "the same unit is asked for once")
	asked, err := url.ParseQuery(fake.requests()[1].query)
	require.NoError(t, err)
	require.Equal(t, "principalId in ('u1','g1','g3')", asked.Get("$filter"))
}

func TestRolesOfAUserInManyGroupsAreAskedForInParts(t *testing.T) {
	groups := make([]string, 31)
	for i := range groups {
		groups[i] = fmt.Sprintf(`{"id":"g%d","displayName":"G","isAssignableToRole":true}`, i)
	}
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "graph.group") {
			writeJSON(w, 200, `{"value":[`+strings.Join(groups, ",")+`]}`)
			return
		}
		if strings.Contains(r.URL.Path, "roleEligibility") {
			writeJSON(w, 200, `{"value":[]}`)
			return
		}
		writeJSON(w, 200, `{"value":[{"id":"a","principalId":"u1","roleDefinitionId":"r","directoryScopeId":"/"}]}`)
	})
	client, _ := fake.client(t)
	roles, err := client.UserRoles(t.Context(), zoe)
	require.NoError(t, err)
	require.Len(t, roles, 3)
	asked := fake.requests()[1:]
	require.Len(t, asked, 4)
	for i, want := range []int{15, 15, 2} {
		filter, err := url.QueryUnescape(asked[i].query)
		require.NoError(t, err)
		require.Equal(t, want*2, strings.Count(filter, "'"))
	}
}

func TestAnAdministrativeUnitThatCannotBeReadIsALossOfItsName(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.Contains(r.URL.Path, "administrativeUnits"):
			writeJSON(w, 500, graphError("Service_InternalServerError", "x"))
		case strings.Contains(r.URL.Path, "roleAssignments"):
			writeJSON(w, 200, `{"value":[{"id":"a","principalId":"u1","roleDefinitionId":"r","directoryScopeId":"/administrativeUnits/1"}]}`)
		default:
			writeJSON(w, 200, `{"value":[]}`)
		}
	})
	client, _ := fake.client(t)
	ctx, losses := call.Gather(t.Context())
	roles, err := client.UserRoles(ctx, zoe)
	require.NoError(t, err)
	require.Equal(t, "Administrative unit", roles[0].ScopeName)
	require.True(t, call.Is(losses.All()[0].Err, call.Server))
}

func TestRolesThatCanBeGiven(t *testing.T) {
	fake := newFakeGraph(t, page(`{"value":[
		{"id":"r2","templateId":"r2","displayName":"User Administrator","description":"Users","isBuiltIn":true,"isEnabled":true},
		{"id":"r1","templateId":"r1","displayName":"Our own","description":null,"isBuiltIn":false,"isEnabled":true},
		{"id":"r3","templateId":"r3","displayName":"Switched off","isBuiltIn":true,"isEnabled":false},
		{"id":"r4","templateId":"r4","displayName":"Says nothing","isBuiltIn":null,"isEnabled":null},
		{"id":"10dae51f-b6af-4016-8d66-8c2a99b929b3","templateId":"10dae51f-b6af-4016-8d66-8c2a99b929b3","displayName":"Guest User","isBuiltIn":true,"isEnabled":true}]}`))
	client, _ := fake.client(t)
	roles, err := client.AssignableRoles(t.Context(), contoso)
	require.NoError(t, err)
	require.Equal(t, []m365.Role{
		{ID: "r1", Name: "Our own"}, {ID: "r4", TemplateID: "r4", Name: "Says nothing"}, {ID: "r2", TemplateID: "r2", Name: "User Administrator", Description: "Users"},
	}, roles)
}

func TestALicenseIsOneRowHoweverManyWaysLeadToIt(t *testing.T) {
	answers := routes{
		"GET /users/u1": `{"id":"u1","licenseAssignmentStates":[
			{"skuId":"AAA","assignedByGroup":null,"disabledPlans":[],"state":"Active","error":"None"},
			{"skuId":"aaa","assignedByGroup":"g2","disabledPlans":[],"state":"Error","error":"CountViolation"},
			{"skuId":"aaa","assignedByGroup":"g1","disabledPlans":[],"state":"ActiveWithError","error":"DependencyViolation"},
			{"skuId":"bbb","assignedByGroup":"gone","disabledPlans":[],"state":"Suspended","error":null},
			{"skuId":"ccc","assignedByGroup":null,"disabledPlans":[],"state":"Error","error":"NewViolation"},
			{"skuId":"ddd","assignedByGroup":null,"disabledPlans":[],"state":"Disabled","error":null}]}`,
		"GET /users/u1/licenseDetails": `{"value":[
			{"id":"1","skuId":"aaa","skuPartNumber":"SPB","servicePlans":[
				{"servicePlanId":"p1","servicePlanName":"EXCHANGE","provisioningStatus":"Success","appliesTo":"User"},
				{"servicePlanId":"p2","servicePlanName":"SWAY","provisioningStatus":"Disabled","appliesTo":"User"},
				{"servicePlanId":"p3","servicePlanName":null,"provisioningStatus":"PendingActivation","appliesTo":null},
				{"servicePlanId":"p4","servicePlanName":"FOUNDATION","provisioningStatus":"Success","appliesTo":"Company"}]},
			{"id":"2","skuId":"bbb","skuPartNumber":"FLOW","servicePlans":null},
			{"id":"3","skuId":"eee","skuPartNumber":"VISIO","servicePlans":[]}]}`,
		"POST /directoryObjects/getByIds": `{"value":[{"id":"g1","displayName":"Sales"},{"id":"g2","displayName":"All staff"}]}`,
		"GET /subscribedSkus":             `{"value":[{"skuId":"CCC","skuPartNumber":"COPILOT","appliesTo":"User","prepaidUnits":null}]}`,
	}
	fake := newFakeGraph(t, answers.handle)
	client, _ := fake.client(t)
	licenses, err := client.UserLicenses(t.Context(), zoe)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff([]m365.HeldLicense{
		{SKU: "ccc", PartNumber: "COPILOT", Name: "COPILOT", State: m365.LicenseError, Problem: "Microsoft's reason: NewViolation", Direct: true},
		{SKU: "bbb", PartNumber: "FLOW", Name: "FLOW", State: "Suspended", Groups: []m365.GroupName{{ID: "gone", Name: "gone"}}},
		{
			SKU: "aaa", PartNumber: "SPB", Name: "SPB", State: m365.LicenseError, Problem: m365.LicenseProblem("CountViolation"), Direct: true,
			Groups: []m365.GroupName{{ID: "g2", Name: "All staff"}, {ID: "g1", Name: "Sales"}},
			Plans: []m365.ServicePlan{
				{ID: "p1", PartNumber: "EXCHANGE", Name: "EXCHANGE", On: true, Status: "On"},
				{ID: "p2", PartNumber: "SWAY", Name: "SWAY", Status: "Off"},
				{ID: "p3", Name: "p3", On: true, Status: "Waiting for activation"},
			},
		},
		{SKU: "eee", PartNumber: "VISIO", Name: "VISIO", State: m365.LicenseActive},
		{SKU: "ddd", Name: "ddd", State: m365.LicenseDisabled, Direct: true},
	}, licenses))
	posted := 0
	for _, request := range fake.requests() {
		if request.method == http.MethodPost {
			posted++
			require.JSONEq(t, `{"ids":["g1","g2","gone"],"types":["group"]}`, request.body)
		}
	}
	require.Equal(t, 1, posted, "one request names all groups")
}

func TestLicensesNeedNoMoreRequestsThanThereIsToName(t *testing.T) {
	answers := routes{
		"GET /users/u1":                `{"id":"u1","licenseAssignmentStates":[{"skuId":"aaa","assignedByGroup":null,"state":"Active","error":"None"}]}`,
		"GET /users/u1/licenseDetails": `{"value":[{"id":"1","skuId":"aaa","skuPartNumber":"SPB","servicePlans":[]}]}`,
	}
	fake := newFakeGraph(t, answers.handle)
	client, _ := fake.client(t)
	_, err := client.UserLicenses(t.Context(), zoe)
	require.NoError(t, err)
	require.Len(t, fake.requests(), 2)

	answers["GET /users/u1"], answers["GET /users/u1/licenseDetails"] = `{"id":"u1","licenseAssignmentStates":null}`, `{"value":[]}`
	licenses, err := client.UserLicenses(t.Context(), zoe)
	require.NoError(t, err)
	require.Empty(t, licenses)
}

func TestGroupsThatCannotBeReadKeepTheirIDAndDoNotFailTheLicenses(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
	}{{"no permission", 403}, {"a failure of Microsoft's", 500}} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.Method == http.MethodPost:
					writeJSON(w, test.status, graphError("Authorization_RequestDenied", "No."))
				case strings.HasSuffix(r.URL.Path, "licenseDetails"):
					writeJSON(w, 200, `{"value":[{"skuId":"aaa","skuPartNumber":"SPB"}]}`)
				default:
					writeJSON(w, 200, `{"id":"u1","licenseAssignmentStates":[{"skuId":"aaa","assignedByGroup":"g1","state":"Active"}]}`)
				}
			})
			client, _ := fake.client(t)
			ctx, losses := call.Gather(t.Context())
			licenses, err := client.UserLicenses(ctx, zoe)
			require.NoError(t, err)
			require.Len(t, losses.All(), 1)
			require.Equal(t, []m365.GroupName{{ID: "g1", Name: "g1"}}, licenses[0].Groups)
		})
	}
}

func TestSKUsHaveThePlansThatUsersAreGiven(t *testing.T) {
	fake := newFakeGraph(t, page(`{"value":[{"skuId":"AAA","skuPartNumber":"SPB","appliesTo":"User","consumedUnits":7,"prepaidUnits":{"enabled":5,"warning":3},"servicePlans":[
		{"servicePlanId":"p1","servicePlanName":"EXCHANGE","provisioningStatus":"Success","appliesTo":"User"},
		{"servicePlanId":"p2","servicePlanName":"FOUNDATION","provisioningStatus":"Success","appliesTo":"Company"}]}]}`))
	client, _ := fake.client(t)
	skus, err := client.SKUs(t.Context(), contoso)
	require.NoError(t, err)
	require.Equal(t, []m365.SKU{{
		ID: "aaa", PartNumber: "SPB", Name: "SPB", Enabled: 5, Warning: 3, Consumed: 7,
		Plans: []m365.ServicePlan{{ID: "p1", PartNumber: "EXCHANGE", Name: "EXCHANGE", On: true, Status: "On"}},
	}}, skus)
	require.Equal(t, 1, skus[0].Left())
}

func TestAnAnswerAboutAnotherObjectIsAnErrorOfItsTenant(t *testing.T) {
	client, _ := newFakeGraph(t, page(`{"id":"u2","displayName":"Bob","licenseAssignmentStates":[]}`)).client(t)
	_, user := client.User(t.Context(), zoe)
	_, licenses := client.UserLicenses(t.Context(), zoe)
	_, group := client.Group(t.Context(), contoso, "g1")
	for name, err := range map[string]error{"user": user, "licenses": licenses, "group": group} {
		require.True(t, call.Is(err, call.Malformed), "%s: %v", name, err)
	}
}

func TestARoleOfSomebodyElseIsNotTheUsers(t *testing.T) {
	client, _ := newFakeGraph(t, routes{
		"GET /users/u1/transitiveMemberOf/microsoft.graph.group": `{"value":[]}`,
		"GET /roleManagement/directory/roleAssignments": `{"value":[{"id":"x1","principalId":"U1","roleDefinitionId":"ga","directoryScopeId":"/"},
			{"id":"x2","principalId":"u2","roleDefinitionId":"ga","directoryScopeId":"/"}]}`,
		"GET /roleManagement/directory/roleEligibilityScheduleInstances": `{"value":[]}`,
	}.handle).client(t)
	roles, err := client.UserRoles(t.Context(), zoe)
	require.NoError(t, err)
	require.Len(t, roles, 1)
	require.Equal(t, "x1", roles[0].AssignmentID)
}
