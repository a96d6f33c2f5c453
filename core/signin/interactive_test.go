package signin_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

func TestAPersonSignsInWithTheBrowser(t *testing.T) {
	h := newHarness(t)
	var link string
	account, err := h.Interactive(t.Context(), signin.InteractiveOptions{
		Scopes:    []string{"openid", "https://graph.example/User.Read.All"},
		LoginHint: "anna@msp.example",
		OnURL:     func(u string) { link = u },
	})
	require.NoError(t, err)
	want := m365.Account{
		HomeAccountID: anna.object + "." + anna.tenant, ObjectID: anna.object, Tenant: home,
		Username: "anna@msp.example", Name: "Anna Example",
	}
	require.Equal(t, want, account)
	current, in := h.Account()
	require.True(t, in)
	require.Equal(t, want, current)

	opened := h.browser.addresses()
	require.Len(t, opened, 1)
	require.Equal(t, link, opened[0].String(), "the link to copy is the one that the browser opens")
	query := opened[0].Query()
	require.Equal(t, "S256", query.Get("code_challenge_method"))
	require.Equal(t, "form_post", query.Get("response_mode"))
	require.Equal(t, "select_account", query.Get("prompt"))
	require.Equal(t, "anna@msp.example", query.Get("login_hint"))
	require.Equal(t, "/"+string(home)+"/oauth2/v2.0/authorize", opened[0].Path)
	require.Equal(t, "https://graph.example/User.Read.All openid offline_access profile", query.Get("scope"))

	redeemed := h.provider.requests()
	require.Len(t, redeemed, 1)
	require.Equal(t, "the-code", redeemed[0].Get("code"))
	require.NotEmpty(t, redeemed[0].Get("code_verifier"))
}

func TestCancelEndsASignInThatNobodyCompletes(t *testing.T) {
	h := newHarness(t)
	h.browser.answer = nil
	ctx, cancel := context.WithCancel(t.Context())
	_, err := h.Interactive(ctx, signin.InteractiveOptions{OnURL: func(string) { cancel() }})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, "This was cancelled.", refusal.Explain(err, "MSP").What)
	_, in := h.Account()
	require.False(t, in)
}

func TestASignInWithoutABrowserWaitsForTheCopiedLink(t *testing.T) {
	h := newHarness(t)
	h.browser.fails = errNoBrowser
	links := make(chan string, 1)
	go func() {
		other := &browser{t: t, answer: h.browser.answer}
		_ = other.open(<-links)
	}()
	account, err := h.Interactive(t.Context(), signin.InteractiveOptions{OnURL: func(u string) { links <- u }})
	require.NoError(t, err)
	require.Equal(t, "anna@msp.example", account.Username)
}

func TestABrowserThatStaysOpenDoesNotHoldTheSignInUp(t *testing.T) {
	p := newProvider(t)
	h := openHarness(t, p, nil)
	closed := make(chan struct{})
	answering := &browser{t: t, answer: h.browser.answer}
	h.OpenBrowser = func(address string) error {
		err := answering.open(address)
		<-closed
		return err
	}
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
	require.NoError(t, err)

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, h.Close(ended), context.Canceled, "Close says that the browser is still running")
	close(closed)
}

func TestWhatElseReachesTheWayBackDisturbsNothing(t *testing.T) {
	h := newHarness(t)
	h.browser.disturb = func(back string, client *http.Client) {
		for _, path := range []string{"/", "/favicon.ico", "/?code=stolen&state=guessed"} {
			answer, err := client.Get(back + path)
			require.NoError(t, err)
			require.NoError(t, answer.Body.Close())
			require.GreaterOrEqual(t, answer.StatusCode, 400)
		}
		answer, err := client.PostForm(back, url.Values{"code": {"stolen"}, "state": {"guessed"}})
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusBadRequest, answer.StatusCode)
	}
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
	require.NoError(t, err)
	require.Len(t, h.browser.addresses(), 1)
	require.Equal(t, "the-code", h.provider.requests()[0].Get("code"))
}

