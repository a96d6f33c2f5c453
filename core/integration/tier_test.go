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
func (h *harness) signIn(t *testing.T, tier access.Tier, syncs bool) m365.Connection {
	t.Helper()
	ended := h.jobEnd()
	connection, err := h.SignIn(t.Context(), tier, func(string) {})
	require.NoError(t, err)
	if syncs {
		<-ended
	}
	return connection
}

func TestMoreAccessIsGivenInEveryTenantThatIsSynced(t *testing.T) {
	h := newHarness(t)
	h.sync(t, home, contoso)
	require.Equal(t, string(access.ReadOnly), h.store.tenant(contoso).Consented)
	require.Equal(t, access.CustomerScopes(access.ReadOnly), h.consents.scopes(contoso))

	connection := h.signIn(t, access.HelpDesk, true)
	require.Equal(t, access.HelpDesk, integration.TierOf(connection))
	require.Equal(t, []access.Tier{access.HelpDesk}, h.account.asked)
	for _, id := range []m365.TenantID{home, contoso} {
		require.Equal(t, m365.Synced, h.store.tenant(id).Status)
		require.Equal(t, string(access.HelpDesk), h.store.tenant(id).Consented)
	}
	require.Equal(t, []m365.TenantID{contoso}, h.consents.removed, "Partner Center does not add to a consent")
	require.Equal(t, access.CustomerScopes(access.HelpDesk), h.consents.scopes(contoso))
	require.Equal(t, m365.Deactivated, h.store.tenant(fabrikam).Status, "a tenant that is not synced is left alone")
}

func TestASignInWithTheSameAccessSyncsNothing(t *testing.T) {
	h := newHarness(t)
	h.sync(t, contoso)
	h.signIn(t, access.ReadOnly, false)
	require.Empty(t, h.consents.removed)
	require.Equal(t, m365.Synced, h.store.tenant(contoso).Status)
}

func TestASignInThatFailsLeavesTheAccessAsItWas(t *testing.T) {
	h := newHarness(t)
	h.account.signInError = &refusal.ServerError{Codes: []int{65004}}
	_, err := h.SignIn(t.Context(), access.Full, func(string) {})
	require.Error(t, err)
	connection, err := h.Connection(t.Context())
	require.NoError(t, err)
	require.Equal(t, access.ReadOnly, integration.TierOf(connection))
}

func TestLessAccessNeedsNoSignInAndNoConsent(t *testing.T) {
	h := newHarness(t)
	h.signIn(t, access.Full, false)
	h.sync(t, contoso)
	require.NoError(t, h.Narrow(t.Context(), access.ReadOnly))
	connection, err := h.Connection(t.Context())
	require.NoError(t, err)
	require.Equal(t, access.ReadOnly, integration.TierOf(connection))
	require.Error(t, h.Narrow(t.Context(), access.HelpDesk), "more again needs a sign-in")

	h.sync(t, contoso)
	require.Empty(t, h.consents.removed, "a consent that covers more is left as it is")
}

func TestAConsentThatNeverCarriesItsPermissionsFailsWithTheirNames(t *testing.T) {
	h := newHarness(t)
	h.consents.lose = "AuditLog.Read.All"
	h.sync(t, contoso)
	require.Equal(t, m365.Failed, h.store.tenant(contoso).Status)
	require.Contains(t, h.store.tenant(contoso).Failure.What, "AuditLog.Read.All")
	require.Empty(t, h.store.tenant(contoso).Consented)
}

func TestATenantFromBeforeIsSyncedWithoutWhatIsAskedForSince(t *testing.T) {
	h := newHarness(t)
	h.signIn(t, access.Full, false)
	h.consents.lose = "BitlockerKey.Read.All"
	h.sync(t, contoso)
	require.Equal(t, m365.Synced, h.store.tenant(contoso).Status)
	require.Empty(t, h.consents.removed)
	h.sync(t, contoso)
	require.Equal(t, []m365.TenantID{contoso}, h.consents.removed, "a sync brings a consent from before up to date")
	require.Equal(t, m365.Synced, h.store.tenant(contoso).Status)
}

func TestAConsentThatIsRefusedWithWhatATenantCanDoWithoutIsGivenWithoutIt(t *testing.T) {
	h := newHarness(t)
	h.signIn(t, access.Full, false)
	h.consents.tooMuch = "BitlockerKey.Read.All"
	h.sync(t, contoso)
	require.Equal(t, m365.Synced, h.store.tenant(contoso).Status)
	require.Equal(t, access.NeededScopes(access.Full), h.consents.scopes(contoso))
}
