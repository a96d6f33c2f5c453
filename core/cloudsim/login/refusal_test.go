package login_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
)

func TestRefusalsOfTheTokenEndpoint(t *testing.T) {
	h := newHarness(t)
	healthy := h.consentedTo(estate.Healthy)
	byAccount := map[string]string{}
	for _, account := range []string{admin, noGroup, noMFA} {
		byAccount[account] = text(h.signIn(account), "refresh_token")
	}
	notConsented := h.estate.In(estate.Healthy)[1].ID
	principalOnly := h.estate.In(estate.Healthy)[2].ID
	h.estate.Widen(principalOnly, h.estate.Client(), map[string][]string{estate.GraphResource: {"User.Read"}})
	require.True(t, h.estate.Withdraw(principalOnly, h.estate.Client().ID))

	cases := []struct {
		name, tenant, account, scope string
		code                         float64
		kind, sub                    string
	}{
		{"no consent and no enterprise application", notConsented, admin, graphDefault, 90099, "invalid_grant", ""},
		{"an enterprise application without consent", principalOnly, admin, graphDefault, 65001, "invalid_grant", "consent_required"},
		{"a permission that was not consented to", healthy, admin, "https://graph.microsoft.com/AuditLog.Read.All", 65001, "invalid_grant", "consent_required"},
		{"another resource than the one consented to", healthy, admin, "https://api.partnercenter.microsoft.com/user_impersonation", 65001, "invalid_grant", "consent_required"},
		{"a technician without a GDAP group", healthy, noGroup, graphDefault, 50020, "invalid_grant", ""},
		{"a relationship that ended", h.consentedTo(estate.Ended), admin, graphDefault, 50020, "invalid_grant", ""},
		{"a group that the technician is not in", h.consentedTo(estate.NotInGroup), admin, graphDefault, 50020, "invalid_grant", ""},
		{"Conditional Access that blocks partners", h.consentedTo(estate.BlocksPartners), admin, graphDefault, 53003, "invalid_grant", "message_only"},
		{"an account without a second factor", healthy, noMFA, graphDefault, 50076, "invalid_grant", "basic_action"},
		{"an unknown tenant", "eeeeeeee-0000-4000-8000-000000000000", admin, graphDefault, 90002, "invalid_request", ""},
		{"an unknown resource", healthy, admin, "https://vault.example/.default", 500011, "invalid_resource", ""},
		{"an unknown permission", healthy, admin, "https://graph.microsoft.com/Teapot.Read", 650053, "invalid_client", ""},
		{"two resources at once", partner, admin, graphDefault + " https://api.partnercenter.microsoft.com/user_impersonation", 28000, "invalid_request", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			status, body := h.refresh(c.tenant, byAccount[c.account], c.scope)
			require.Equal(t, http.StatusBadRequest, status, body)
			require.Equal(t, []any{c.code}, body["error_codes"])
			require.Equal(t, c.kind, body["error"])
			require.Equal(t, c.sub, text(body, "suberror"))
			require.Regexp(t, `^AADSTS\d+: .* Trace ID: .* Correlation ID: .* Timestamp: 2026-11-23 14:00:00Z$`, body["error_description"])
			require.NotEmpty(t, body["trace_id"])
			require.NotEmpty(t, body["correlation_id"])
		})
	}
}

func TestTheCorrelationIDIsTheClients(t *testing.T) {
	h := newHarness(t)
	request, err := http.NewRequest(http.MethodPost, h.authority.URL+"/nobody/oauth2/v2.0/token", strings.NewReader("grant_type=refresh_token"))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("client-request-id", "12345678-0000-4000-8000-000000000000")
	got := h.read(h.client.Do(request))
	require.Contains(t, got.body, `"correlation_id":"12345678-0000-4000-8000-000000000000"`)
}

