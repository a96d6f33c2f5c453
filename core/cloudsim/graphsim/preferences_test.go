package graphsim_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func TestSignInPreferencesNameAMethodThatTheUserHas(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	again := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	const choice, own = "isSystemPreferredAuthenticationMethodEnabled", "userPreferredMethodForSecondaryAuthentication"
	words := map[any]int{}
	for _, row := range h.all("users", "$select", "id") {
		address := "/beta/users/" + row["id"].(string) + "/authentication/signInPreferences"
		r := h.get(address).ok()
		require.Equal(t, r.body, again.get(address).ok().body, "the same in every directory of the seed")
		require.Len(t, r.body, 3)
		kinds := 0
		for _, method := range h.get("users/" + row["id"].(string) + "/authentication/methods").ok().values() {
			switch method["@odata.type"] {
			case "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod", "#microsoft.graph.phoneAuthenticationMethod", "#microsoft.graph.softwareOathAuthenticationMethod":
				kinds++
			}
		}
		require.Equal(t, kinds > 0, r.body[own] != nil)
		words[r.body[choice]]++
		words[r.body[own]]++
	}
	for _, word := range []any{true, false, nil, "push", "sms", "oath", "voiceMobile"} {
		require.NotZero(t, words[word], "%v", word)
	}
}

func TestSignInPreferencesFollowTheMethods(t *testing.T) {
	const own = "userPreferredMethodForSecondaryAuthentication"
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	for _, row := range h.all("users", "$select", "id") {
		address := "/beta/users/" + row["id"].(string) + "/authentication/signInPreferences"
		if h.get(address).ok().text(own) != "oath" {
			continue
		}
		at := "users/" + row["id"].(string) + "/authentication/"
		var tokens []string
		for _, method := range h.get(at + "methods").ok().values() {
			kind := strings.TrimPrefix(method["@odata.type"].(string), "#microsoft.graph.")
			path := at + strings.Replace(kind, "AuthenticationMethod", "Methods/", 1) + method["id"].(string)
			switch kind {
			case "softwareOathAuthenticationMethod":
				tokens = append(tokens, path)
			case "passwordAuthenticationMethod":
			default:
				h.send("DELETE", path, "", nil).ok()
			}
		}
		for _, path := range tokens { // the default, which goes last
			h.send("DELETE", path, "", nil).ok()
		}
		require.NotEqual(t, "oath", h.get(address).ok().text(own))
		return
	}
	t.Fatal("no user chose a token")
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
