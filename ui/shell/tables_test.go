package shell_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/shell"
)

func openTenants(t *testing.T, w *world) *harness {
	d := open(t, w)
	d.Tap("All Tenants")
	return d
}

func TestAllTenantsShowsOnlySyncedTenants(t *testing.T) {
	d := openTenants(t, troubled())
	d.Sees("Contoso Dental", "litware.com", "GDAP ended", "GDAP ends soon", "12 d", "Your tenant", "1-10 of 10")
	d.SeesNot("Adventure Works", "Wide World Importers")
}

func TestAllTenantsWithoutSyncedTenantsLeadsToSetup(t *testing.T) {
	d := openTenants(t, newWorld())
	d.Sees("No tenant is synced yet.")
	d.Tap("Open Setup")
	d.Sees("Turn On")
}

func TestViewUsersOpensAllUsersOnThatTenant(t *testing.T) {
	w := connected(3, 10)
	d := openTenants(t, w)
	d.Tap("View Users")
	d.Sees("Tenant: Contoso Dental", "Tenant Name", "1-10 of 10")
	d.SeesNot("Fabrikam Legal")
	d.Tap("Reset Filters")
	d.Sees("Select Tenant", "1-30 of 30")
}

func TestAPortalOpensTheBrowserInThatTenantAtOnce(t *testing.T) {
	w := connected(3, 1)
	d := openTenants(t, w)
	d.Tap("Exchange Admin: Fabrikam Legal")
	require.Equal(t, []string{"https://exchange.example/fabrikam.com"}, w.opened)
}

func TestTheMiddleButtonAndTheMenuCopyAPortalsLink(t *testing.T) {
	w := connected(3, 1)
	d := openTenants(t, w)
	require.NoError(t, d.TapMiddle("Teams Admin: Contoso Dental"))
	require.Equal(t, "https://teams.example/contoso.com", d.clipboard.Content())
	require.NoError(t, d.TapSecond("Azure Portal: Fabrikam Legal"))
	d.Tap("Copy link")
	require.Equal(t, "https://azure.example/fabrikam.com", d.clipboard.Content())
	require.Empty(t, w.opened)
}

func TestAPortalThatNoBrowserOpensIsSaid(t *testing.T) {
	w := connected(1, 1)
	w.openErr = errors.New("no browser")
	d := openTenants(t, w)
	d.Tap("Azure Portal: Contoso Dental")
	d.Sees("The browser did not open.", "Copy the link")
}

func TestATenantWithoutAKnownDomainHasNoPortals(t *testing.T) {
	w := connected(1, 1)
	w.tenants[0].DefaultDomain = ""
	d := openTenants(t, w)
	require.False(t, d.Has("Azure Portal: Contoso Dental"))
}

func TestFurtherPortalsWaitInTheColumnsMenu(t *testing.T) {
	d := openTenants(t, connected(1, 1))
	require.False(t, d.Has("Purview: Contoso Dental"))
	d.Tap("Columns")
	d.Tap("Purview")
	d.Key("Escape")
	require.True(t, d.Has("Purview: Contoso Dental"))
}

func TestRefreshReadsEverySyncedTenantAnew(t *testing.T) {
	w := connected(2, 2)
	d := open(t, w)
	d.Tap("Refresh")
	d.menu("View", "Refresh")
	require.Equal(t, 2, w.refreshedAll)
}

func TestThePagesWithARefreshButtonAreThoseThatTheMenuRefreshes(t *testing.T) {
	w := connected(1, 2)
	for name, route := range map[string]page.Route{
		"All Tenants":        {Page: page.Tenants},
		"All Users":          {Page: page.Users},
		"a user":             {Page: page.User, User: w.users[0].Key},
		"Activity":           {Page: page.Activity},
		"the tenants' setup": {Page: page.Setup, Tab: setup.TabTenants},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, w)
			d.shell.Open(route)
			d.Settle()
			require.True(t, d.Has("Refresh"))
			require.Empty(t, d.entry("View", "Refresh").Off)
		})
	}
}

func TestTheUserPageShowsWhatIsKnownAndCopiesIt(t *testing.T) {
	w := troubled()
	d := open(t, w)
	d.shell.Open(page.Route{Page: page.User, User: w.users[0].Key})
	d.Settle()
	d.Sees("Adele Vance", "Allowed", "Global Administrator", "contoso.com", "last sign-in 4 hours ago", "Practice Manager",
		"4 Mar 2021", "United Kingdom (GB)", "–")
	d.Tap("Copy User Principal Name")
	require.Equal(t, "adele.vance@contoso.com", d.clipboard.Content())
	d.Sees("Copied.")
	d.Tap("Contoso Dental in the trail")
	d.Sees("Tenant: Contoso Dental")
}

func TestTheUserPageSaysWhyThereIsNoLastSignIn(t *testing.T) {
	w := connected(1, 1)
	w.users[0].LastSignIn = time.Time{}
	w.tenants[0].SignInActivity = m365.NeedsPremium
	d := open(t, w)
	d.Tap("Adele Vance")
	d.Sees("last sign-in needs Entra ID P1")
}

