package program

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// A session ends at Microsoft in the middle of work, with the access tokens that were given. What was read stays, the reason
// asks for a sign-in, and after one everything goes on where it was.
func TestASessionThatMicrosoftEndedGoesOnAfterASignIn(t *testing.T) {
	server := startSimulation(t, 4, 60)
	p := startProgram(t, server)
	signIn(t, p)
	ids := healthy(t, p)
	syncThem(t, p, ids...)
	count, err := p.store.CountUsers(t.Context())
	require.NoError(t, err)

	require.NoError(t, server.Login().ExpireRefreshTokens())
	rule, err := server.Faults().Add(fault.Rule{Service: fault.Graph, Kind: fault.Unauthorized})
	require.NoError(t, err)
	require.NoError(t, p.refresh.All(t.Context()))
	server.Faults().Remove(rule)
	for _, id := range ids {
		tenant, err := p.store.Tenant(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, m365.Synced, tenant.Status)
		require.NotNil(t, tenant.RefreshFailure)
		require.True(t, tenant.RefreshFailure.SignIn, "%+v", tenant.RefreshFailure)
		require.Contains(t, tenant.RefreshFailure.Sentence(), "Sign in again")
	}
	left, err := p.store.CountUsers(t.Context())
	require.NoError(t, err)
	require.Equal(t, count, left, "what was read stays")

	_, err = p.integration.SignIn(t.Context(), access.Full, func(string) {})
	require.NoError(t, err)
	require.NoError(t, p.refresh.All(t.Context()))
	for _, id := range ids {
		tenant, err := p.store.Tenant(t.Context(), id)
		require.NoError(t, err)
		require.Nil(t, tenant.RefreshFailure)
	}
}

func TestAClientThatWantsAFurtherProofIsReadAfterASignInAndTheOthersMeanwhile(t *testing.T) {
	server := startSimulation(t, 4, 60)
	p := startProgram(t, server)
	signIn(t, p)
	ids := healthy(t, p)
	syncThem(t, p, ids...)
	server.Login().Challenge(string(ids[0]))
	rule, err := server.Faults().Add(fault.Rule{Service: fault.Graph, Kind: fault.Unauthorized, Tenant: string(ids[0])})
	require.NoError(t, err)
	require.NoError(t, p.refresh.All(t.Context()))
	server.Faults().Remove(rule)
	for i, id := range ids {
		tenant, err := p.store.Tenant(t.Context(), id)
		require.NoError(t, err)
		if i > 0 {
			require.Nil(t, tenant.RefreshFailure)
			continue
		}
		require.NotNil(t, tenant.RefreshFailure)
		require.True(t, tenant.RefreshFailure.SignIn, "%+v", tenant.RefreshFailure)
		require.Contains(t, tenant.RefreshFailure.What, tenant.Name)
	}
	_, err = p.integration.SignIn(t.Context(), access.Full, func(string) {})
	require.NoError(t, err)
	require.NoError(t, p.refresh.Tenant(t.Context(), ids[0]))
}
