package users_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestEveryUserOfEveryTenantIsListedByName(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	d.Sees("All Users", "Adele Contoso", "adele@contoso.com", "Contoso Dental", "Bianca Fabrikam", "Fabrikam Legal", "1-5 of 5")
	require.True(t, d.Has("5"), "the badge counts the rows")
	require.Equal(t, []page.Step{{Text: "Microsoft 365"}, {Text: "All Users"}}, d.page.Trail())
	require.Equal(t, "Adele Contoso", d.page.Grid.Rows()[0].Cells[0].Text)
	require.Equal(t, "Adele Fabrikam", d.page.Grid.Rows()[1].Cells[0].Text)
}

func TestWhoAUserIsIsReadWholeInEveryWindow(t *testing.T) {
	for name, c := range map[string]struct {
		page float32
		last string
	}{
		"1440": {1216, "Licenses"}, "1024": {800, "M365 Sign In Status"},
	} {
		t.Run(name, func(t *testing.T) {
			d := prepare(t, fakeOf(uitest.Twins(contoso(), fabrikam())...))
			d.Win.Resize(fyne.NewSize(c.page, 700))
			d.change(func(p *fake) {
				p.users[0].DisplayName, p.users[0].UserPrincipalName = "Christopher McKenzie", "christopher.mckenzie@northwind-trade.com"
			})
			d.show()
			d.tell(page.Everything())
			d.Sees("christopher.mckenzie", "@northwind-trade.com", "contoso.com", "fabrikam.com")
			d.SeesNot(widget.Ellipsis)
			place, err := d.PlaceOf("Sort by " + c.last)
			require.NoError(t, err)
			require.Less(t, place.X, c.page-60, "the first things stand in the window, without scrolling")
		})
	}
}

func TestTheTableKeepsItsPlaceHoweverManyUsersFit(t *testing.T) {
	d := prepare(t, fakeOf(contoso()))
	d.Win.Resize(fyne.NewSize(800, 648)) // beside the navigation of the least window
	d.show()
	top := func() float32 {
		place, err := d.PlaceOf("Sort by Username")
		require.NoError(t, err)
		return place.Y
	}
	few := top()
	rows := make([]table.Row, 2598)
	for i := range rows {
		rows[i] = table.Row{Key: strconv.Itoa(i), Cells: make([]table.Cell, len(columns.Users()))}
	}
	d.source.Set(rows)
	d.tell(page.Changes{Users: true})
	d.Sees("2,598")
	require.InDelta(t, few, top(), 0.5)
}

func TestALicenseIsReadWholeInAnOrdinaryWindow(t *testing.T) {
	d := prepare(t, fakeOf(contoso()))
	d.Win.Resize(fyne.NewSize(1440-224, 700)) // beside the navigation
	d.change(func(p *fake) { p.users[0].Licenses = []string{"Office 365 E3", "Power BI"} })
	d.show()
	d.tell(page.Everything())
	d.Sees("Office 365", "E3, Power BI")
	d.SeesNot(widget.Ellipsis)
}

func TestAUserOpensInTheirOwnTenant(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	d.Tap("Bianca Fabrikam")
	require.Equal(t, []page.Route{{Page: page.User, User: userOf(fabrikam(), 1).Key}}, d.Host.Routes)
}

func TestARowWhoseKeyNamesNoUserIsSaid(t *testing.T) {
	d := open(t, fakeOf(contoso()))
	d.source.Set([]table.Row{{Key: "nobody", Cells: []table.Cell{{Text: "Nobody", Link: true}, {}, {}, {}, {}, {}}}})
	d.tell(page.Changes{Users: true})
	d.Tap("Nobody")
	require.Len(t, d.Host.Failed, 1)
	require.Empty(t, d.Host.Routes)
}

func TestAnEmptyListLeadsToSetup(t *testing.T) {
	d := open(t, fakeOf())
	d.Sees("There are no users yet. Users of the tenants that you sync in Setup appear here.")
	d.Tap("Open Setup")
	require.Equal(t, []page.Route{{Page: page.Setup}}, d.Host.Routes)
}

func TestRefreshReadsEveryTenantAnew(t *testing.T) {
	d := open(t, fakeOf(contoso()))
	d.Tap("Refresh")
	d.page.Refresh()
	require.Equal(t, 2, d.Host.RefreshedAll)
}

func TestUsersThatChangeBelowAreReadAnewAndKeepTheirTicks(t *testing.T) {
	d := open(t, fakeOf(contoso()))
	d.Tap("Select Bianca Contoso")
	d.change(func(p *fake) { p.users[0].DisplayName = "Aaron First" })
	d.tell(page.Changes{Tenants: true, Progress: true, Connection: true})
	d.SeesNot("Aaron First")
	d.tell(page.Changes{Users: true})
	d.Sees("Aaron First", "1 selected")
	d.SeesNot("Adele Contoso")
}

func TestAgesAreToldAnewEveryMinute(t *testing.T) {
	p := fakeOf(contoso())
	p.change(func(p *fake) { p.users[0].LastSignIn = noon.Add(-4 * time.Minute) })
	d := open(t, p)
	d.Sees("4 minutes ago")
	d.Clock.Advance(time.Hour)
	d.tell(page.Changes{Clock: true})
	d.Sees("1 hour ago")
}

