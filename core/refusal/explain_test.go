package refusal_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// known are the codes that a technician of an MSP meets.
var known = []int{
	50076, 50078, 50079, 50074, 50072, 50158,
	53000, 53001, 53002, 53003, 53004, 530032, 530034,
	65001, 650056, 700016, 90094, 90099,
	50020, 50034, 90072, 16000, 50105,
	90002, 5000224, 900023,
	50177, 50178,
	700082, 70008, 70043, 50173, 50133,
	65004, 7000218, 50194, 500011, 90038, 50196, 650051,
	50011, 50126, 50053, 50055, 50057,
	53011, 650057, 650052, 65005, 700003, 50131, 9002326, 9002327, 530003, 50097, 500133,
	530001, 530002, 530031, 530035, 53009, 53010, 50127, 50129, 50155, 50187, 135011, 500212, 500213, 70044, 700084, 50132, 50135,
	50144, 80001, 90008, 90095, 650054, 500014, 5000211, 51004,
	500121, 500200, 50006, 50008, 50107, 50058, 50140, 50199, 54005, 50005, 50142, 530004, 530021, 50059, 50128, 90093, 50001,
}

const (
	home     = m365.TenantID("11111111-0000-4000-8000-000000000001")
	customer = m365.TenantID("22222222-0000-4000-8000-000000000002")
	stranger = m365.TenantID("33333333-0000-4000-8000-000000000003")
)

func TestEveryCodeHasItsSentences(t *testing.T) {
	const unknown = "Microsoft refused the sign-in for"
	for _, code := range known {
		for _, atHome := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d at home %v", code, atHome), func(t *testing.T) {
				err := fmt.Errorf("sync: %w", &refusal.Error{Op: "get a token for", Tenant: customer, Home: atHome, Err: coded(code)})
				failure := refusal.Explain(err, "Contoso")
				require.NotContains(t, failure.What, unknown)
				requirePlain(t, failure)
				require.Equal(t, fmt.Sprintf("AADSTS%d", code), failure.Code)
				require.Equal(t, "44444444-0000-4000-8000-000000000004", failure.RequestID)
				require.Contains(t, failure.Technical, fmt.Sprintf("AADSTS%d", code))
			})
		}
	}
}

var (
	digits = regexp.MustCompile(`\d{4,}`)
	manner = regexp.MustCompile(`(?i)!|please|sorry|oops|aadsts|\{|\}`)
)

func requirePlain(t *testing.T, failure m365.Failure) {
	t.Helper()
	for _, sentence := range []string{failure.What, failure.Do} {
		require.NotEmpty(t, sentence)
		first, _ := utf8.DecodeRuneInString(sentence)
		require.True(t, unicode.IsUpper(first) || first == '“', sentence)
		require.True(t, strings.HasSuffix(sentence, "."), sentence)
		require.NotRegexp(t, digits, sentence)
		require.NotRegexp(t, manner, sentence)
	}
}

func TestCodesWithAnotherWayOutHaveOtherSentences(t *testing.T) {
	said := map[string]int{}
	for _, code := range []int{
		50158, 70043, 53000, 530003, 53003, 530035, 53011, 50131, 50097, 700003, 50129, 53010, 500133, 65001, 650057, 650052, 9002326, 7000218,
		50177, 50178, 500212, 500213, 50076, 500121, 500200, 50008, 50058, 50005,
	} {
		failure := refusal.Explain(coded(code), "Contoso")
		require.NotContains(t, said, failure.Do, "%d and %d", code, said[failure.Do])
		said[failure.Do] = code
	}
}

func TestTheCodesThatTechniciansMeetMostHaveAllSentencesOfTheirOwn(t *testing.T) {
	for _, atHome := range []bool{false, true} {
		said := map[string]int{}
		for _, code := range []int{
			53011, 650057, 650052, 65005, 700003, 50131, 9002326, 530003, 50097, 500133, 530034, 530035, 500212, 500213, 53000, 53002,
			53003, 50177, 50178, 65001, 90099, 700016, 7000218, 50105,
		} {
			failure := refusal.Explain(&refusal.Error{Op: "sign in to", Tenant: home, Home: atHome, Err: coded(code)}, "Contoso")
			require.NotContains(t, said, failure.What, "%d and %d", code, said[failure.What])
			said[failure.What] = code
		}
	}
}

