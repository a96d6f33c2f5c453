package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
)

func TestEveryAnswerOfFailureHasOneForm(t *testing.T) {
	page := func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(403)
		_, _ = w.Write([]byte("<html>blocked by your proxy</html>"))
	}
	reply := func(status int, body string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { writeJSON(w, status, body) }
	}
	for _, test := range []struct {
		name   string
		answer func(http.ResponseWriter)
		want   call.Error
	}{
		{"denied", reply(403, graphError("Authorization_RequestDenied", "Insufficient privileges")), call.Error{Kind: call.Denied, Status: 403, Code: "Authorization_RequestDenied", Message: "Insufficient privileges"}},
		{"no premium", reply(403, graphError("Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license")), call.Error{Kind: call.NeedsPremium, Status: 403, Code: "Authentication_RequestFromNonPremiumTenantOrB2CTenant"}},
		{"token refused", reply(401, graphError("InvalidAuthenticationToken", "Access token is empty.")), call.Error{Kind: call.Unauthorized, Status: 401, Code: "InvalidAuthenticationToken"}},
		{"not there", reply(404, graphError("Request_ResourceNotFound", "does not exist")), call.Error{Kind: call.NotFound, Status: 404}},
		{"not there, said with 400", reply(400, graphError("Request_ResourceNotFound", "does not exist")), call.Error{Kind: call.NotFound, Status: 400}},
		{"conflict", reply(409, graphError("Conflict", "exists")), call.Error{Kind: call.Conflict, Status: 409}},
		{"conflict, said in the details", reply(400, `{"error":{"code":"Request_BadRequest","message":"Another object with the same value exists.","details":[{"code":"ObjectConflict","target":"userPrincipalName","message":"taken"}]}}`), call.Error{Kind: call.Conflict, Status: 400}},
		{"conflict, said in the message", reply(400, graphError("Request_BadRequest", "One or more added object references already exist for the following modified properties: 'members'.")), call.Error{Kind: call.Conflict, Status: 400}},
		{"bad values", reply(400, graphError("Request_BadRequest", "Invalid value")), call.Error{Kind: call.BadRequest, Status: 400}},
		{"failure at Microsoft", reply(500, graphError("generalException", "x")), call.Error{Kind: call.Server, Status: 500}},
		{"somebody else's change under way", reply(409, graphError("Directory_ConcurrencyViolation", "retry")), call.Error{Kind: call.Busy, Status: 409}},
		{"changed meanwhile", reply(412, graphError("PreconditionFailed", "changed")), call.Error{Kind: call.Conflict, Status: 412}},
		{"gone", reply(410, graphError("Gone", "gone")), call.Error{Kind: call.NotFound, Status: 410}},
		{"no time left", reply(408, graphError("RequestTimeout", "slow")), call.Error{Kind: call.Server, Status: 408}},
		{"a code alone", reply(403, `{"error":{"code":"Authorization_RequestDenied"}}`), call.Error{Kind: call.Denied, Status: 403}},
		{"an envelope without a code", reply(403, `{"error":{}}`), call.Error{Kind: call.Malformed, Status: 403}},
		{"a body of another service", reply(400, `{"code":"2000","description":"other"}`), call.Error{Kind: call.Malformed, Status: 400}},
		{"a body of another form", reply(400, `{"error":"invalid_grant"}`), call.Error{Kind: call.Malformed, Status: 400}},
		{"an empty body", reply(400, ``), call.Error{Kind: call.Malformed, Status: 400}},
		{"a web page", page, call.Error{Kind: call.Malformed, Status: 403}},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { test.answer(w) })
			client, clock := fake.client(t)
			_, typed := client.Organization(context.Background(), contoso)
			_, bulk := client.Relationships(context.Background(), contoso)
			for _, err := range []error{typed, bulk} {
				failed := call.As(err)
				require.NotNil(t, failed, "%v", err)
				require.Equal(t, test.want.Kind, failed.Kind)
				require.Equal(t, test.want.Status, failed.Status)
				if test.want.Code != "" {
					require.Equal(t, test.want.Code, failed.Code)
				}
				if test.want.Message != "" {
					require.Equal(t, test.want.Message, failed.Message)
				}
				require.Equal(t, contoso, failed.Tenant)
				require.NotEmpty(t, failed.Op)
				require.NotEmpty(t, failed.ClientRequestID)
				require.Equal(t, clock.Now(), failed.At)
				require.NotContains(t, err.Error(), "token-")
				requirePlainWords(t, err)
			}
		})
	}
}

