package refresh_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/refresh"
)

// busy is a service with so many tenants, two at once. Microsoft has those wait that begin with "busy", for a minute each.
func busy(names ...string) (refresher *refresh.Service, directory *cloud) {
	directory = &cloud{asks: func(ctx context.Context, id m365.TenantID) error {
		if id[:4] == "busy" {
			return pause.Lend(ctx, func() error { return pause.Sleep(ctx, time.Minute) })
		}
		return nil
	}}
	var tenants []m365.Tenant
	for _, name := range names {
		tenants = append(tenants, m365.Tenant{ID: m365.TenantID(name), Status: m365.Synced})
	}
	return service(directory, newShelf(tenants...), func(o *refresh.Options) { o.Parallel = 2 }), directory
}

func TestTenantsThatWaitForMicrosoftHoldUpNoOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var names []string
		for i := range 20 {
			names = append(names, fmt.Sprint("busy ", i))
		}
		for i := range 20 {
			names = append(names, fmt.Sprint("free ", i))
		}
		refresher, _ := busy(names...)
		began := time.Now()
		done := make(map[m365.TenantID]time.Duration)
		var mu sync.Mutex
		refresher.TenantChanged.Listen(func(id m365.TenantID) {
			mu.Lock()
			defer mu.Unlock()
			done[id] = time.Since(began)
		})
		require.NoError(t, refresher.All(t.Context()))
		require.Len(t, done, 40)
		for id, took := range done {
			if id[:4] == "free" {
				require.Zero(t, took, id)
			} else {
				require.Equal(t, time.Minute, took, "all wait at the same time")
			}
		}
	})
}

func TestASecondRefreshGoesPastTenantsThatTheFirstWaitsFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refresher, _ := busy("busy 1", "busy 2", "busy 3", "free 1", "free 2", "free 3")
		began := time.Now()
		var mu sync.Mutex
		done := make(map[m365.TenantID][]time.Duration)
		refresher.TenantChanged.Listen(func(id m365.TenantID) {
			mu.Lock()
			defer mu.Unlock()
			done[id] = append(done[id], time.Since(began))
		})
		var both sync.WaitGroup
		both.Go(func() { require.NoError(t, refresher.All(t.Context())) })
		time.Sleep(time.Second)
		both.Go(func() { require.NoError(t, refresher.All(t.Context())) })
		both.Wait()
		for id, times := range done {
			if id[:4] == "free" {
				require.Equal(t, []time.Duration{0, time.Second}, times, id)
			}
		}
	})
}

func TestOneTenantThatWaitsForMicrosoftHoldsUpNoLaterRoundOfOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := runDays(t, contoso, fabrikam)
		d.pass(1)
		d.directory.asks = func(ctx context.Context, id m365.TenantID) error {
			if id != contoso {
				return nil
			}
			return pause.Lend(ctx, func() error { return pause.Sleep(ctx, time.Hour) })
		}
		d.pass(60)
		require.Greater(t, len(d.asked[fabrikam]), 4)
		require.LessOrEqual(t, len(d.asked[contoso]), 2, "it is under way")
	})
}

func TestLastSignInsOfATenantThatWaitsForMicrosoftHoldUpNoOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refresher, directory := busy("busy 1", "busy 2", "busy 3", "busy 4", "busy 5", "busy 6", "free")
		require.NoError(t, refresher.All(t.Context()))
		began := time.Now()
		require.NoError(t, refresher.SignIns(t.Context()))
		require.Len(t, directory.since, 7)
		require.Equal(t, time.Minute, time.Since(began))
	})
}

func TestLastSignInsDoNotWaitForATenantThatWaitsForMicrosoft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refresher, directory := busy("free 1", "free 2", "busy")
		require.NoError(t, refresher.Some(t.Context(), []m365.TenantID{"free 1", "free 2"}))
		began := time.Now()
		var both sync.WaitGroup
		both.Go(func() { require.NoError(t, refresher.Tenant(t.Context(), "busy")) })
		synctest.Wait()
		require.NoError(t, refresher.SignIns(t.Context()))
		require.Len(t, directory.since, 2)
		require.Zero(t, time.Since(began))
		both.Wait()
		require.NoError(t, refresher.SignIns(t.Context()))
		require.Len(t, directory.since, 3)
	})
}

func TestTheTenantThatAPersonLooksAtWaitsForNoTurn(t *testing.T) {
	for name, look := range map[string]func(s *refresh.Service, ask func()){
		"looked at before it is asked for": func(s *refresh.Service, ask func()) { s.Look("looked at"); ask() },
		"looked at while it waits":         func(s *refresh.Service, ask func()) { ask(); s.Look("looked at") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				release := make(chan struct{})
				refresher, directory := busy("long 1", "long 2", "long 3", "looked at")
				directory.before = func(id m365.TenantID) {
					if id != "looked at" {
						<-release
					}
				}
				var others sync.WaitGroup
				for _, id := range []m365.TenantID{"long 1", "long 2", "long 3"} {
					others.Go(func() { require.NoError(t, refresher.Tenant(t.Context(), id)) })
				}
				synctest.Wait()
				read := make(chan error, 1)
				look(refresher, func() {
					go func() { read <- refresher.Tenant(t.Context(), "looked at") }()
					synctest.Wait()
				})
				require.NoError(t, <-read)
				close(release)
				others.Wait()
				require.EqualValues(t, 3, directory.most.Load(), "the third waits all the same")
			})
		})
	}
}

func TestATurnThatNobodyTookIsNotLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refresher, _ := busy("free")
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		for range 5 {
			require.ErrorIs(t, refresher.Tenant(ended, "free"), context.Canceled)
		}
		require.NoError(t, refresher.Tenant(t.Context(), "free"))
	})
}
