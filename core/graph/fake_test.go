package graph_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

const (
	contoso  = m365.TenantID("11111111-1111-1111-1111-111111111111")
	fabrikam = m365.TenantID("22222222-2222-2222-2222-222222222222")
)

// sent is a request as the fake Graph got it.
type sent struct {
	method, path, query, body string
	header                    http.Header
}

// fakeGraph answers what a test tells it to, and remembers what it was asked.
type fakeGraph struct {
	*httptest.Server
	mu   sync.Mutex
	sent []sent
}

func newFakeGraph(t testing.TB, answer http.HandlerFunc) *fakeGraph {
	t.Helper()
	fake := &fakeGraph{}
	fake.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fake.mu.Lock()
		fake.sent = append(fake.sent, sent{r.Method, r.URL.Path, r.URL.RawQuery, string(body), r.Header.Clone()})
		fake.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(fake.Close)
	return fake
}

func (f *fakeGraph) requests() []sent {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]sent(nil), f.sent...)
}

// client is a Client of the fake, with a clock that only Sleep moves.
func (f *fakeGraph) client(t testing.TB, change ...func(*graph.Options)) (*graph.Client, *clock) {
	t.Helper()
	clock := &clock{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	transport := &http.Transport{MaxIdleConnsPerHost: 32}
	t.Cleanup(transport.CloseIdleConnections)
	options := graph.Options{
		Base:      f.URL,
		Tokens:    &tokens{},
		Transport: transport,
		Now:       clock.Now,
		Sleep:     clock.Sleep,
		Jitter:    func() float64 { return 0 },
		UserAgent: "Tenantkeep/test",
	}
	for _, one := range change {
		one(&options)
	}
	client, err := graph.New(options)
	require.NoError(t, err)
	return client, clock
}

// clock stands still but for Sleep.
type clock struct {
	mu     sync.Mutex
	now    time.Time
	slept  []time.Duration
	before func(time.Duration)
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	before := c.before
	c.mu.Unlock()
	if before != nil {
		before(d)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return nil
}

func (c *clock) pauses() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]time.Duration(nil), c.slept...)
}

// tokens gives a token that names its tenant and how often it was asked for.
type tokens struct {
	mu     sync.Mutex
	asked  int
	claims []string
	err    error
}

func (s *tokens) Token(_ context.Context, tenant m365.TenantID, claims string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return "", s.err
	}
	s.asked++
	if claims != "" {
		s.claims = append(s.claims, claims)
	}
	return fmt.Sprintf("token-%d-of-%s", s.asked, tenant), nil
}

// refusable is tokens that can be told of a refusal.
type refusable struct {
	tokens
	refused []string
}

func (s *refusable) Forget(_ m365.TenantID, token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused = append(s.refused, token)
}

func writeJSON(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json; odata.metadata=minimal; charset=utf-8")
	w.Header().Set("request-id", "graph-request")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func graphError(code, message string) string {
	return fmt.Sprintf(`{"error":{"code":%q,"message":%q,"innerError":{"request-id":"inner-request"}}}`, code, message)
}

// organizationFor is the answer for the tenant whose token the request brings.
func organizationFor(r *http.Request) string {
	_, tenant, _ := strings.Cut(r.Header.Get("Authorization"), "-of-")
	return strings.ReplaceAll(organizationJSON, string(contoso), tenant)
}

const organizationJSON = `{"@odata.context":"x","value":[{"id":"11111111-1111-1111-1111-111111111111","displayName":"Contoso",
"newField":{"a":[1,2]},"verifiedDomains":[
{"capabilities":"Email","isDefault":true,"isInitial":false,"name":"contoso.com","type":"Managed"},
{"capabilities":"Email","isDefault":false,"isInitial":true,"name":"contoso.onmicrosoft.com","type":"Managed"}]}]}`
