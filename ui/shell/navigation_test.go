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
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestTheWindowOpensOnAllUsersWhereTenantsAreSynced(t *testing.T) {
	d := open(t, connected(3, 10))
	d.Sees("All Users", "Adele Vance", "Contoso Dental", "j.tan@msp.example", "3 of 3 tenants up to date, 2 minutes ago")
}

func TestTheWindowOpensOnSetupWhereNothingIsSynced(t *testing.T) {
	d := open(t, newWorld())
	d.Sees("Turn On", "Off", "Not signed in", "No tenants synced")
}

func TestNavigationCountsTenantsAndUsers(t *testing.T) {
	d := open(t, connected(4, 300))
	require.True(t, d.Has("4"))
	require.True(t, d.Has("1,200"))
}

func TestNavigationOpensEveryPageThatIsThere(t *testing.T) {
	d := open(t, connected(2, 5))
	d.Tap("All Tenants")
	d.Sees("View Users")
	d.Tap("Integrations")
	d.Sees("Saved and authenticated")
	d.Tap("All Users")
	d.Sees("Display Name")
	d.Tap("Activity")
	d.Sees("Result")
	d.Tap("My Settings")
	d.Sees("User Time Zone")
	d.SeesNot("Create User", "Ctrl K")
}

func TestBackBringsAPageBackWithItsFilters(t *testing.T) {
	d := open(t, connected(3, 10))
	d.Tap("All Tenants")
	d.Tap("View Users")
	d.Sees("Tenant: Contoso Dental", "1-10 of 10")
	d.Tap("Select Adele Vance")
	d.Sees("1 selected")
	d.Tap("Integrations")
	d.menu("View", "Back")
	d.Sees("Tenant: Contoso Dental", "1-10 of 10", "1 selected")
	d.menu("View", "Back")
	d.Sees("View Users")
	d.menu("View", "Forward")
	d.Sees("Tenant: Contoso Dental")
}

func TestBackReturnsToTheTabOfSetup(t *testing.T) {
	d := open(t, connected(3, 5))
	d.shell.Open(page.Route{Page: page.Setup, Tab: setup.TabAuthenticate})
	d.Settle()
	d.Sees("Sign out")
	d.Tap("All Tenants")
	d.menu("View", "Back")
	d.Sees("Sign out")
}

func TestOpeningThePageThatIsOpenAddsNothingToTheWayBack(t *testing.T) {
	d := open(t, connected(3, 5))
	d.Tap("All Users")
	d.Tap("All Users")
	d.Tap("All Tenants")
	d.shortcut("Alt+Left")
	d.Sees("Display Name")
	d.shortcut("Alt+Left")
	d.Sees("Display Name")
}

func TestAUserThatIsOpenedBecomesRecentlyViewed(t *testing.T) {
	d := open(t, connected(3, 10))
	d.SeesNot("Recently viewed")
	d.Tap("Adele Vance")
	d.Sees("Recently viewed", "Adele Vance, Contoso Dental", "adele.vance@contoso.com")
	d.Tap("All Tenants")
	d.Tap("Adele Vance, Contoso Dental")
	d.Sees("User Principal Name")
}

func TestAUserOfAnUnsyncedTenantIsSaidToBeGone(t *testing.T) {
	w := connected(3, 10)
	d := open(t, w)
	d.Tap("Adele Vance")
	w.do(func() { w.users = w.users[10:] })
	w.tell(page.UsersChanged, page.TenantsChanged)
	d.told()
	d.Sees("This user is not in the local data any more")
	d.SeesNot("Adele Vance, Contoso Dental")
	d.Tap("All Users")
	d.Sees("Display Name")
}

func TestDeletedUsersAreOpenedOnATenant(t *testing.T) {
	d := open(t, connected(3, 10))
	d.menu("Go", "Deleted Users")
	d.Sees("Choose the tenant whose deleted users you look for.")
	d.Tap("Select Tenant", "Contoso Dental (contoso.com)")
	d.Sees("Gone Girard", "Tenant: Contoso Dental")
	d.menu("View", "Back")
	d.Sees("Choose the tenant whose deleted users you look for.")
}

func TestCollapsedNavigationShowsIconsAndIsKept(t *testing.T) {
	w := connected(3, 5)
	d := open(t, w)
	d.Tap("Collapse navigation")
	require.False(t, d.Has("Setup"))
	require.Equal(t, "collapsed", w.settings["navigation"])
	d.Tap("All Tenants")
	d.Sees("View Users")
	d.menu("View", "Collapse Navigation")
	require.True(t, d.Has("Setup"))
}

func TestAnAccountThatTheVaultLostIsNotShownAsSignedIn(t *testing.T) {
	w := troubled()
	w.connection.HomeAccountID = ""
	d := open(t, w)
	d.Sees("Not signed in")
}

func TestTheFootTellsProgressAndAge(t *testing.T) {
	w := connected(3, 5)
	d := open(t, w)
	w.do(func() {
		w.progress = refresh.Progress{Running: true, Done: 1, Total: 3, Current: []m365.TenantID{tenantID(1), tenantID(2)}}
	})
	w.tell(page.ProgressChanged)
	d.told()
	d.Sees("Refreshing, 1 of 3 tenants done")
	for i, told := range []string{"1 waits", "2 wait", "2 wait"} { // the third is done
		w.changes.Emit(page.Change{Kind: page.Throttled, Tenant: tenantID(i + 1), Until: noon.Add(time.Minute)})
		d.told()
		d.Sees("Refreshing, 1 of 3 tenants done, " + told + " for Microsoft")
	}
	d.Pass(time.Minute)
	d.SeesNot("for Microsoft")
	w.do(func() { w.progress = refresh.Progress{} })
	w.tell(page.ProgressChanged)
	d.told()
	d.Sees("3 of 3 tenants up to date, 3 minutes ago")
	d.Pass(time.Minute)
	d.Sees("3 of 3 tenants up to date, 4 minutes ago")
}

