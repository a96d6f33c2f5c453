package refresh_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestATenantIsRefreshedAsOftenAsIsChosen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := runDays(t, contoso)
		d.pass(45)
		usual := len(d.asked[contoso])
		d.SetPace(5 * time.Minute)
		d.pass(45)
		require.Greater(t, len(d.asked[contoso])-usual, 2*usual)
	})
}

func TestATenantIsRefreshedWhereTheClockWasSetBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := runDays(t, contoso)
		require.Len(t, d.asked[contoso], 1)
		d.store.mu.Lock()
		d.store.tenants[contoso] = m365.Tenant{ID: contoso, Status: m365.Synced, Refreshed: time.Now().Add(24 * time.Hour)}
		d.store.mu.Unlock()
		d.pass(1)
		require.Len(t, d.asked[contoso], 2)
	})
}
