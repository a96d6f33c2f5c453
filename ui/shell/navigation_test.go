package shell_test

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/shell"
)

func TestTheWindowOpensOnAllUsersWhereTenantsAreSynced(t *testing.T) {
	d := openDesk(t, connected(3, 10))
	d.sees("All Users", "Adele Vance", "Contoso Dental", "j.tan@msp.example", "3 of 3 tenants up to date, 2 minutes ago")
}

func TestTheWindowOpensOnSetupWhereNothingIsSynced(t *testing.T) {
	d := openDesk(t, newWorld())
	d.sees("Turn On", "Off", "Not signed in", "No tenants synced")
}

func TestNavigationCountsTenantsAndUsers(t *testing.T) {
	d := openDesk(t, connected(4, 300))
	require.True(t, d.Has("4"))
	require.True(t, d.Has("1,200"))
}

func TestNavigationOpensEveryPageThatIsThere(t *testing.T) {
	d := openDesk(t, connected(2, 5))
	d.tap("All Tenants")
	d.sees("View Users")
	d.tap("Integrations")
	d.sees("Saved and authenticated")
	d.tap("All Users")
	d.sees("Display Name")
	d.tap("Activity")
	d.sees("Result")
	d.seesNot("My Settings", "Create User", "Ctrl K")
}

func TestBackBringsAPageBackWithItsFilters(t *testing.T) {
	d := openDesk(t, connected(3, 10))
	d.tap("All Tenants")
	d.tap("View Users")
	d.sees("Tenant: Contoso Dental", "1-10 of 10")
	d.tap("Select Adele Vance")
	d.sees("1 selected")
	d.tap("Integrations")
	d.menu("View", "Back")
	d.sees("Tenant: Contoso Dental", "1-10 of 10", "1 selected")
	d.menu("View", "Back")
	d.sees("View Users")
	d.menu("View", "Forward")
	d.sees("Tenant: Contoso Dental")
}

func TestBackReturnsToTheTabOfSetup(t *testing.T) {
	d := openDesk(t, connected(3, 5))
	d.shell.Open(page.Route{Page: page.Setup, Tab: setup.TabAuthenticate})
	d.settle()
	d.sees("Sign out")
	d.tap("All Tenants")
	d.menu("View", "Back")
	d.sees("Sign out")
}

func TestOpeningThePageThatIsOpenAddsNothingToTheWayBack(t *testing.T) {
	d := openDesk(t, connected(3, 5))
	d.tap("All Users")
	d.tap("All Users")
	d.tap("All Tenants")
	d.menu("View", "Back")
	d.sees("Display Name")
	d.menu("View", "Back")
	d.sees("Display Name")
}

func TestAUserThatIsOpenedBecomesRecentlyViewed(t *testing.T) {
	d := openDesk(t, connected(3, 10))
	d.seesNot("Recently viewed")
	d.tap("Adele Vance")
	d.sees("Recently viewed", "Adele Vance, Contoso Dental", "adele.vance@contoso.com")
	d.tap("All Tenants")
	d.tap("Adele Vance, Contoso Dental")
	d.sees("User Principal Name")
}

func TestAUserOfAnUnsyncedTenantIsSaidToBeGone(t *testing.T) {
	w := connected(3, 10)
	d := openDesk(t, w)
	d.tap("Adele Vance")
	w.do(func() { w.users = w.users[10:] })
	w.tell(page.UsersChanged, page.TenantsChanged)
	d.told()
	d.sees("This user is not in the local data any more")
	d.seesNot("Adele Vance, Contoso Dental")
	d.tap("All Users")
	d.sees("Display Name")
}

func TestCollapsedNavigationShowsIconsAndIsKept(t *testing.T) {
	w := connected(3, 5)
	d := openDesk(t, w)
	d.tap("Collapse navigation")
	require.False(t, d.Has("Setup"))
	require.Equal(t, "collapsed", w.settings["navigation"])
	d.tap("All Tenants")
	d.sees("View Users")
	d.menu("View", "Collapse Navigation")
	require.True(t, d.Has("Setup"))
}

func TestAnAccountThatTheVaultLostIsNotShownAsSignedIn(t *testing.T) {
	w := troubled()
	w.connection.HomeAccountID = ""
	d := openDesk(t, w)
	d.sees("Not signed in")
}

func TestTheFootTellsProgressAndAge(t *testing.T) {
	w := connected(3, 5)
	d := openDesk(t, w)
	w.do(func() {
		w.progress = refresh.Progress{Running: true, Done: 1, Total: 3, Current: []m365.TenantID{tenantID(1), tenantID(2)}}
	})
	w.tell(page.ProgressChanged)
	d.told()
	d.sees("Refreshing, 1 of 3 tenants done")
	w.do(func() { w.progress = refresh.Progress{} })
	w.tell(page.ProgressChanged)
	d.told()
	d.sees("3 of 3 tenants up to date, 2 minutes ago")
	d.pass(time.Minute)
	d.sees("3 of 3 tenants up to date, 3 minutes ago")
}

