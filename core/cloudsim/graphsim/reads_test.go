package graphsim_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func TestDeltaTellsAllUsersOnceAndThenOnlyChanges(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	r := h.send("GET", "users/delta()", "", map[string][]string{"Prefer": {"odata.maxpagesize=20"}}, "$select", "id,displayName")
	seen := map[string]bool{}
	for {
		for _, row := range r.ok().values() {
			require.False(t, seen[row["id"].(string)])
			require.Len(t, row, 2)
			seen[row["id"].(string)] = row["@removed"] == nil
		}
		if r.text("@odata.deltaLink") != "" {
			break
		}
		require.Len(t, r.values(), 20)
		r = h.send("GET", r.text("@odata.nextLink"), "", map[string][]string{"Prefer": {"odata.maxpagesize=20"}})
	}
	for id, there := range seen {
		if !there {
			delete(seen, id)
		}
	}
	require.Len(t, seen, h.customer(0).Users)
	link := r.text("@odata.deltaLink")
	require.Empty(t, h.get(link).ok().values())
	u := h.plainUser()
	h.send("PATCH", "users/"+u.ID, `{"city":"Ulm"}`, nil).ok()
	made := h.create("ada", "").ok().text("id")
	gone := h.firstUser(func(other *directory.User) bool { return other.Slot == 20 })
	h.send("DELETE", "users/"+gone.ID, "", nil).ok()
	changes := h.get(link).ok()
	got := map[string]any{}
	for _, row := range changes.values() {
		got[row["id"].(string)] = row["@removed"]
	}
	require.Equal(t, map[string]any{u.ID: nil, made: nil, gone.ID: map[string]any{"reason": "changed"}}, got)
	link = changes.text("@odata.deltaLink")
	require.Empty(t, h.get(link).ok().values())

	latest := h.get("users/delta", "$deltatoken", "latest", "$select", "id").ok()
	require.Empty(t, latest.values())
	h.clock.at = h.clock.at.Add(8 * 24 * time.Hour)
	old := h.get(link)
	require.Equal(t, 410, old.status)
	require.Equal(t, "syncStateNotFound", old.code())
	require.NoError(t, h.directory.StartOver())
	require.Equal(t, "resyncRequired", h.get(link).code())
	require.Equal(t, 400, h.get("users/delta", "$deltatoken", "abc").status)
	h.get("users/microsoft.graph.delta()", "$filter", "id eq '"+u.ID+"'").ok()
}

func TestTheSignInLogIsNewestFirstAndKnowsItsFilters(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	all := h.all("auditLogs/signIns", "$top", "150", "$select", "id,createdDateTime")
	seen := map[string]bool{}
	for i, row := range all {
		require.False(t, seen[row["id"].(string)])
		seen[row["id"].(string)] = true
		if i > 0 {
			require.GreaterOrEqual(t, all[i-1]["createdDateTime"], row["createdDateTime"])
		}
	}
	u := h.firstUser(func(u *directory.User) bool { return len(h.signInsOf(u.Slot)) > 5 })
	mine := h.get("/beta/auditLogs/signIns", "$filter", "userId eq '"+u.ID+"' and createdDateTime ge 2026-11-10T00:00:00Z", "$top", "50").ok().values()
	require.NotEmpty(t, mine)
	for _, row := range mine {
		require.Equal(t, u.ID, row["userId"])
		require.GreaterOrEqual(t, row["createdDateTime"], "2026-11-10")
		require.Contains(t, []any{"singleFactorAuthentication", "multiFactorAuthentication"}, row["authenticationRequirement"])
	}
	for _, row := range h.get("auditLogs/signIns", "$filter", "status/errorCode ne 0", "$top", "20").ok().values() {
		require.NotZero(t, row["status"].(map[string]any)["errorCode"])
		require.NotContains(t, row, "authenticationRequirement", "v1.0 does not have it")
	}
	require.Empty(t, h.get("/beta/auditLogs/signIns", "$filter", "signInEventTypes/any(t:t eq 'nonInteractiveUser')").ok().values())
	h.caller.Roles = []string{directory.ReportsReader}
	status := map[any]bool{}
	for _, row := range h.get("auditLogs/signIns", "$top", "50").ok().values() {
		require.Empty(t, row["appliedConditionalAccessPolicies"], "the role does not see policies")
		status[row["conditionalAccessStatus"]] = true
	}
	require.Contains(t, status, "success", "but what came of them")
}