func TestApplicationsThatMayNotAsk(t *testing.T) {
	h := newHarness(t)
	status, body := h.token(partner, "client_id", "99999999-0000-4000-8000-000000000000", "grant_type", "refresh_token")
	require.Equal(t, http.StatusBadRequest, status)
	require.Equal(t, []any{700016.0}, body["error_codes"])
	require.Equal(t, "unauthorized_client", body["error"])

	status, body = h.token(partner, "client_id", h.estate.Registered()[1].ID, "grant_type", "refresh_token")
	require.Equal(t, http.StatusUnauthorized, status)
	require.Equal(t, []any{7000218.0}, body["error_codes"])
}

func TestErrorsPostedBackToTheProgram(t *testing.T) {
	h := newHarness(t)
	healthy := h.consentedTo(estate.Healthy)
	cases := []struct {
		name, tenant, account string
		change                []string
		kind, code            string
	}{
		{"a second factor is missing", healthy, noMFA, nil, "invalid_grant", "AADSTS50076"},
		{"the account has no access", healthy, noGroup, nil, "invalid_grant", "AADSTS50020"},
		{"a guest has no access to customers", healthy, guest, nil, "invalid_grant", "AADSTS50020"},
		{"Conditional Access blocks partners", h.in(estate.BlocksPartners), admin, nil, "invalid_grant", "AADSTS53003"},
		{"a customer without consent", h.in(estate.EndingSoon), admin, nil, "invalid_grant", "AADSTS90099"},
		{"an account that may not consent", partner, guest, nil, "access_denied", "AADSTS90094"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			page := h.choose(c.tenant, h.authorizeQuery(c.change...), c.account)
			require.Equal(t, c.kind, hiddenField(t, page.body, "error"))
			require.Contains(t, hiddenField(t, page.body, "error_description"), c.code+": ")
			require.Equal(t, "some state", hiddenField(t, page.body, "state"))
		})
	}
	t.Run("consent is declined", func(t *testing.T) {
		page := h.decide(partner, h.authorizeQuery(), admin, "cancel")
		require.Equal(t, "consent_required", hiddenField(t, page.body, "error"))
		require.Contains(t, hiddenField(t, page.body, "error_description"), "AADSTS65004: ")
	})
	t.Run("no account is chosen", func(t *testing.T) {
		page := h.read(h.client.PostForm(h.pages.URL+"/"+partner+"/choose", url.Values{
			"request": {h.authorizeQuery().Encode()}, "decision": {"cancel"},
		}))
		require.Contains(t, hiddenField(t, page.body, "error_description"), "AADSTS65004: ")
	})
	t.Run("nothing may be shown", func(t *testing.T) {
		page := h.authorize(partner, h.authorizeQuery("prompt", "none"))
		require.Equal(t, "login_required", hiddenField(t, page.body, "error"))
	})
	t.Run("PKCE is missing", func(t *testing.T) {
		page := h.authorize(partner, h.authorizeQuery("code_challenge", ""))
		require.Equal(t, "invalid_request", hiddenField(t, page.body, "error"))
	})
}

func TestErrorsThatStayInTheBrowser(t *testing.T) {
	h := newHarness(t)
	cases := []struct {
		name, tenant string
		change       []string
		code         string
	}{
		{"a redirect to another machine", partner, []string{"redirect_uri", "http://evil.example/"}, "AADSTS50011"},
		{"a redirect that only looks local", partner, []string{"redirect_uri", "http://localhost@evil.example/"}, "AADSTS50011"},
		{"an unknown application", partner, []string{"client_id", "99999999-0000-4000-8000-000000000000"}, "AADSTS700016"},
		{"an unknown tenant", "nobody.example", nil, "AADSTS90002"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			page := h.authorize(c.tenant, h.authorizeQuery(c.change...))
			require.Equal(t, http.StatusBadRequest, page.status)
			require.Contains(t, page.body, c.code)
			require.NotContains(t, page.body, "<form")
		})
	}
}
