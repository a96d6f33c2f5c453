package graphsim_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func (h *harness) create(name string, more string) reply {
	return h.post("users", `{"accountEnabled":true,"displayName":"`+name+`","mailNickname":"`+name+`","userPrincipalName":"`+name+`@`+
		h.inside().Info().DefaultDomain+`","passwordProfile":{"password":"Str0ng-enough"}`+more+`}`)
}

func TestAUserIsCreatedChangedDeletedAndRestored(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	made := h.create("ada", `,"jobTitle":"Analyst","city":"London","businessPhones":["+44 1"]`)
	require.Equal(t, 201, made.status, "%s", made.raw)
	one := "users/" + made.text("id")
	require.Equal(t, 204, h.send("PATCH", one, `{"city":null,"jobTitle":"Countess","businessPhones":[],"employeeHireDate":"2026-01-02T00:00:00Z"}`, nil).status)
	got := h.get(one, "$select", "city,jobTitle,businessPhones,employeeHireDate,userType,createdDateTime").ok()
	require.Nil(t, got.body["city"])
	require.Equal(t, "Countess", got.text("jobTitle"))
	require.Equal(t, "2026-01-02T00:00:00Z", got.text("employeeHireDate"))
	require.Equal(t, "2026-11-20T15:04:05Z", got.text("createdDateTime"))
	require.Equal(t, 204, h.send("DELETE", one, "", nil).status)
	require.Equal(t, 404, h.get(one).status)
	deleted := h.all("directory/deletedItems/microsoft.graph.user", "$select", "id,deletedDateTime")
	require.Contains(t, fmt.Sprint(deleted), made.text("id"))
	shown := h.get("directory/deletedItems/" + made.text("id")).ok()
	require.Equal(t, strings.ReplaceAll(made.text("id"), "-", "")+"ada@"+h.customer(0).DefaultDomain, shown.text("userPrincipalName"), "the name is free, and told with the id")
	require.Equal(t, 201, h.create("ada", "").status, "the name is free again")
	taken := h.post("directory/deletedItems/"+made.text("id")+"/restore", "")
	require.Equal(t, 400, taken.status)
	require.Equal(t, 204, h.send("PATCH", "users/ada@"+h.customer(0).DefaultDomain, `{"userPrincipalName":"ada2@`+h.customer(0).DefaultDomain+`"}`, nil).status)
	h.post("directory/deletedItems/"+made.text("id")+"/restore", "").ok()
	h.get(one).ok()
	h.send("DELETE", one, "", nil).ok()
	h.clock.at = h.clock.at.AddDate(0, 0, 31)
	require.Equal(t, 404, h.post("directory/deletedItems/"+made.text("id")+"/restore", "").status, "30 days are over")
}

func TestAUserThatMicrosoftWouldNotMakeIsRefused(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	domain := h.customer(0).DefaultDomain
	other, _ := h.inside().UserAt(4)
	base := `"accountEnabled":true,"displayName":"N","mailNickname":"n"`
	strong := `"passwordProfile":{"password":"Str0ng-enough"}`
	for name, body := range map[string]string{
		"no password":          `{` + base + `,"userPrincipalName":"n@` + domain + `"}`,
		"weak password":        `{` + base + `,"userPrincipalName":"n@` + domain + `","passwordProfile":{"password":"password"}}`,
		"name in the password": `{` + base + `,"userPrincipalName":"longname@` + domain + `","passwordProfile":{"password":"Longname-123"}}`,
		"foreign domain":       `{` + base + `,"userPrincipalName":"n@elsewhere.example",` + strong + `}`,
		"bad characters":       `{` + base + `,"userPrincipalName":"n m@` + domain + `",` + strong + `}`,
		"taken":                `{` + base + `,"userPrincipalName":"` + other.UserPrincipalName + `",` + strong + `}`,
		"empty text":           `{` + base + `,"city":"","userPrincipalName":"n@` + domain + `",` + strong + `}`,
		"two phones":           `{` + base + `,"businessPhones":["1","2"],"userPrincipalName":"n@` + domain + `",` + strong + `}`,
		"long employee id":     `{` + base + `,"employeeId":"12345678901234567","userPrincipalName":"n@` + domain + `",` + strong + `}`,
		"unknown property":     `{` + base + `,"shoeSize":42,"userPrincipalName":"n@` + domain + `",` + strong + `}`,
		"read-only property":   `{` + base + `,"proxyAddresses":[],"userPrincipalName":"n@` + domain + `",` + strong + `}`,
		"usage location":       `{` + base + `,"usageLocation":"GBR","userPrincipalName":"n@` + domain + `",` + strong + `}`,
		"no JSON":              `{`,
		"nothing":              ``,
	} {
		r := h.post("users", body)
		require.Equal(t, 400, r.status, "%s: %s", name, r.raw)
	}
	r := h.post("users", `{`+base+`,"userPrincipalName":"`+other.UserPrincipalName+`",`+strong+`}`)
	details := r.body["error"].(map[string]any)["details"].([]any)[0].(map[string]any)
	require.Equal(t, "ObjectConflict", details["code"])
	require.Equal(t, "userPrincipalName", details["target"])
}

