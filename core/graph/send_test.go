package graph_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// cutting answers well and breaks off in the middle.
func cutting(status int, answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(answer))
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

func webPage(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = w.Write([]byte("<html>"))
	}
}

func refusing(status int, code string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, status, graphError(code, "message")) }
}

func TestAWriteIsSentOnceUnlessMicrosoftDidNothing(t *testing.T) {
	block, tap := call.SetSignIn(ada, m365.Blocked), call.CreateTAP(ada, 0, true)
	hangUp := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	redirect := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}
	for _, test := range []struct {
		name     string
		request  call.Request
		answers  []http.HandlerFunc
		kind     call.Kind
		requests int
		may      bool
	}{
		{"429 is repeated", block, []http.HandlerFunc{failing(429, "3"), noContent}, "", 2, false},
		{"429 for ever is given up, and nothing happened", block, []http.HandlerFunc{failing(429, "1")}, call.Throttled, 6, false},
		{"400 happened not", block, []http.HandlerFunc{failing(400, "")}, call.BadRequest, 1, false},
		{"403 happened not", block, []http.HandlerFunc{failing(403, "")}, call.Denied, 1, false},
		{"404 happened not", block, []http.HandlerFunc{failing(404, "")}, call.NotFound, 1, false},
		{"409 happened not", block, []http.HandlerFunc{failing(409, "")}, call.Conflict, 1, false},
		{"409 for another change happened not, and is later", block, []http.HandlerFunc{refusing(409, "Directory_ConcurrencyViolation"), noContent}, call.Busy, 1, false},
		{"408 may have happened", block, []http.HandlerFunc{failing(408, ""), noContent}, call.Server, 1, true},
		{"499 may have happened", block, []http.HandlerFunc{failing(499, ""), noContent}, call.Server, 1, true},
		{"a web page with 403 may have happened", block, []http.HandlerFunc{webPage(403), noContent}, call.Malformed, 1, true},
		{"a web page with 429 may have happened, and is not repeated", block, []http.HandlerFunc{webPage(429), noContent}, call.Malformed, 1, true},
		{"nothing, from nobody, may have happened", block, []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200) }}, call.Malformed, 1, true},
		{"a web page that says it is JSON", block, []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, "<html>") }}, call.Malformed, 1, true},
		{"half an answer as if it were whole", block, []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, `{"id":"x`) }}, call.Network, 1, true},
		{"null", block, []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, "null") }}, call.Malformed, 1, true},
		{"a list", block, []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, "[]") }}, call.Malformed, 1, true},
		{"a failure with a good status", block, []http.HandlerFunc{refusing(200, "Request_BadRequest")}, call.Malformed, 1, true},
		{"sessions that were not revoked", call.RevokeSessions(ada), []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, `{"value":false}`) }}, call.Malformed, 1, true},
		{"500 may have happened", block, []http.HandlerFunc{failing(500, ""), noContent}, call.Server, 1, true},
		{"502 may have happened", block, []http.HandlerFunc{failing(502, ""), noContent}, call.Server, 1, true},
		{"503 may have happened, and is not repeated", block, []http.HandlerFunc{failing(503, "1"), noContent}, call.Server, 1, true},
		{"504 may have happened, and is not repeated", block, []http.HandlerFunc{failing(504, ""), noContent}, call.Server, 1, true},
		{"a broken connection may have happened, and is not repeated", block, []http.HandlerFunc{hangUp, noContent}, call.Network, 1, true},
		{"a web page may have happened", block, []http.HandlerFunc{webPage(200), noContent}, call.Malformed, 1, true},
		{"a redirect is not followed", block, []http.HandlerFunc{redirect, noContent}, call.Malformed, 1, true},
		{"a cut answer is good where nothing of it is needed", block, []http.HandlerFunc{cutting(200, `{"value`)}, "", 1, false},
		{"a cut answer with the TAP in it may have happened, and is not repeated", tap, []http.HandlerFunc{cutting(201, `{"id":"p`), noContent}, call.Network, 1, true},
		{"an answer without the TAP may have happened", tap, []http.HandlerFunc{noContent}, call.Malformed, 1, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, answers(test.answers...))
			client, _ := fake.client(t)
			_, err := client.Send(context.Background(), contoso, test.request)
			require.Len(t, fake.requests(), test.requests)
			require.Equal(t, test.may, call.MayHaveHappened(err), "%v", err)
			if test.kind == "" {
				require.NoError(t, err)
				return
			}
			require.True(t, call.Is(err, test.kind), "%v", err)
			require.Contains(t, err.Error(), test.request.Op+" in tenant "+string(contoso))
		})
	}
}

func TestAWriteThatNeverLeftDidNotHappen(t *testing.T) {
	refused := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	reset := &net.OpError{Op: "write", Err: errors.New("broken pipe")}
	for _, test := range []struct {
		name string
		err  error
		may  bool
	}{
		{"no connection", refused, false},
		{"no way through the proxy", &net.OpError{Op: "proxyconnect", Err: errors.New("refused")}, false},
		{"a certificate that is not Microsoft's", &tls.CertificateVerificationError{Err: errors.New("unknown authority")}, false},
		{"a connection that broke", reset, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, noContent)
			client, _ := fake.client(t, func(o *graph.Options) {
				o.Transport = &failingTransport{next: http.DefaultTransport, fails: 99, err: test.err}
			})
			_, err := client.Send(context.Background(), contoso, call.RevokeSessions(ada))
			require.ErrorIs(t, err, test.err)
			require.Equal(t, test.may, call.MayHaveHappened(err), "%v", err)
			require.Empty(t, fake.requests())
		})
	}
}