func TestTheBrowserEndsOnAPageOfOurOwnThatSaysWhatHappened(t *testing.T) {
	h := newHarness(t)
	end := func() string {
		_, _ = h.Interactive(t.Context(), signin.InteractiveOptions{TenantName: "Example MSP"})
		return h.browser.lastPage()
	}
	page := end()
	for _, part := range []string{"You are signed in", "anna@msp.example", "Go back to Tenantkeep", "prefers-color-scheme: dark", "#F5F6F8", "#0E141D"} {
		require.Contains(t, page, part)
	}
	require.NotRegexp(t, `(src|href)="?(https?:)?//|@import|url\(`, page, "it loads nothing")

	h.provider.set(func(p *provider) { p.who = guest })
	page = end()
	for _, part := range []string{"You are not signed in", "guest@fabrikam.example", "Example MSP", "Go back to Tenantkeep"} {
		require.Contains(t, page, part)
	}
	h.browser.answer = url.Values{"error": {"access_denied"}, "error_description": {"AADSTS50105: <script>alert(1)</script>"}}
	page = end()
	require.Contains(t, page, "You are not signed in")
	require.NotContains(t, page, "<script>")
}

func TestTheWayBackIsHeardOnThisComputersOwnAddressesByTheirNumbers(t *testing.T) {
	h := newHarness(t)
	h.browser.answer = nil
	ctx, cancel := context.WithCancel(t.Context())
	_, err := h.Interactive(ctx, signin.InteractiveOptions{OnURL: func(address string) {
		defer cancel()
		u, err := url.Parse(address)
		require.NoError(t, err)
		back, err := url.Parse(u.Query().Get("redirect_uri"))
		require.NoError(t, err)
		require.Equal(t, "localhost", back.Hostname(), "which Microsoft takes with any port")
		conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", back.Port()))
		require.NoError(t, err)
		require.NoError(t, conn.Close())
	}})
	require.ErrorIs(t, err, context.Canceled)
}

func TestAnAccountOfAnotherTenantIsRefusedWithBothNames(t *testing.T) {
	h := newHarness(t)
	h.provider.who = guest
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{TenantName: "Example MSP", LoginHint: "anna@msp.example"})
	var wrong *refusal.WrongTenantError
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, home, wrong.Want)
	require.Equal(t, stranger, wrong.Got)
	failure := refusal.Explain(err, "Example MSP")
	require.Contains(t, failure.What, "guest@fabrikam.example")
	require.Contains(t, failure.What, "fabrikam.example ("+string(stranger)+")")
	require.Contains(t, failure.What, "Example MSP (msp.example, "+string(home)+")")
	require.Contains(t, failure.Do, "Example MSP")

	_, in := h.Account()
	require.False(t, in)
	kept, err := h.vault.Read(t.Context())
	require.NoError(t, err)
	require.Empty(t, kept, "nothing of a refused account is kept")
}

func TestAGuestIsCalledAGuestByTheAddressAtHome(t *testing.T) {
	h := newHarness(t)
	h.provider.who = guest
	h.provider.who.username = "gus_the_guest_fabrikam.example#EXT#@msp.onmicrosoft.example"
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
	var wrong *refusal.WrongTenantError
	require.ErrorAs(t, err, &wrong)
	require.True(t, wrong.Guest)
	require.Equal(t, "gus_the_guest@fabrikam.example", wrong.Username)
	require.Equal(t, "fabrikam.example", wrong.GotDomain)
	require.Equal(t, "msp.onmicrosoft.example", wrong.WantDomain)
}

func TestAnotherAccountTakesThePlaceOfTheFirst(t *testing.T) {
	h := signedIn(t)
	_, err := h.Token(t.Context(), signin.Request{Tenant: customer, Resource: signin.Graph})
	require.NoError(t, err)
	h.provider.set(func(p *provider) { p.who = bert })
	account, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
	require.NoError(t, err)
	require.Equal(t, "bert@msp.example", account.Username)

	before := len(h.provider.requests())
	_, err = h.Token(t.Context(), signin.Request{Tenant: customer, Resource: signin.Graph})
	require.NoError(t, err)
	require.Len(t, h.provider.requests(), before+1, "a token of the first account is not used for the second")
	for who, kept := range map[person]bool{anna: false, bert: true} {
		_, found, err := h.Restore(t.Context(), who.object+"."+who.tenant)
		require.NoError(t, err)
		require.Equal(t, kept, found, who.username)
	}
}