func TestWhatEachRemedyIsAbout(t *testing.T) {
	for code, remedy := range map[int]string{
		53011: "risk", 650057: "API permissions", 650052: "subscribe", 65005: "API permissions", 700003: "register this computer",
		50131: "registered", 9002326: "Mobile and desktop applications", 530003: "Join this computer", 50097: "Edge", 500133: "clock",
		530035: "multifactor", 500212: "Outbound", 500213: "Inbound", 50020: "guest", 50177: "guest",
	} {
		require.Contains(t, refusal.Explain(coded(code), "Contoso").Do, remedy, code)
	}
}

func TestAnUnknownCodeIsShownWholeWithItsCorrelation(t *testing.T) {
	const whole = "Microsoft refused the sign-in for Contoso with AADSTS123456789 (correlation ID 44444444-0000-4000-8000-000000000004)."
	for _, kind := range []string{"odd_error", "invalid_grant", "interaction_required", "login_required", "consent_required", "invalid_client", "temporarily_unavailable"} {
		refused := coded(123456789)
		refused.Kind = kind
		failure := refusal.Explain(refused, "Contoso")
		require.Equal(t, whole, failure.What, kind)
		require.Contains(t, failure.Do, "login.microsoftonline.com/error", kind)
		require.Equal(t, "AADSTS123456789", failure.Code)
		require.Contains(t, failure.Technical, "What Microsoft says.")
	}
}

func TestAPageInThePlaceOfTheAnswerNamesTheProxy(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 407, 429, 451, 500, 502, 503, 504} {
		failure := refusal.Explain(&refusal.ServerError{Status: status, Foreign: true}, "Contoso")
		require.Equal(t, "The answer did not come from Microsoft's sign-in service.", failure.What, status)
		require.Contains(t, failure.Do, "proxy")
		require.Contains(t, failure.Technical, fmt.Sprint(status))
	}
}

func TestAnUnknownRefusalIsStillAnswered(t *testing.T) {
	tests := map[string]struct {
		err  error
		what string
	}{
		"no code and an odd kind":   {&refusal.ServerError{Kind: "odd_error", Status: 400}, "Microsoft refused the sign-in for Contoso."},
		"a wish to see the person":  {&refusal.ServerError{Kind: "interaction_required", Status: 400}, "Contoso asks for a further proof of who you are, such as multifactor authentication."},
		"a consent that is missing": {&refusal.ServerError{Kind: "invalid_grant", Sub: "consent_required", Status: 400}, "Tenantkeep has no consent in Contoso, or the consent has not reached all of Microsoft's servers yet."},
		"a grant that has ended":    {&refusal.ServerError{Kind: "invalid_grant", Status: 400}, "Your sign-in has ended: it was not used for too long, was revoked, or your password changed."},
		"too many requests":         {&refusal.ServerError{Status: 429}, "Microsoft's sign-in service is too busy to answer for Contoso."},
		"a page in place of JSON":   {&refusal.ServerError{Status: 404, Foreign: true}, "The answer did not come from Microsoft's sign-in service."},
		"an error of nobody":        {errors.New("odd"), "Something went wrong with the sign-in for Contoso."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			failure := refusal.Explain(test.err, "Contoso")
			require.Equal(t, test.what, failure.What)
			requirePlain(t, failure)
			require.NotEmpty(t, failure.Technical)
		})
	}
	require.Equal(t, m365.Failure{}, refusal.Explain(nil, "Contoso"))
}

