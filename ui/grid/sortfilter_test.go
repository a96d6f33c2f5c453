package grid_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestATitleSortsUpThenDownThenNotAtAll(t *testing.T) {
	rows := []table.Row{users(3)[1], users(3)[2], users(3)[0]}
	d := newDesk(t, table.NewSlice(columns(), rows))
	d.tap("Sort by Display Name")
	require.Equal(t, []string{"User 001", "User 002", "User 003"}, d.shown())
	d.tap("Sort by Display Name")
	require.Equal(t, []string{"User 003", "User 002", "User 001"}, d.shown())
	d.tap("Sort by Display Name")
	require.Empty(t, d.grid.Sort())
}

func TestShiftAddsAFurtherSortKey(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(6)))
	d.tap("Sort by Tenant Name")
	require.NoError(t, d.robot.TapWith("Sort by Devices", fyne.KeyModifierShift))
	require.NoError(t, d.robot.TapWith("Sort by Devices", fyne.KeyModifierShift))
	d.settle()
	require.Equal(t, []table.SortKey{{Column: "tenant"}, {Column: "devices", Descending: true}}, d.grid.Sort())
	require.Equal(t, []string{"User 004", "User 001", "User 005", "User 002", "User 006", "User 003"}, d.shown())
	require.True(t, d.robot.Has("1") && d.robot.Has("2"), "the places of the keys are shown")
	d.tap("Sort by Devices")
	require.Equal(t, []table.SortKey{{Column: "devices"}}, d.grid.Sort(), "without Shift a title sorts alone")
}

func TestATextFilterAppliesAndResets(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	require.True(t, d.robot.Sees("Unfiltered"))
	d.tap("Filter Username")
	require.NoError(t, d.robot.Type("Filter text", "user01%"))
	d.tap("Apply")
	require.Equal(t, 10, d.grid.Total())
	require.True(t, d.robot.Sees("contains user01%"))
	require.False(t, d.robot.Sees("Unfiltered"))
	d.tap("Filter Username")
	d.tap("Reset")
	require.Empty(t, d.grid.Filters())
	require.Equal(t, 30, d.grid.Total())
}

func TestEnterAppliesATextFilterAndEscapeLeavesIt(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	d.tap("Filter Display Name")
	require.NoError(t, d.robot.Type("Filter text", "007"))
	d.key(fyne.KeyReturn)
	require.Equal(t, []string{"User 007"}, d.shown())
	d.tap("Filter Display Name")
	require.NoError(t, d.robot.Type("Filter text", "008"))
	d.key(fyne.KeyEscape)
	require.Equal(t, []string{"User 007"}, d.shown())
	require.Nil(t, d.win.Canvas().Overlays().Top())
}

func TestAChoiceFilterTakesAnyNumberOfValues(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	d.tap("Filter Tenant Name")
	d.tap("Contoso Dental")
	d.tap("Tailspin Toys")
	d.tap("Apply")
	require.Equal(t, 20, d.grid.Total())
	filter, on := d.grid.Filter("tenant")
	require.True(t, on)
	require.Equal(t, []string{"Contoso Dental", "Tailspin Toys"}, filter.Any)
	require.True(t, d.robot.Sees("Contoso Dental, Tailspin Toys"))
	d.tap("Filter Tenant Name")
	d.tap("Contoso Dental")
	d.tap("Apply")
	require.Equal(t, 10, d.grid.Total())
}

func TestAStateFilterOffersTheValuesKnownBeforehand(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	d.tap("Filter Sign In")
	d.tap("Blocked")
	d.tap("Apply")
	require.Equal(t, 10, d.grid.Total())
}

func TestALongListOfChoicesCanBeSearched(t *testing.T) {
	rows := users(40)
	for i := range rows {
		rows[i].Cells[2].Text = "Tenant of " + rows[i].Cells[0].Text
	}
	d := newDesk(t, table.NewSlice(columns(), rows))
	d.tap("Filter Tenant Name")
	require.NoError(t, d.robot.Type("Find a value", "user 033"))
	d.tap("Tenant of User 033")
	d.tap("Apply")
	require.Equal(t, []string{"User 033"}, d.shown())
}

