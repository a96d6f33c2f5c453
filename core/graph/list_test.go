package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestCancelInTheMiddleOfPagingEndsTheRead(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	var fake *fakeGraph
	fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, 200, userPage(fake.URL+"/v1.0/users?page="+strconv.Itoa(len(fake.requests())), "user-"+strconv.Itoa(len(fake.requests()))))
	})
	client, _ := fake.client(t)
	ctx, cancel := context.WithCancel(context.Background())
	pages := 0
	err := client.EachUserPage(ctx, contoso, func([]m365.User) error {
		if pages++; pages == 3 {
			cancel()
		}
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, call.As(err))
	require.Equal(t, 3, pages)
	require.Len(t, fake.requests(), 3)
	client.Close()
	fake.Close()
}

func TestCancelInTheMiddleOfAnAnswerEndsTheRead(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"value":[{"id":"a"},`))
		w.(http.Flusher).Flush()
		cancel()
		<-r.Context().Done()
	})
	client, _ := fake.client(t)
	err := client.EachUserPage(ctx, contoso, func([]m365.User) error {
		t.Error("half a page was handed on")
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
}

func TestTheCallersErrorEndsTheReadAndComesBackAsItIs(t *testing.T) {
	var fake *fakeGraph
	fake = newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 200, userPage(fake.URL+"/v1.0/users?page=2", "a"))
	})
	client, _ := fake.client(t)
	full := errors.New("disk full")
	err := client.EachUserPage(context.Background(), contoso, func([]m365.User) error { return full })
	require.Equal(t, full, err)
	require.Len(t, fake.requests(), 1)
}

func TestABrokenAnswerIsReadAgainOnceAndNeverHandedOnInPart(t *testing.T) {
	whole := userPage("", "a", "b", "c")
	for _, test := range []struct {
		name     string
		broken   int // the first answers that break
		breakOff func(http.ResponseWriter)
		ids      []string
		kind     call.Kind
		requests int
	}{
		{"a connection that breaks once", 1, abort, []string{"a", "b", "c"}, "", 2},
		{"a connection that always breaks", 9, abort, nil, call.Network, 3},
		{"JSON that ends before its time, once", 1, endEarly, []string{"a", "b", "c"}, "", 2},
		{"JSON that always ends before its time", 9, endEarly, nil, call.Network, 3},
		{"JSON with nonsense in it", 9, body(strings.Replace(whole, `{"id":"b"`, `{"id":b`, 1)), nil, call.Malformed, 1},
		{"a field of another type", 9, body(strings.Replace(whole, `"User b"`, `7`, 1)), nil, call.Malformed, 1},
		{"JSON without a list", 9, body(`{"@odata.context":"c"}`), nil, call.Malformed, 1},
		{"a list that is none", 9, body(`{"value":null}`), nil, call.Malformed, 1},
		{"something after the answer", 9, body(whole + `{}`), nil, call.Malformed, 1},
		{"an empty answer", 9, body(``), nil, call.Network, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			var answered atomic.Int32
			fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
				if int(answered.Add(1)) <= test.broken {
					test.breakOff(w)
					return
				}
				writeJSON(w, 200, whole)
			})
			client, _ := fake.client(t)
			ids, err := readIDs(client)
			require.Equal(t, test.ids, ids)
			require.Len(t, fake.requests(), test.requests)
			if test.kind == "" {
				require.NoError(t, err)
				return
			}
			require.True(t, call.Is(err, test.kind), "%v", err)
			require.Contains(t, err.Error(), string(contoso))
		})
	}
}

// abort ends the connection in the middle of a page.
func abort(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "5000")
	_, _ = w.Write([]byte(`{"value":[{"id":"a","displayName":"User a"},{"id":"b","displ`))
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

// endEarly ends the answer in good form, in the middle of a page.
func endEarly(w http.ResponseWriter) {
	writeJSON(w, 200, `{"value":[{"id":"a","displayName":"User a"},{"id":"b","displ`)
}

func body(text string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { writeJSON(w, 200, text) }
}

func TestATokenGoesToTheCloudsOwnHostOnly(t *testing.T) {
	var reached atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reached.Add(1)
		writeJSON(w, 200, userPage(""))
	}))
	defer elsewhere.Close()
	for _, test := range []struct {
		name string
		link func(own string) string
	}{
		{"another host", func(string) string { return elsewhere.URL + "/v1.0/users?page=2" }},
		{"another scheme", func(own string) string {
			return strings.Replace(own, "http://", "https://", 1) + "/v1.0/users?page=2"
		}},
		{"a name before the host", func(own string) string {
			return strings.Replace(own, "http://", "http://graph.microsoft.com@", 1) + "/v1.0/users"
		}},
		{"no host", func(string) string { return "/v1.0/users?page=2" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			var fake *fakeGraph
			fake = newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
				writeJSON(w, 200, userPage(test.link(fake.URL), "a"))
			})
			held := &tokens{}
			client, _ := fake.client(t, func(o *graph.Options) { o.Tokens = held })
			_, err := readIDs(client)
			require.True(t, call.Is(err, call.ForeignHost), "%v", err)
			require.NotContains(t, err.Error(), "page=2")
			require.Equal(t, 1, held.asked, "no token is even asked for")
			require.Len(t, fake.requests(), 1)
		})
	}
	require.Zero(t, reached.Load())
}

func TestARedirectIsNotFollowed(t *testing.T) {
	var reached atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer elsewhere.Close()
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) })
	client, _ := fake.client(t)
	_, err := readIDs(client)
	require.True(t, call.Is(err, call.Malformed), "%v", err)
	require.Zero(t, reached.Load())
}

func TestPagesThatGoInACircleEnd(t *testing.T) {
	var fake *fakeGraph
	fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		other := map[string]string{"": "1", "1": "2", "2": "1"}[r.URL.Query().Get("page")]
		writeJSON(w, 200, userPage(fake.URL+"/v1.0/users?page="+other, "user-"+r.URL.Query().Get("page")))
	})
	client, _ := fake.client(t)
	_, err := readIDs(client)
	require.True(t, call.Is(err, call.Incomplete), "%v", err)
	require.Len(t, fake.requests(), 3)
}

func TestMemoryDoesNotGrowWithTheNumberOfUsers(t *testing.T) {
	const pages, each = 200, 1000
	ids := make([]string, each)
	for i := range ids {
		ids[i] = fmt.Sprintf("user-%d", i)
	}
	content := strings.TrimSuffix(userPage("", ids...), "}")
	var fake *fakeGraph
	var served atomic.Int32
	fake = newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		number := served.Add(1)
		next := ""
		if number < pages {
			next = fmt.Sprintf(`%s/v1.0/users?page=%d`, fake.URL, number)
		}
		writeJSON(w, 200, strings.ReplaceAll(content, "user-", fmt.Sprintf("user-%d-", number))+fmt.Sprintf(`,"@odata.nextLink":%q}`, next))
	})
	client, _ := fake.client(t)
	users, page := 0, 0
	var early uint64
	err := client.EachUserPage(context.Background(), contoso, func(read []m365.User) error {
		users += len(read)
		if page++; page == pages/10 {
			early = heap()
		}
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, pages*each, users)
	late := heap()
	require.Less(t, int64(late)-int64(early), int64(2<<20), "heap after %d users %d, at the end %d", users/10, early, late)
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
