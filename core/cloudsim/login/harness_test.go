package login_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/login"
)

const (
	partner  = "aaaaaaaa-0000-4000-8000-000000000000"
	admin    = "admin@northwind.example"
	noGroup  = "nogroup@northwind.example"
	guest    = "guest_other.example#EXT#@northwind.example"
	noMFA    = "nomfa@northwind.example"
	redirect = "http://localhost:51234"
	verifier = "a-verifier-that-is-long-enough-for-the-protocol-0123456789"

	graphDefault = "https://graph.microsoft.com/.default"
)

// clock is a clock that tests set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// tenants are the partner and its customers, also by domain.
type tenants map[string]string

func (t tenants) Resolve(idOrDomain string) (string, bool) {
	id, ok := t[strings.ToLower(idOrDomain)]
	return id, ok
}

func (tenants) Blocked(string) bool { return false }

// harness is a sign-in service with what it stands on.
type harness struct {
	t         testing.TB
	clock     *clock
	estate    *estate.Estate
	server    *login.Server
	authority *httptest.Server
	pages     *httptest.Server
	client    *http.Client
}

func newHarness(t testing.TB) *harness { return newHarnessIn(t, "") }

func newHarnessIn(t testing.TB, dir string) *harness {
	t.Helper()
	h := &harness{t: t, clock: &clock{now: time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)}}
	known := tenants{partner: partner, "northwind.example": partner}
	var customers []estate.Tenant
	for i := range 24 {
		id := "cccccccc-0000-4000-8000-0000000000" + string(rune('a'+i/10)) + string(rune('0'+i%10))
		domain := "customer" + string(rune('a'+i)) + ".example"
		customers = append(customers, estate.Tenant{ID: id, Name: "Customer", Domain: domain})
		known[id], known[domain] = id, id
	}
	var err error
	h.estate, err = estate.New(estate.Options{
		Seed: 1, Partner: estate.Tenant{ID: partner, Name: "Northwind IT"}, Customers: customers,
		Now: h.clock.Now, Log: slog.New(slog.DiscardHandler), Technicians: accounts(),
	})
	require.NoError(t, err)
	h.authority = httptest.NewUnstartedServer(nil)
	h.authority.StartTLS()
	h.pages = httptest.NewServer(nil)
	t.Cleanup(h.authority.Close)
	t.Cleanup(h.pages.Close)
	h.server, err = login.New(login.Options{
		Tenants: known, Estate: h.estate, Authority: h.authority.URL, Pages: h.pages.URL,
		Graph: "http://127.0.0.1:1", PartnerCenter: "http://127.0.0.1:2", Dir: dir,
		Now: h.clock.Now, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	h.authority.Config.Handler = h.server.Authority()
	h.pages.Config.Handler = h.server.Pages()
	h.client = h.authority.Client()
	h.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return h
}

func accounts() []estate.Technician {
	global := []string{estate.GlobalAdministrator}
	return []estate.Technician{
		{ObjectID: "11111111-0000-4000-8000-000000000001", UPN: admin, Name: "Ada Admin", HomeTenant: partner, MFA: true, Engineer: true, Roles: global},
		{ObjectID: "11111111-0000-4000-8000-000000000002", UPN: noGroup, Name: "Nora Nogroup", HomeTenant: partner, MFA: true, Roles: global},
		{ObjectID: "11111111-0000-4000-8000-000000000003", UPN: guest, Name: "Gus Guest", HomeTenant: "dddddddd-0000-4000-8000-000000000000", MFA: true, Guest: true, Engineer: true, Roles: []string{estate.DirectoryReaders}},
		{ObjectID: "11111111-0000-4000-8000-000000000004", UPN: noMFA, Name: "Noam Nomfa", HomeTenant: partner, Engineer: true, Roles: global},
	}
}

// in returns a customer in a situation.
func (h *harness) in(situation estate.Situation) string {
	h.t.Helper()
	found := h.estate.In(situation)
	require.NotEmpty(h.t, found)
	return found[0].ID
}

// consentedTo returns a customer in a situation where the application may read users.
func (h *harness) consentedTo(situation estate.Situation) string {
	h.t.Helper()
	tenant := h.in(situation)
	h.estate.Widen(tenant, h.estate.Client(), map[string][]string{estate.GraphResource: {"User.Read.All", "Directory.Read.All"}})
	return tenant
}

// authorizeQuery is what MSAL puts into the browser's address.
func (h *harness) authorizeQuery(change ...string) url.Values {
	sum := sha256.Sum256([]byte(verifier))
	query := url.Values{
		"client_id": {h.estate.Client().ID}, "redirect_uri": {redirect}, "response_type": {"code"}, "response_mode": {"form_post"},
		"scope": {graphDefault + " openid profile offline_access"}, "state": {"some state"}, "prompt": {"select_account"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"}, "client_info": {"1"},
	}
	for i := 0; i+1 < len(change); i += 2 {
		query.Set(change[i], change[i+1])
	}
	return query
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (h *harness) read(response *http.Response, err error) answer {
	h.t.Helper()
	require.NoError(h.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(h.t, err)
	return answer{response.StatusCode, response.Header, string(body)}
}

func (h *harness) authorize(tenant string, query url.Values) answer {
	h.t.Helper()
	return h.read(h.client.Get(h.pages.URL + "/" + tenant + "/oauth2/v2.0/authorize?" + query.Encode()))
}

func (h *harness) choose(tenant string, query url.Values, account string) answer {
	h.t.Helper()
	return h.read(h.client.PostForm(h.pages.URL+"/"+tenant+"/choose", url.Values{"request": {query.Encode()}, "account": {account}}))
}

func (h *harness) decide(tenant string, query url.Values, account, decision string) answer {
	h.t.Helper()
	return h.read(h.client.PostForm(h.pages.URL+"/"+tenant+"/decide", url.Values{
		"request": {query.Encode()}, "account": {account}, "decision": {decision},
	}))
}

// token asks the token endpoint.
func (h *harness) token(tenant string, fields ...string) (int, map[string]any) {
	h.t.Helper()
	form := url.Values{"client_id": {h.estate.Client().ID}, "scope": {graphDefault + " openid profile offline_access"}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	got := h.read(h.client.PostForm(h.authority.URL+"/"+tenant+"/oauth2/v2.0/token", form))
	var body map[string]any
	require.NoError(h.t, json.Unmarshal([]byte(got.body), &body), got.body)
	return got.status, body
}

// signIn walks an account through to its tokens at home.
func (h *harness) signIn(account string, change ...string) map[string]any {
	h.t.Helper()
	query := h.authorizeQuery(change...)
	got := h.choose(partner, query, account)
	if strings.Contains(got.body, `id="accept"`) {
		got = h.decide(partner, query, account, "accept")
	}
	status, body := h.token(partner, "grant_type", "authorization_code", "code", hiddenField(h.t, got.body, "code"),
		"code_verifier", verifier, "redirect_uri", redirect, "scope", query.Get("scope"))
	require.Equal(h.t, http.StatusOK, status, body)
	return body
}

// refresh redeems a refresh token for a tenant.
func (h *harness) refresh(tenant, token, scope string) (int, map[string]any) {
	h.t.Helper()
	return h.token(tenant, "grant_type", "refresh_token", "refresh_token", token, "scope", scope)
}

func hiddenField(t testing.TB, page, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, `name="`+name+`" value="`)
	require.True(t, ok, "no field %s in: %s", name, page)
	value, _, _ := strings.Cut(rest, `"`)
	return strings.NewReplacer("&amp;", "&", "&#43;", "+", "&#34;", `"`, "&#39;", "'").Replace(value)
}

func claimsOf(t *testing.T, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	require.Len(t, parts, 3)
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	var claims map[string]any
	require.NoError(t, json.Unmarshal(payload, &claims))
	return claims
}

func text(body map[string]any, name string) string {
	value, _ := body[name].(string)
	return value
}
