package graphsim_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
)

func TestATokenOpensWhatItsPermissionsCover(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	u := h.plainUser()
	cases := []struct {
		scopes, method, path, body string
		status                     int
	}{
		{"User.Read", "GET", "users", "", 403},
		{"User.Read", "GET", "organization", "", 200},
		{"User.Read", "GET", "users/" + u.ID, "", 403},
		{"User.Read.All", "GET", "users/" + u.ID, "", 200},
		{"User.ReadBasic.All", "GET", "users?$select=id,displayName", "", 200},
		{"User.ReadBasic.All", "GET", "users?$select=id,department", "", 403},
		{"User.Read.All", "GET", "users?$select=id,signInActivity&$top=500", "", 403},
		{"User.Read.All AuditLog.Read.All", "GET", "users?$select=id,signInActivity&$top=500", "", 200},
		{"User.Read.All", "GET", "roleManagement/directory/roleAssignments", "", 403},
		{"Directory.Read.All", "GET", "roleManagement/directory/roleAssignments", "", 200},
		{"User.Read.All", "GET", "groups", "", 403},
		{"Group.ReadBasic.All", "GET", "groups", "", 200},
		{"Directory.Read.All", "GET", "auditLogs/signIns", "", 403},
		{"AuditLog.Read.All", "GET", "auditLogs/signIns", "", 200},
		{"User.Read.All", "GET", "subscribedSkus", "", 403},
		{"LicenseAssignment.Read.All", "GET", "subscribedSkus", "", 200},
		{"LicenseAssignment.Read.All", "GET", "directory/subscriptions", "", 403},
		{"Organization.Read.All", "GET", "directory/subscriptions", "", 200},
		{"Directory.ReadWrite.All", "PATCH", "users/" + u.ID, `{"passwordProfile":{"password":"Str0ng-enough"}}`, 403},
		{"User.ReadWrite.All", "PATCH", "users/" + u.ID, `{"passwordProfile":{"password":"Str0ng-enough"}}`, 403},
		{"User-PasswordProfile.ReadWrite.All", "PATCH", "users/" + u.ID, `{"passwordProfile":{"password":"Str0ng-enough"}}`, 204},
		{"User-PasswordProfile.ReadWrite.All", "PATCH", "users/" + u.ID, `{"jobTitle":"x"}`, 403},
		{"User.EnableDisableAccount.All User.Read.All", "PATCH", "users/" + u.ID, `{"accountEnabled":false}`, 204},
		{"User.EnableDisableAccount.All User.Read.All", "PATCH", "users/" + u.ID, `{"city":"Ulm"}`, 403},
		{"Directory.ReadWrite.All", "PATCH", "users/" + u.ID, `{"city":"Ulm"}`, 204},
		{"Directory.ReadWrite.All", "DELETE", "users/" + u.ID, "", 403},
		{"Directory.ReadWrite.All", "POST", "roleManagement/directory/roleAssignments", `{}`, 403},
		{"Directory.ReadWrite.All", "GET", "tenantRelationships/delegatedAdminRelationships", "", 403},
		{"", "GET", "users", "", 403},
		{"User.DeleteRestore.All", "DELETE", "users/" + u.ID, "", 204},
	}
	for _, c := range cases {
		h.caller.Scopes = strings.Fields(c.scopes)
		r := h.send(c.method, c.path, c.body, nil)
		require.Equal(t, c.status, r.status, "%s with %q: %s", c.path, c.scopes, r.raw)
		if c.status == 403 {
			require.Equal(t, "Authorization_RequestDenied", r.code())
		}
	}
}

func TestARoleAllowsWhatMicrosoftSaysOfIt(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	plain := h.plainUser()
	admin := h.firstUser(func(u *directory.User) bool { return u.Slot == 4 })
	require.Contains(t, h.inside().RolesOf(admin.ID), directory.GlobalAdministrator)
	password := `{"passwordProfile":{"password":"Str0ng-enough"}}`
	reset := "/authentication/methods/" + directory.PasswordMethodID + "/resetPassword"
	cases := []struct {
		role, method, path, body string
		allowed                  bool
	}{
		{"", "GET", "users", "", false},
		{directory.MessageCenterReader, "GET", "users", "", false},
		{directory.DirectoryReaders, "GET", "users", "", true},
		{directory.DirectoryReaders, "GET", "auditLogs/signIns", "", false},
		{directory.DirectoryReaders, "GET", "users?$select=id,signInActivity", "", false},
		{directory.ReportsReader, "GET", "auditLogs/signIns", "", true},
		{directory.GlobalReader, "GET", "users?$select=id,signInActivity", "", true},
		{directory.GlobalReader, "PATCH", "users/" + plain.ID, `{"city":"Ulm"}`, false},
		{directory.HelpdeskAdministrator, "PATCH", "users/" + plain.ID, `{"city":"Ulm"}`, false},
		{directory.HelpdeskAdministrator, "PATCH", "users/" + plain.ID, password, true},
		{directory.UserAdministrator, "PATCH", "users/" + plain.ID, `{"city":"Ulm"}`, true},
		{directory.UserAdministrator, "PATCH", "users/" + plain.ID, `{"accountEnabled":false}`, true},
		{directory.UserAdministrator, "PATCH", "users/" + admin.ID, `{"accountEnabled":false}`, false},
		{directory.UserAdministrator, "PATCH", "users/" + admin.ID, `{"city":"Ulm"}`, true},
		{directory.PrivilegedAuthenticationAdmin, "PATCH", "users/" + admin.ID, password, true},
		{directory.UserAdministrator, "DELETE", "users/" + admin.ID, "", false},
		{directory.UserAdministrator, "POST", "roleManagement/directory/roleAssignments", "{}", false},
		{directory.AuthenticationAdministrator, "POST", "users/" + plain.ID + reset, "{}", true},
		{directory.AuthenticationAdministrator, "POST", "users/" + admin.ID + reset, "{}", false},
		{directory.UserAdministrator, "POST", "users/" + plain.ID + reset, "{}", false},
		{directory.LicenseAdministrator, "POST", "users/" + plain.ID + "/assignLicense", `{"addLicenses":[],"removeLicenses":[]}`, true},
		{directory.HelpdeskAdministrator, "POST", "users/" + plain.ID + "/assignLicense", `{"addLicenses":[],"removeLicenses":[]}`, false},
		{directory.UserAdministrator, "DELETE", "servicePrincipals(appId='7b9f1d56-0000-4000-8000-000000000001')", "", false},
		{directory.CloudApplicationAdministrator, "DELETE", "servicePrincipals(appId='7b9f1d56-0000-4000-8000-000000000001')", "", true},
	}
	for _, c := range cases {
		h.caller.Roles = strings.Fields(c.role)
		r := h.send(c.method, c.path, c.body, nil)
		if admin.OnPremisesSynced && strings.Contains(c.path, admin.ID) && r.status == 400 {
			continue
		}
		require.Equal(t, c.allowed, r.status < 300, "%s %s with role %s: %s", c.method, c.path, c.role, r.raw)
		if !c.allowed && r.status != 400 {
			require.Equal(t, 403, r.status, "%s", r.raw)
		}
	}
}

