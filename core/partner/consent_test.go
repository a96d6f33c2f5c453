package partner_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestConsentSendsOneGrantWithMicrosoftsHeaders(t *testing.T) {
	fake := newFake(t, reply(201, `{}`))
	client, _ := fake.client(t)
	already, err := client.Consent(context.Background(), customer, app)
	require.NoError(t, err)
	require.False(t, already)
	request := fake.requests()[0]
	require.Equal(t, http.MethodPost, request.method)
	require.Equal(t, "/v1/customers/"+string(customer)+"/applicationconsents", request.uri)
	require.JSONEq(t, `{"applicationId":"`+clientID+`","displayName":"Tenantkeep","applicationGrants":[
		{"enterpriseApplicationId":"00000003-0000-0000-c000-000000000000","scope":"User.Read.All, Directory.Read.All"}]}`, request.body)
	require.Equal(t, "Bearer token-1", request.header.Get("Authorization"))
	require.Equal(t, "application/json", request.header.Get("Content-Type"))
	require.Equal(t, "true", request.header.Get("ValidateMfa"))
	require.Equal(t, "Tenantkeep/test", request.header.Get("User-Agent"))
	require.NoError(t, uuid.Validate(request.header.Get("MS-RequestId")))
	require.NoError(t, uuid.Validate(request.header.Get("MS-CorrelationId")))
}

func TestWhatPartnerCenterAnswersToAConsent(t *testing.T) {
	const exists = `{"code":"2000","description":"Permission entry already exists.","data":[],"source":"PartnerFD"}`
	for _, test := range []struct {
		name     string
		answers  []http.HandlerFunc
		already  bool
		kind     call.Kind
		requests int
	}{
		{"created", []http.HandlerFunc{reply(201, `{}`)}, false, "", 1},
		{"created, without a body", []http.HandlerFunc{reply(201, ``)}, false, "", 1},
		{"the consent", []http.HandlerFunc{reply(200, `{"applicationId":"`+clientID+`"}`)}, false, "", 1},
		{"nothing at all, and then created", []http.HandlerFunc{reply(200, ``), reply(201, `{}`)}, false, "", 2},
		{"something else, and there already", []http.HandlerFunc{reply(200, `{"value":[null]}`), reply(409, exists)}, true, "", 2},
		{"nothing at all for ever is left to the token to tell", []http.HandlerFunc{reply(200, ``)}, false, "", 4},
		{"the consent of another application, and then ours", []http.HandlerFunc{reply(201, `{"applicationId":"11111111-9999-9999-9999-999999999999"}`), reply(201, `{"applicationId":"`+clientID+`"}`)}, false, "", 2},
		{"the consent in the middle of a text that is cut off", []http.HandlerFunc{reply(201, `{"applicationId":"`+clientID+`"`), reply(201, `{}`)}, false, call.Malformed, 1},
		{"a part of an answer", []http.HandlerFunc{reply(206, `{"applicationId":"`+clientID+`"}`)}, false, call.Malformed, 1},
		{"there already, said with 409", []http.HandlerFunc{reply(409, `{}`)}, true, "", 1},
		{"there already, said with 400", []http.HandlerFunc{reply(400, exists)}, true, "", 1},
		{"there already, after a byte order mark", []http.HandlerFunc{reply(400, "\ufeff"+exists)}, true, "", 1},
		{"failed once, done meanwhile", []http.HandlerFunc{reply(503, ``), reply(409, exists)}, true, "", 2},
		{"500 is repeated", []http.HandlerFunc{reply(500, ``), reply(201, ``)}, false, "", 2},
		{"the connection broke and it is repeated", []http.HandlerFunc{abort, reply(201, ``)}, false, "", 2},
		{"500 for ever ends", []http.HandlerFunc{reply(500, ``)}, false, call.Server, 4},
		{"throttled for ever ends", []http.HandlerFunc{reply(429, ``, "Retry-After", "2")}, false, call.Throttled, 4},
		{"a pause of hours is not waited for", []http.HandlerFunc{reply(429, ``, "Retry-After", "9000")}, false, call.Throttled, 1},
		{"bad values", []http.HandlerFunc{reply(400, `{"code":2001,"description":"Invalid scope"}`)}, false, call.BadRequest, 1},
		{"not signed in with MFA", []http.HandlerFunc{reply(401, `{"code":"1000","description":"MFA required"}`)}, false, call.Unauthorized, 1},
		{"not allowed", []http.HandlerFunc{reply(403, `{"code":"403","description":"Forbidden"}`)}, false, call.Denied, 1},
		{"no relationship", []http.HandlerFunc{reply(404, ``)}, false, call.NotFound, 1},
		{"an error of Graph's form", []http.HandlerFunc{reply(403, `{"error":{"code":"Denied","message":"no"}}`)}, false, call.Denied, 1},
		{"a web page", []http.HandlerFunc{reply(403, `<html>`)}, false, call.Malformed, 1},
		{"a web page that says there already", []http.HandlerFunc{reply(409, `<html>already exists</html>`)}, false, call.Malformed, 1},
		{"a web page that says created", []http.HandlerFunc{reply(200, `<html>Sign in to the hotel</html>`)}, false, call.Malformed, 1},
		{"a web page of a gateway, once", []http.HandlerFunc{reply(502, `<html>`), reply(201, `{}`)}, false, "", 2},
		{"a web page of a gateway, for ever", []http.HandlerFunc{reply(504, `<html>`)}, false, call.Malformed, 4},
		{"a text", []http.HandlerFunc{reply(400, `Access blocked`)}, false, call.Malformed, 1},
		{"a list", []http.HandlerFunc{reply(400, `[]`)}, false, call.Malformed, 1},
		{"a redirect", []http.HandlerFunc{reply(302, ``, "Location", "https://elsewhere.example")}, false, call.Malformed, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFake(t, test.answers...)
			client, _ := fake.client(t)
			already, err := client.Consent(context.Background(), customer, app)
			require.Equal(t, test.already, already)
			requests := fake.requests()
			require.Len(t, requests, test.requests)
			for _, request := range requests {
				require.Equal(t, requests[0].header.Get("MS-RequestId"), request.header.Get("MS-RequestId"), "one operation, one id")
				require.Equal(t, requests[0].body, request.body)
			}
			if test.kind == "" {
				require.NoError(t, err)
				return
			}
			require.True(t, call.Is(err, test.kind), "%v", err)
			failed := call.As(err)
			require.Equal(t, customer, failed.Tenant)
			require.Equal(t, requests[0].header.Get("MS-CorrelationId"), failed.RequestID)
			requirePlainWords(t, err)
			if test.kind == call.Malformed && test.name != "a redirect" {
				require.Contains(t, call.Explain(err, "Contoso").Do, "proxy", "it is the suspect")
			}
		})
	}
}

