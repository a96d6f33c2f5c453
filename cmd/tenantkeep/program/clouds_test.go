package program

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestACloudWithoutPartnerCenterTakesASignInAndSaysWhyNothingIsSynced(t *testing.T) {
	p := startProgram(t, startSimulation(t, 3, 30), func(in *environment) { in.cloud.PartnerCenter = "" })
	signIn(t, p)
	require.True(t, p.session.SignedIn())
	id := healthy(t, p)[0]
	syncThem(t, p, id)
	tenant, err := p.store.Tenant(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, m365.Failed, tenant.Status)
	require.NotNil(t, tenant.Failure)
	require.Contains(t, tenant.Failure.What, "Partner Center")
}