func TestAWrongTenantIsSaidWithTheOneThatWasExpectedAndWhatToDo(t *testing.T) {
	const native = "Sign in with a native member of "
	tests := map[string]struct {
		err      *refusal.WrongTenantError
		what, do string
	}{
		"another tenant, all known": {
			&refusal.WrongTenantError{
				Want: home, WantName: "Example MSP", WantDomain: "msp.example",
				Got: stranger, GotName: "Fabrikam", GotDomain: "fabrikam.example", Username: "eva@fabrikam.example",
			},
			"You signed in as eva@fabrikam.example, an account of Fabrikam (fabrikam.example, " + string(stranger) +
				"). Tenantkeep expects an account of Example MSP (msp.example, " + string(home) + ").",
			native + "Example MSP, or enter the other tenant as Tenant ID under Setup, Integrations.",
		},
		"another tenant, little known": {
			&refusal.WrongTenantError{Want: home, Got: stranger, GotDomain: "fabrikam.example", Username: "eva@fabrikam.example"},
			"You signed in as eva@fabrikam.example, an account of fabrikam.example (" + string(stranger) +
				"). Tenantkeep expects an account of the tenant " + string(home) + ".",
			native + "the tenant " + string(home) + ", or enter the other tenant as Tenant ID under Setup, Integrations.",
		},
		"a client's tenant, or one's own with a guest": {
			&refusal.WrongTenantError{
				Want: home, WantName: "Contoso", WantDomain: "contoso.com", Got: stranger, GotName: "Example MSP",
				GotDomain: "msp.example", Username: "eva@msp.example", Visits: true,
			},
			"You signed in as eva@msp.example, an account of Example MSP (msp.example, " + string(stranger) +
				"). The Tenant ID is that of Contoso (contoso.com, " + string(home) + "), where this account is a partner or a guest.",
			"If Contoso is a client of yours, enter your own tenant as Tenant ID under Setup, Integrations: msp.example. Otherwise sign in with a native member of Contoso: a guest cannot be used for GDAP.",
		},
		"a guest": {
			&refusal.WrongTenantError{
				Want: home, WantName: "Example MSP", Got: stranger, GotName: "Fabrikam", GotDomain: "fabrikam.example",
				Username: "eva@fabrikam.example", Guest: true,
			},
			"You signed in as eva@fabrikam.example, an account of Fabrikam (fabrikam.example, " + string(stranger) +
				") that is only a guest in Example MSP (" + string(home) + ").",
			"A guest account cannot be used for GDAP. " + native + "Example MSP: an account that was created there.",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			failure := refusal.Explain(&refusal.Error{Op: "sign in to", Tenant: home, Home: true, Err: test.err}, "")
			require.Equal(t, test.what, failure.What)
			require.Equal(t, test.do, failure.Do)
		})
	}
}

func TestATenantThatTheAccountManagesAsAPartnerIsSaidToBeAClients(t *testing.T) {
	refused := &refusal.ClientTenantError{Given: home, GivenName: "Contoso", GivenDomain: "contoso.com", Err: coded(90099)}
	failure := refusal.Explain(&refusal.Error{Op: "sign in to", Tenant: home, Home: true, Err: refused}, "")
	require.Equal(t, "The Tenant ID is that of Contoso (contoso.com, "+string(home)+"), and you signed in with an account of another tenant that manages it as a partner.", failure.What)
	require.Equal(t, "Contoso is a client of yours. Enter your own CSP tenant as Tenant ID under Setup, Integrations: its domain stands behind the @ of the account that you chose. Find my tenant, under that field, enters it for you.", failure.Do)
	require.Equal(t, "AADSTS90099", failure.Code)
	require.NotContains(t, failure.Sentence(), "Sync")

	failure = refusal.Explain(&refusal.ClientTenantError{
		Given: home, GivenName: "Contoso", GivenDomain: "contoso.com", Own: stranger, OwnName: "Example MSP", OwnDomain: "msp.example",
	}, "")
	require.Equal(t, "The Tenant ID is that of Contoso (contoso.com, "+string(home)+"), a client of Example MSP (msp.example, "+string(stranger)+").", failure.What)
	require.Equal(t, "Enter your own CSP tenant as Tenant ID: msp.example.", failure.Do)
}

func TestAnAccountThatTheTenantDoesNotKnowIsSaidWithBothTenants(t *testing.T) {
	refused := &refusal.ServerError{Kind: "invalid_grant", Codes: []int{50020}, Description: "AADSTS50020: User account 'eva@fabrikam.example' from identity provider 'https://sts.windows.net/" +
		string(stranger) + "/' does not exist in tenant 'Example MSP' and cannot access the application 'x'(Tenantkeep) in that tenant."}
	failure := refusal.Explain(&refusal.Error{Op: "sign in to", Tenant: home, Home: true, Err: refused}, string(home))
	require.Equal(t, "You signed in as eva@fabrikam.example, an account of fabrikam.example ("+string(stranger)+
		"). Tenantkeep expects an account of Example MSP ("+string(home)+").", failure.What)
	require.Equal(t, "AADSTS50020", failure.Code)
	abroad := refusal.Explain(&refusal.Error{Op: "get a token for", Tenant: customer, Err: refused}, "Contoso")
	require.Equal(t, "Your account has no access to Contoso.", abroad.What)
}

func TestWhichRefusalsStayUntilSomebodyChangesTheTenant(t *testing.T) {
	for _, code := range []int{53000, 53001, 53002, 53003, 530032, 530034, 50177, 50178, 50105, 50020, 7000112, 5000224, 53011, 530003, 530035, 50131, 500212, 500213} {
		require.True(t, refusal.Bars(fmt.Sprintf("AADSTS%d", code)), code)
	}
	for _, code := range []string{"AADSTS65001", "AADSTS50076", "AADSTS700082", "AADSTS90033", "Authorization_RequestDenied", "AADSTS", ""} {
		require.False(t, refusal.Bars(code), code)
	}
}