func TestRemoveConsentAcceptsThatItIsGone(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		ok     bool
	}{{"removed", 204, true}, {"gone already", 404, true}, {"not allowed", 403, false}} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFake(t, reply(test.status, ``))
			client, _ := fake.client(t)
			err := client.RemoveConsent(context.Background(), customer, clientID)
			require.Equal(t, test.ok, err == nil, "%v", err)
			request := fake.requests()[0]
			require.Equal(t, http.MethodDelete, request.method)
			require.Equal(t, "/v1/customers/"+string(customer)+"/applicationconsents/"+clientID, request.uri)
			require.Empty(t, request.header.Get("Content-Type"))
		})
	}
}

func TestAWebPageDoesNotRemoveAConsent(t *testing.T) {
	for _, status := range []int{200, 302, 400, 401, 403, 404, 407, 410, 409, 429, 500, 502, 503, 504} {
		fake := newFake(t, reply(status, `<html>not found</html>`, "Content-Type", "text/html"))
		client, _ := fake.client(t)
		err := client.RemoveConsent(t.Context(), customer, clientID)
		require.True(t, call.Is(err, call.Malformed), "%d: %v", status, err)
		require.Contains(t, call.Explain(err, "Contoso").What, "the answer was not Partner Center's")
		require.Contains(t, call.Explain(err, "Contoso").Do, "proxy")
	}
}

func TestNothingIsSentForACustomerWhoseIDIsNone(t *testing.T) {
	fake := newFake(t, reply(201, `{}`))
	client, _ := fake.client(t)
	for _, id := range []m365.TenantID{"", ".", "..", "customers", "a/b", "%2e%2e", customer + "/.."} {
		_, err := client.Consent(t.Context(), id, app)
		require.ErrorIs(t, err, m365.ErrNotGUID, id)
		require.ErrorIs(t, client.RemoveConsent(t.Context(), id, clientID), m365.ErrNotGUID, id)
	}
	require.Empty(t, fake.requests())
}
