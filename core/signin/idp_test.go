package signin_test

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
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
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	home     = m365.TenantID("11111111-0000-4000-8000-000000000001")
	customer = m365.TenantID("22222222-0000-4000-8000-000000000002")
	stranger = m365.TenantID("33333333-0000-4000-8000-000000000003")
	clientID = "aaaaaaaa-0000-4000-8000-00000000000a"
)

// person is somebody who can sign in at the fake provider.
type person struct{ object, tenant, username, name string }

var (
	anna  = person{"0a000000-0000-4000-8000-00000000000a", string(home), "anna@msp.example", "Anna Example"}
	bert  = person{"0b000000-0000-4000-8000-00000000000b", string(home), "bert@msp.example", "Bert Example"}
	guest = person{"0c000000-0000-4000-8000-00000000000c", string(stranger), "guest@fabrikam.example", "Guest Example"}
)

// provider is a fake identity provider: Microsoft's endpoints as far as the sign-in library uses them.
type provider struct {
	*httptest.Server
	mu sync.Mutex
	// who signs in next in the browser.
	who person
	// refusals are answered in place of a token, by tenant.
	refusals map[string]string
	// challenges are refusals, by tenant, of refresh tokens alone, until a code is brought there.
	challenges map[string]string
	// hold, when set, keeps token answers back until it is closed.
	hold chan struct{}
	// lives is the seconds that a token lives.
	lives int
	// forms are the token requests so far.
	forms []url.Values
	// of, when set, is the tenant of every access token, whatever was asked.
	of string
	// opaque makes tokens that are no JWTs.
	opaque bool
	// decline leaves a scope out of the answer.
	decline string
	// raw, when set, is sent in place of any token answer; as success, unless status says otherwise.
	raw    string
	status int
	// elsewhere, when set, is where every token request is sent on to, with status.
	elsewhere string
	// authorize and endpoint take the places of the addresses that discovery names.
	authorize, endpoint string
}

