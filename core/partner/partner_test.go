package partner_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/partner"
)

func TestRetriesWaitAsLongAsAsked(t *testing.T) {
	fake := newFake(t, reply(429, ``, "Retry-After", "7"), reply(503, ``, "Retry-After", "Mon, 23 Nov 2026 12:00:17 GMT", "Date", "Mon, 23 Nov 2026 12:00:07 GMT"), reply(500, ``), reply(201, ``))
	client, clock := fake.client(t)
	_, err := client.Consent(context.Background(), customer, app)
	require.NoError(t, err)
	require.Equal(t, []time.Duration{7 * time.Second, 10 * time.Second, 2 * time.Second}, clock.slept)
}

func TestAPauseEndsWithTheContext(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	fake := newFake(t, reply(503, ``))
	client, clock := fake.client(t)
	ctx, cancel := context.WithCancel(context.Background())
	clock.hook = cancel
	_, err := client.Consent(ctx, customer, app)
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, call.As(err))
	require.Len(t, fake.requests(), 1)
	fake.Close()
}

func TestAMachineWithoutANetworkSaysSo(t *testing.T) {
	fake := newFake(t, reply(200, ``))
	offline := &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}
	client, clock := fake.client(t, func(o *partner.Options) { o.Transport = failingTransport{offline} })
	_, err := client.Consent(context.Background(), customer, app)
	require.True(t, call.Is(err, call.Network), "%v", err)
	require.ErrorIs(t, err, offline)
	require.NotContains(t, err.Error(), fake.URL)
	require.Empty(t, clock.slept)
	requirePlainWords(t, err)
}

func TestAChallengeOrAnExpiredTokenIsAnsweredWithANewOne(t *testing.T) {
	claims := `{"access_token":{"x":{"essential":true}}}`
	challenge := reply(401, `{}`, "WWW-Authenticate", `Bearer realm="", error="insufficient_claims", claims="`+base64.StdEncoding.EncodeToString([]byte(claims))+`"`)
	t.Run("a challenge", func(t *testing.T) {
		fake := newFake(t, challenge, reply(201, ``))
		held := &tokens{}
		client, _ := fake.client(t, func(o *partner.Options) { o.Tokens = held })
		_, err := client.Consent(context.Background(), customer, app)
		require.NoError(t, err)
		require.Equal(t, []string{claims}, held.claims)
		require.Equal(t, "Bearer token-2", fake.requests()[1].header.Get("Authorization"))
	})
	t.Run("an expired token", func(t *testing.T) {
		fake := newFake(t, reply(401, ``), reply(201, ``))
		held := &refusable{}
		client, _ := fake.client(t, func(o *partner.Options) { o.Tokens = held })
		_, err := client.Consent(context.Background(), customer, app)
		require.NoError(t, err)
		require.Equal(t, []string{"token-1"}, held.refused)
	})
	t.Run("only once", func(t *testing.T) {
		fake := newFake(t, challenge)
		client, _ := fake.client(t)
		_, err := client.Consent(context.Background(), customer, app)
		require.True(t, call.Is(err, call.Unauthorized))
		require.Len(t, fake.requests(), 2)
	})
	t.Run("no sign-in", func(t *testing.T) {
		fake := newFake(t, reply(201, ``))
		refused := errors.New("AADSTS50076")
		client, _ := fake.client(t, func(o *partner.Options) { o.Tokens = &tokens{err: refused} })
		_, err := client.Consent(context.Background(), customer, app)
		require.ErrorIs(t, err, refused)
		require.Nil(t, call.As(err))
		require.Empty(t, fake.requests())
	})
}

func TestAClientIsMadeOnlyForACloud(t *testing.T) {
	for base, ok := range map[string]bool{
		"https://api.partnercenter.microsoft.com":    true,
		"http://127.0.0.1:80":                        true,
		"http://api.partnercenter.microsoft.com":     false,
		"https://api.partnercenter.microsoft.com/v1": false,
		"https://a@api.partnercenter.microsoft.com":  false,
		"": false,
	} {
		_, err := partner.New(partner.Options{Base: base, Tokens: &tokens{}})
		require.Equal(t, ok, err == nil, "%s: %v", base, err)
	}
	_, err := partner.New(partner.Options{Base: "https://api.partnercenter.microsoft.com"})
	require.Error(t, err)
}

func TestExplainOfAnotherError(t *testing.T) {
	failure := call.Explain(errors.New("disk full"), "Contoso")
	require.Contains(t, failure.What, "Contoso")
	require.Equal(t, "disk full", failure.Technical)
}

func TestOnlyAListOfCustomersSaysThatPartnerCenterIsReached(t *testing.T) {
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		kind   call.Kind
	}{
		"a customer":             {reply(200, `{"totalCount":1,"items":[{"id":"a"}]}`), ""},
		"no customer":            {reply(200, `{"totalCount":0,"items":[]}`), ""},
		"nothing":                {reply(200, ``), call.Malformed},
		"no content":             {reply(204, ``), call.Malformed},
		"an object of others":    {reply(200, `{"status":"sign in to the hotel"}`), call.Malformed},
		"an error that is good":  {reply(200, `{"code":"1000","description":"MFA required"}`), call.Malformed},
		"null":                   {reply(200, `null`), call.Malformed},
		"no list":                {reply(200, `{"items":null}`), call.Malformed},
		"a list of another kind": {reply(200, `{"items":{}}`), call.Malformed},
		"a part of a list":       {reply(206, `{"items":[]}`), call.Malformed},
		"a page of a gateway":    {reply(200, `<html>`), call.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			client, _ := newFake(t, test.answer).client(t)
			err := client.Reach(t.Context())
			if test.kind == "" {
				require.NoError(t, err)
				return
			}
			require.True(t, call.Is(err, test.kind), "%v", err)
			requirePlainWords(t, err)
		})
	}
}
