package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// heldMethods is an answer with a password and the methods of the short names.
func heldMethods(names ...string) string {
	rows := []string{`{"@odata.type":"#microsoft.graph.passwordAuthenticationMethod","id":"password"}`}
	for _, name := range names {
		word, _, _ := strings.Cut(name, " ")
		kind, phoneType := word, ""
		switch word {
		case "mobile", "alternateMobile", "office", "satellite":
			kind, phoneType = "phone", fmt.Sprintf(`,"phoneType":%q`, word)
		}
		rows = append(rows, fmt.Sprintf(`{"@odata.type":"#microsoft.graph.%sAuthenticationMethod","id":%q%s}`, kind, name, phoneType))
	}
	return `{"value":[` + strings.Join(rows, ",") + `]}`
}

// withPreferences answers with methods, and with what preferences writes for the sign-in preferences.
func withPreferences(methods string, preferences http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/v1.0/users/u1/authentication/methods":
			writeJSON(w, 200, methods)
		case "/beta/users/u1/authentication/signInPreferences":
			preferences(w, r)
		default:
			writeJSON(w, 400, graphError("BadRequest", "Resource not found for the segment."))
		}
	}
}

// defaults are the ids of the methods that are marked.
func defaults(methods []m365.AuthMethod) []string {
	var marked []string
	for _, method := range methods {
		if method.Default {
			marked = append(marked, method.ID)
		}
	}
	return marked
}

var allMethods = heldMethods(
	"mobile", "alternateMobile", "office", "satellite", "microsoftAuthenticator", "fido2", "softwareOath", "hardwareOath", "email",
	"windowsHelloForBusiness", "temporaryAccessPass", "palmReader",
)

func TestTheMethodThatAUserIsAskedForFirstIsMarked(t *testing.T) {
	own := func(word string) string {
		return `{"isSystemPreferredAuthenticationMethodEnabled":false,"userPreferredMethodForSecondaryAuthentication":"` + word + `"}`
	}
	system := func(word string) string {
		return `{"@odata.context":"x","isSystemPreferredAuthenticationMethodEnabled":true,"userPreferredMethodForSecondaryAuthentication":"voiceOffice","systemPreferredAuthenticationMethod":"` + word + `"}`
	}
	for _, test := range []struct {
		name, methods, preferences string
		want                       []string
	}{
		{"the user chose notifications", allMethods, own("push"), []string{"microsoftAuthenticator"}},
		{"the user chose codes", allMethods, own("oath"), []string{"softwareOath", "hardwareOath"}},
		{"the user chose text messages", allMethods, own("sms"), []string{"mobile"}},
		{"the user chose calls", allMethods, own("voiceMobile"), []string{"mobile"}},
		{"the user chose calls of the other phone", allMethods, own("voiceAlternateMobile"), []string{"alternateMobile"}},
		{"the user chose calls at work", allMethods, own("voiceOffice"), []string{"office"}},
		{"the system chose notifications", allMethods, system("PhoneAppNotification"), []string{"microsoftAuthenticator"}},
		{"the system chose codes", allMethods, system("PhoneAppOTP"), []string{"softwareOath", "hardwareOath"}},
		{"the system chose codes of a device", allMethods, system("HardwareOTP"), []string{"hardwareOath"}},
		{"the system chose text messages", allMethods, system("OneWaySMS"), []string{"mobile"}},
		{"the system chose text messages, in the short word", allMethods, system("Sms"), []string{"mobile"}},
		{"the system chose calls", allMethods, system("TwoWayVoiceMobile"), []string{"mobile"}},
		{"the system chose calls of the other phone", allMethods, system("TwoWayVoiceAlternateMobile"), []string{"alternateMobile"}},
		{"the system chose calls at work", allMethods, system("TwoWayVoiceOffice"), []string{"office"}},
		{"the system chose the passkey", allMethods, system("Fido2"), []string{"fido2"}},
		{"the system chose in other capitals", allMethods, system("FIDO2"), []string{"fido2"}},

		{"codes come from Authenticator where there is no token", heldMethods("mobile", "microsoftAuthenticator"), own("oath"), []string{"microsoftAuthenticator"}},
		{"codes come from the hardware token alone", heldMethods("microsoftAuthenticator", "hardwareOath"), system("PhoneAppOTP"), []string{"hardwareOath"}},
		{"codes of a device do not come from Authenticator", heldMethods("microsoftAuthenticator", "softwareOath"), system("HardwareOTP"), nil},
		{"two devices with Authenticator are one sort", heldMethods("microsoftAuthenticator 1", "mobile", "microsoftAuthenticator 2"), own("push"), []string{"microsoftAuthenticator 1", "microsoftAuthenticator 2"}},
		{"text messages do not go to the office", heldMethods("office", "alternateMobile"), own("sms"), nil},
		{"the method is gone", heldMethods("mobile"), system("Fido2"), nil},

		{"the system may choose and names nothing", allMethods, system(""), []string{"office"}},
		{"the system may choose and says null", allMethods, `{"isSystemPreferredAuthenticationMethodEnabled":true,"systemPreferredAuthenticationMethod":null,"userPreferredMethodForSecondaryAuthentication":"push"}`, []string{"microsoftAuthenticator"}},
		{"the system may not choose and names one", allMethods, `{"isSystemPreferredAuthenticationMethodEnabled":false,"systemPreferredAuthenticationMethod":"Fido2","userPreferredMethodForSecondaryAuthentication":"sms"}`, []string{"mobile"}},
		{"the system chose what is new", allMethods, system("PalmReader"), nil},
		{"the system chose none", allMethods, system("none"), nil},
		{"the user chose what is new", allMethods, own("unknownFutureValue"), nil},
		{"nobody chose", allMethods, `{"isSystemPreferredAuthenticationMethodEnabled":null,"userPreferredMethodForSecondaryAuthentication":null}`, nil},
		{"an answer without the properties", allMethods, `{}`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, withPreferences(test.methods, page(test.preferences)))
			client, _ := fake.client(t)
			methods, err := client.UserMethods(t.Context(), zoe)
			require.NoError(t, err)
			require.Equal(t, test.want, defaults(methods))
			require.Len(t, fake.requests(), 2)
		})
	}
}

