package login_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
)

func (h *harness) through(resource, bearer string) (graphsim.Caller, *graphsim.Refusal) {
	request := httptest.NewRequest("GET", "/v1.0/users", nil)
	if bearer != "" {
		request.Header.Set("Authorization", bearer)
	}
	return h.server.Gate(resource).Authenticate(request)
}

func TestTheGateKnowsTheCallerByTheToken(t *testing.T) {
	h := newHarness(t)
	customer := h.consentedTo(estate.Healthy)
	_, body := h.refresh(customer, text(h.signIn(admin), "refresh_token"), graphDefault)
	for range 2 {
		caller, refusal := h.through(estate.GraphResource, "Bearer "+text(body, "access_token"))
		require.Nil(t, refusal)
		require.Equal(t, customer, caller.Tenant)
		require.Equal(t, partner, caller.HomeTenant)
		require.Equal(t, accounts()[0].ObjectID, caller.ObjectID)
		require.Equal(t, admin, caller.UPN)
		require.Equal(t, h.estate.Client().ID, caller.Client)
		require.Equal(t, []string{"User.Read.All", "Directory.Read.All"}, caller.Scopes)
		require.Contains(t, caller.Roles, estate.CloudApplicationAdministrator)
	}
}

func TestTheGateRefuses(t *testing.T) {
	h := newHarness(t)
	token := text(h.signIn(admin), "access_token")
	idToken := text(h.signIn(admin), "id_token")
	parts := strings.Split(token, ".")
	cases := []struct{ name, resource, bearer, message string }{
		{"no token", estate.GraphResource, "", "Access token is empty."},
		{"another scheme", estate.GraphResource, "Basic abc", "Access token is empty."},
		{"something that is no token", estate.GraphResource, "Bearer abc", "signature"},
		{"a token without its signature", estate.GraphResource, "Bearer " + parts[0] + "." + parts[1] + ".", "signature"},
		{"a token that was changed", estate.GraphResource, "Bearer " + parts[0] + ".e30." + parts[2], "signature"},
		{"a token for another resource", estate.PartnerCenterResource, "Bearer " + token, "audience"},
		{"an id token", estate.GraphResource, "Bearer " + idToken, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, refusal := h.through(c.resource, c.bearer)
			require.NotNil(t, refusal)
			require.Equal(t, 401, refusal.Status)
			require.Equal(t, "InvalidAuthenticationToken", refusal.Code)
			require.Contains(t, refusal.Message, c.message)
			require.Contains(t, refusal.Header.Get("WWW-Authenticate"), "Bearer ")
		})
	}
	t.Run("a token that has run out, also one seen before", func(t *testing.T) {
		_, refusal := h.through(estate.GraphResource, "Bearer "+token)
		require.Nil(t, refusal)
		h.clock.pass(time.Hour)
		_, refusal = h.through(estate.GraphResource, "Bearer "+token)
		require.NotNil(t, refusal)
		require.Contains(t, refusal.Message, "expired")
	})
}

func BenchmarkTheGateWithATokenSeenBefore(b *testing.B) {
	h := newHarness(b)
	token := "Bearer " + text(h.signIn(admin), "access_token")
	request := httptest.NewRequest("GET", "/v1.0/users", nil)
	request.Header.Set("Authorization", token)
	gate := h.server.Gate(estate.GraphResource)
	for b.Loop() {
		if _, refusal := gate.Authenticate(request); refusal != nil {
			b.Fatal(refusal.Message)
		}
	}
}
