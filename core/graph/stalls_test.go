package graph_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
)

// stalls are the ways in which an answer may never come to its end, by name. What gives way is the client's own time limit.
var stalls = map[string]func(*http.Request) (*http.Response, error){
	"no answer": func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	},
	"an answer that stops in the middle": func(r *http.Request) (*http.Response, error) {
		return answered(r, page(``), endlessBody{r.Context(), strings.NewReader(`{"id":"u1","value":[{"id":"a"},`), 0}), nil
	},
	"an answer that drips": func(r *http.Request) (*http.Response, error) {
		return answered(r, page(``), endlessBody{r.Context(), strings.NewReader(`{`), 10 * time.Second}), nil
	},
	"a failure that stops in the middle": func(r *http.Request) (*http.Response, error) {
		return answered(r, failing(403, ""), endlessBody{r.Context(), strings.NewReader(`{"error":{"code":"Authorization`), 0}), nil
	},
}

func TestAReadThatNeverEndsMeansWhatTheTableSaysOfItsFailure(t *testing.T) {
	for _, read := range call.Reads() {
		for name, stall := range stalls {
			t.Run(read.Op+"/"+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					whole := brokenBy(read, nil)
					client := inMemory(t, func(r *http.Request) (*http.Response, error) {
						if isRead(r, read) {
							return stall(r)
						}
						return answered(r, whole, nil), nil
					})
					began := time.Now()
					requireLoss(t, client, read, name)
					require.Less(t, time.Since(began), 15*time.Minute)
				})
			})
		}
	}
}

// inMemory is a client whose requests use no network, so that its clock goes on as soon as all wait.
func inMemory(t *testing.T, answer func(*http.Request) (*http.Response, error)) *graph.Client {
	t.Helper()
	client, err := graph.New(graph.Options{
		Base: "http://127.0.0.1:9", Tokens: &tokens{}, Transport: transportFunc(answer), Jitter: func() float64 { return 0 },
	})
	require.NoError(t, err)
	return client
}

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answered is what a handler answers, with another body where one is given.
func answered(r *http.Request, handler http.HandlerFunc, body io.ReadCloser) *http.Response {
	asked := r.Clone(r.Context())
	asked.Host = r.URL.Host
	recorder := httptest.NewRecorder()
	recorder.Header().Set("Content-Type", "application/json")
	handler(recorder, asked)
	resp := recorder.Result()
	resp.Request = r
	if body != nil {
		resp.Body, resp.ContentLength = body, -1
	}
	return resp
}

// endlessBody begins, and then gives a space every so often, or nothing more.
type endlessBody struct {
	ctx   context.Context
	begin io.Reader
	every time.Duration
}

func (b endlessBody) Read(p []byte) (int, error) {
	if n, err := b.begin.Read(p); err == nil {
		return n, nil
	}
	var next <-chan time.Time
	if b.every > 0 {
		next = time.After(b.every)
	}
	select {
	case <-next:
		return copy(p, " "), nil
	case <-b.ctx.Done():
		return 0, b.ctx.Err()
	}
}

func (b endlessBody) Close() error { return nil }

func TestAWriteWhoseAnswerNeverEndsMayHaveHappened(t *testing.T) {
	for name, stall := range stalls {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sent := 0
				client := inMemory(t, func(r *http.Request) (*http.Response, error) {
					sent++
					return stall(r)
				})
				_, err := client.Send(t.Context(), contoso, call.CreateTAP(ada, time.Hour, true))
				require.True(t, call.MayHaveHappened(err), "%v", err)
				require.False(t, call.NothingSent(err))
				require.Equal(t, 1, sent, "it is not sent again")
			})
		})
	}
}
