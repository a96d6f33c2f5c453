package shell_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestTheRefreshStatusShowsNamesWhole(t *testing.T) {
	for _, look := range []look{light, small} {
		w := connected(3, 1)
		long := "The Very Long Name of a Foundation " + strings.Repeat("and Its Friends ", 8)
		w.tenants[0].Name, w.tenants[1].Name = "Graphic Design Institute Europe", long
		d := open(t, w)
		d.Win.Resize(look.size)
		d.Settle()
		d.menu("View", "Refresh Status")
		require.Contains(t, d.Texts(), "Graphic Design Institute Europe", "not cut")
		tips := 0
		for _, object := range test.LaidOutObjects(d.Win.Canvas().Overlays().Top()) {
			if text, ok := object.(*widget.CutText); ok && text.Tip() == long {
				tips++
			}
		}
		require.Equal(t, 1, tips, "what is cut is whole in a tooltip")
	}
}

func TestTheRefreshStatusSaysWhyTenantsAreRefreshedLessOften(t *testing.T) {
	for want, why := range map[string]refresh.Sparing{
		"On battery: refreshes every hour":                    {Battery: true},
		"On a metered line: refreshes every hour":             {Metered: true},
		"On battery and a metered line: refreshes every hour": {Battery: true, Metered: true},
	} {
		w := connected(2, 1)
		d := open(t, w)
		d.menu("View", "Refresh Status")
		d.SeesNot("battery", "metered")
		w.do(func() { w.computer.sparing, w.computer.pace = why, time.Hour })
		w.tell(page.ProgressChanged)
		d.told()
		d.Sees("2 of 2 tenants up to date, 2 minutes ago · " + want)
	}
}

func TestTenantsOfOneNameAreToldApartInTheShell(t *testing.T) {
	w := connected(2, 2)
	copy(w.tenants, uitest.Twins(w.tenants[:2]...))
	d := open(t, w)
	d.Tap(w.users[0].DisplayName)
	domain := w.tenants[0].DefaultDomain
	require.Contains(t, d.Texts(), domain, "among the recently viewed")
	require.Contains(t, d.Labels(), w.tenants[0].FullName()+" in the trail")
	d.menu("View", "Refresh Status")
	require.Contains(t, d.Texts(), w.tenants[1].DefaultDomain)
}

func TestWithoutANetworkTheShellSaysItOnceAndHowOldTheDataIs(t *testing.T) {
	w := connected(3, 1)
	for i := range w.tenants {
		w.tenants[i].Refreshed = noon.Add(-time.Duration(i+1) * time.Hour)
		w.tenants[i].RefreshFailure = &m365.Failure{What: "Microsoft's server could not be reached.", Offline: true, At: noon}
	}
	d := open(t, w)
	d.Sees("You are offline, data as of 3 hours ago")
	d.menu("View", "Refresh Status")
	d.Sees("Offline", "2 hours ago")
	d.SeesNot("could not be reached")
}

func TestTheShellIsNotOfflineOnceATenantWasReadSince(t *testing.T) {
	w := connected(3, 1)
	lost := &m365.Failure{What: "Microsoft's server could not be reached.", Offline: true, At: noon.Add(-time.Hour)}
	w.tenants[0].Refreshed, w.tenants[0].RefreshFailure = noon.Add(-2*time.Hour), lost
	w.tenants[1].Refreshed, w.tenants[1].RefreshFailure = noon.Add(-2*time.Hour), lost
	w.tenants[2].Refreshed = noon.Add(-time.Minute)
	d := open(t, w)
	d.Sees("1 of 3 tenants up to date, 1 minute ago")
	d.SeesNot("offline")
	d.menu("View", "Refresh Status")
	d.Sees("Failed", "could not be reached", "Shown as of 2 hours ago.")
}

func TestTheRefreshStatusSaysHowOldRolesAreWhereTheyAreOlder(t *testing.T) {
	w := connected(2, 1)
	w.tenants[0].RestRead = w.tenants[0].Refreshed.Add(-40 * time.Minute)
	w.tenants[1].RestRead = w.tenants[1].Refreshed
	for _, window := range []fyne.Size{shell.DefaultSize, fyne.NewSize(720, 420)} {
		d := open(t, w)
		d.shell.Fit(window)
		d.menu("View", "Refresh Status")
		require.Contains(t, d.Texts(), "Roles and products as of 42 minutes ago.", "whole also in a window of %v", window)
		d.SeesNot("Roles and products as of 2 minutes ago.")
	}
}

func TestTheReasonOfAFailedRefreshComesFirstAndIsWholeInItsDetails(t *testing.T) {
	w := connected(2, 1)
	w.tenants[0].RefreshFailure = &m365.Failure{
		What:    "Could not read the users in Graphic Design Institute Europe: your account is not allowed to.",
		Because: "Your account is not allowed to.", Do: "Check the GDAP relationship.", RequestID: "r-1",
	}
	d := open(t, w)
	d.menu("View", "Refresh Status")
	require.Contains(t, d.Texts(), "Your account is not allowed to.")
	d.Sees("Shown as of 2 minutes ago.")
	d.SeesNot("Could not read the users")
	d.Tap("Details")
	d.Sees("Could not read the users in Graphic Design Institute Europe", "Check the GDAP relationship.", "Request id r-1")
}