func TestTheFootOpensTheRefreshStatusByTenant(t *testing.T) {
	w := troubled()
	d := openDesk(t, w)
	d.tap("j.tan@msp.example, 9 of 10 tenants up to date, 2 minutes ago")
	d.sees("Refresh status", "Failed", "your GDAP relationship ended on 12 Nov", "Shown as of 3 days ago", "Up to date")
	d.tap("Retry")
	require.Equal(t, [][]m365.TenantID{{tenantID(4)}}, w.refreshed)
	w.do(func() { w.progress = refresh.Progress{Running: true, Total: 1, Current: []m365.TenantID{tenantID(4)}} })
	w.changes.Emit(page.Change{Kind: page.Throttled, Tenant: tenantID(4), Until: noon.Add(90 * time.Second)})
	d.told()
	d.sees("Waiting", "Microsoft asked to wait until 12:01:30")
	d.tap("Refresh all")
	require.Equal(t, 1, w.refreshedAll)
	d.tap("Close")
	d.seesNot("Refresh status")
}

func TestTheThemeIsChosenInTheBarAndKept(t *testing.T) {
	w := connected(1, 1)
	d := openDesk(t, w)
	d.tap("Theme")
	d.tap("Dark")
	require.Equal(t, "Dark", w.settings["theme"])
	again := openDesk(t, w)
	again.tap("Theme")
	again.sees("System", "Light", "Dark")
}

func TestDensityIsOneChoiceForEveryTable(t *testing.T) {
	w := connected(2, 5)
	d := openDesk(t, w)
	d.tap("Density")
	require.Equal(t, "relaxed", w.settings["density"])
	d.tap("All Tenants")
	d.menu("View", "Relaxed Rows")
	require.Equal(t, "", w.settings["density"])
}

func TestShortcutsOfTheMenuRestWhileADialogIsOpen(t *testing.T) {
	d := openDesk(t, connected(2, 5))
	d.menu("Help", "Keyboard Shortcuts")
	d.menu("Go", "All Tenants")
	d.sees("Keyboard shortcuts")
	d.Key(fyne.KeyEscape)
	d.seesNot("Keyboard shortcuts", "View Users")
	d.menu("Go", "All Tenants")
	d.sees("View Users")
}

func TestF1ListsEveryShortcutOfTheMenu(t *testing.T) {
	d := openDesk(t, connected(1, 1))
	d.window.Canvas().Unfocus()
	d.Key(fyne.KeyF1)
	d.sees("Keyboard shortcuts", "Export CSV…", "Ctrl+E", "All Tenants", "Ctrl+1", "All Users", "Ctrl+2", "Integrations", "Ctrl+3", "Alt+Left")
}

func TestAboutNamesTheVersion(t *testing.T) {
	d := openDesk(t, connected(1, 1))
	d.menu("Help", "About Tenantkeep")
	d.sees("Version 1.2.3")
}

func TestQuitIsInTheMenu(t *testing.T) {
	d := openDesk(t, connected(1, 1))
	d.menu("File", "Quit")
	require.Equal(t, 1, d.quit)
}

func TestTheDemoIsMarkedAndStartsOverAfterAQuestion(t *testing.T) {
	w := connected(2, 5)
	starts := 0
	d := openDesk(t, w, func(o *shell.Options) {
		o.Demo, o.Suggestion = true, setup.Suggestion{Tenant: "demo.example", ClientID: "11111111-2222-3333-4444-555555555555"}
		o.StartOver = demoStart(w, &starts)
	})
	d.sees("Demo")
	d.tap("Start over")
	d.sees("Real tenants are not touched")
	d.tap("Cancel")
	require.Zero(t, starts)
	d.tap("Start over")
	d.tap("Start over")
	require.Equal(t, 1, starts)
	d.sees("The demo is at its beginning again.", "Turn On")
	d.seesNot("Adele Vance")
}

func TestADemoThatDoesNotStartOverSaysSo(t *testing.T) {
	d := openDesk(t, connected(2, 5), func(o *shell.Options) {
		o.Demo, o.StartOver = true, failing(errors.New("locked"))
	})
	d.tap("Start over")
	d.tap("Start over")
	d.sees("Something went wrong.", "Copy details")
	d.tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "locked")
}

func TestAWindowWithoutADemoHasNoMark(t *testing.T) {
	d := openDesk(t, connected(1, 1))
	d.seesNot("Demo", "Start over")
}