func newProvider(t testing.TB) *provider {
	p := &provider{who: anna, refusals: map[string]string{}, challenges: map[string]string{}, lives: 3600}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", p.token)
	p.Server = httptest.NewTLSServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *provider) discovery(w http.ResponseWriter, r *http.Request) {
	tenant := r.PathValue("tenant")
	switch tenant {
	case "contoso.example":
		tenant = string(customer)
	case "unknown.example", "99999999-0000-4000-8000-000000000009":
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"error":"invalid_tenant","error_description":"AADSTS90002: Tenant '%s' not found. Trace ID: x Correlation ID: 44444444-0000-4000-8000-000000000004 Timestamp: now","error_codes":[90002]}`, tenant)
		return
	case "garbled.example":
		fmt.Fprint(w, "<html>Welcome to the hotel</html>")
		return
	case "broken.example":
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case "gov.example":
		fmt.Fprintf(w, `{"issuer":"https://login.microsoftonline.us/%s/v2.0","token_endpoint":"https://login.microsoftonline.us/%s/oauth2/v2.0/token"}`, customer, customer)
		return
	case "55555555-0000-4000-8000-000000000005":
		tenant = string(customer) // an answer about another tenant
	}
	base := p.URL + "/" + tenant
	p.mu.Lock()
	authorize, endpoint := cmp.Or(p.authorize, base+"/oauth2/v2.0/authorize"), cmp.Or(p.endpoint, base+"/oauth2/v2.0/token")
	p.mu.Unlock()
	fmt.Fprintf(w, `{"issuer":"%s/v2.0","authorization_endpoint":"%s","token_endpoint":"%s"}`, base, authorize, endpoint)
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	p.forms = append(p.forms, r.PostForm)
	elsewhere := p.elsewhere
	count, hold, refused, raw, status := len(p.forms), p.hold, p.refusals[r.PathValue("tenant")], p.raw, cmp.Or(p.status, http.StatusOK)
	p.mu.Unlock()
	if r.PostForm.Get("grant_type") == "refresh_token" {
		refused = cmp.Or(refused, p.challengeOf(r.PathValue("tenant")))
	} else {
		p.set(func(p *provider) { delete(p.challenges, r.PathValue("tenant")) })
	}
	if hold != nil {
		select {
		case <-hold:
		case <-r.Context().Done():
			return
		}
	}
	if elsewhere != "" {
		w.Header().Set("Location", elsewhere)
		w.WriteHeader(status)
		return
	}
	if refused != "" {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, refused)
		return
	}
	if raw != "" {
		w.WriteHeader(status)
		fmt.Fprint(w, raw)
		return
	}
	p.answer(w, r, count)
}

func (p *provider) challengeOf(tenant string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.challenges[tenant]
}

func (p *provider) answer(w http.ResponseWriter, r *http.Request, count int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	tenant := r.PathValue("tenant")
	scope := r.PostForm.Get("scope")
	if p.decline != "" {
		scope = strings.ReplaceAll(scope, p.decline, "")
	}
	access := jwt(map[string]any{"tid": cmp.Or(p.of, tenant), "scp": "User.Read.All Directory.Read.All", "n": count})
	if p.opaque {
		access = fmt.Sprintf("opaque-%d", count)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"token_type":    "Bearer",
		"scope":         scope,
		"expires_in":    p.lives,
		"access_token":  access,
		"refresh_token": fmt.Sprintf("refresh-%d", count),
		"id_token": jwt(map[string]any{
			"oid": p.who.object, "tid": tenant, "preferred_username": p.who.username, "name": p.who.name, "exp": time.Now().Add(time.Hour).Unix(),
		}),
		"client_info": encode(map[string]any{"uid": p.who.object, "utid": p.who.tenant}),
	})
}

func (p *provider) requests() []url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]url.Values(nil), p.forms...)
}

func (p *provider) set(change func(*provider)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(p)
}

func jwt(claims map[string]any) string {
	return encode(map[string]any{"alg": "none", "typ": "JWT"}) + "." + encode(claims) + ".c2lnbmF0dXJl"
}

func encode(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// clock is a clock that the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// browser answers sign-ins the way a person's browser would, by posting to the loopback address.
type browser struct {
	t *testing.T
	// answer is the form sent back, state not included; nil means that the person does nothing.
	answer url.Values
	// disturb does something at the loopback before the answer; optional.
	disturb func(back string, client *http.Client)
	// fails is returned instead of opening.
	fails error

	mu     sync.Mutex
	opened []*url.URL
	page   string
}

func (b *browser) open(address string) error {
	u, err := url.Parse(address)
	require.NoError(b.t, err)
	b.mu.Lock()
	b.opened = append(b.opened, u)
	b.mu.Unlock()
	if b.fails != nil {
		return b.fails
	}
	query := u.Query()
	if b.disturb != nil {
		b.disturb(query.Get("redirect_uri"), newClient())
	}
	if b.answer == nil {
		return nil
	}
	form := url.Values{"state": {query.Get("state")}}
	for key, values := range b.answer {
		form[key] = values
	}
	answer, err := newClient().PostForm(query.Get("redirect_uri"), form)
	if err != nil {
		return nil
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	require.NoError(b.t, err)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.page = string(page)
	return nil
}

func newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
}

// lastPage is what the browser ended on; the sign-in has waited for it.
func (b *browser) lastPage() string {
	require.Eventually(b.t, func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.page != ""
	}, 5*time.Second, time.Millisecond)
	b.mu.Lock()
	defer b.mu.Unlock()
	page := b.page
	b.page = ""
	return page
}

func (b *browser) addresses() []*url.URL {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]*url.URL(nil), b.opened...)
}

// harness is a Session with everything around it.
type harness struct {
	*signin.Session
	provider *provider
	browser  *browser
	clock    *clock
	vault    signin.Vault
	// notices are what the person was told of the vault.
	notices []string
}

func newHarness(t *testing.T) *harness {
	return openHarness(t, newProvider(t), signin.MemoryVault())
}

func openHarness(t *testing.T, p *provider, vault signin.Vault) *harness {
	h := &harness{
		provider: p,
		browser:  &browser{t: t, answer: url.Values{"code": {"the-code"}}},
		clock:    &clock{now: time.Now()},
		vault:    vault,
	}
	session, err := signin.New(signin.Options{
		Cloud:       p.cloud(),
		ClientID:    clientID,
		Tenant:      home,
		Vault:       vault,
		OnVault:     func(notice string) { h.notices = append(h.notices, notice) },
		OpenBrowser: h.browser.open,
		HTTP:        p.Client(),
		Now:         h.clock.Now,
		Log:         slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	h.Session = session
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		require.NoError(t, session.Close(ctx))
		p.Client().CloseIdleConnections()
	})
	return h
}

func (p *provider) cloud() cloud.Cloud {
	return cloud.Cloud{
		Name: "Test", Authority: p.URL, Graph: "https://graph.example", PartnerCenter: "https://partner.example", Custom: true,
	}
}

// signedIn is a harness where Anna has signed in.
func signedIn(t *testing.T) *harness {
	h := newHarness(t)
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{})
	require.NoError(t, err)
	return h
}

var errNoBrowser = errors.New("exec: no browser")