func TestTenantsThatCannotBeReadAreSaidAndTheRowsStay(t *testing.T) {
	d := open(t, fakeOf(contoso()))
	d.change(func(p *fake) { p.fails = errors.New("disk") })
	d.tell(page.Changes{Tenants: true})
	require.Len(t, d.Host.Failed, 1)
	d.Sees("Adele Contoso", "1-3 of 3")
}

func TestThePageComesBackAsItWasLeft(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	d.choose("Select Tenant", "Fabrikam Legal")
	d.Tap("Select Adele Fabrikam")
	kept := d.page.Save()
	d.page.Close()
	d.layouts.Kept = nil
	d.show()
	d.Sees("Select Tenant", "1-5 of 5")

	d.page.Restore(kept)
	d.tell(page.Everything())
	d.Sees("Tenant: Fabrikam Legal", "1-2 of 2", "1 selected")
	d.Tap("Row Actions", "Block Sign In")
	require.Equal(t, []string{"Adele Fabrikam in Fabrikam Legal "}, d.actions.done)
}

func TestFiltersAreKeptBetweenRuns(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	d.choose("Select Tenant", "Fabrikam Legal")
	d.Pass(time.Second)
	d.page.Close()
	d.show()
	d.Sees("Tenant: Fabrikam Legal", "1-2 of 2")
}

func TestAnExportHoldsWhatIsShown(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	d.choose("Select Tenant", "Contoso Dental")
	d.Tap("Columns", "Username")
	d.Press("Escape")
	for name, export := range map[string]func(){
		"the menu of the window": func() { d.page.Export() },
		"Row Actions": func() {
			d.Tap("Row Actions")
			require.Equal(t, "Select all rows across all pages first, in the title", d.Why("Export All Rows to CSV"))
			d.Press("Escape")
			d.Tap("Select rows", "Select all rows across all pages", "Row Actions", "Export All Rows to CSV")
		},
	} {
		t.Run(name, func(t *testing.T) {
			export()
			got := d.Host.Exports[len(d.Host.Exports)-1]
			require.Equal(t, []string{keyOf(contoso(), 0), keyOf(contoso(), 1), keyOf(contoso(), 2)}, d.exported(got))
			require.Equal(t, 3, got.Rows)
			require.Equal(t, "users", got.What)
			require.Equal(t, "all-users", got.File)
			var titles []string
			for _, column := range got.Columns {
				titles = append(titles, column.Title)
			}
			require.Equal(t, []string{
				"Display Name", "User Role", "Tenant Name", "User Type", "M365 Sign In Status", "Last Sign In",
				"Last Password Reset Date", "Licenses",
			}, titles, "all but what is hidden, and Username")
		})
	}
}

func TestAnExportOfTickedRowsHoldsThoseAlone(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	d.Tap("Row Actions")
	require.Equal(t, "Tick rows first", d.Why("Export Selected Rows to CSV"))
	d.Press("Escape")
	d.Tap("Select Adele Fabrikam", "Select Christie Contoso", "Row Actions", "Export Selected Rows to CSV")
	export := d.Host.Exports[0]
	require.Equal(t, []string{keyOf(fabrikam(), 0), keyOf(contoso(), 2)}, d.exported(export))
	require.Equal(t, 2, export.Rows)
	d.Tap("Row Actions", "Uncheck All")
	require.Equal(t, []string{keyOf(fabrikam(), 0), keyOf(contoso(), 2)}, d.exported(export), "what was handed over stays")
}

func TestAListOfOneTenantSaysSo(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()), only(fabrikam()))
	d.Sees("Tenant: Fabrikam Legal", "1-2 of 2")
	d.SeesNot("Adele Contoso")
	d.Tap("Reset Filters")
	d.Sees("Select Tenant", "1-5 of 5")
}

func TestAListOfOneTenantTakesThePlaceOfTheFiltersThatWereKept(t *testing.T) {
	d := prepare(t, fakeOf(contoso(), fabrikam(), tailspin()))
	d.layouts.Kept = map[string]table.Layout{"users": {Filters: []table.Filter{
		{Column: columns.TenantID, Any: []string{string(contosoID)}, Labels: []string{"Contoso Dental"}},
		{Column: "display_name", Text: "christie"},
	}}}
	d.show(only(fabrikam()))
	d.tell(page.Everything())
	d.Sees("Tenant: Fabrikam Legal", "1-2 of 2")
}

func TestTheFilterOfTheFirstColumnOpens(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	d.page.OpenFilter()
	d.Settle()
	d.TypeIn("contains", "bianca")
	d.Tap("Apply")
	d.Sees("1-2 of 2", "Bianca Contoso", "Bianca Fabrikam")
}

func TestTenantsThatAreNotSyncedAreNotOffered(t *testing.T) {
	left := tailspin()
	left.Status = m365.Deactivated
	d := open(t, fakeOf(contoso(), left))
	d.Tap("Select Tenant")
	require.True(t, d.Has("Contoso Dental"))
	require.False(t, d.Has("Tailspin Toys"))
}

func TestTheTitlesOfUsersAreWholeInAnOrdinaryWindow(t *testing.T) {
	d := open(t, fakeOf(contoso()))
	d.Win.Resize(fyne.NewSize(1440-224, 800)) // beside the navigation
	d.Settle()
	shown := strings.Join(d.Texts(), " ") // a title of two lines is two texts
	for _, title := range []string{
		"Display Name", "Username", "User Role", "Tenant Name", "User Type", "M365 Sign In Status", "Last Sign In",
		"Last Password Reset Date", "Licenses",
	} {
		require.Contains(t, shown, title)
	}
}
