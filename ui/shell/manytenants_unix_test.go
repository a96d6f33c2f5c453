//go:build !windows

package shell_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/shell"
)

// longestWork is how long the window's thread may be busy with one thing.
const longestWork = 50 * time.Millisecond

// busy keeps the longest processor time of what runs on the window's goroutine, which is the test's and stays on its thread.
type busy struct{ longest time.Duration }

func watchThread(t *testing.T, b *busy) func(*shell.Options) {
	runtime.LockOSThread()
	t.Cleanup(runtime.UnlockOSThread)
	return func(o *shell.Options) {
		run := o.Run
		o.Run = func(fn func()) {
			run(func() {
				begun := threadTime(t)
				fn()
				b.longest = max(b.longest, threadTime(t)-begun)
			})
		}
	}
}

func threadTime(t *testing.T) time.Duration {
	var spent unix.Timespec
	require.NoError(t, unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &spent))
	return time.Duration(spent.Nano())
}

// syncs has the tenants synced, so many at once, and tells each step as the parts below do.
func (w *world) syncs(d *harness, job string) {
	const atOnce = 64
	for from := 0; from < len(w.tenants); from += atOnce {
		to := min(from+atOnce, len(w.tenants))
		for _, doing := range []string{"Waiting for Microsoft", "Reading users", ""} {
			w.do(func() {
				for i := from; i < to; i++ {
					w.tenants[i].Doing = doing
					w.tenants[i].Status = m365.Pending
					if doing == "" {
						w.tenants[i].Status, w.tenants[i].Users, w.tenants[i].Refreshed = m365.Synced, 2, noon
					}
				}
				w.progress = refresh.Progress{Done: to, Total: len(w.tenants)}
			})
			w.changes.Emit(page.Change{Kind: page.JobGoesOn, JobID: job, Text: "Syncing", Done: to, Total: len(w.tenants)})
			w.tell(page.TenantsChanged, page.ProgressChanged, page.UsersChanged)
			d.told()
		}
	}
}

func TestTheWindowIsFreeWhileAThousandTenantsAreSynced(t *testing.T) {
	for _, route := range []page.Route{{Page: page.Setup, Tab: setup.TabTenants}, {Page: page.Tenants}, {Page: page.Users}} {
		t.Run(fmt.Sprint(route.Page), func(t *testing.T) {
			w := connected(1000, 2)
			for i := range w.tenants {
				w.tenants[i].Status = m365.Deactivated
			}
			w.tenants[0].Status = m365.Synced
			var b busy
			d := open(t, w, watchThread(t, &b))
			d.shell.Open(route)
			d.Settle()
			const job = "sync-1"
			w.changes.Emit(page.Change{Kind: page.JobStarted, JobID: job, Text: "Syncing"})
			d.told()
			if route.Page == page.Setup {
				d.Tap("Select rows", "Select all on page")
			}
			longest := time.Hour
			for range 3 { // what else goes on makes one longer, and none shorter
				b.longest = 0
				w.syncs(d, job)
				longest = min(longest, b.longest)
			}
			t.Logf("at most %v", longest)
			require.Less(t, longest, longestWork)
		})
	}
}
