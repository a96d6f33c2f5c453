package shell

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
)

// snapshot is what the navigation shows of the data.
type snapshot struct {
	// read is false until all of it was read once: until then nothing is known, which is not the same as nothing.
	read       bool
	tenants    []m365.Tenant
	users      int
	changes    int
	recent     []m365.Recent
	connection m365.Connection
	progress   refresh.Progress
	// waits holds until when Microsoft asked to leave a tenant alone.
	waits map[m365.TenantID]time.Time
}

func (s *snapshot) synced() []m365.Tenant {
	return page.Synced(s.tenants)
}

// readSnapshot reads what the navigation shows. What cannot be read stays as it was, and is said.
func (s *Shell) readSnapshot(ctx context.Context) func() {
	services := s.options.Services
	tenants, tenantsErr := services.Tenants.Tenants(ctx)
	users, usersErr := services.Users.CountUsers(ctx)
	changes, changesErr := services.Journal.Count(ctx)
	recent, recentErr := services.Users.Recent(ctx)
	connection, connectionErr := services.Integration.Connection(ctx)
	err := errors.Join(tenantsErr, usersErr, changesErr, recentErr, connectionErr)
	return func() {
		if err != nil {
			s.Fail(err)
			return
		}
		s.snapshot.read = true
		s.snapshot.tenants, s.snapshot.users, s.snapshot.changes = tenants, users, changes
		s.snapshot.recent, s.snapshot.connection = recent, connection
		s.showSnapshot()
		s.openFirst()
	}
}

// openFirst opens the page that was open last, or that the person most likely wants, unless one is open.
func (s *Shell) openFirst() {
	if _, any := s.history.present(); any {
		return
	}
	if len(s.snapshot.synced()) > 0 {
		first := page.Users
		if slices.Contains(firstPages, s.lastPage) {
			first = s.lastPage
		}
		s.Open(page.Route{Page: first})
		return
	}
	s.Open(page.Route{Page: page.Setup, Tab: s.firstTab()})
}

func (s *Shell) firstTab() string {
	if s.snapshot.connection.Authenticated() {
		return setup.TabTenants
	}
	return setup.TabAuthenticate
}

func (s *Shell) showSnapshot() {
	s.snapshot.progress = s.options.Services.Refresher.Progress()
	s.nav.showCounts(len(s.snapshot.synced()), s.snapshot.users, s.snapshot.changes)
	s.nav.showRecents(s.snapshot.recent)
	s.showFoot()
	if s.status != nil {
		s.status.show()
	}
}

func (s *Shell) showFoot() {
	if !s.snapshot.read {
		return
	}
	account := ""
	if s.snapshot.connection.Authenticated() {
		account = s.snapshot.connection.Account
	}
	// Of an address the part before the @ is the person.
	person, _, _ := strings.Cut(account, "@")
	if account == "" {
		account = "Not signed in"
	}
	s.nav.setSignedOut(!s.snapshot.connection.Authenticated(), s.snapshot.connection.Tenant == "")
	s.nav.foot.setText(account, s.snapshot.freshness(s.Printer()), person)
}

// freshness says how much of the local data is up to date, and since when: the age of the oldest part of that.
func (s *snapshot) freshness(times table.Printer) string {
	synced, progress := s.synced(), s.progress
	switch {
	case !s.read:
		return ""
	case len(synced) == 0:
		return "No tenants synced"
	}
	if page.Offline(synced, synced) && !progress.Running {
		return offline(synced, times)
	}
	if progress.Running {
		return "Refreshing, " + count(progress.Done) + " of " + table.Counted(progress.Total, "tenant", "tenants") + " done" +
			s.waiting(times.Today())
	}
	fresh, oldest := 0, times.Today()
	for _, tenant := range synced {
		if tenant.RefreshFailure == nil && !tenant.Refreshed.IsZero() {
			fresh++
			if tenant.Refreshed.Before(oldest) {
				oldest = tenant.Refreshed
			}
		}
	}
	text := count(fresh) + " of " + table.Counted(len(synced), "tenant", "tenants") + " up to date"
	if fresh == 0 {
		return text
	}
	return text + ", " + times.Age(oldest)
}

// waiting says of how many tenants that are to be refreshed Microsoft asked to wait; empty for none.
func (s *snapshot) waiting(now time.Time) string {
	wait := 0
	for _, id := range s.progress.Current {
		if s.waits[id].After(now) {
			wait++
		}
	}
	if wait == 0 {
		return ""
	}
	return ", " + table.Counted(wait, "waits", "wait") + " for Microsoft"
}

// offline says that there is no network, and how old what is shown is.
func offline(synced []m365.Tenant, times table.Printer) string {
	oldest := page.Oldest(synced)
	if oldest.IsZero() {
		return "You are offline"
	}
	return "You are offline, data as of " + times.Age(oldest)
}

func count(n int) string { return table.Thousands(int64(n)) }
