package graph_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestAClaimsChallengeIsAnsweredWithOneNewToken(t *testing.T) {
	claims := `{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}`
	encoded := base64.StdEncoding.EncodeToString([]byte(claims))
	challenge := func(value string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("WWW-Authenticate", value)
			writeJSON(w, 401, graphError("InvalidAuthenticationToken", "Continuous access evaluation resulted in challenge."))
		}
	}
	full := `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="` + encoded + `"`
	for _, test := range []struct {
		name    string
		answers []http.HandlerFunc
		claims  []string
		asked   int
		ok      bool
	}{
		{"a challenge is answered", []http.HandlerFunc{challenge(full), organizationAnswer}, []string{claims}, 2, true},
		{"one without quotes too", []http.HandlerFunc{challenge(`Bearer error=insufficient_claims, claims=` + encoded), organizationAnswer}, []string{claims}, 2, true},
		{"one in the alphabet of addresses too", []http.HandlerFunc{challenge(`Bearer claims="` + base64.RawURLEncoding.EncodeToString([]byte(claims)) + `"`), organizationAnswer}, []string{claims}, 2, true},
		{"a second challenge is a failure", []http.HandlerFunc{challenge(full)}, []string{claims}, 2, false},
		{"claims that are none are a failure", []http.HandlerFunc{challenge(`Bearer claims="%%%"`)}, nil, 1, false},
		{"a refusal without a challenge is a failure", []http.HandlerFunc{challenge(`Bearer realm=""`)}, nil, 1, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, answers(test.answers...))
			held := &tokens{}
			client, _ := fake.client(t, func(o *graph.Options) { o.Tokens = held })
			_, err := client.Organization(context.Background(), contoso)
			require.Equal(t, test.claims, held.claims)
			require.Equal(t, test.asked, held.asked)
			if test.ok {
				require.NoError(t, err)
				return
			}
			require.True(t, call.Is(err, call.Unauthorized), "%v", err)
		})
	}
}

func TestATokenThatExpiredInTheMiddleOfPagingIsReplaced(t *testing.T) {
	var fake *fakeGraph
	fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Query().Get("page") == "":
			writeJSON(w, 200, userPage(fake.URL+"/v1.0/users?page=2", "a"))
		case strings.HasPrefix(r.Header.Get("Authorization"), "Bearer token-2-"):
			writeJSON(w, 401, graphError("InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."))
		default:
			writeJSON(w, 200, userPage("", "b"))
		}
	})
	held := &refusable{}
	client, _ := fake.client(t, func(o *graph.Options) { o.Tokens = held })
	ids, err := readIDs(client)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, ids)
	require.Equal(t, []string{"token-2-of-" + string(contoso)}, held.refused)
}

func TestEveryRequestIsNamedAndCarriesItsTenantsToken(t *testing.T) {
	fake := newFakeGraph(t, answers(failing(503, ""), organizationAnswer))
	client, _ := fake.client(t)
	_, err := client.Organization(context.Background(), contoso)
	require.NoError(t, err)
	requests := fake.requests()
	require.Len(t, requests, 2)
	for _, request := range requests {
		require.Equal(t, "Tenantkeep/test", request.header.Get("User-Agent"))
		require.True(t, strings.HasSuffix(request.header.Get("Authorization"), "-of-"+string(contoso)))
		require.Empty(t, request.header.Get("Content-Encoding"))
		require.NoError(t, uuid.Validate(request.header.Get("client-request-id")))
	}
	require.Equal(t, requests[0].header.Get("client-request-id"), requests[1].header.Get("client-request-id"))
}

func TestAFailedSignInComesThroughAndNothingIsSent(t *testing.T) {
	fake := newFakeGraph(t, organizationAnswer)
	refused := errors.New("AADSTS65001")
	client, clock := fake.client(t, func(o *graph.Options) { o.Tokens = &tokens{err: refused} })
	_, err := client.Organization(context.Background(), contoso)
	require.ErrorIs(t, err, refused)
	require.Nil(t, call.As(err), "it is the sign-in's to explain")
	require.Contains(t, err.Error(), string(contoso))
	require.Empty(t, fake.requests())
	require.Empty(t, clock.pauses())
}

func TestManyTenantsAtOnceDoNotMixTheirTokens(t *testing.T) {
	fake := newFakeGraph(t, organizationAnswer)
	client, _ := fake.client(t)
	var group errgroup.Group
	for i := range 50 {
		tenant := m365.TenantID(fmt.Sprintf("aaaaaaaa-1111-1111-1111-%012d", i))
		group.Go(func() error {
			organization, err := client.Organization(context.Background(), tenant)
			if err == nil && organization.ID != tenant {
				return fmt.Errorf("%s got the answer for %s", tenant, organization.ID)
			}
			return err
		})
	}
	require.NoError(t, group.Wait())
}

func TestAClientIsMadeOnlyForACloud(t *testing.T) {
	for _, test := range []struct {
		name, base string
		ok         bool
	}{
		{"Microsoft's address", "https://graph.microsoft.com", true},
		{"one with a slash", "https://graph.microsoft.us/", true},
		{"plain http on this machine", "http://127.0.0.1:8080", true},
		{"plain http by name", "http://localhost:8080", true},
		{"plain http elsewhere", "http://graph.microsoft.com", false},
		{"with a version", "https://graph.microsoft.com/v1.0", false},
		{"with a name before the host", "https://x@graph.microsoft.com", false},
		{"no host", "graph.microsoft.com", false},
		{"nothing", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := graph.New(graph.Options{Base: test.base, Tokens: &tokens{}})
			require.Equal(t, test.ok, err == nil, "%v", err)
		})
	}
	_, err := graph.New(graph.Options{Base: "https://graph.microsoft.com"})
	require.Error(t, err)
}

func TestATenantMustBeAGUID(t *testing.T) {
	fake := newFakeGraph(t, organizationAnswer)
	client, _ := fake.client(t)
	_, err := client.Organization(context.Background(), "contoso.com")
	require.ErrorIs(t, err, m365.ErrNotGUID)
	require.Empty(t, fake.requests())
}
