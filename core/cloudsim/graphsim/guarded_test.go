package graphsim_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func TestWritebackIsAnOperationThatTakesAMoment(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	u := h.plainUser()
	given := h.post("users/"+u.ID+"/authentication/methods/"+directory.PasswordMethodID+"/resetPassword", `{"newPassword":"An0ther-one"}`).ok()
	at := strings.TrimPrefix(given.header.Get("Location"), base+"/v1.0/")
	at, _, _ = strings.Cut(at, "?")
	require.Equal(t, "running", h.get(at).ok().text("status"))
	h.clock.at = h.clock.at.Add(5 * time.Second)
	require.Equal(t, "succeeded", h.get(at).ok().text("status"))
	require.Equal(t, 404, h.get(at+"x").status)
	other := h.firstUser(func(other *directory.User) bool { return other.ID != u.ID })
	require.Equal(t, 404, h.get(strings.ReplaceAll(at, u.ID, other.ID)).status, "another user's")
}

func TestAUserOfARestrictedUnitIsChangedByNobodyElse(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	u := h.plainUser()
	_, err := h.inside().ChangeUser(u.Slot, func(u *directory.User) error {
		u.Restricted = true
		return nil
	})
	require.NoError(t, err)
	at := "users/" + u.ID
	require.Equal(t, true, h.get(at, "$select", "isManagementRestricted").ok().body["isManagementRestricted"])
	units := slices.DeleteFunc(h.get(at+"/memberOf").ok().values(), func(one map[string]any) bool {
		return one["@odata.type"] != "#microsoft.graph.administrativeUnit"
	})
	require.Len(t, units, 1)
	require.Equal(t, true, units[0]["isMemberManagementRestricted"])
	require.Equal(t, units[0]["displayName"], h.get("directory/administrativeUnits/"+units[0]["id"].(string)).ok().text("displayName"))
	for _, r := range []reply{
		h.send("PATCH", at, `{"accountEnabled":false}`, nil), h.post(at+"/revokeSignInSessions", ""),
		h.post(at+"/authentication/temporaryAccessPassMethods", `{}`),
		h.post(at+"/assignLicense", `{"addLicenses":[],"removeLicenses":[]}`),
	} {
		require.Equal(t, 403, r.status)
		require.Contains(t, r.message(), "restricted management administrative unit")
	}
}

func TestADefaultMethodStaysWhileThereAreOthers(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	segment := map[directory.MethodKind]string{
		directory.PhoneMethod: "phoneMethods", directory.AuthenticatorMethod: "microsoftAuthenticatorMethods", directory.OATHMethod: "softwareOathMethods",
	}
	var chosen directory.Method
	u := h.firstUser(func(u *directory.User) bool {
		methods := h.inside().MethodsOf(u.Slot)
		at := slices.IndexFunc(methods, func(m directory.Method) bool { return h.inside().IsPreferred(u.Slot, m) })
		if at >= 0 {
			chosen = methods[at]
		}
		return at >= 0 && len(methods) > 2 && segment[chosen.Kind] != "" && len(h.inside().RolesOf(u.ID)) == 0
	})
	r := h.send("DELETE", "users/"+u.ID+"/authentication/"+segment[chosen.Kind]+"/"+chosen.ID, "", nil)
	require.Equal(t, 400, r.status)
	require.Contains(t, r.message(), "Cannot delete default method")
}