// exportTo lets the person choose a file.
func exportTo(d *harness, path string) string {
	var suggested string
	d.saveTo = func(name string) (string, error) {
		suggested = name
		return path, nil
	}
	d.Tap("Select rows", "Select all rows across all pages", "Row Actions", "Export All Rows to CSV")
	d.Sees("Show table headers in the exported CSV")
	d.Tap("Export")
	d.shell.WaitAll()
	d.Settle()
	return suggested
}

func TestACSVHoldsTheRowsAsShown(t *testing.T) {
	d := open(t, connected(2, 3))
	path := filepath.Join(t.TempDir(), "users.csv")
	require.Equal(t, "all-users-2026-11-23.csv", exportTo(d, path))
	d.Sees("6 users exported to users.csv.", "Open file", "Open folder")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\r\n")
	require.Len(t, lines, 7)
	require.True(t, strings.HasPrefix(lines[0], "\uFEFFDisplay Name,Username"))
	d.Tap("Open file")
	d.Tap("Open folder")
	require.Equal(t, []string{path, filepath.Dir(path)}, d.paths)
	d.Pass(4 * time.Minute)
	d.Sees("6 users exported")
	d.Pass(2 * time.Minute)
	d.SeesNot("6 users exported")
}

func TestACSVOfSelectedRowsHoldsThoseAlone(t *testing.T) {
	d := open(t, connected(1, 5))
	path := filepath.Join(t.TempDir(), "users.csv")
	d.saveTo = func(string) (string, error) { return path, nil }
	d.Tap("Select Adele Vance")
	d.Tap("Row Actions")
	d.Tap("Export Selected Rows to CSV")
	d.Tap("Show table headers in the exported CSV")
	d.Sees("1 user will be written")
	d.Tap("Export")
	d.shell.WaitAll()
	d.Settle()
	d.Sees("1 user exported to users.csv.")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(text), "\r\n"))
	require.Contains(t, string(text), "Adele Vance")
}

func TestNoFileIsWrittenWhereThePersonChangesTheirMind(t *testing.T) {
	d := open(t, connected(1, 5))
	exportTo(d, "")
	d.SeesNot("exported", "Exporting")
}

func TestACSVThatCannotBeWrittenSaysWhyInWords(t *testing.T) {
	d := open(t, connected(1, 5))
	gone := filepath.Join(t.TempDir(), "gone")
	exportTo(d, filepath.Join(gone, "users.csv"))
	d.Sees("The CSV was not written.", "The folder "+gone+" is not there any more. Choose another one.")
	d.Tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "gone")
	d.Pass(time.Hour)
	d.Tap("Messages (1)")
	d.Sees("The CSV was not written.", "is not there any more. Choose another one.")
}

func TestASaveDialogThatFailsIsSaid(t *testing.T) {
	d := open(t, connected(1, 5))
	d.saveTo = func(string) (string, error) { return "", fs.ErrPermission }
	d.menu("File", "Export CSV…")
	d.Tap("Export")
	d.shell.WaitAll()
	d.Settle()
	d.Sees("The CSV was not written.", "Nobody could be asked where to.")
}

// heldUsers are users whose export waits after the first row.
type heldUsers struct {
	*world
	reached chan struct{}
}

func (h heldUsers) UserSource() table.Source { return heldSource{h.world.UserSource(), h.reached} }

type heldSource struct {
	table.Source
	reached chan struct{}
}

func (s heldSource) Each(ctx context.Context, q table.Query, yield func(table.Row) error) error {
	return s.Source.Each(ctx, q, func(row table.Row) error {
		if err := yield(row); err != nil {
			return err
		}
		select {
		case s.reached <- struct{}{}:
		case <-ctx.Done():
		}
		<-ctx.Done()
		return ctx.Err()
	})
}

func TestAnExportThatIsCancelledLeavesNoFile(t *testing.T) {
	w := connected(1, 5)
	held := heldUsers{w, make(chan struct{})}
	d := open(t, w, func(o *shell.Options) { o.Services.Users = held })
	folder := t.TempDir()
	d.saveTo = func(string) (string, error) { return filepath.Join(folder, "users.csv"), nil }
	d.menu("File", "Export CSV…")
	require.NoError(t, d.Robot.Tap("Export"))
	d.shell.WaitAll()
	d.Queue.Flush()
	<-held.reached
	d.Queue.Flush()
	d.Sees("Exporting 5 users to users.csv.")
	d.Tap("Cancel")
	d.Sees("The export was cancelled. No file was written.")
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestOtherTablesExportToo(t *testing.T) {
	d := openTenants(t, connected(3, 1))
	path := filepath.Join(t.TempDir(), "tenants.csv")
	exportTo(d, path)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(text), "Contoso Dental")
	d.Tap("Integrations")
	exportTo(d, path)
	text, err = os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(text), string(tenantID(0)))
}

func TestTheTenantThatIsLookedAtIsTold(t *testing.T) {
	d := open(t, troubled())
	d.shell.Open(page.Route{Page: page.User, User: d.world.users[0].Key})
	d.Settle()
	require.Equal(t, d.world.users[0].Key.Tenant, d.world.lookedAt)
	d.shell.Open(page.Route{Page: page.Tenants})
	d.Settle()
	require.Empty(t, d.world.lookedAt)
}
