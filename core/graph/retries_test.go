package graph_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// answers gives the answers one after the other, and the last one for ever.
func answers(all ...http.HandlerFunc) http.HandlerFunc {
	var next atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) {
		at := min(int(next.Add(1)), len(all))
		all[at-1](w, r)
	}
}

func organizationAnswer(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, 200, organizationFor(r))
}

// failing answers with an error. Its clock is ten minutes before the client's.
func failing(status int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", "Mon, 23 Nov 2026 11:50:00 GMT")
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		writeJSON(w, status, graphError("code", "message"))
	}
}

func noContent(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }

func TestReadsAreRepeatedWhenMicrosoftIsBusy(t *testing.T) {
	for _, test := range []struct {
		name     string
		answers  []http.HandlerFunc
		kind     call.Kind
		requests int
		pauses   []time.Duration
	}{
		{"429 waits as long as Microsoft asks", []http.HandlerFunc{failing(429, "17"), organizationAnswer}, "", 2, []time.Duration{17 * time.Second}},
		{"429 with a date waits until then by the server's clock", []http.HandlerFunc{failing(429, "Mon, 23 Nov 2026 11:50:42 GMT"), organizationAnswer}, "", 2, []time.Duration{42 * time.Second}},
		{"429 without a time backs off", []http.HandlerFunc{failing(429, ""), failing(429, ""), organizationAnswer}, "", 3, []time.Duration{250 * time.Millisecond, 500 * time.Millisecond}},
		{"503 with a time waits", []http.HandlerFunc{failing(503, "5"), organizationAnswer}, "", 2, []time.Duration{5 * time.Second}},
		{"503 without a time backs off", []http.HandlerFunc{failing(503, ""), organizationAnswer}, "", 2, []time.Duration{250 * time.Millisecond}},
		{"504 backs off", []http.HandlerFunc{failing(504, ""), organizationAnswer}, "", 2, []time.Duration{250 * time.Millisecond}},
		{"429 for ever ends", []http.HandlerFunc{failing(429, "1")}, call.Throttled, 6, nil},
		{"503 for ever ends", []http.HandlerFunc{failing(503, "")}, call.Server, 6, nil},
		{"a pause of hours is not waited for", []http.HandlerFunc{failing(429, "7200")}, call.Throttled, 1, []time.Duration(nil)},
		{"500 is not repeated", []http.HandlerFunc{failing(500, "")}, call.Server, 1, []time.Duration(nil)},
		{"400 is not repeated", []http.HandlerFunc{failing(400, "9")}, call.BadRequest, 1, []time.Duration(nil)},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, answers(test.answers...))
			client, clock := fake.client(t)
			_, err := client.Organization(context.Background(), contoso)
			if test.kind == "" {
				require.NoError(t, err)
			} else {
				require.True(t, call.Is(err, test.kind), "%v", err)
			}
			require.Len(t, fake.requests(), test.requests)
			if test.kind == "" || test.requests == 1 {
				require.Equal(t, test.pauses, clock.pauses())
			}
		})
	}
}

// failingTransport fails the first requests and hands the others on.
type failingTransport struct {
	next  http.RoundTripper
	fails int
	err   error
	tries int
}

func (f *failingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	f.tries++
	if f.tries <= f.fails {
		return nil, f.err
	}
	return f.next.RoundTrip(req)
}

func TestNetworkFailures(t *testing.T) {
	refused := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	reset := &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}
	unknown := &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}
	read := func(c *graph.Client) error { _, err := c.Organization(context.Background(), contoso); return err }
	write := func(c *graph.Client) error {
		_, err := c.Send(context.Background(), contoso, call.SetSignIn(ada, m365.Blocked))
		return err
	}
	for _, test := range []struct {
		name  string
		call  func(*graph.Client) error
		err   error
		fails int
		ok    bool
		tries int
	}{
		{"a read is repeated when no connection comes about", read, refused, 2, true, 3},
		{"a read is repeated when the connection breaks", read, reset, 1, true, 2},
		{"a read ends after three tries", read, reset, 9, false, 3},
		{"a machine that is offline says so at once", read, unknown, 9, false, 1},
		{"a write is repeated when no connection comes about", write, refused, 1, true, 2},
		{"a write is not repeated when the connection breaks", write, reset, 1, false, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodGet {
					noContent(w, r)
					return
				}
				organizationAnswer(w, r)
			})
			transport := &failingTransport{next: &http.Transport{DisableKeepAlives: true}, fails: test.fails, err: test.err}
			client, _ := fake.client(t, func(o *graph.Options) { o.Transport = transport })
			err := test.call(client)
			require.Equal(t, test.tries, transport.tries)
			if test.ok {
				require.NoError(t, err)
				return
			}
			require.True(t, call.Is(err, call.Network), "%v", err)
			require.ErrorIs(t, err, test.err)
		})
	}
}
