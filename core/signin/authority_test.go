package signin_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

// thief is a server that notes whether anything reached it.
func thief(t *testing.T) (address string, reached *atomic.Int32) {
	t.Helper()
	reached = new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { reached.Add(1) }))
	t.Cleanup(server.Close)
	return server.URL, reached
}

func TestAnAnswerThatSendsOnTakesNoSecretAlong(t *testing.T) {
	address, reached := thief(t)
	for _, status := range []int{301, 302, 303, 307, 308} {
		h := signedIn(t)
		h.provider.set(func(p *provider) { p.elsewhere, p.status = address+"/token", status })
		_, err := h.Token(t.Context(), graphOf(customer))
		require.Error(t, err)
		require.Equal(t, "The answer did not come from Microsoft's sign-in service.", refusal.Explain(err, "Contoso").What, status)
		_, err = h.Interactive(t.Context(), signin.InteractiveOptions{})
		require.Error(t, err, "a code is a secret too")
	}
	require.Zero(t, reached.Load())
}

func TestNoSecretGoesToAnAddressThatDiscoveryNames(t *testing.T) {
	address, reached := thief(t)
	for _, endpoint := range []string{
		address + "/token", "https://login.evil.example/token", "http://login.microsoftonline.com/token", "file:///etc/passwd",
	} {
		h := newHarness(t)
		h.provider.set(func(p *provider) { p.endpoint = endpoint })
		_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
		require.Error(t, err, endpoint)
		require.True(t, refusal.Knows(err), "%s: %v", endpoint, err)
		require.Contains(t, refusal.Explain(err, "").Do, "proxy")
	}
	require.Zero(t, reached.Load())
}

func TestTheBrowserOpensNoPageButTheSignInServices(t *testing.T) {
	for _, page := range []string{
		"http://login.microsoftonline.com/authorize", "https://login.evil.example/authorize", "file:///etc/passwd",
		"ms-msdt:/id%20PCWDiagnostic", "javascript:alert(1)", "https://somebody@login.evil.example/", "\\\\evil\\share",
	} {
		h := newHarness(t)
		h.provider.set(func(p *provider) { p.authorize = page })
		shown := ""
		_, err := h.Interactive(t.Context(), signin.InteractiveOptions{OnURL: func(url string) { shown = url }})
		require.Error(t, err, page)
		require.Empty(t, h.browser.addresses(), page)
		require.Empty(t, shown, "nor is it there to be copied: %s", page)
	}
}

func TestATenantWhoseConfigurationLeadsElsewhereIsNotFound(t *testing.T) {
	for _, leads := range []func(*provider){
		func(p *provider) { p.authorize = "https://login.evil.example/authorize" },
		func(p *provider) { p.authorize = "ms-msdt:/id" },
		func(p *provider) { p.endpoint = "http://login.evil.example/token" },
		func(p *provider) { p.endpoint = "file:///token" },
	} {
		p := newProvider(t)
		leads(p)
		_, err := signin.Resolve(t.Context(), p.cloud(), p.Client(), "contoso.example")
		var foreign *refusal.ForeignAddressError
		require.ErrorAs(t, err, &foreign)
		require.Contains(t, refusal.Explain(err, "").What, foreign.Address)
		p.Client().CloseIdleConnections()
	}
}

func TestALookUpIsNotSentOn(t *testing.T) {
	address, reached := thief(t)
	server := httptest.NewTLSServer(http.RedirectHandler(address, http.StatusFound))
	defer server.Close()
	of := newProvider(t).cloud()
	of.Authority = server.URL
	client := server.Client()
	defer client.CloseIdleConnections()
	_, err := signin.Resolve(t.Context(), of, client, "contoso.example")
	require.Equal(t, "The answer did not come from Microsoft's sign-in service.", refusal.Explain(err, "").What)
	require.Zero(t, reached.Load())
}