func TestWhatHappenedStaysAsItWasWhateverIsDoneToTheUser(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	u := h.firstUser(func(u *directory.User) bool { return len(h.signInsOf(u.Slot)) > 5 && !u.OnPremisesSynced })
	past := func() []any {
		return []any{
			h.all("auditLogs/signIns", "$filter", "userId eq '"+u.ID+"'"),
			h.all("auditLogs/signIns", "$filter", "userPrincipalName eq '"+u.UserPrincipalName+"'"),
			h.get("auditLogs/signIns", "$top", "200").ok().values(),
		}
	}
	before := past()
	require.NotEmpty(t, before[0])
	require.Equal(t, before[0], before[1])
	for _, change := range []string{
		`{"accountEnabled":false}`, `{"displayName":"Somebody Else","givenName":"Somebody","city":"Ulm"}`,
		`{"userPrincipalName":"else@` + h.inside().Info().DefaultDomain + `"}`,
	} {
		h.send("PATCH", "users/"+u.ID, change, nil).ok()
		require.Equal(t, before, past(), change)
	}
	h.send("DELETE", "users/"+u.ID, "", nil).ok()
	require.Equal(t, before, past(), "deleted")
	h.send("DELETE", "directory/deletedItems/"+u.ID, "", nil).ok()
	require.Equal(t, before, past(), "deleted for good")
}

func (h *harness) signInsOf(slot int) []directory.SignIn {
	// firstUser holds the tenant while it looks; a second directory of the seed answers in its stead.
	d, err := directory.New(directory.Options{Seed: 7, Users: 700, Tenants: 9, Now: h.clock.now})
	require.NoError(h.t, err)
	t, _ := d.Open(h.caller.Tenant)
	return t.SignInsOf(slot)
}

func TestRolesOfAllUsersCanBeJoinedFromTwoCalls(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	definitions := map[string]string{}
	for _, row := range h.all("roleManagement/directory/roleDefinitions", "$select", "id,templateId,displayName,isBuiltIn,isEnabled") {
		definitions[row["id"].(string)] = row["displayName"].(string)
	}
	var strangers []string
	for _, row := range h.all("roleManagement/directory/roleAssignments", "$select", "id,principalId,roleDefinitionId,directoryScopeId", "$top", "3") {
		require.NotEmpty(t, definitions[row["roleDefinitionId"].(string)])
		if _, ok := h.inside().User(row["principalId"].(string)); !ok {
			strangers = append(strangers, row["principalId"].(string))
		}
	}
	require.NotEmpty(t, strangers)
	found := h.post("directoryObjects/getByIds", `{"ids":["`+strings.Join(strangers, `","`)+`"],"types":["group","servicePrincipal"]}`).ok().values()
	kinds := map[any]string{}
	for _, row := range found {
		kinds[row["@odata.type"]] = row["id"].(string)
	}
	require.Len(t, kinds, 2)
	members := h.all("groups/"+kinds["#microsoft.graph.group"]+"/transitiveMembers/microsoft.graph.user", "$select", "id")
	require.NotEmpty(t, members)
	inherited := h.all("users/"+members[0]["id"].(string)+"/transitiveMemberOf/microsoft.graph.directoryRole", "$select", "displayName")
	require.NotEmpty(t, inherited)
}

func TestEligibleRolesTakeEntraIDP2(t *testing.T) {
	const path = "roleManagement/directory/roleEligibilityScheduleInstances"
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	premium, without := 0, 0
	for position := range 9 {
		tenant := h.customer(position)
		h.as(tenant)
		if tenant.Plan != "P2" {
			without++
			refused := h.get(path)
			require.Equal(t, 400, refused.status)
			require.Equal(t, "AadPremiumLicenseRequired", refused.code())
			continue
		}
		rows := h.get(path, "$select", "id,principalId,endDateTime").ok().values()
		if len(rows) == 0 {
			continue // too small
		}
		premium++
		one := h.get(path, "$filter", "principalId eq '"+rows[0]["principalId"].(string)+"'", "$expand", "roleDefinition").ok().values()[0]
		require.Equal(t, "Global Administrator", one["roleDefinition"].(map[string]any)["displayName"])
		require.NotEmpty(t, one["endDateTime"])
		require.Nil(t, rows[1]["endDateTime"], "the second lasts for ever")
		h.caller.Roles = []string{directory.UserAdministrator}
		require.Equal(t, 403, h.get(path).status, "not every role may read it")
	}
	require.NotZero(t, premium)
	require.NotZero(t, without)
}

