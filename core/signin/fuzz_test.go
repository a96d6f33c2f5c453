package signin_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

// says answers every request alike.
type says struct {
	status  int
	content string
}

func (s says) RoundTrip(request *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: s.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(s.content)), Request: request}, nil
}

// requireSaid holds what a person reads of a failed sign-in to sentences, none of which holds a token.
func requireSaid(t *testing.T, err error) {
	t.Helper()
	failure := refusal.Explain(err, "Contoso")
	require.NotEmpty(t, failure.What)
	require.NotContains(t, failure.Details(), "refresh-1")
	require.NotContains(t, err.Error(), "refresh-1")
}

// Whatever answers for the sign-in service, there is a token of the tenant that was asked for, or a refusal in sentences.
func FuzzTokenAnswers(f *testing.F) {
	good := `{"token_type":"Bearer","expires_in":3600,"scope":"https://graph.example/.default","access_token":"` + jwt(map[string]any{"tid": customer, "scp": "User.Read.All"}) +
		`","refresh_token":"r","client_info":"` + encode(map[string]any{"uid": anna.object, "utid": anna.tenant}) + `"}`
	for _, content := range []string{
		good, "\ufeff" + good, refusedAs("invalid_grant", "", 65001, ""), refusedAs("interaction_required", "basic_action", 50076, `{"access_token":{}}`), `{"error":"invalid_grant"}`,
		`{"error":"invalid_grant","error_codes":["65001"],"claims":{}}`, `{"access_token":"a.b.c"}`, `{"access_token":"","expires_in":-1}`, `{"access_token":"a.e30.b","expires_in":1e300,"client_info":"x"}`,
		"<html>", "null", "[]", "{", ``,
	} {
		for _, status := range []int{200, 201, 400, 401, 404, 429, 503} {
			f.Add(status, content)
		}
	}
	answering := newProvider(f)
	f.Fuzz(func(t *testing.T, status int, content string) {
		if status < 200 || status > 599 || content == "" {
			return
		}
		answering.set(func(p *provider) { p.raw, p.status = "", 0 })
		h := openHarness(t, answering, signin.MemoryVault())
		_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
		require.NoError(t, err)
		answering.set(func(p *provider) { p.raw, p.status = content, status })
		token, err := h.Token(t.Context(), graphOf(customer))
		if err != nil {
			requireSaid(t, err)
			require.Equal(t, signin.Token{}, token)
			return
		}
		require.Less(t, status, 300)
		require.NotEmpty(t, token.Value.Reveal())
	})
}

// Whatever comes back through the browser, the sign-in goes on with a code or ends with sentences.
func FuzzBrowserAnswers(f *testing.F) {
	f.Add("the-code", "", "", "", "")
	f.Add("", "access_denied", "AADSTS65004: User declined. Correlation ID: 44444444-0000-4000-8000-000000000004", "cancel", "")
	f.Add("the-code", "error", "<script>", "\x00", `{"id_token":{}}`)
	f.Add("", "", "", "", "")
	f.Add("a", "interaction_required", "AADSTS50076AADSTS99999999999999999999", "", "x")
	answering := newProvider(f)
	f.Fuzz(func(t *testing.T, code, kind, said, sub, claims string) {
		h := openHarness(t, answering, signin.MemoryVault())
		h.browser.answer = url.Values{"code": {code}, "error": {kind}, "error_description": {said}, "error_subcode": {sub}, "claims": {claims}}
		_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
		if kind == "" && code != "" {
			require.NoError(t, err)
			return
		}
		require.Error(t, err)
		requireSaid(t, err)
		require.NotContains(t, h.browser.lastPage(), "<script")
	})
}

// Whatever answers for a tenant's configuration, a tenant that is found is the one that was asked for.
func FuzzLookups(f *testing.F) {
	for _, content := range []string{
		`{"issuer":"https://login.example/22222222-0000-4000-8000-000000000002/v2.0","authorization_endpoint":"https://login.example/x","token_endpoint":"https://login.example/y"}`,
		`{"issuer":"https://login.example/11111111-0000-4000-8000-000000000001/v2.0","token_endpoint":"https://login.microsoftonline.us/x"}`,
		`{"issuer":"://","token_endpoint":"https://evil.example"}`, refusedAs("invalid_tenant", "", 90002, ""), "null", "<html>", ``,
	} {
		for _, status := range []int{200, 400, 404, 503} {
			f.Add(status, content)
		}
	}
	f.Fuzz(func(t *testing.T, status int, content string) {
		if status < 200 || status > 599 {
			return
		}
		in := cloud.Cloud{Name: "Test", Authority: "https://login.example", Graph: "https://graph.example", Custom: true}
		found, err := signin.Resolve(t.Context(), in, &http.Client{Transport: says{status, content}}, string(customer))
		if err != nil {
			require.NotEmpty(t, refusal.Explain(err, "Contoso").What)
			require.Empty(t, found)
			return
		}
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, customer, found)
	})
}