func TestATimeFilterTakesAnAge(t *testing.T) {
	source := table.NewSlice(columns(), users(30))
	source.Now = func() time.Time { return now }
	d := newDesk(t, source)
	d.tap("Filter Last Sign In")
	d.tap("Last 7 Days")
	d.tap("Apply")
	require.Equal(t, 7, d.grid.Total())
	require.True(t, d.robot.Sees("Last 7 Days"))
}

func TestATimeFilterTakesASpan(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	d.tap("Filter Last Sign In")
	d.tap("Custom")
	require.NoError(t, d.robot.Type("From", "2026-11-10"))
	require.NoError(t, d.robot.Type("To", "2026-11-12 16:00"))
	d.tap("Apply")
	filter, _ := d.grid.Filter("last")
	require.Equal(t, time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC), filter.From)
	require.Equal(t, time.Date(2026, 11, 12, 16, 0, 0, 0, time.UTC), filter.To)
	require.Equal(t, 3, d.grid.Total())
}

func TestADayCanBeTakenFromTheCalendar(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	d.tap("Filter Last Sign In")
	d.tap("Custom")
	d.tap("To: choose a day")
	d.tap("From: choose a day")
	require.False(t, d.robot.Has("Last 7 Days"), "the calendar takes the room of the ages")
	d.tap("17")
	require.True(t, d.robot.Has("Last 7 Days"))
	d.tap("Apply")
	filter, _ := d.grid.Filter("last")
	require.Equal(t, time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC), filter.From)
}

func TestAChipTakesItsFilterAway(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	d.grid.SetFilters([]table.Filter{{Column: "name", Text: "User 01"}, {Column: "state", Any: []string{"Blocked"}}})
	d.settle()
	require.Equal(t, 3, d.grid.Total())
	d.tap("Remove filter Sign In")
	require.Equal(t, 10, d.grid.Total())
	d.tap("Reset Filters")
	require.Equal(t, 30, d.grid.Total())
	require.True(t, d.robot.Sees("Unfiltered"))
}

func TestAChipNamesTheValuesInTheSameOrderEachTime(t *testing.T) {
	set := []string{"Fabrikam Legal", "Relecloud", "Proseware"} // the last two have no rows
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	d.grid.SetFilters([]table.Filter{
		{Column: "tenant", Any: set}, {Column: "state", Any: []string{"Blocked", "Allowed"}},
	})
	d.settle()
	for range 50 {
		d.tap("Filter Tenant Name")
		d.tap("Apply")
		require.Equal(t, set, d.grid.Filters()[0].Any)
		require.True(t, d.robot.Sees("Fabrikam Legal, Relecloud, Proseware"))
		require.Equal(t, "state", d.grid.Filters()[1].Column)
	}
}

func TestAFilterGoesToTheFirstPage(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(100)))
	d.grid.SetPage(3)
	d.settle()
	d.grid.SetFilter(table.Filter{Column: "state", Any: []string{"Allowed"}})
	d.settle()
	require.Zero(t, d.grid.Page())
}

func TestFiltersThatKeepEverythingOrNameNothingAreLeftOut(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(3)))
	d.grid.SetFilters([]table.Filter{{Column: "name", Text: "%"}, {Column: "nothing", Text: "x"}, {Column: "devices", Text: "1"}})
	d.settle()
	require.Empty(t, d.grid.Filters())
	require.Equal(t, 3, d.grid.Total())
}

func TestNoMatchSaysSoAndOffersToReset(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(3)))
	d.grid.SetFilter(table.Filter{Column: "name", Text: "nobody"})
	d.settle()
	require.True(t, d.robot.Sees("No users match."))
	require.True(t, d.robot.Sees("0 of 0"))
	d.grid.ResetFilters()
	d.settle()
	require.False(t, d.robot.Sees("No users match."))
}