func TestTheAdministrativeUnitOfARoleIsNamed(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	scoped := 0
	for _, row := range h.all("roleManagement/directory/roleAssignments", "$select", "id,directoryScopeId") {
		if unit, ok := strings.CutPrefix(row["directoryScopeId"].(string), "/administrativeUnits/"); ok {
			scoped++
			require.NotEmpty(t, h.get("directory/administrativeUnits/"+unit, "$select", "id,displayName").ok().text("displayName"))
		}
	}
	require.NotZero(t, scoped)
	require.Equal(t, 404, h.get("directory/administrativeUnits/"+h.plainUser().ID).status)
	h.caller.Scopes = []string{"User.Read.All"}
	require.Equal(t, 403, h.get("directory/administrativeUnits/"+h.inside().UnitID()).status)
}

func TestDevicesOfAUserAreThoseOfTheList(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	listed := map[string]bool{}
	for _, row := range h.all("devices", "$top", "50", "$select", "id") {
		require.False(t, listed[row["id"].(string)])
		listed[row["id"].(string)] = true
	}
	count := 0
	for slot := range h.customer(0).Users {
		u, _ := h.inside().UserAt(slot)
		for _, row := range h.get("users/" + u.ID + "/ownedDevices/microsoft.graph.device").ok().values() {
			require.True(t, listed[row["id"].(string)])
			count++
		}
	}
	require.Len(t, listed, count)
	compliant := h.get("devices", "$filter", "isCompliant eq true", "$select", "id,isCompliant").ok().values()
	for _, row := range compliant {
		require.Equal(t, true, row["isCompliant"])
	}
	h.as(h.customer(4))
	require.Contains(t, h.get("deviceManagement/managedDevices").message(), "not applicable to target tenant")
}

func TestRelationshipsAreThePartnersOnly(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	require.Equal(t, 403, h.get("tenantRelationships/delegatedAdminRelationships").status)
	h.as(h.partner())
	active := h.get("tenantRelationships/delegatedAdminRelationships", "$filter", "status eq 'active'", "$top", "300").ok().values()
	require.Less(t, len(active), len(h.estate.relationships))
	of := h.get("tenantRelationships/delegatedAdminRelationships", "$filter", "status eq 'active' and customer/tenantId eq '"+h.customer(0).ID+"'").ok().values()
	require.Len(t, of, 1)
	require.Equal(t, h.customer(0).Name, of[0]["customer"].(map[string]any)["displayName"])
	require.Equal(t, 400, h.get("tenantRelationships/delegatedAdminRelationships", "$top", "301").status)
	who := h.get("tenantRelationships/findTenantInformationByTenantId(tenantId='" + h.customer(1).ID + "')").ok()
	require.Equal(t, h.customer(1).DefaultDomain, who.text("defaultDomainName"))
}

func TestTheSharePointNameIsTold(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	h.as(h.customer(2))
	site := h.get("sites/root", "$select", "siteCollection,webUrl").ok()
	require.Equal(t, "https://"+h.customer(2).SharePointName+".sharepoint.com", site.text("webUrl"))
	require.Len(t, site.body, 3)
}

func BenchmarkUserPages(b *testing.B) {
	d, err := directory.New(directory.Options{Seed: 1, Tenants: 1, Users: 100_000})
	require.NoError(b, err)
	t := &testing.T{}
	h := &harness{t: t, directory: d, clock: &clock{time.Now()}}
	h.estate = newEstate(d)
	h.as(h.customer(0))
	h.handler = newHandler(h)
	next := base + "/v1.0/users?$top=500&$select=" + listSelect + ",signInActivity"
	first := next
	b.ReportAllocs()
	users := 0
	var size int
	for users < b.N {
		recorder := httptest.NewRecorder()
		h.handler.ServeHTTP(recorder, httptest.NewRequest("GET", next, nil))
		body := recorder.Body.String()
		size += len(body)
		users += 500
		_, link, found := strings.Cut(body[max(len(body)-4000, 0):], `"@odata.nextLink":"`)
		next = first
		if found {
			next = strings.TrimSuffix(link, `"}`)
		}
	}
	b.ReportMetric(float64(size)/float64(users), "B/user")
}