func TestASyncedUserIsMasteredOnPremises(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	u := h.firstUser(func(u *directory.User) bool { return u.OnPremisesSynced && u.Slot > 20 })
	r := h.send("PATCH", "users/"+u.ID, `{"jobTitle":"x"}`, nil)
	require.Equal(t, 400, r.status)
	require.Contains(t, r.message(), "on-premises mastered")
	require.Equal(t, 204, h.send("PATCH", "users/"+u.ID, `{"usageLocation":"DE"}`, nil).status)
	require.Equal(t, 202, h.post("users/"+u.ID+"/authentication/methods/"+directory.PasswordMethodID+"/resetPassword", `{}`).status)
}

func TestAPasswordEndsSessionsAndDemandsANewOne(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	u := h.plainUser()
	require.Equal(t, 204, h.send("PATCH", "users/"+u.ID, `{"passwordProfile":{"password":"Str0ng-enough","forceChangePasswordNextSignIn":true}}`, nil).status)
	got := h.get("users/"+u.ID, "$select", "lastPasswordChangeDateTime,signInSessionsValidFromDateTime").ok()
	require.Equal(t, "2026-11-20T15:04:05Z", got.text("lastPasswordChangeDateTime"))
	require.Equal(t, "2026-11-20T15:04:05Z", got.text("signInSessionsValidFromDateTime"))
	reset := "users/" + u.ID + "/authentication/methods/" + directory.PasswordMethodID + "/resetPassword"
	require.Equal(t, "Tk-Generated-1!", h.post(reset, `{}`).ok().text("newPassword"))
	given := h.post(reset, `{"newPassword":"An0ther-one"}`).ok()
	require.Nil(t, given.body["newPassword"])
	require.NotEmpty(t, given.header.Get("Location"))
}

func TestLicencesAreGivenAndTakenByMicrosoftsRules(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	id := h.create("ada", "").ok().text("id")
	assign := func(add, remove string) reply {
		return h.post("users/"+id+"/assignLicense", `{"addLicenses":[`+add+`],"removeLicenses":[`+remove+`]}`)
	}
	sku := func(id string) string { return `{"skuId":"` + id + `","disabledPlans":[]}` }
	var free directory.Subscription
	for _, s := range h.inside().Subscriptions() {
		if s.Left() > 0 {
			free = s
		}
	}
	require.Contains(t, assign(sku(free.Product.SKUID), "").message(), "invalid usage location")
	h.send("PATCH", "users/"+id, `{"usageLocation":"GB"}`, nil).ok()
	given := assign(sku(free.Product.SKUID), "")
	require.Equal(t, 200, given.status)
	require.Len(t, given.body["assignedLicenses"], 1, "the answer is the user with the license")
	require.NotEmpty(t, given.body["assignedPlans"])
	require.Equal(t, true, given.body["accountEnabled"])
	require.Equal(t, id, given.text("id"))
	held := h.get("users/"+id, "$select", "assignedLicenses,licenseAssignmentStates").ok()
	require.Len(t, held.body["assignedLicenses"], 1)
	require.Nil(t, held.body["licenseAssignmentStates"].([]any)[0].(map[string]any)["assignedByGroup"])
	after := h.inside().Subscriptions()
	for _, s := range after {
		if s.Product.SKUID == free.Product.SKUID {
			require.Equal(t, free.InUse+1, s.InUse)
		}
	}
	require.Len(t, h.get("users/"+id+"/licenseDetails").ok().values(), 1)
	require.Contains(t, assign(sku("06ebc4ee-1bb5-47dd-8120-0000000000ff"), "").message(), "does not correspond to a valid company License")
	require.Equal(t, 200, assign("", `"`+free.Product.SKUID+`"`).status)
	require.Contains(t, assign("", `"`+free.Product.SKUID+`"`).message(), "does not have a corresponding license")
	require.Contains(t, h.post("users/"+id+"/assignLicense", `{"addLicenses":[]}`).message(), "missing from the request payload")
	inherited := h.firstUser(func(u *directory.User) bool {
		return len(u.Licences) == 1 && u.Licences[0].ByGroup != "" && u.Licences[0].Works()
	})
	r := h.post("users/"+inherited.ID+"/assignLicense", `{"addLicenses":[],"removeLicenses":["`+inherited.Licences[0].Product.SKUID+`"]}`)
	require.Contains(t, r.message(), "cannot be removed directly")
}

