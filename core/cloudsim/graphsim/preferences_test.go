package graphsim_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func TestSignInPreferencesNameAMethodThatTheUserHas(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	again := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	const choice, own, system = "isSystemPreferredAuthenticationMethodEnabled", "userPreferredMethodForSecondaryAuthentication", "systemPreferredAuthenticationMethod"
	words := map[any]int{}
	for _, row := range h.all("users", "$select", "id") {
		address := "/beta/users/" + row["id"].(string) + "/authentication/signInPreferences"
		r := h.get(address).ok()
		require.Equal(t, r.body, again.get(address).ok().body, "the same in every directory of the seed")
		require.Len(t, r.body, 4)
		kinds := 0
		for _, method := range h.get("users/" + row["id"].(string) + "/authentication/methods").ok().values() {
			switch method["@odata.type"] {
			case "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod", "#microsoft.graph.phoneAuthenticationMethod", "#microsoft.graph.softwareOathAuthenticationMethod":
				kinds++
			}
		}
		require.Equal(t, kinds > 0, r.body[own] != nil)
		if r.body[choice] == false {
			require.Nil(t, r.body[system])
		} else if kinds > 0 {
			require.NotNil(t, r.body[system])
		}
		words[r.body[choice]]++
		words[r.body[own]]++
		words[r.body[system]]++
	}
	for _, word := range []any{true, false, nil, "push", "sms", "oath", "voiceMobile", "Fido2", "PhoneAppNotification", "OneWaySMS"} {
		require.NotZero(t, words[word], "%v", word)
	}
}

func TestSignInPreferencesFollowTheMethods(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	for _, row := range h.all("users", "$select", "id") {
		address := "/beta/users/" + row["id"].(string) + "/authentication/signInPreferences"
		if h.get(address).ok().text("systemPreferredAuthenticationMethod") != "Fido2" {
			continue
		}
		for _, method := range h.get("users/" + row["id"].(string) + "/authentication/methods").ok().values() {
			if method["@odata.type"] == "#microsoft.graph.fido2AuthenticationMethod" {
				h.send("DELETE", "users/"+row["id"].(string)+"/authentication/fido2Methods/"+method["id"].(string), "", nil).ok()
			}
		}
		require.NotEqual(t, "Fido2", h.get(address).ok().text("systemPreferredAuthenticationMethod"))
		return
	}
	t.Fatal("no user has a passkey")
}

func TestSignInPreferencesAreRefusedAsMicrosoftDoes(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	u := h.plainUser()
	const at = "/authentication/signInPreferences"
	require.Equal(t, 400, h.get("users/"+u.ID+at).status, "v1.0 does not have them")
	require.Equal(t, 200, h.get("/beta/users/"+u.UserPrincipalName+at).status)
	require.Equal(t, 404, h.get("/beta/users/00000000-0000-4000-8000-000000000000"+at).status)
	require.Equal(t, 404, h.get("/beta/users/nobody@nowhere.example"+at).status)
	require.Equal(t, 405, h.send("PATCH", "/beta/users/"+u.ID+at, `{}`, nil).status)
	require.Equal(t, 400, h.get("/beta/users/"+u.ID+"/authentication/methods").status, "beta has no more than the program asks for")
	for scope, status := range map[string]int{
		"UserAuthenticationMethod.Read.All": 200, "UserAuthenticationMethod.ReadWrite.All": 200,
		"UserAuthenticationMethod.Read": 403, "User.Read.All": 403, "Directory.Read.All": 403,
	} {
		h.caller.Scopes = []string{scope}
		require.Equal(t, status, h.get("/beta/users/"+u.ID+at).status, scope)
	}
	h.caller.Scopes, h.caller.Roles = everyScope, []string{directory.ReportsReader}
	require.Equal(t, 403, h.get("/beta/users/"+u.ID+at).status, "the role does not read methods")
}
