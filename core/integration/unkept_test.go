package integration_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

var errFull = errors.New("the disk is full")

// fullFor is a store that has no room for the status of some tenants.
type fullFor struct {
	*fakeStore
	tenants map[m365.TenantID]bool
}

func (f fullFor) SetTenantStatus(ctx context.Context, id m365.TenantID, status m365.TenantStatus, doing string, failure *m365.Failure) error {
	if f.tenants[id] {
		return errFull
	}
	return f.fakeStore.SetTenantStatus(ctx, id, status, doing, failure)
}

func TestTenantsThatAreKeptAsPendingAreSyncedWhereOthersCannotBe(t *testing.T) {
	h := newHarness(t)
	full := map[m365.TenantID]bool{fabrikam: true}
	h.Store = fullFor{h.store, full}
	ended := h.jobEnd()
	err := h.Sync(t.Context(), []m365.TenantID{contoso, fabrikam, home})
	require.ErrorIs(t, err, errFull)
	require.ErrorContains(t, err, string(fabrikam))
	require.NotContains(t, err.Error(), string(contoso), "only what did not begin is named")
	<-ended
	require.Equal(t, m365.Synced, h.store.tenant(contoso).Status)
	require.Equal(t, m365.Synced, h.store.tenant(home).Status)
	require.Equal(t, m365.Deactivated, h.store.tenant(fabrikam).Status)
	require.NotContains(t, h.consents.given, fabrikam, "nothing was sent for it")
	require.Equal(t, integration.Job{ID: "sync-1", Ended: true, Text: "2 tenants synced."}, h.jobs[len(h.jobs)-1])

	delete(full, fabrikam)
	h.sync(t, fabrikam)
	require.Equal(t, m365.Synced, h.store.tenant(fabrikam).Status, "and can be synced once there is room")
}

func TestASyncOfWhichNothingIsKeptBeginsNoJob(t *testing.T) {
	h := newHarness(t)
	h.Store = fullFor{h.store, map[m365.TenantID]bool{contoso: true, fabrikam: true}}
	err := h.Sync(t.Context(), []m365.TenantID{contoso, fabrikam})
	require.ErrorContains(t, err, string(contoso))
	require.ErrorContains(t, err, string(fabrikam))
	require.Empty(t, h.jobs)
	require.Empty(t, h.consents.given)
	require.NoError(t, h.Unsync(t.Context(), []m365.TenantID{contoso}), "nobody waits for a sync that did not begin")
}
