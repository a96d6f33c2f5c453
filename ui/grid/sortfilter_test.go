package grid_test

import (
	"context"
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
)

func TestATitleSortsUpThenDownThenNotAtAll(t *testing.T) {
	rows := []table.Row{users(3)[1], users(3)[2], users(3)[0]}
	d := newHarness(t, table.NewSlice(columns(), rows))
	d.Tap("Sort by Display Name")
	require.Equal(t, []string{"User 001", "User 002", "User 003"}, d.shown())
	d.Tap("Sort by Display Name")
	require.Equal(t, []string{"User 003", "User 002", "User 001"}, d.shown())
	d.Tap("Sort by Display Name")
	require.Empty(t, d.grid.Sort())
}

func TestShiftAddsAFurtherSortKey(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(6)))
	d.Tap("Sort by Tenant Name")
	require.NoError(t, d.Robot.TapWith("Sort by Devices", fyne.KeyModifierShift))
	require.NoError(t, d.Robot.TapWith("Sort by Devices", fyne.KeyModifierShift))
	d.Settle()
	require.Equal(t, []table.SortKey{{Column: "tenant"}, {Column: "devices", Descending: true}}, d.grid.Sort())
	require.Equal(t, []string{"User 004", "User 001", "User 005", "User 002", "User 006", "User 003"}, d.shown())
	require.True(t, d.Robot.Has("1") && d.Robot.Has("2"), "the places of the keys are shown")
	d.Tap("Sort by Devices")
	require.Equal(t, []table.SortKey{{Column: "devices"}}, d.grid.Sort(), "without Shift a title sorts alone")
}

func TestOnlyTheKeysThatAreShownHaveTheirPlacesShown(t *testing.T) {
	sort := func(o *grid.Options) { o.Sort = []table.SortKey{{Column: "job"}, {Column: "tenant"}} }
	d := newHarness(t, table.NewSlice(columns(), users(3)), sort)
	require.False(t, d.Robot.Has("1") || d.Robot.Has("2"), "one key is shown")
	d.Tap("Columns")
	d.Tap("Job Title")
	d.Press(fyne.KeyEscape)
	require.True(t, d.Robot.Has("1") && d.Robot.Has("2"))
}

func TestATextFilterAppliesAndResets(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	require.True(t, d.Robot.Sees("Unfiltered"))
	d.Tap("Filter Username")
	require.NoError(t, d.Robot.Type("Filter text", "user01%"))
	d.Tap("Apply")
	require.Equal(t, 10, d.grid.Total())
	require.True(t, d.Robot.Sees("contains user01%"))
	require.False(t, d.Robot.Sees("Unfiltered"))
	d.Tap("Filter Username")
	d.Tap("Reset")
	require.Empty(t, d.grid.Filters())
	require.Equal(t, 30, d.grid.Total())
}

func TestEnterAppliesATextFilterAndEscapeLeavesIt(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.Tap("Filter Display Name")
	require.NoError(t, d.Robot.Type("Filter text", "007"))
	d.Press(fyne.KeyReturn)
	require.Equal(t, []string{"User 007"}, d.shown())
	d.Tap("Filter Display Name")
	require.NoError(t, d.Robot.Type("Filter text", "008"))
	d.Press(fyne.KeyEscape)
	require.Equal(t, []string{"User 007"}, d.shown())
	require.Nil(t, d.Win.Canvas().Overlays().Top())
}

func TestAChoiceFilterTakesAnyNumberOfValues(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.Tap("Filter Tenant Name")
	d.Tap("Contoso Dental")
	d.Tap("Tailspin Toys")
	d.Tap("Apply")
	require.Equal(t, 20, d.grid.Total())
	filter, on := d.grid.Filter("tenant")
	require.True(t, on)
	require.Equal(t, []string{"Contoso Dental", "Tailspin Toys"}, filter.Any)
	require.True(t, d.Robot.Sees("Contoso Dental, Tailspin Toys"))
	d.Tap("Filter Tenant Name")
	d.Tap("Contoso Dental")
	d.Tap("Apply")
	require.Equal(t, 10, d.grid.Total())
}

func TestAStateFilterOffersTheValuesKnownBeforehand(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.Tap("Filter Sign In")
	d.Tap("Blocked")
	d.Tap("Apply")
	require.Equal(t, 10, d.grid.Total())
}

func TestAllOfAStateFilterTakesTheOthersAway(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.Tap("Filter Sign In", "Blocked", "Apply")
	require.Equal(t, 10, d.grid.Total())
	d.Tap("Filter Sign In", "All", "Apply")
	require.Equal(t, 30, d.grid.Total())
	require.Empty(t, d.grid.Filters())
}

func TestTheTitleShowsAFilterThatStandsForItsColumn(t *testing.T) {
	ids := table.Column{ID: "tenant_id", Title: "Tenant Name", Kind: table.Choice, Of: "tenant"}
	source := table.NewSlice(columns(), users(30))
	d := newHarness(t, withoutIDs{source}, func(o *grid.Options) { o.FilterOnly = []table.Column{ids} })
	icon := func() image.Image {
		button := findLabelled(d.Win.Content(), "Filter Tenant Name").(fyne.Widget)
		for _, object := range test.WidgetRenderer(button).Objects() {
			if drawn, ok := object.(*canvas.Raster); ok {
				return drawn.Generator(14, 14)
			}
		}
		return nil
	}
	rest := icon()
	d.Win.Canvas().Focus(findLabelled(d.Win.Content(), "Filter Tenant Name").(fyne.Focusable))
	require.Equal(t, rest, icon(), "the keyboard is marked in another way")
	d.grid.SetFilter(table.Filter{Column: "tenant_id", Any: []string{"1"}})
	d.Settle()
	require.NotEqual(t, rest, icon())
	d.Tap("Filter Tenant Name", "Reset")
	require.Empty(t, d.grid.Filters(), "what the icon shows its Reset takes away")
}

