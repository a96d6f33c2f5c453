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
	*shelf
	tenants map[m365.TenantID]bool
}

func (f fullFor) SetTenantStatus(ctx context.Context, id m365.TenantID, status m365.TenantStatus, doing string, failure *m365.Failure) error {
	if f.tenants[id] {
		return errFull
	}
	return f.shelf.SetTenantStatus(ctx, id, status, doing, failure)
}

func TestTenantsThatAreKeptAsPendingAreSyncedWhereOthersCannotBe(t *testing.T) {
	w := newWorld(t)
	full := map[m365.TenantID]bool{fabrikam: true}
	w.Store = fullFor{w.shelf, full}
	ended := w.jobEnd()
	err := w.Sync(t.Context(), []m365.TenantID{contoso, fabrikam, home})
	require.ErrorIs(t, err, errFull)
	require.ErrorContains(t, err, string(fabrikam))
	require.NotContains(t, err.Error(), string(contoso), "only what did not begin is named")
	<-ended
	require.Equal(t, m365.Synced, w.shelf.tenant(contoso).Status)
	require.Equal(t, m365.Synced, w.shelf.tenant(home).Status)
	require.Equal(t, m365.Deactivated, w.shelf.tenant(fabrikam).Status)
	require.NotContains(t, w.consents.given, fabrikam, "nothing was sent for it")
	require.Equal(t, integration.Job{ID: "sync-1", Ended: true, Text: "2 tenants synced."}, w.jobs[len(w.jobs)-1])

	delete(full, fabrikam)
	w.sync(t, fabrikam)
	require.Equal(t, m365.Synced, w.shelf.tenant(fabrikam).Status, "and can be synced once there is room")
}

func TestASyncOfWhichNothingIsKeptBeginsNoJob(t *testing.T) {
	w := newWorld(t)
	w.Store = fullFor{w.shelf, map[m365.TenantID]bool{contoso: true, fabrikam: true}}
	err := w.Sync(t.Context(), []m365.TenantID{contoso, fabrikam})
	require.ErrorContains(t, err, string(contoso))
	require.ErrorContains(t, err, string(fabrikam))
	require.Empty(t, w.jobs)
	require.Empty(t, w.consents.given)
	require.NoError(t, w.Unsync(t.Context(), []m365.TenantID{contoso}), "nobody waits for a sync that did not begin")
}
