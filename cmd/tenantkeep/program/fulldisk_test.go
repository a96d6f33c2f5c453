//go:build linux

package program

import (
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// smallDisk is the program on a disk of its own, with clients synced, and how often it asked Microsoft, and wrote there.
type smallDisk struct {
	*program
	server *cloudsim.Server
	ids    []m365.TenantID
	writes atomic.Int32
	reads  atomic.Int32

	mu   sync.Mutex
	told []page.Change
	now  time.Time
}

func onSmallDisk(t *testing.T) *smallDisk {
	t.Helper()
	folder := ownDisk(t, "24m")
	d := &smallDisk{server: startSimulation(t, 6, 900), now: time.Now()}
	d.program = startProgram(t, d.server, func(in *environment) {
		in.folder, in.log = folder, slog.New(slog.DiscardHandler)
		in.wrap = through(func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
			d.reads.Add(1)
			if writesToGraph(request) {
				d.writes.Add(1)
			}
			return next.RoundTrip(request)
		}).wrap
	})
	d.refresh.Now = d.time
	signIn(t, d.program)
	d.ids = reachable(t, d.server, d.program)[:2]
	syncThem(t, d.program, d.ids...)
	t.Cleanup(changes{d.program}.Listen(func(change page.Change) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.told = append(d.told, change)
	}))
	return d
}

// fill leaves no room on the disk, and empty makes it again.
func (d *smallDisk) fill(t *testing.T) {
	t.Helper()
	fillDisk(t, filepath.Join(d.folder, "filler"))
}

// fillDisk leaves no room on a disk, with a file of that path.
func fillDisk(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path)
	require.NoError(t, err)
	for err == nil {
		_, err = file.Write(make([]byte, 4096))
	}
	require.True(t, disk.IsFull(err), "%v", err)
	require.NoError(t, file.Close())
}

func (d *smallDisk) empty(t *testing.T) {
	t.Helper()
	require.NoError(t, os.Remove(filepath.Join(d.folder, "filler")))
}

func (d *smallDisk) time() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

// later has the clock of refreshes go on.
func (d *smallDisk) later(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// failures are the failures that the window was told.
func (d *smallDisk) failures() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var said []string
	for _, change := range d.told {
		if change.Failed {
			said = append(said, change.Text)
		}
	}
	return said
}

// inCity counts the users of a tenant by a city that they live in.
func (d *smallDisk) inCity(t *testing.T, city string) map[m365.TenantID]int {
	t.Helper()
	found := make(map[m365.TenantID]int)
	for id, users := range everybody(t, d.store) {
		found[id] = len(slices.DeleteFunc(users, func(u m365.User) bool { return u.City != city }))
	}
	return found
}

// everybodyMoves has all users of the synced tenants live in a city at Microsoft.
func (d *smallDisk) everybodyMoves(t *testing.T, city string) {
	t.Helper()
	for _, id := range d.ids {
		inside, found := d.server.Directory().Open(string(id))
		require.True(t, found)
		for slot := range inside.Info().Users {
			_, err := inside.ChangeUser(slot, func(u *directory.User) error { u.City = city; return nil })
			require.NoError(t, err)
		}
	}
}

func TestADiskThatFillsInARefreshLeavesWhatWasKnownAndTheRefreshGoesOnOnceThereIsRoom(t *testing.T) {
	d := onSmallDisk(t)
	before := usersByTenant(t, d.store, d.ids)
	d.everybodyMoves(t, "Hammerfest")
	d.fill(t)
	require.NoError(t, d.refresh.All(t.Context()))
	require.Equal(t, before, usersByTenant(t, d.store, d.ids), "what was known stays")
	require.Equal(t, map[m365.TenantID]int{d.ids[0]: 0, d.ids[1]: 0}, d.inCity(t, "Hammerfest"))
	require.Len(t, d.failures(), 1, "it is said once for all tenants")
	for _, words := range []string{"The disk", d.folder + " is full", "Free some space", "go on by themselves"} {
		require.Contains(t, d.failures()[0], words)
	}

	asked := d.reads.Load()
	require.NoError(t, d.refresh.Due(t.Context()))
	require.Equal(t, asked, d.reads.Load(), "Microsoft is left alone for a while")
	d.later(20 * time.Minute)
	require.NoError(t, d.refresh.Due(t.Context()))
	require.Greater(t, d.reads.Load(), asked)
	require.Len(t, d.failures(), 1, "and it is said once")
	require.NoError(t, d.refresh.All(t.Context()))
	require.Len(t, d.failures(), 2, "but to who asks for a refresh")

	d.empty(t)
	d.later(20 * time.Minute)
	require.NoError(t, d.refresh.Due(t.Context()), "one looks whether there is room")
	require.NoError(t, d.refresh.Due(t.Context()), "and the others follow")
	require.Equal(t, before, d.inCity(t, "Hammerfest"))
}

func TestOnAFullDiskNothingIsSentThatCannotBeRecordedAndAllElseSaysWhy(t *testing.T) {
	d := onSmallDisk(t)
	ctx := t.Context()
	user := everybody(t, d.store)[d.ids[0]][0]
	plan, err := d.change.Plan(ctx, change.Intent{Action: change.RevokeSessions, User: user.Key})
	require.NoError(t, err)
	d.fill(t)
	writes := d.writes.Load()
	says := func(err error) {
		t.Helper()
		require.Error(t, err)
		requireWords(t, d.explainer.Explain(err, "Contoso"), "is full", "Free some space", d.folder)
	}

	_, err = d.change.Carry(ctx, plan, nil)
	require.Error(t, err)
	requireWords(t, d.explainer.Explain(err, "Contoso"), "Nothing was sent", "is full: free some space", "")
	require.Equal(t, writes, d.writes.Load(), "nothing was sent")
	says(d.services().Settings.SetSetting(ctx, "theme", strings.Repeat("dark", 1<<16)))
	says(d.services().Settings.SaveLayout(ctx, "users", table.Layout{Order: []string{strings.Repeat("x", 1<<18)}}))
	says(d.integration.Sync(ctx, d.ids))
	_, err = create(t, d.program, access.Full)
	says(err)
	require.Equal(t, writes, d.writes.Load())
	requireNothingBorrowed(t, d.server)

	d.empty(t)
	outcome, err := d.change.Carry(ctx, plan, nil)
	require.NoError(t, err)
	requireDone(t, outcome)
	require.Equal(t, change.Done, (&harness{program: d.program}).entry(t, plan.ID).State)
}

func TestAProgramThatEndsOnAFullDiskLosesNothing(t *testing.T) {
	d := onSmallDisk(t)
	require.NoError(t, d.store.SetSetting(t.Context(), "theme", "dark"))
	want := usersByTenant(t, d.store, d.ids)
	d.fill(t)
	require.NoError(t, d.close(t.Context()))
	d.empty(t)
	next := startProgram(t, d.server, func(in *environment) { in.folder = d.folder })
	require.Equal(t, want, usersByTenant(t, next.store, d.ids))
	theme, err := next.store.Setting(t.Context(), "theme")
	require.NoError(t, err)
	require.Equal(t, "dark", theme)
}