// none are answers that are not Graph's, whatever their status.
var none = map[string]func(http.ResponseWriter, int){
	"a web page": func(w http.ResponseWriter, status int) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = w.Write([]byte("<html><title>Request_ResourceNotFound</title></html>"))
	},
	"a web page that says it is JSON": func(w http.ResponseWriter, status int) { writeJSON(w, status, "<html>") },
	"nothing":                         func(w http.ResponseWriter, status int) { w.WriteHeader(status) },
	"an object of somebody else":      func(w http.ResponseWriter, status int) { writeJSON(w, status, `{"error":"blocked"}`) },
	"half an envelope": func(w http.ResponseWriter, status int) {
		writeJSON(w, status, graphError("Request_ResourceNotFound", "gone")[:40])
	},
}

func TestAStatusWithoutGraphsOwnWordsIsNobodysWord(t *testing.T) {
	for name, answer := range none {
		for _, status := range []int{400, 401, 403, 404, 405, 407, 408, 409, 410, 412, 413, 415, 422, 423, 429, 451, 499, 500, 501, 502, 503, 504, 511} {
			t.Run(fmt.Sprintf("%d with %s", status, name), func(t *testing.T) {
				fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { answer(w, status) })
				client, _ := fake.client(t, func(o *graph.Options) { o.Tokens = &refusable{} })
				_, err := client.Organization(context.Background(), contoso)
				requireProxySuspected(t, err, status)
				read := len(fake.requests())
				_, err = client.Send(context.Background(), contoso, call.RevokeSessions(ada))
				requireProxySuspected(t, err, status)
				require.True(t, call.MayHaveHappened(err), "the status is no word of Microsoft")
				require.Len(t, fake.requests(), read+1, "a write that may have happened is not repeated")
			})
		}
	}
}

func requireProxySuspected(t *testing.T, err error, status int) {
	t.Helper()
	require.True(t, call.Is(err, call.Malformed), "%v", err)
	require.Equal(t, status, call.As(err).Status)
	failure := call.Explain(err, "Contoso")
	require.Contains(t, failure.What, "the answer was not Microsoft's")
	require.Contains(t, failure.Do, "proxy")
}

func TestAChallengeForATokenIsMicrosofts(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="", error="invalid_token"`)
		w.WriteHeader(401)
	})
	client, _ := fake.client(t)
	_, err := client.Send(context.Background(), contoso, call.RevokeSessions(ada))
	require.True(t, call.Is(err, call.Unauthorized), "%v", err)
	require.False(t, call.MayHaveHappened(err))
}

func requirePlainWords(t *testing.T, err error) {
	t.Helper()
	failure := call.Explain(err, "Contoso")
	require.Contains(t, failure.What, "Contoso")
	require.True(t, strings.HasPrefix(failure.What, "Could not "), failure.What)
	require.NotEmpty(t, failure.Do)
	for _, text := range []string{failure.What, failure.Do} {
		require.True(t, strings.HasSuffix(text, "."), text)
		require.NotContains(t, text, "!")
		require.NotContains(t, strings.ToLower(text), "please")
		require.NotContains(t, text, "_")
		require.NotContains(t, text, string(contoso))
	}
	require.Equal(t, call.As(err).Code, failure.Code)
	require.NotEmpty(t, failure.RequestID)
	require.Equal(t, call.As(err).At, failure.At)
	require.Equal(t, err.Error(), failure.Technical)
}

func TestAnErrorNamesMicrosoftsRequest(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(403)
		_, _ = w.Write([]byte(graphError("x", "y")))
	})
	client, _ := fake.client(t)
	_, err := client.Organization(context.Background(), contoso)
	require.Equal(t, "inner-request", call.As(err).RequestID)
	require.Contains(t, err.Error(), "inner-request")
	require.Equal(t, "inner-request", call.Explain(err, "Contoso").RequestID)
}

func TestThrottlingSaysWhenToRetry(t *testing.T) {
	fake := newFakeGraph(t, failing(429, "600"))
	client, _ := fake.client(t)
	_, err := client.Organization(context.Background(), contoso)
	require.Equal(t, 10*time.Minute, call.As(err).RetryAfter)
	failure := call.Explain(err, "Contoso")
	require.Contains(t, failure.What, "limits the requests")
	require.Contains(t, failure.Do, "10 minutes")
}

func TestExplainOfAnotherError(t *testing.T) {
	failure := call.Explain(errors.New("disk full"), "Contoso")
	require.Contains(t, failure.What, "Contoso")
	require.Equal(t, "disk full", failure.Technical)
	require.False(t, call.Is(errors.New("x"), call.Denied))
	require.Nil(t, call.As(nil))
}