func TestMembersReadTheirHomeWithoutARoleAndGuestsDoNot(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	h.as(h.partner())
	h.caller.Roles = nil
	technicians := h.directory.Technicians()
	h.caller.ObjectID, h.caller.UPN = technicians[directory.NoGroup].ObjectID, technicians[directory.NoGroup].UPN
	h.get("users").ok()
	h.get("tenantRelationships/delegatedAdminRelationships").ok()
	require.Empty(t, accessGroups(h.get("me/transitiveMemberOf/microsoft.graph.group", "$select", "id,displayName").ok()))
	h.caller.ObjectID, h.caller.UPN = technicians[directory.GuestAccount].ObjectID, technicians[directory.GuestAccount].UPN
	require.Equal(t, 403, h.get("users").status)
	require.Equal(t, 403, h.get("tenantRelationships/delegatedAdminRelationships").status)
	require.Equal(t, "Guest", h.get("me", "$select", "userType").ok().text("userType"))
	h.as(h.partner())
	require.Equal(t, []string{"GDAP technicians"}, accessGroups(h.get("me/transitiveMemberOf/graph.group", "$select", "id,displayName").ok()))
	h.caller.Scopes = []string{"User.Read"}
	stubs := h.get("me/transitiveMemberOf/microsoft.graph.group", "$select", "id,displayName").ok().values()
	require.NotEmpty(t, stubs)
	for _, stub := range stubs {
		require.Len(t, stub, 1)
	}
}

func accessGroups(r reply) []string {
	var names []string
	for _, row := range r.values() {
		if name, _ := row["displayName"].(string); strings.HasPrefix(name, "GDAP") {
			names = append(names, name)
		}
	}
	return names
}

func TestATechnicianIsNoUserOfACustomer(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	require.Equal(t, "Request_ResourceNotFound", h.get("me").code())
}

func TestATenantWithoutP1RefusesTheWholeListWithActivity(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	h.as(h.customer(4))
	require.Empty(t, h.customer(4).Plan)
	for _, r := range []reply{h.get("users", "$select", "id,signInActivity"), h.get("auditLogs/signIns"), h.get("/beta/auditLogs/signIns")} {
		require.Equal(t, 403, r.status)
		require.Equal(t, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", r.code())
		require.Equal(t, "Neither tenant is B2C or tenant doesn't have premium license", r.message())
	}
	h.get("users", "$select", "id,displayName").ok()
}

func TestTheGatesRefusalReachesTheClientInGraphsForm(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 60, Tenants: 2})
	h.refusal = &graphsim.Refusal{
		Status: 401, Code: "InvalidAuthenticationToken", Message: "Lifetime validation failed, the token is expired.",
		Header: http.Header{"Www-Authenticate": {`Bearer error="invalid_token"`}},
	}
	r := h.send("GET", "users", "", http.Header{"Client-Request-Id": {"my-request"}})
	require.Equal(t, 401, r.status)
	require.Equal(t, "InvalidAuthenticationToken", r.code())
	require.Equal(t, `Bearer error="invalid_token"`, r.header.Get("WWW-Authenticate"))
	require.Equal(t, "my-request", r.header.Get("client-request-id"))
	require.NotEmpty(t, r.header.Get("request-id"))
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	other, _ := h.directory.Open(h.customer(1).ID)
	stranger, _ := other.UserAt(3)
	for _, path := range []string{
		"users/" + stranger.ID, "users/nobody@contoso.com", "users/x", "groups/" + stranger.ID, "devices/" + stranger.ID,
		"servicePrincipals(appId='" + stranger.ID + "')", "directory/deletedItems/" + stranger.ID, "domains/nowhere.example",
		"users/" + stranger.ID + "/memberOf", "organization/" + h.customer(1).ID,
	} {
		r := h.get(path)
		require.Equal(t, 404, r.status, path)
		require.Equal(t, "Request_ResourceNotFound", r.code(), path)
	}
}