func TestLicencesRunOut(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	for number := 0; ; number++ {
		require.Less(t, number, 60)
		var scarce directory.Subscription
		for _, s := range h.inside().Subscriptions() {
			if s.Enabled < 1000 {
				scarce = s
				break
			}
		}
		id := h.create(fmt.Sprintf("scarce%d", number), `,"usageLocation":"GB"`).ok().text("id")
		r := h.post("users/"+id+"/assignLicense", `{"addLicenses":[{"skuId":"`+scarce.Product.SKUID+`","disabledPlans":[]}],"removeLicenses":[]}`)
		if scarce.Left() == 0 {
			require.Contains(t, r.message(), "does not have any available licenses")
			return
		}
		r.ok()
	}
}

func TestAGroupTakesMembersUnlessItsKindForbids(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	id := h.create("ada", "").ok().text("id")
	reference := `{"@odata.id":"` + base + `/v1.0/directoryObjects/` + id + `"}`
	tried := map[string]bool{}
	for _, g := range h.inside().Groups() {
		kind, message := "plain", ""
		switch {
		case g.MailEnabled && !g.Unified:
			kind, message = "mail", "Cannot Update a mail-enabled security groups and or distribution list."
		case g.Dynamic:
			kind, message = "dynamic", "dynamic"
		case g.Synced:
			kind, message = "synced", "on-premises mastered"
		}
		tried[kind] = true
		r := h.post("groups/"+g.ID+"/members/$ref", reference)
		if message != "" {
			require.GreaterOrEqual(t, r.status, 400)
			require.Contains(t, r.message(), message, g.DisplayName)
			continue
		}
		require.Equal(t, 204, r.status, "%s: %s", g.DisplayName, r.raw)
		again := h.post("groups/"+g.ID+"/members/$ref", reference)
		require.Equal(t, "One or more added object references already exist for the following modified properties: 'members'.", again.message())
		require.Contains(t, fmt.Sprint(h.all("groups/"+g.ID+"/members", "$select", "id")), id)
		require.Contains(t, fmt.Sprint(h.all("users/"+id+"/memberOf/microsoft.graph.group", "$select", "id")), g.ID)
		require.Equal(t, 204, h.send("DELETE", "groups/"+g.ID+"/members/"+id+"/$ref", "", nil).status)
		require.Equal(t, 404, h.send("DELETE", "groups/"+g.ID+"/members/"+id+"/$ref", "", nil).status)
	}
	require.Len(t, tried, 4)
	elsewhere := h.post("groups/"+h.inside().Groups()[7].ID+"/members/$ref", `{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/`+id+`"}`)
	require.Equal(t, 400, elsewhere.status, "the host must be the service's own")
}

func TestMembersOfAGroupWithinAreTransitiveMembers(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	for _, g := range h.inside().Groups() {
		children := h.inside().ChildrenOf(g)
		if len(children) == 0 {
			continue
		}
		direct := h.all("groups/"+g.ID+"/members", "$top", "3", "$select", "id")
		require.Equal(t, children[0].ID, direct[0]["id"])
		through := map[string]bool{}
		for _, row := range h.all("groups/"+g.ID+"/transitiveMembers/microsoft.graph.user", "$select", "id", "$top", "3") {
			through[row["id"].(string)] = true
		}
		for _, row := range h.all("groups/"+children[0].ID+"/members/microsoft.graph.user", "$select", "id") {
			require.True(t, through[row["id"].(string)])
		}
		return
	}
	require.Fail(t, "no group within a group")
}