// withoutIDs takes filters by id, and leaves them to another.
type withoutIDs struct{ *table.Slice }

func (s withoutIDs) Query(ctx context.Context, q table.Query) (table.Page, error) {
	q.Filters = nil
	return s.Slice.Query(ctx, q)
}

func TestTheHintOfATextFilterNamesTheSignsAndHowToTypeThem(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	d.Tap("Filter Username")
	d.Sees("% stands for any run", `\% and \_ for the signs themselves`)
}

func TestALongListOfChoicesCanBeSearched(t *testing.T) {
	rows := users(40)
	for i := range rows {
		rows[i].Cells[2].Text = "Tenant of " + rows[i].Cells[0].Text
	}
	d := newHarness(t, table.NewSlice(columns(), rows))
	d.Tap("Filter Tenant Name")
	require.NoError(t, d.Robot.Type("Find a value", "user 033"))
	d.Tap("Tenant of User 033")
	d.Tap("Apply")
	require.Equal(t, []string{"User 033"}, d.shown())
}

func TestATimeFilterTakesAnAge(t *testing.T) {
	source := table.NewSlice(columns(), users(30))
	source.Now = func() time.Time { return now }
	d := newHarness(t, source)
	d.Tap("Filter Last Sign In")
	d.Tap("Last 7 Days")
	d.Tap("Apply")
	require.Equal(t, 7, d.grid.Total())
	require.True(t, d.Robot.Sees("Last 7 Days"))
}

func TestATimeFilterTakesASpan(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.Tap("Filter Last Sign In")
	d.Tap("Custom")
	require.NoError(t, d.Robot.Type("From", "2026-11-10"))
	require.NoError(t, d.Robot.Type("To", "2026-11-12 16:00"))
	d.Tap("Apply")
	filter, _ := d.grid.Filter("last")
	require.Equal(t, time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC), filter.From)
	require.Equal(t, time.Date(2026, 11, 12, 16, 0, 0, 0, time.UTC), filter.To)
	require.Equal(t, 3, d.grid.Total())
}

func TestADayCanBeTakenFromTheCalendar(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.Tap("Filter Last Sign In")
	d.Tap("Custom")
	d.Tap("To: choose a day")
	d.Tap("From: choose a day")
	require.False(t, d.Robot.Has("Last 7 Days"), "the calendar takes the room of the ages")
	d.Tap("17")
	require.True(t, d.Robot.Has("Last 7 Days"))
	d.Tap("Apply")
	filter, _ := d.grid.Filter("last")
	require.Equal(t, time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC), filter.From)
}

func TestAChipTakesItsFilterAway(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.grid.SetFilters([]table.Filter{{Column: "name", Text: "User 01"}, {Column: "state", Any: []string{"Blocked"}}})
	d.Settle()
	require.Equal(t, 3, d.grid.Total())
	d.Tap("Remove filter Sign In")
	require.Equal(t, 10, d.grid.Total())
	d.Tap("Reset Filters")
	require.Equal(t, 30, d.grid.Total())
	require.True(t, d.Robot.Sees("Unfiltered"))
}

func TestAChipNamesTheValuesInTheSameOrderEachTime(t *testing.T) {
	set := []string{"Fabrikam Legal", "Relecloud", "Proseware"} // the last two have no rows
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.grid.SetFilters([]table.Filter{
		{Column: "tenant", Any: set}, {Column: "state", Any: []string{"Blocked", "Allowed"}},
	})
	d.Settle()
	for range 50 {
		d.Tap("Filter Tenant Name")
		d.Tap("Apply")
		require.Equal(t, set, d.grid.Filters()[0].Any)
		require.True(t, d.Robot.Sees("Fabrikam Legal, Relecloud, Proseware"))
		require.Equal(t, "state", d.grid.Filters()[1].Column)
	}
}

func TestAFilterGoesToTheFirstPage(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(100)))
	d.grid.SetPage(3)
	d.Settle()
	d.grid.SetFilter(table.Filter{Column: "state", Any: []string{"Allowed"}})
	d.Settle()
	require.Zero(t, d.grid.Page())
}

func TestFiltersThatKeepEverythingOrNameNothingAreLeftOut(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	d.grid.SetFilters([]table.Filter{{Column: "name", Text: "%"}, {Column: "nothing", Text: "x"}, {Column: "devices", Text: "1"}})
	d.Settle()
	require.Empty(t, d.grid.Filters())
	require.Equal(t, 3, d.grid.Total())
}

func TestNoMatchSaysSoAndOffersToReset(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	d.grid.SetFilter(table.Filter{Column: "name", Text: "nobody"})
	d.Settle()
	require.True(t, d.Robot.Sees("No users match."))
	require.True(t, d.Robot.Sees("0 of 0"))
	d.grid.ResetFilters()
	d.Settle()
	require.False(t, d.Robot.Sees("No users match."))
}