func TestWhatMicrosoftSaysInTheBrowserIsExplained(t *testing.T) {
	tests := map[string]struct {
		answer url.Values
		code   string
		what   string
	}{
		"consent declined": {
			url.Values{"error": {"consent_required"}, "error_description": {"AADSTS65004: User declined to consent to access the app's \"data\".\r\nTrace ID: 77777777-0000-4000-8000-000000000007\r\nCorrelation ID: 44444444-0000-4000-8000-000000000004\r\nTimestamp: 2026-01-01 00:00:00Z"}},
			"AADSTS65004", "The permissions were declined.",
		},
		"an account not chosen": {
			url.Values{"error": {"access_denied"}, "error_subcode": {"cancel"}, "error_description": {"AADSTS65004: User declined to consent to access the app. Correlation ID: 44444444-0000-4000-8000-000000000004"}},
			"AADSTS65004", "The sign-in was cancelled in the browser.",
		},
		"the page's cancel": {
			url.Values{"error": {"access_denied"}, "error_description": {"the user canceled the authentication"}},
			"access_denied", "The sign-in was cancelled in the browser.",
		},
		"no reason given": {
			url.Values{"error": {"access_denied"}},
			"access_denied", "The sign-in was left in the browser.",
		},
		"a wrong redirect address": {
			url.Values{"error": {"invalid_request"}, "error_description": {"AADSTS50011: The redirect URI 'http://localhost' does not match. Correlation ID: 44444444-0000-4000-8000-000000000004"}},
			"AADSTS50011", "The application does not accept the answer address of a desktop program.",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.browser.answer = test.answer
			_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
			failure := refusal.Explain(err, "Example MSP")
			require.Equal(t, test.what, failure.What)
			require.Equal(t, test.code, failure.Code)
			require.NotEmpty(t, failure.Do)
			if strings.HasPrefix(test.code, "AADSTS") {
				require.Equal(t, "44444444-0000-4000-8000-000000000004", failure.RequestID)
				require.NotContains(t, failure.Technical, "&#34;")
			}
		})
	}
}

func TestOfWhatTheBrowserBringsAsMuchIsShownAsAPersonCanRead(t *testing.T) {
	h := newHarness(t)
	long := strings.Repeat("a", 100_000)
	h.browser.answer = url.Values{
		"error": {"server_error\u202e" + long}, "error_subcode": {"\x1b]0;" + long},
		"error_description": {"Something \u202efailed.\r\nTrace ID: access_token=secret " + long},
	}
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
	details := refusal.Explain(err, "Example MSP").Details()
	require.Less(t, len(details), 20_000)
	require.Contains(t, details, "Something failed.  Trace ID: access_token=[secret]")
	require.NotContains(t, details, "\u202e")
	require.NotContains(t, details, "\x1b")
}

func TestPermissionsThatWereNotGivenAreSaid(t *testing.T) {
	h := newHarness(t)
	h.provider.decline = "https://graph.example/AuditLog.Read.All"
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{
		Scopes: []string{"https://graph.example/User.Read.All", "https://graph.example/AuditLog.Read.All"},
	})
	var declined *refusal.DeclinedError
	require.ErrorAs(t, err, &declined)
	require.Equal(t, []string{"https://graph.example/AuditLog.Read.All"}, declined.Scopes)
	require.Equal(t, "Not all permissions were accepted.", refusal.Explain(err, "").What)
}

func TestADefectDuringASignInClosesItsAddress(t *testing.T) {
	h := newHarness(t)
	var back string
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{OnURL: func(shown string) {
		parsed, err := url.Parse(shown)
		require.NoError(t, err)
		back = parsed.Query().Get("redirect_uri")
		panic("a defect")
	}})
	var defect *crash.Error
	require.ErrorAs(t, err, &defect)
	require.NotEmpty(t, back)
	_, err = newClient().Get(back)
	require.Error(t, err, "nobody listens there any more")
	_, err = h.Interactive(t.Context(), signin.InteractiveOptions{})
	require.NoError(t, err)
}