func TestRolesAreAssignedOnceAndTheLastAdministratorStays(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	u := h.plainUser()
	body := `{"@odata.type":"#microsoft.graph.unifiedRoleAssignment","principalId":"` + u.ID + `","roleDefinitionId":"` + directory.ReportsReader + `","directoryScopeId":"/"}`
	made := h.post("roleManagement/directory/roleAssignments", body)
	require.Equal(t, 201, made.status, "%s", made.raw)
	require.Contains(t, h.post("roleManagement/directory/roleAssignments", body).message(), "A conflicting object")
	mine := h.get("roleManagement/directory/roleAssignments", "$filter", "principalId eq '"+u.ID+"'", "$expand", "roleDefinition").ok().values()
	require.Len(t, mine, 1)
	require.Equal(t, "Reports Reader", mine[0]["roleDefinition"].(map[string]any)["displayName"])
	require.Equal(t, 204, h.send("DELETE", "roleManagement/directory/roleAssignments/"+made.text("id"), "", nil).status)
	refused := 0
	for _, one := range h.all("roleManagement/directory/roleAssignments", "$filter", "roleDefinitionId eq '"+directory.GlobalAdministrator+"'") {
		if h.send("DELETE", "roleManagement/directory/roleAssignments/"+one["id"].(string), "", nil).status == 400 {
			refused++
		}
	}
	require.Equal(t, 1, refused)
}

func TestAPassIsToldOnceAndReplacesTheOld(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	u := h.plainUser()
	taps := "users/" + u.ID + "/authentication/temporaryAccessPassMethods"
	first := h.post(taps, `{"lifetimeInMinutes":60,"isUsableOnce":true}`)
	if !h.inside().TAPAllowed() {
		require.Equal(t, 400, first.status)
		return
	}
	require.Equal(t, 201, first.status, "%s", first.raw)
	require.NotEmpty(t, first.text("temporaryAccessPass"))
	require.Equal(t, "#microsoft.graph.temporaryAccessPassAuthenticationMethod", first.text("@odata.type"))
	for _, name := range []string{"id", "createdDateTime", "startDateTime", "lifetimeInMinutes", "isUsableOnce", "isUsable", "methodUsabilityReason"} {
		require.NotNil(t, first.body[name], name)
	}
	require.Equal(t, "NotYetValid", h.post(taps, `{"startDateTime":"`+h.clock.at.Add(time.Hour).Format(time.RFC3339)+`"}`).ok().text("methodUsabilityReason"))
	second := h.post(taps, `{}`).ok()
	listed := h.get(taps).ok().values()
	require.Len(t, listed, 1)
	require.Equal(t, second.text("id"), listed[0]["id"])
	require.Nil(t, listed[0]["temporaryAccessPass"])
	require.Equal(t, "EnabledByPolicy", listed[0]["methodUsabilityReason"])
	h.clock.at = h.clock.at.Add(2 * time.Hour)
	require.Equal(t, "Expired", h.get(taps).ok().values()[0]["methodUsabilityReason"])
	require.Equal(t, 400, h.post(taps, `{"lifetimeInMinutes":9}`).status)
	guest := h.firstUser(func(u *directory.User) bool { return u.Guest() })
	require.Equal(t, 400, h.post("users/"+guest.ID+"/authentication/temporaryAccessPassMethods", `{}`).status)
}

func TestCapitalsInTheNamesOfABodyDoNotMatter(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	made := h.post("users", `{"ACCOUNTENABLED":true,"DisplayName":"Ada","mailnickname":"ada","UserPrincipalName":"ada.l@`+h.customer(0).DefaultDomain+`",
		"PasswordProfile":{"PASSWORD":"Str0ng-enough","forcechangepasswordnextsignin":true}}`).ok()
	require.Equal(t, "Ada", made.text("displayName"))
	one := "users/" + made.text("id")
	h.send("PATCH", one, `{"JobTitle":"Countess","businessphones":["+1 206"],"PASSWORDPROFILE":{"Password":"Anoth3r-one"}}`, nil).ok()
	read := h.get(one, "$select", "jobTitle,businessPhones").ok()
	require.Equal(t, "Countess", read.text("jobTitle"))
	require.Equal(t, []any{"+1 206"}, read.body["businessPhones"])
	require.Equal(t, 400, h.send("PATCH", one, `{"city":"Ulm","City":"Bonn"}`, nil).status)
	h.caller.Scopes = []string{"User.ReadWrite.All"}
	require.Equal(t, 403, h.send("PATCH", one, `{"PASSWORDPROFILE":{"Password":"Anoth3r-one"}}`, nil).status, "nor do they get around a permission")
}

func TestAPackedBodyIsUnpacked(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	var packed bytes.Buffer
	out := gzip.NewWriter(&packed)
	_, err := out.Write([]byte(`{"city":"Ulm"}`))
	require.NoError(t, err)
	require.NoError(t, out.Close())
	u := h.plainUser()
	request := httptest.NewRequest(http.MethodPatch, base+"/v1.0/users/"+u.ID, &packed)
	request.Header.Set("Content-Encoding", "gzip")
	recorder := httptest.NewRecorder()
	h.handler.ServeHTTP(recorder, request)
	require.Equal(t, 204, recorder.Code, recorder.Body)
	require.Equal(t, "Ulm", h.get("users/"+u.ID, "$select", "city").text("city"))
	plain := h.send("PATCH", "users/"+u.ID, `{"city":"Ulm"}`, http.Header{"Content-Encoding": {"gzip"}})
	require.Equal(t, 400, plain.status, "a plain body that says it is packed")
}