func TestNoTokenIsNoWrite(t *testing.T) {
	fake := newFakeGraph(t, noContent)
	signedOut := errors.New("signed out")
	client, _ := fake.client(t, func(o *graph.Options) { o.Tokens = &tokens{err: signedOut} })
	_, err := client.Send(context.Background(), contoso, call.RevokeSessions(ada))
	require.ErrorIs(t, err, signedOut)
	require.False(t, call.MayHaveHappened(err))
	require.Empty(t, fake.requests())
}

func TestTheEndOfTheCallerTellsWhetherTheWriteHadLeft(t *testing.T) {
	t.Run("before it began nothing was sent", func(t *testing.T) {
		fake := newFakeGraph(t, noContent)
		client, _ := fake.client(t)
		ctx, stop := context.WithCancel(context.Background())
		stop()
		_, err := client.Send(ctx, contoso, call.RevokeSessions(ada))
		require.ErrorIs(t, err, context.Canceled)
		require.False(t, call.MayHaveHappened(err))
		require.Empty(t, fake.requests())
	})
	t.Run("while it waits after 429 nothing happened", func(t *testing.T) {
		fake := newFakeGraph(t, failing(429, "3"))
		client, clock := fake.client(t)
		ctx, stop := context.WithCancel(context.Background())
		clock.setBefore(func() { stop() })
		_, err := client.Send(ctx, contoso, call.RevokeSessions(ada))
		require.ErrorIs(t, err, context.Canceled)
		require.False(t, call.MayHaveHappened(err))
		require.Len(t, fake.requests(), 1)
	})
	t.Run("in flight it may have happened", func(t *testing.T) {
		ctx, stop := context.WithCancel(context.Background())
		arrived := make(chan struct{})
		fake := newFakeGraph(t, func(_ http.ResponseWriter, r *http.Request) {
			close(arrived)
			<-r.Context().Done()
		})
		client, _ := fake.client(t)
		go func() {
			<-arrived
			stop()
		}()
		_, err := client.Send(ctx, contoso, call.RevokeSessions(ada))
		require.ErrorIs(t, err, context.Canceled)
		require.True(t, call.MayHaveHappened(err))
		require.Contains(t, err.Error(), "under way")
	})
}

func (c *clock) setBefore(before func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before = func(_ time.Duration) { before() }
}

func TestSecretsAreSentFromAnywhereInTheBodyAndPrintedNowhere(t *testing.T) {
	const text = "Correct-horse1"
	secret := m365.NewSecret(text)
	fake := newFakeGraph(t, failing(400, ""))
	client, _ := fake.client(t)
	request := call.Request{Op: "test", Method: "POST", Path: "/users", Body: map[string]any{
		"a": secret, "b": &secret, "c": []any{1, map[string]m365.Secret{"d": secret}}, "e": []m365.Secret{secret}, "f": nil, "g": true,
	}}
	_, err := client.Send(context.Background(), contoso, request)
	require.JSONEq(t, strings.ReplaceAll(`{"a":"X","b":"X","c":[1,{"d":"X"}],"e":["X"],"f":null,"g":true}`, "X", text), fake.requests()[0].body)
	require.NotContains(t, request.Text(), text)
	require.NotContains(t, err.Error(), text)

	request.Body = struct{ Password m365.Secret }{secret}
	_, err = client.Send(context.Background(), contoso, request)
	require.ErrorContains(t, err, "none of maps")
	require.False(t, call.MayHaveHappened(err))
	require.Len(t, fake.requests(), 1, "a body whose secrets would be hidden is not sent")
}

func TestOnlyWritesAreSent(t *testing.T) {
	fake := newFakeGraph(t, noContent)
	client, _ := fake.client(t)
	_, err := client.Send(context.Background(), contoso, call.Request{Op: "read", Method: "GET", Path: "/users"})
	require.ErrorContains(t, err, "no write")
	require.False(t, call.MayHaveHappened(err))
	require.Empty(t, fake.requests())
	require.False(t, call.MayHaveHappened(nil))
}

func TestAWriteToWhatIsNoIDIsNotSent(t *testing.T) {
	fake := newFakeGraph(t, noContent)
	client, _ := fake.client(t)
	for _, id := range []string{"", ".", "..", "me-token-to-replace", "ada@contoso.com"} {
		for _, request := range []call.Request{
			call.SetSignIn(id, m365.Blocked), call.RevokeSessions(id), client.AddToGroup(id, group), client.AddToGroup(ada, id),
			call.RemoveFromGroup(ada, id), call.AddRole(id, role, call.WholeTenant), call.RemoveRole(strings.TrimSuffix(id, "ada@contoso.com")),
		} {
			_, err := client.Send(context.Background(), contoso, request)
			require.ErrorIs(t, err, call.ErrID, "%s %q", request.Op, id)
			require.False(t, call.MayHaveHappened(err))
		}
	}
	require.Empty(t, fake.requests())
}