func TestMethodsAreThereWhereMicrosoftDoesNotTellTheDefault(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
	}{
		{"no permission", failing(403, "")},
		{"a premium feature", func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, 403, graphError("Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license"))
		}},
		{"beta does not know the address", failing(404, "")},
		{"beta does not take the request", failing(400, "")},
		{"beta is not implemented", failing(501, "")},
		{"the token is refused", failing(401, "")},
		{"too many requests for long", failing(429, "900")},
		{"Microsoft fails", failing(500, "")},
		{"Microsoft is busy", failing(503, "")},
		{"the answer breaks off", func(w http.ResponseWriter, _ *http.Request) { abort(w) }},
		{"the answer is nonsense", page(`{"userPreferredMethodForSecondaryAuthentication":["push"]}`)},
		{"the answer is a web page", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, withPreferences(allMethods, test.answer))
			client, _ := fake.client(t)
			methods, err := client.UserMethods(t.Context(), zoe)
			require.NoError(t, err)
			require.Len(t, methods, 13)
			require.Empty(t, defaults(methods))
		})
	}
}

func TestMethodsEndWithTheContextWhileTheDefaultIsRead(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	fake := newFakeGraph(t, withPreferences(allMethods, func(http.ResponseWriter, *http.Request) { cancel() }))
	client, _ := fake.client(t)
	methods, err := client.UserMethods(ctx, zoe)
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, methods)
}

func TestTheDefaultIsNotAskedForWhereTheMethodsAreRefused(t *testing.T) {
	fake := newFakeGraph(t, failing(403, ""))
	client, _ := fake.client(t)
	_, err := client.UserMethods(t.Context(), zoe)
	require.True(t, call.Is(err, call.Denied), "%v", err)
	require.Len(t, fake.requests(), 1)
}

func TestTheDefaultMethodsOfTheSimulatedCloudAreMarked(t *testing.T) {
	s := newSimulated(t, nil)
	tenant, inside := s.tenant(0)
	phone := func(phoneType string) func(directory.Method) bool {
		return func(m directory.Method) bool { return m.PhoneType == phoneType }
	}
	kind := func(kind directory.MethodKind) func(directory.Method) bool {
		return func(m directory.Method) bool { return m.Kind == kind }
	}
	meant := map[string]func(directory.Method) bool{
		"push": kind(directory.AuthenticatorMethod), "oath": kind(directory.OATHMethod), "sms": phone("mobile"),
		"voiceMobile": phone("mobile"), "voiceOffice": phone("office"), "": func(directory.Method) bool { return false },
	}
	seen := map[string]bool{}
	s.requests()
	for _, user := range s.users(inside) {
		methods, err := s.client.UserMethods(t.Context(), m365.UserKey{Tenant: tenant, ID: user.ID})
		require.NoError(t, err)
		require.Equal(t, 2, s.requests())
		word := inside.PreferencesOf(user.Slot).UserMethod
		seen[word] = true
		require.Contains(t, meant, word)
		marked := 0
		for i, method := range inside.MethodsOf(user.Slot) {
			require.Equal(t, meant[word](method), methods[i].Default, "%s of a user with %q", methods[i].Name, word)
			if methods[i].Default {
				marked++
			}
		}
		require.Equal(t, word != "", marked > 0)
	}
	for _, word := range []string{"", "push", "sms", "oath", "voiceMobile"} {
		require.True(t, seen[word], "no user has %q", word)
	}
	s.mu.Lock()
	s.withoutBeta = true
	s.mu.Unlock()
	methods, err := s.client.UserMethods(t.Context(), m365.UserKey{Tenant: tenant, ID: s.users(inside)[20].ID})
	require.NoError(t, err)
	require.NotEmpty(t, methods)
	require.Empty(t, defaults(methods))
}