func TestABatchAnswersEachRequestByItself(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	u := h.plainUser()
	r := h.post("$batch", `{"requests":[
		{"id":"1","method":"GET","url":"/users?$top=2&$select=id"},
		{"id":"2","method":"GET","url":"/users/nobody@nowhere.example"},
		{"id":"3","method":"PATCH","url":"/users/`+u.ID+`","headers":{"Content-Type":"application/json"},"body":{"city":"Ulm"}},
		{"id":4,"method":"GET","url":"/users/`+u.ID+`?$select=city","dependsOn":["3"]},
		{"id":"5","method":"GET","url":"/users/`+u.ID+`","dependsOn":[2]},
		{"id":"6","method":"GET","url":"/users/$count","headers":{"ConsistencyLevel":"eventual"}},
		{"id":"7","method":"PATCH","url":"/users/`+u.ID+`","body":{"city":"Ulm"}}]}`).ok()
	status := map[string]float64{}
	bodies := map[string]any{}
	for _, one := range r.body["responses"].([]any) {
		row := one.(map[string]any)
		status[row["id"].(string)] = row["status"].(float64)
		bodies[row["id"].(string)] = row["body"]
	}
	require.Equal(t, map[string]float64{"1": 200, "2": 404, "3": 204, "4": 200, "5": 424, "6": 200, "7": 400}, status)
	require.Equal(t, "Ulm", bodies["4"].(map[string]any)["city"])
	require.NotEmpty(t, bodies["1"].(map[string]any)["@odata.nextLink"])
	many := make([]string, 21)
	for i := range many {
		many[i] = fmt.Sprintf(`{"id":"%d","method":"GET","url":"/me"}`, i)
	}
	require.Equal(t, 400, h.post("$batch", `{"requests":[`+strings.Join(many, ",")+`]}`).status)
	require.Equal(t, 400, h.post("$batch", `{"requests":[`+many[0]+`,`+many[0]+`]}`).status)
}

func TestEnterpriseApplicationsAndGrants(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	const app = "servicePrincipals(appId='7b9f1d56-0000-4000-8000-000000000001')"
	id := h.get(app, "$select", "id,accountEnabled").ok().text("id")
	grants := h.get("oauth2PermissionGrants", "$filter", "clientId eq '"+id+"'").ok().values()
	require.Len(t, grants, 1)
	require.Equal(t, 204, h.send("PATCH", "oauth2PermissionGrants/"+grants[0]["id"].(string), `{"scope":"a b"}`, nil).status)
	require.Equal(t, "a b", h.get("oauth2PermissionGrants").values()[0]["scope"])
	require.Equal(t, 204, h.send("DELETE", app, "", nil).status)
	require.Equal(t, 404, h.get(app).status)
	require.Empty(t, h.get("oauth2PermissionGrants").ok().values())
}

func TestReadersAndWritersDoNotDisturbEachOther(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6, Dir: t.TempDir()})
	u := h.plainUser()
	group := h.inside().Groups()[7].ID
	var all sync.WaitGroup
	ask := func(method, path, body string) {
		for range 25 {
			recorder := httptest.NewRecorder()
			h.handler.ServeHTTP(recorder, httptest.NewRequest(method, base+"/v1.0/"+path, strings.NewReader(body)))
			assert.Less(t, recorder.Code, 500, recorder.Body)
		}
	}
	for _, one := range [][3]string{
		{"GET", "users?$select=id,assignedLicenses,signInActivity&$expand=manager", ""},
		{"GET", "users?$orderby=displayName&$top=50", ""},
		{"GET", "groups/" + group + "/members?$top=20", ""},
		{"GET", "subscribedSkus", ""},
		{"PATCH", "users/" + u.ID, `{"city":"Ulm"}`},
		{"POST", "groups/" + group + "/members/$ref", `{"@odata.id":"` + base + `/v1.0/users/` + u.ID + `"}`},
		{"DELETE", "groups/" + group + "/members/" + u.ID + "/$ref", ""},
	} {
		all.Go(func() { ask(one[0], one[1], one[2]) })
	}
	all.Go(func() { assert.NoError(t, h.directory.StartOver()) })
	all.Wait()
}
