package fault_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
)

const (
	ours, theirs = "11111111-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"
	truth        = `{"@odata.nextLink":"https://graph.example/next","value":[{"id":"` + ours + `","at":"2026-11-20T15:04:05Z","within":[{"name":"a"}]}]}`
)

// seenAs is what a client sees of an answer; failed is a connection that broke.
type seenAs struct {
	status int
	header http.Header
	body   string
	failed bool
}

// see asks for a second page of the service with one rule in force.
func see(t *testing.T, service fault.Service, rule fault.Rule) seenAs {
	t.Helper()
	rules := fault.New(time.After)
	add(t, rules, rule)
	handler := rules.Wrap(service, func(*http.Request) string { return ours }, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Date", "Fri, 20 Nov 2026 15:04:05 GMT")
		if strings.HasSuffix(r.URL.Path, "/token") {
			_, _ = io.WriteString(w, `{"tenant":"`+strings.Split(r.URL.Path, "/")[1]+`"}`)
			return
		}
		_, _ = io.WriteString(w, truth)
	}))
	server := httptest.NewServer(handler)
	defer server.Close()
	request, err := http.NewRequest(http.MethodGet, server.URL+"/v1.0/users/x/memberOf/microsoft.graph.group?$skiptoken=t", http.NoBody)
	require.NoError(t, err)
	if service == fault.Login {
		request, err = http.NewRequest(http.MethodPost, server.URL+"/"+ours+"/oauth2/v2.0/token", http.NoBody)
		require.NoError(t, err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return seenAs{failed: true}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return seenAs{response.StatusCode, response.Header, string(body), err != nil}
}

// expected says of every kind of the table what a client sees of it.
var expected = map[fault.Kind]struct {
	rule    fault.Rule
	service fault.Service
	see     func(*testing.T, seenAs)
}{
	fault.ThrottledUntil: {fault.Rule{RetryAfter: 90 * time.Second, Skew: -10 * time.Minute}, fault.Graph, func(t *testing.T, seen seenAs) {
		require.Equal(t, 429, seen.status)
		date, err := http.ParseTime(seen.header.Get("Date"))
		require.NoError(t, err)
		until, err := http.ParseTime(seen.header.Get("Retry-After"))
		require.NoError(t, err)
		require.Equal(t, 90*time.Second, until.Sub(date))
		require.Greater(t, time.Since(date), 9*time.Minute)
	}},
	fault.ExpiredToken:  {fault.Rule{}, fault.Graph, refused(401, "InvalidAuthenticationToken")},
	fault.ExpiredPage:   {fault.Rule{}, fault.Graph, refused(400, "Directory_ExpiredPageToken")},
	fault.AdvancedCasts: {fault.Rule{}, fault.Graph, refused(400, "Request_UnsupportedQuery")},
	fault.ExpiredDelta:  {fault.Rule{}, fault.Graph, refused(410, "syncStateNotFound")},
	fault.EmptyPage: {fault.Rule{}, fault.Graph, func(t *testing.T, seen seenAs) {
		require.Contains(t, seen.body, `"value":[]`)
		require.Contains(t, linkOf(t, seen), "round=1")
	}},
	fault.Replayed: {fault.Rule{}, fault.Graph, func(t *testing.T, seen seenAs) {
		require.Equal(t, 2, strings.Count(seen.body, ours))
	}},
	fault.Unlinked: {fault.Rule{}, fault.Graph, func(t *testing.T, seen seenAs) {
		require.Empty(t, linkOf(t, seen))
	}},
	fault.Circle: {fault.Rule{}, fault.Graph, func(t *testing.T, seen seenAs) {
		require.True(t, strings.HasSuffix(linkOf(t, seen), "/v1.0/users/x/memberOf/microsoft.graph.group?$skiptoken=t"))
	}},
	fault.Endless: {fault.Rule{}, fault.Graph, func(t *testing.T, seen seenAs) {
		require.Contains(t, linkOf(t, seen), "round=1")
	}},
	fault.Empty:       {fault.Rule{}, fault.Graph, answered("")},
	fault.Null:        {fault.Rule{}, fault.Graph, answered("null")},
	fault.NullElement: {fault.Rule{}, fault.Graph, answered(`{"value":[null]}`)},
	fault.NullWithin: {fault.Rule{}, fault.Graph, func(t *testing.T, seen seenAs) {
		require.Contains(t, seen.body, `"value":[null,{`)
		require.Contains(t, seen.body, `"within":[null,{`)
	}},
	fault.OddTypes: {fault.Rule{}, fault.Graph, func(t *testing.T, seen seenAs) {
		require.Contains(t, seen.body, `"id":7`)
		require.Contains(t, seen.body, "https://graph.example/next")
	}},
	fault.ClockOff: {fault.Rule{Skew: 7 * time.Minute}, fault.Graph, func(t *testing.T, seen seenAs) {
		require.Equal(t, "Fri, 20 Nov 2026 15:11:05 GMT", seen.header.Get("Date"))
		require.Contains(t, seen.body, `"2026-11-20T15:11:05Z"`)
	}},
	fault.ForeignToken:  {fault.Rule{Other: theirs}, fault.Login, answered(`{"tenant":"` + theirs + `"}`)},
	fault.ForeignTenant: {fault.Rule{Other: theirs}, fault.Graph, answered(strings.ReplaceAll(truth, ours, theirs))},
	fault.Slow:          {fault.Rule{Delay: time.Nanosecond}, fault.Graph, answered(truth)},
	fault.Cut:           {fault.Rule{}, fault.Graph, func(t *testing.T, seen seenAs) { require.True(t, seen.failed) }},
	fault.Dropped:       {fault.Rule{}, fault.Graph, func(t *testing.T, seen seenAs) { require.True(t, seen.failed) }},
	fault.Malformed: {fault.Rule{}, fault.Graph, func(t *testing.T, seen seenAs) {
		require.Equal(t, 200, seen.status)
		require.False(t, json.Valid([]byte(seen.body)))
	}},
	fault.Propagating: {fault.Rule{Delay: time.Second}, fault.Graph, answered(truth)},
}

func refused(status int, code string) func(*testing.T, seenAs) {
	return func(t *testing.T, seen seenAs) {
		t.Helper()
		require.Equal(t, status, seen.status)
		require.Contains(t, seen.body, `"code":"`+code+`"`)
	}
}

func answered(body string) func(*testing.T, seenAs) {
	return func(t *testing.T, seen seenAs) {
		t.Helper()
		require.Equal(t, 200, seen.status)
		require.Equal(t, body, seen.body)
	}
}

func linkOf(t *testing.T, seen seenAs) string {
	t.Helper()
	var page struct {
		Link string `json:"@odata.nextLink"`
	}
	require.NoError(t, json.Unmarshal([]byte(seen.body), &page))
	return page.Link
}

func TestEveryKindOfTheTableDoesWhatItSays(t *testing.T) {
	walked := 0
	for _, kind := range fault.Kinds() {
		require.NotEmpty(t, kind.Does, kind.Kind)
		if strings.HasPrefix(string(kind.Kind), "STATUS") {
			continue
		}
		t.Run(string(kind.Kind), func(t *testing.T) {
			want, known := expected[kind.Kind]
			require.True(t, known, "the test says nothing of it")
			want.rule.Kind = kind.Kind
			want.see(t, see(t, want.service, want.rule))
		})
		walked++
	}
	require.Len(t, expected, walked)
}

func TestEveryStatusIsAnsweredInEveryFormByEveryService(t *testing.T) {
	marks := map[fault.Service]string{fault.Graph: `"error":{"code":"`, fault.Login: `"error_codes":[`, fault.Partner: `"source":"PartnerFD"`}
	for service, mark := range marks {
		for status := 400; status <= 504; status++ {
			own := see(t, service, fault.Rule{Kind: fault.WithError(status)})
			require.Equal(t, status, own.status)
			require.Contains(t, own.body, mark)
			require.True(t, json.Valid([]byte(own.body)))
			page := see(t, service, fault.Rule{Kind: fault.WithPage(status)})
			require.Equal(t, status, page.status)
			require.True(t, strings.HasPrefix(page.body, "<!DOCTYPE html>"))
			require.Contains(t, page.header.Get("Content-Type"), "text/html")
			nothing := see(t, service, fault.Rule{Kind: fault.WithNothing(status), RetryAfter: time.Second})
			require.Equal(t, status, nothing.status)
			require.Empty(t, nothing.body)
			require.Equal(t, "1", nothing.header.Get("Retry-After"))
		}
	}
}

func TestARuleMeetsTheOperationThatItNames(t *testing.T) {
	for operation, met := range map[string]bool{
		"GET /users/{id}/memberOf/microsoft.graph.group":  true,
		"get /users/x/memberof/microsoft.graph.group":     true,
		"GET /users/{id}/memberOf":                        false,
		"GET /users/{id}/memberOf/{type}/more":            false,
		"POST /users/{id}/memberOf/microsoft.graph.group": false,
		"GET /groups/{id}/memberOf/microsoft.graph.group": false,
	} {
		seen := see(t, fault.Graph, fault.Rule{Kind: fault.Broken, Operation: operation})
		require.Equal(t, met, seen.status == 500, operation)
	}
}
