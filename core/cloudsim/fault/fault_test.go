package fault_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
)

const wholeBody = `{"value":[{"id":"1"},{"id":"2"},{"id":"3"}]}`

func byQuery(r *http.Request) string { return r.URL.Query().Get("tenant") }

func good(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, wholeBody)
}

func serve(t *testing.T, rules *fault.Rules, service fault.Service) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(rules.Wrap(service, byQuery, http.HandlerFunc(good)))
	t.Cleanup(server.Close)
	return server
}

func get(t *testing.T, url string) (*http.Response, string) {
	t.Helper()
	response, err := http.Get(url)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response, string(body)
}

func add(t *testing.T, rules *fault.Rules, rule fault.Rule) int {
	t.Helper()
	id, err := rules.Add(rule)
	require.NoError(t, err)
	return id
}

func TestAnswers(t *testing.T) {
	cases := []struct {
		name       string
		service    fault.Service
		rule       fault.Rule
		status     int
		retryAfter string
		contains   string
	}{
		{"graph throttles in Graph's envelope", fault.Graph, fault.Rule{Kind: fault.Throttled, RetryAfter: 7 * time.Second}, 429, "7", `"code":"TooManyRequests"`},
		{"throttling always says when to come back", fault.Graph, fault.Rule{Kind: fault.Throttled}, 429, "1", `"error"`},
		{"a part of a second is rounded up", fault.Graph, fault.Rule{Kind: fault.Throttled, RetryAfter: 1500 * time.Millisecond}, 429, "2", `"error"`},
		{"503 says when to come back only if told to", fault.Graph, fault.Rule{Kind: fault.Unavailable}, 503, "", `"serviceNotAvailable"`},
		{"504", fault.Graph, fault.Rule{Kind: fault.GatewayTimeout}, 504, "", `"error"`},
		{"400", fault.Graph, fault.Rule{Kind: fault.BadRequest}, 400, "", `"Request_BadRequest"`},
		{"401", fault.Graph, fault.Rule{Kind: fault.Unauthorized}, 401, "", `"InvalidAuthenticationToken"`},
		{"403", fault.Graph, fault.Rule{Kind: fault.Denied}, 403, "", `"Authorization_RequestDenied"`},
		{"404", fault.Graph, fault.Rule{Kind: fault.NotFound}, 404, "", `"Request_ResourceNotFound"`},
		{"500", fault.Graph, fault.Rule{Kind: fault.Broken}, 500, "", `"generalException"`},
		{"502", fault.Graph, fault.Rule{Kind: fault.BadGateway}, 502, "", `"error"`},
		{"an answer of null", fault.Graph, fault.Rule{Kind: fault.Null}, 200, "", `null`},
		{"a list of null", fault.Graph, fault.Rule{Kind: fault.NullElement}, 200, "", `{"value":[null]}`},
		{"numbers for texts", fault.Graph, fault.Rule{Kind: fault.OddTypes}, 200, "", `{"value":[{"id":7},{"id":7},{"id":7}]}`},
		{"a page that leads to itself", fault.Graph, fault.Rule{Kind: fault.Circle}, 200, "", `"@odata.nextLink":"http://127.0.0.1`},
		{"sign-in fails in its own form", fault.Login, fault.Rule{Kind: fault.Unavailable}, 503, "", `"error_codes":[90033]`},
		{"Partner Center fails in its own form", fault.Partner, fault.Rule{Kind: fault.Throttled}, 429, "1", `"source":"PartnerFD"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rules := fault.New(time.After)
			add(t, rules, c.rule)
			response, body := get(t, serve(t, rules, c.service).URL)
			require.Equal(t, c.status, response.StatusCode)
			require.Equal(t, c.retryAfter, response.Header.Get("Retry-After"))
			require.Contains(t, body, c.contains)
			require.True(t, json.Valid([]byte(body)))
		})
	}
}

func TestMatching(t *testing.T) {
	cases := []struct {
		name string
		rule fault.Rule
		path string
		hit  bool
	}{
		{"an empty rule hits everything", fault.Rule{}, "/v1.0/users", true},
		{"the service has to be the rule's", fault.Rule{Service: fault.Login}, "/v1.0/users", false},
		{"the tenant has to be the rule's", fault.Rule{Tenant: "b"}, "/v1.0/users?tenant=a", false},
		{"the tenant is compared without case", fault.Rule{Tenant: "A"}, "/v1.0/users?tenant=a", true},
		{"the path has to contain the rule's", fault.Rule{PathContains: "/groups"}, "/v1.0/users", false},
		{"the method has to be the rule's", fault.Rule{Method: "POST"}, "/v1.0/users", false},
		{"all fields together", fault.Rule{Service: fault.Graph, Tenant: "a", PathContains: "users", Method: "get"}, "/v1.0/users?tenant=a", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rules := fault.New(time.After)
			c.rule.Kind = fault.Unavailable
			id := add(t, rules, c.rule)
			response, _ := get(t, serve(t, rules, fault.Graph).URL+c.path)
			require.Equal(t, c.hit, response.StatusCode == 503)
			require.Equal(t, c.hit, rules.Hits(id) == 1)
		})
	}
}

func TestARuleIsUsedUpAfterItsTimes(t *testing.T) {
	rules := fault.New(time.After)
	id := add(t, rules, fault.Rule{Kind: fault.Unavailable, Times: 2})
	server := serve(t, rules, fault.Graph)
	var statuses []int
	for range 4 {
		response, _ := get(t, server.URL)
		statuses = append(statuses, response.StatusCode)
	}
	require.Equal(t, []int{503, 503, 200, 200}, statuses)
	require.Equal(t, 2, rules.Hits(id))
}

func TestUnderManyRequestsARuleHitsExactlyItsTimes(t *testing.T) {
	rules := fault.New(time.After)
	id := add(t, rules, fault.Rule{Kind: fault.Throttled, Times: 5})
	handler := rules.Wrap(fault.Graph, byQuery, http.HandlerFunc(good))
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)) })
	}
	all.Wait()
	require.Equal(t, 5, rules.Hits(id))
}

func TestCutEndsInTheMiddleOfTheBody(t *testing.T) {
	rules := fault.New(time.After)
	add(t, rules, fault.Rule{Kind: fault.Cut, Times: 1})
	server := serve(t, rules, fault.Graph)
	response, err := http.Get(server.URL)
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	body, err := io.ReadAll(response.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Equal(t, wholeBody[:len(wholeBody)/2], string(body))
	_, after := get(t, server.URL)
	require.Equal(t, wholeBody, after)
}

func TestAnAnswerThatIsLostWasDoneAndOneThatIsDroppedWasNot(t *testing.T) {
	for kind, wanted := range map[fault.Kind]int{fault.Cut: 1, fault.Dropped: 0} {
		done := 0
		rules := fault.New(time.After)
		id := add(t, rules, fault.Rule{Kind: kind})
		server := httptest.NewServer(rules.Wrap(fault.Graph, byQuery, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			done++
			w.WriteHeader(http.StatusNoContent)
		})))
		request, err := http.NewRequest(http.MethodPatch, server.URL, strings.NewReader(`{}`))
		require.NoError(t, err)
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = response.Body.Close()
		}
		server.Close()
		require.Error(t, err, "%s", kind)
		require.Equal(t, wanted, done, "%s", kind)
		require.Equal(t, 1, rules.Hits(id), "%s", kind)
	}
}

func TestMalformedLooksWholeButIsNoJSON(t *testing.T) {
	rules := fault.New(time.After)
	add(t, rules, fault.Rule{Kind: fault.Malformed})
	response, body := get(t, serve(t, rules, fault.Graph).URL)
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Equal(t, "application/json", response.Header.Get("Content-Type"))
	require.False(t, json.Valid([]byte(body)))
	require.True(t, strings.HasPrefix(wholeBody, body))
}

func TestSlowWaitsAndThenTellsTheTruth(t *testing.T) {
	asked, goOn := make(chan time.Duration, 1), make(chan time.Time)
	rules := fault.New(func(d time.Duration) <-chan time.Time {
		asked <- d
		return goOn
	})
	add(t, rules, fault.Rule{Kind: fault.Slow, Delay: time.Hour})
	handler := rules.Wrap(fault.Graph, byQuery, http.HandlerFunc(good))
	answer := httptest.NewRecorder()
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		handler.ServeHTTP(answer, httptest.NewRequest("GET", "/", nil))
	}()
	require.Equal(t, time.Hour, <-asked)
	require.Empty(t, answer.Body.String())
	close(goOn)
	<-finished
	require.Equal(t, wholeBody, answer.Body.String())
}

func TestAnExpiredTokenShowsOnLaterPagesOnly(t *testing.T) {
	rules := fault.New(time.After)
	add(t, rules, fault.Rule{Kind: fault.ExpiredToken, Times: 1})
	server := serve(t, rules, fault.Graph)
	first, _ := get(t, server.URL+"/v1.0/users?$top=2")
	require.Equal(t, http.StatusOK, first.StatusCode)
	second, body := get(t, server.URL+"/v1.0/users?$top=2&$skiptoken=abc")
	require.Equal(t, http.StatusUnauthorized, second.StatusCode)
	require.Contains(t, body, "InvalidAuthenticationToken")
	again, _ := get(t, server.URL+"/v1.0/users?$top=2&$skiptoken=abc")
	require.Equal(t, http.StatusOK, again.StatusCode)
}

func TestPropagationFailsNothingAndIsCounted(t *testing.T) {
	rules := fault.New(time.After)
	id := add(t, rules, fault.Rule{Tenant: "a", Kind: fault.Propagating, Delay: 20 * time.Second, Times: 1})
	response, _ := get(t, serve(t, rules, fault.Partner).URL+"?tenant=a")
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Zero(t, rules.Propagation("b"))
	require.Equal(t, 20*time.Second, rules.Propagation("a"))
	require.Zero(t, rules.Propagation("a"))
	require.Equal(t, 1, rules.Hits(id))
}

func TestRulesThatMakeNoSenseAreRefused(t *testing.T) {
	for _, rule := range []fault.Rule{
		{},
		{Kind: "399"},
		{Kind: "505"},
		{Kind: "503-"},
		{Kind: "503-teapot"},
		{Kind: "0503"},
		{Kind: "STATUS"},
		{Kind: fault.ClockOff},
		{Kind: fault.ForeignToken},
		{Kind: fault.ForeignTenant},
		{Kind: fault.Cut, Operation: "/users"},
		{Kind: fault.Cut, Operation: "GET users"},
		{Kind: fault.Slow},
		{Kind: fault.Propagating},
		{Kind: fault.Cut, Times: -1},
		{Kind: fault.Cut, Service: "exchange"},
	} {
		_, err := fault.New(time.After).Add(rule)
		require.Error(t, err, "%+v", rule)
	}
}

func TestTheControlInterfaceAddsListsAndRemoves(t *testing.T) {
	rules := fault.New(time.After)
	control := httptest.NewServer(rules.Control())
	defer control.Close()
	call := func(method, path, body string) (int, string) {
		request, err := http.NewRequest(method, control.URL+path, bytes.NewReader([]byte(body)))
		require.NoError(t, err)
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer response.Body.Close()
		said, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, strings.TrimSpace(string(said))
	}
	status, said := call("POST", "/rules", `{"service":"graph","kind":"429","retryAfter":"3s","times":1}`)
	require.Equal(t, http.StatusCreated, status)
	require.JSONEq(t, `{"id":1}`, said)

	response, _ := get(t, serve(t, rules, fault.Graph).URL)
	require.Equal(t, "3", response.Header.Get("Retry-After"))

	_, said = call("GET", "/rules", "")
	require.JSONEq(t, `[{"id":1,"rule":{"service":"graph","kind":"429","retryAfter":"3s","times":1},"hits":1}]`, said)

	status, said = call("POST", "/rules", `{"kind":"slow","delay":"a while"}`)
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, said, "delay")

	status, _ = call("DELETE", "/rules/1", "")
	require.Equal(t, http.StatusNoContent, status)
	status, _ = call("DELETE", "/rules/1", "")
	require.Equal(t, http.StatusNotFound, status)
	require.Empty(t, rules.List())
}

func TestAPageExpiresWhereThereIsOneBefore(t *testing.T) {
	rules := fault.New(time.After)
	add(t, rules, fault.Rule{Kind: fault.ExpiredPage, Times: 1})
	url := serve(t, rules, fault.Graph).URL
	_, body := get(t, url)
	require.Equal(t, wholeBody, body)
	response, body := get(t, url+"?$skiptoken=x")
	require.Equal(t, 400, response.StatusCode)
	require.Contains(t, body, "Directory_ExpiredPageToken")
	_, body = get(t, url+"?$skiptoken=x")
	require.Equal(t, wholeBody, body)
}

func TestOnlyCastsAreWantedOfTheAdvancedEngine(t *testing.T) {
	rules := fault.New(time.After)
	add(t, rules, fault.Rule{Kind: fault.AdvancedCasts})
	url := serve(t, rules, fault.Graph).URL
	_, body := get(t, url+"/v1.0/users/u/memberOf")
	require.Equal(t, wholeBody, body)
	response, body := get(t, url+"/v1.0/users/u/memberOf/microsoft.graph.group?$count=true")
	require.Equal(t, 400, response.StatusCode)
	require.Contains(t, body, "Request_UnsupportedQuery")
	request, err := http.NewRequest(http.MethodGet, url+"/v1.0/users/u/memberOf/microsoft.graph.group?$count=true", http.NoBody)
	require.NoError(t, err)
	request.Header.Set("ConsistencyLevel", "eventual")
	answered, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, answered.Body.Close())
	require.Equal(t, 200, answered.StatusCode)
}
