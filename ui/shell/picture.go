package shell

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
)

// picture is what the navigation shows of the data.
type picture struct {
	tenants    []m365.Tenant
	users      int
	changes    int
	recent     []m365.Recent
	connection m365.Connection
	progress   refresh.Progress
	// waits holds until when Microsoft asked to leave a tenant alone.
	waits map[m365.TenantID]time.Time
}

func (p *picture) synced() []m365.Tenant {
	return page.Synced(p.tenants)
}

// readPicture reads what the navigation shows. What cannot be read stays as it was, and is said.
func (s *Shell) readPicture(ctx context.Context) func() {
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
		s.picture.tenants, s.picture.users, s.picture.changes = tenants, users, changes
		s.picture.recent, s.picture.connection = recent, connection
		s.showPicture()
		s.openFirst()
	}
}

// openFirst opens the page that the person most likely wants, unless one is open.
func (s *Shell) openFirst() {
	if _, any := s.history.present(); any {
		return
	}
	if len(s.picture.synced()) > 0 {
		s.Open(page.Route{Page: page.Users})
		return
	}
	s.Open(page.Route{Page: page.Setup, Tab: s.firstTab()})
}

func (s *Shell) firstTab() string {
	if s.picture.connection.Authenticated() {
		return setup.TabTenants
	}
	return setup.TabAuthenticate
}

func (s *Shell) showPicture() {
	s.picture.progress = s.options.Services.Refresher.Progress()
	s.nav.showCounts(len(s.picture.synced()), s.picture.users, s.picture.changes)
	s.nav.showRecents(s.picture.recent)
	s.showFoot()
	if s.status != nil {
		s.status.show()
	}
}

func (s *Shell) showFoot() {
	account := ""
	if s.picture.connection.Authenticated() {
		account = s.picture.connection.Account
	}
	// Of an address the part before the @ is the person.
	person, _, _ := strings.Cut(account, "@")
	if account == "" {
		account = "Not signed in"
	}
	s.nav.foot.setText(account, freshness(s.picture.synced(), s.picture.progress, s.Now()), person)
}

// freshness says how much of the local picture is up to date, and since when: the age of the oldest part of that.
func freshness(synced []m365.Tenant, progress refresh.Progress, now time.Time) string {
	if len(synced) == 0 {
		return "No tenants synced"
	}
	if progress.Running {
		return "Refreshing, " + count(progress.Done) + " of " + page.Counted(progress.Total, "tenant", "tenants") + " done"
	}
	fresh, oldest := 0, now
	for _, tenant := range synced {
		if tenant.RefreshFailure == nil && !tenant.Refreshed.IsZero() {
			fresh++
			if tenant.Refreshed.Before(oldest) {
				oldest = tenant.Refreshed
			}
		}
	}
	text := count(fresh) + " of " + page.Counted(len(synced), "tenant", "tenants") + " up to date"
	if fresh == 0 {
		return text
	}
	return text + ", " + table.Age(oldest, now, now.Location())
}

func count(n int) string { return table.Thousands(int64(n)) }