func TestWhetherMicrosoftWasReached(t *testing.T) {
	tests := map[string]struct {
		err  error
		lost bool
	}{
		"no such server":      {&url.Error{Op: "Post", URL: "https://login.example", Err: &net.DNSError{Err: "no such host"}}, true},
		"no way there":        {&net.OpError{Op: "dial", Err: errors.New("network is unreachable")}, true},
		"no answer in time":   {context.DeadlineExceeded, false},
		"an answer cut short": {io.ErrUnexpectedEOF, false},
		"a refusal":           {coded(53003), false},
		"nobody signed in":    {refusal.ErrSignedOut, false},
		"something else":      {errors.New("odd"), false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.lost, refusal.Unreachable(fmt.Errorf("refresh: %w", test.err)))
		})
	}
}

func TestAFailureSaysWhetherASignInIsTheWayOut(t *testing.T) {
	for err, want := range map[error]bool{refusal.ErrSignedOut: true, coded(50076): true, coded(500121): true, coded(50058): true, coded(53003): false, coded(530021): false, coded(65001): false} {
		require.Equal(t, want, refusal.Explain(err, "Contoso").SignIn, err)
	}
}

func TestATenantWithoutANameIsThisTenant(t *testing.T) {
	require.Equal(t, "This tenant asks for a further proof of who you are, such as multifactor authentication.", refusal.Explain(coded(50076), "").What)
	require.Contains(t, refusal.Explain(coded(53003), "").What, "policy of this tenant blocked")
	require.Contains(t, refusal.Explain(coded(50076), "éclair").What, "éclair asks", "a name stays as it is written")
}

func TestTechnicalNeverHoldsATokenOrItsRequest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[A-Za-z0-9_-]{20,60}`).Draw(t, "secret")
		around := rapid.SampledFrom([]string{
			"refresh_token=%s&x=1", `{"access_token":"%s"}`, "id_token: '%s'", "http://localhost/?code=%s&state=1",
			"Bearer eyJhbGciOiJSUzI1NiJ9.%s.sig", `"client_info" : "%s"`,
		}).Draw(t, "around")
		failure := refusal.Explain(&refusal.ServerError{Kind: "invalid_grant", Description: fmt.Sprintf(around, secret)}, "Contoso")
		require.NotContains(t, failure.Details(), secret)
	})
}

func TestWhichErrorsThePersonCanMend(t *testing.T) {
	tests := map[string]struct {
		err                 error
		interact, noConsent bool
	}{
		"MFA wanted":                        {coded(50076), true, false},
		"registration wanted":               {&refusal.ServerError{Kind: "interaction_required", Codes: []int{50079}}, true, false},
		"a session that ended":              {coded(700082), true, false},
		"a suberror that asks for a person": {&refusal.ServerError{Kind: "invalid_grant", Sub: "basic_action"}, true, false},
		"a device that is gone":             {coded(700003), true, false},
		"a device that has to prove itself": {coded(50097), true, false},
		"a proof out of its time":           {coded(500133), true, false},
		"blocked for risk at home":          {&refusal.ServerError{Kind: "interaction_required", Codes: []int{53011}, Claims: "{}"}, false, false},
		"a service that is not subscribed":  {coded(650052), false, true},
		"blocked by a policy":               {&refusal.ServerError{Kind: "interaction_required", Sub: "message_only", Codes: []int{53003}, Claims: "{}"}, false, false},
		"not consented":                     {&refusal.ServerError{Kind: "invalid_grant", Sub: "consent_required", Codes: []int{65001}, Claims: "{}"}, false, true},
		"not authorized for partners":       {coded(90099), false, true},
		"an application not there yet":      {coded(700016), false, true},
		"a tenant that is gone":             {coded(90002), false, false},
		"nobody signed in":                  {refusal.ErrSignedOut, true, false},
		"the network":                       {errors.New("dial"), false, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			wrapped := fmt.Errorf("refresh: %w", test.err)
			require.Equal(t, test.interact, refusal.NeedsInteraction(wrapped))
			require.Equal(t, test.noConsent, refusal.NotConsented(wrapped))
		})
	}
}

func coded(code int) *refusal.ServerError {
	return &refusal.ServerError{
		Kind: "odd_error", Codes: []int{code}, Status: 400, CorrelationID: "44444444-0000-4000-8000-000000000004",
		Description: fmt.Sprintf("AADSTS%d: What Microsoft says.", code),
	}
}