func TestTheFootOpensTheRefreshStatusByTenant(t *testing.T) {
	w := troubled()
	d := open(t, w)
	d.Tap("j.tan@msp.example, 9 of 10 tenants up to date, 2 minutes ago")
	d.Sees("Refresh status", "Failed", "your GDAP relationship ended on 12 Nov", "Shown as of 3 days ago", "Up to date")
	d.Tap("Retry")
	require.Equal(t, [][]m365.TenantID{{tenantID(4)}}, w.refreshed)
	w.do(func() { w.progress = refresh.Progress{Running: true, Total: 1, Current: []m365.TenantID{tenantID(4)}} })
	w.changes.Emit(page.Change{Kind: page.Throttled, Tenant: tenantID(4), Until: noon.Add(90 * time.Second)})
	d.told()
	d.Sees("Waiting", "Microsoft asked to wait until 12:01:30")
	d.Tap("Refresh all")
	require.Equal(t, 1, w.refreshedAll)
	d.Tap("Close")
	d.SeesNot("Refresh status")
}

func TestTheThemeIsChosenInTheBarAndKept(t *testing.T) {
	w := connected(1, 1)
	d := open(t, w)
	d.Tap("Theme")
	d.Tap("Dark")
	require.Equal(t, "Dark", w.settings["theme"])
	again := open(t, w)
	again.Tap("Theme")
	again.Sees("System", "Light", "Dark")
}

func TestDensityIsOneChoiceForEveryTable(t *testing.T) {
	w := connected(2, 5)
	d := open(t, w)
	d.Tap("Density")
	require.Equal(t, "relaxed", w.settings["density"])
	d.Tap("All Tenants")
	d.menu("View", "Relaxed Rows")
	require.Equal(t, "", w.settings["density"])
}

func TestShortcutsOfTheMenuRestWhileADialogIsOpen(t *testing.T) {
	d := open(t, connected(2, 5))
	d.menu("Help", "Keyboard Shortcuts")
	d.shortcut("Ctrl+1")
	d.Sees("Keyboard shortcuts")
	d.Key(fyne.KeyEscape)
	d.SeesNot("Keyboard shortcuts", "View Users")
	d.menu("Go", "All Tenants")
	d.Sees("View Users")
}

func TestF1ListsEveryShortcutOfTheMenu(t *testing.T) {
	d := open(t, connected(1, 1))
	d.Win.Canvas().Unfocus()
	d.Key(fyne.KeyF1)
	d.Sees("Keyboard shortcuts", "Export CSV…", "Ctrl+E", "All Tenants", "Ctrl+1", "All Users", "Ctrl+2", "Integrations", "Ctrl+3", "Alt+Left")
}

func TestAboutNamesTheVersion(t *testing.T) {
	d := open(t, connected(1, 1))
	d.menu("Help", "About Tenantkeep")
	d.Sees("Version 1.2.3")
}

func TestQuitIsInTheMenu(t *testing.T) {
	d := open(t, connected(1, 1))
	d.menu("File", "Quit")
	require.Equal(t, 1, d.quit)
}

func TestTheDemoIsMarkedAndStartsOverAfterAQuestion(t *testing.T) {
	w := connected(2, 5)
	starts := 0
	d := open(t, w, func(o *shell.Options) {
		o.Demo, o.Suggestion = true, setup.Suggestion{Tenant: "demo.example", ClientID: "11111111-2222-3333-4444-555555555555"}
		o.StartOver = demoStart(w, &starts)
	})
	d.Sees("Demo")
	d.Tap("Start over")
	d.Sees("Real tenants are not touched")
	d.Press(fyne.KeyReturn)
	require.Zero(t, starts, "Enter presses no red button")
	d.Tap("Cancel")
	require.Zero(t, starts)
	d.Tap("Start over")
	d.Tap("Start over")
	require.Equal(t, 1, starts)
	d.Sees("The demo is at its beginning again.", "Turn On")
	d.SeesNot("Adele Vance")
}

func TestADemoThatDoesNotStartOverSaysSo(t *testing.T) {
	d := open(t, connected(2, 5), func(o *shell.Options) {
		o.Demo, o.StartOver = true, failing(errors.New("locked"))
	})
	d.Tap("Start over")
	d.Tap("Start over")
	d.Sees("Something went wrong.", "Copy details")
	d.Tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "locked")
}

func TestAWindowWithoutADemoHasNoMark(t *testing.T) {
	d := open(t, connected(1, 1))
	d.SeesNot("Demo", "Start over")
}

func TestTheNextTabOpensFromTheMenu(t *testing.T) {
	d := open(t, connected(1, 3))
	d.Tap("Adele Vance")
	d.SeesNot("Assigned Through")
	d.menu("View", "Next Tab")
	d.Sees("Assigned Through")
	d.menu("View", "Previous Tab")
	d.SeesNot("Assigned Through")
}

func TestTheFilterOpensFromTheMenu(t *testing.T) {
	d := open(t, connected(1, 3))
	d.menu("View", "Go to the Filter")
	d.Sees("Apply", "Reset")
}

func TestFindOnThisPageGoesToTheSearchFieldAndToTheFilterOfAPageWithoutOne(t *testing.T) {
	d := open(t, connected(1, 3))
	d.menu("View", "Find on This Page")
	require.Equal(t, "Search name or username", uitest.NameOf(d.Win.Canvas().Focused()))
	d.SeesNot("Apply")
	d.menu("Go", "Activity")
	d.menu("View", "Find on This Page")
	d.Sees("Apply", "Reset")
}
