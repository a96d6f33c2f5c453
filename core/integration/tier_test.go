package integration_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// signIn signs in with a tier and waits for the syncs that follow.
func (w *world) signIn(t *testing.T, tier access.Tier, syncs bool) m365.Connection {
	t.Helper()
	ended := w.jobEnd()
	connection, err := w.SignIn(t.Context(), tier, func(string) {})
	require.NoError(t, err)
	if syncs {
		<-ended
	}
	return connection
}

func TestMoreAccessIsGivenInEveryTenantThatIsSynced(t *testing.T) {
	w := newWorld(t)
	w.sync(t, home, contoso)
	require.Equal(t, string(access.ReadOnly), w.shelf.tenant(contoso).Consented)
	require.Equal(t, access.CustomerScopes(access.ReadOnly), w.consents.scopes(contoso))

	connection := w.signIn(t, access.HelpDesk, true)
	require.Equal(t, access.HelpDesk, integration.TierOf(connection))
	require.Equal(t, []access.Tier{access.HelpDesk}, w.account.asked)
	for _, id := range []m365.TenantID{home, contoso} {
		require.Equal(t, m365.Synced, w.shelf.tenant(id).Status)
		require.Equal(t, string(access.HelpDesk), w.shelf.tenant(id).Consented)
	}
	require.Equal(t, []m365.TenantID{contoso}, w.consents.removed, "Partner Center does not add to a consent")
	require.Equal(t, access.CustomerScopes(access.HelpDesk), w.consents.scopes(contoso))
	require.Equal(t, m365.Deactivated, w.shelf.tenant(fabrikam).Status, "a tenant that is not synced is left alone")
}

func TestASignInWithTheSameAccessSyncsNothing(t *testing.T) {
	w := newWorld(t)
	w.sync(t, contoso)
	w.signIn(t, access.ReadOnly, false)
	require.Empty(t, w.consents.removed)
	require.Equal(t, m365.Synced, w.shelf.tenant(contoso).Status)
}

func TestASignInThatFailsLeavesTheAccessAsItWas(t *testing.T) {
	w := newWorld(t)
	w.account.signInError = &refusal.ServerError{Codes: []int{65004}}
	_, err := w.SignIn(t.Context(), access.Full, func(string) {})
	require.Error(t, err)
	connection, err := w.Connection(t.Context())
	require.NoError(t, err)
	require.Equal(t, access.ReadOnly, integration.TierOf(connection))
}

func TestLessAccessNeedsNoSignInAndNoConsent(t *testing.T) {
	w := newWorld(t)
	w.signIn(t, access.Full, false)
	w.sync(t, contoso)
	require.NoError(t, w.Narrow(t.Context(), access.ReadOnly))
	connection, err := w.Connection(t.Context())
	require.NoError(t, err)
	require.Equal(t, access.ReadOnly, integration.TierOf(connection))
	require.Error(t, w.Narrow(t.Context(), access.HelpDesk), "more again needs a sign-in")

	w.sync(t, contoso)
	require.Empty(t, w.consents.removed, "a consent that covers more is left as it is")
}

func TestAConsentThatNeverCarriesItsPermissionsFailsWithTheirNames(t *testing.T) {
	w := newWorld(t)
	w.consents.lose = "AuditLog.Read.All"
	w.sync(t, contoso)
	require.Equal(t, m365.Failed, w.shelf.tenant(contoso).Status)
	require.Contains(t, w.shelf.tenant(contoso).Failure.What, "AuditLog.Read.All")
	require.Empty(t, w.shelf.tenant(contoso).Consented)
}
