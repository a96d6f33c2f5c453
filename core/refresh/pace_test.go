package refresh_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
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

func TestOnBatteryOrAMeteredLineATenantIsRefreshedAQuarterAsOften(t *testing.T) {
	for name, why := range map[string]refresh.Sparing{"battery": {Battery: true}, "metered": {Metered: true}, "both": {Battery: true, Metered: true}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := runDays(t, contoso)
				d.SetPace(15 * time.Minute)
				d.pass(240)
				usual := len(d.asked[contoso])
				d.Spare(why)
				require.Equal(t, time.Hour, d.Pace())
				d.pass(240)
				spared := len(d.asked[contoso]) - usual
				require.Positive(t, spared)
				require.LessOrEqual(t, spared, usual/4+1)
				d.Spare(refresh.Sparing{})
				d.pass(240)
				require.GreaterOrEqual(t, len(d.asked[contoso])-usual-spared, usual-2)
			})
		})
	}
}

func TestWhatAPersonAsksForIsReadAtOnceOnBattery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := runDays(t, contoso)
		d.Spare(refresh.Sparing{Battery: true})
		before := len(d.asked[contoso])
		require.NoError(t, d.All(t.Context()))
		require.Len(t, d.asked[contoso], before+1)
	})
}

func TestASparedComputerIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := runDays(t, contoso)
		told := 0
		d.ProgressChanged.Listen(func(struct{}) { told++ })
		d.Spare(refresh.Sparing{})
		require.Zero(t, told, "nothing changed")
		d.Spare(refresh.Sparing{Battery: true})
		d.Spare(refresh.Sparing{Battery: true})
		require.Equal(t, 1, told)
		require.Equal(t, refresh.Sparing{Battery: true}, d.Sparing())
		d.Spare(refresh.Sparing{})
		require.Equal(t, 2, told)
	})
}

func TestATenantThatFailedIsTriedAgainWhereTheClockWasSetBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := runDays(t, contoso)
		d.store.mu.Lock()
		d.store.tenants[contoso] = m365.Tenant{
			ID: contoso, Status: m365.Synced, RefreshFailure: &m365.Failure{What: "Microsoft did not answer.", At: time.Now().Add(24 * time.Hour)},
		}
		d.store.mu.Unlock()
		d.pass(1)
		require.Len(t, d.asked[contoso], 2)
	})
}

func TestAfterASleepATenantIsRefreshedWithTheFirstTick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := runDays(t, contoso)
		d.pass(5)
		require.Len(t, d.asked[contoso], 1)
		time.Sleep(8 * time.Hour) // without a tick, as while the lid is shut
		d.pass(1)
		require.Len(t, d.asked[contoso], 2)
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
