package partner_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/partner"
)

const (
	customer = m365.TenantID("11111111-1111-1111-1111-111111111111")
	clientID = "99999999-9999-9999-9999-999999999999"
)

var app = m365.AppConsent{ClientID: clientID, DisplayName: "Tenantkeep", Scopes: []string{"User.Read.All", "Directory.Read.All"}}

type sent struct {
	method, uri, body string
	header            http.Header
}

type fakePartner struct {
	*httptest.Server
	mu   sync.Mutex
	sent []sent
}

func newFake(t *testing.T, answers ...http.HandlerFunc) *fakePartner {
	t.Helper()
	fake := &fakePartner{}
	var next atomic.Int32
	fake.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fake.mu.Lock()
		fake.sent = append(fake.sent, sent{r.Method, r.RequestURI, string(body), r.Header.Clone()})
		fake.mu.Unlock()
		answers[min(int(next.Add(1)), len(answers))-1](w, r)
	}))
	t.Cleanup(fake.Close)
	return fake
}

func (f *fakePartner) requests() []sent {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]sent(nil), f.sent...)
}

type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
	hook  func()
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	if c.hook != nil {
		c.hook()
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

type tokens struct {
	asked   int
	claims  []string
	refused []string
	err     error
}

func (s *tokens) Token(_ context.Context, claims string) (string, error) {
	if s.err != nil {
		return "", s.err
	}
	s.asked++
	if claims != "" {
		s.claims = append(s.claims, claims)
	}
	return fmt.Sprintf("token-%d", s.asked), nil
}

type refusable struct{ tokens }

func (s *refusable) Forget(token string) { s.refused = append(s.refused, token) }

func (f *fakePartner) client(t *testing.T, change ...func(*partner.Options)) (*partner.Client, *clock) {
	t.Helper()
	clock := &clock{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	options := partner.Options{
		Base: f.URL, Tokens: &tokens{}, Transport: &http.Transport{DisableKeepAlives: true},
		Now: clock.Now, Sleep: clock.Sleep, Jitter: func() float64 { return 0 }, UserAgent: "Tenantkeep/test",
	}
	for _, one := range change {
		one(&options)
	}
	client, err := partner.New(options)
	require.NoError(t, err)
	return client, clock
}

func reply(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func abort(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "500")
	_, _ = io.WriteString(w, `{"items":[`)
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func requirePlainWords(t *testing.T, err error) {
	t.Helper()
	failure := call.Explain(err, "Contoso")
	require.True(t, strings.HasPrefix(failure.What, "Could not "), failure.What)
	require.Contains(t, failure.What, "Contoso")
	for _, text := range []string{failure.What, failure.Do} {
		require.True(t, strings.HasSuffix(text, "."), text)
		require.NotContains(t, text, "!")
		require.NotContains(t, strings.ToLower(text), "please")
	}
	require.Equal(t, call.As(err).Code, failure.Code)
	require.NotEmpty(t, failure.RequestID)
	require.NotContains(t, failure.Technical, "token-")
}

type failingTransport struct{ err error }

func (f failingTransport) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }
