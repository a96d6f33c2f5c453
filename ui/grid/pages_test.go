package grid_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
)

func TestPagesTurnAndEndWhereTheRowsEnd(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(60)))
	require.True(t, d.Robot.Sees("1-25 of 60"))
	require.True(t, d.Robot.Disabled("Previous page"))
	d.Tap("Next page")
	require.Equal(t, "User 026", d.shown()[0])
	require.True(t, d.Robot.Sees("26-50 of 60"))
	d.Tap("Last page")
	require.Len(t, d.shown(), 10)
	require.True(t, d.Robot.Disabled("Next page"))
	require.True(t, d.Robot.Disabled("Last page"))
	d.Tap("Previous page")
	d.Tap("First page")
	require.Equal(t, "User 001", d.shown()[0])
}

func TestRowsPerPageAreChosenAndReported(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(120)))
	d.Tap("25")
	d.Tap("100")
	require.Equal(t, []int{100}, d.sizes)
	require.Len(t, d.shown(), 100)
	require.True(t, d.Robot.Sees("1-100 of 120"))
}

func TestAPageThatIsGoneGivesTheLastOne(t *testing.T) {
	source := table.NewSlice(columns(), users(60))
	d := newHarness(t, source)
	d.Tap("Last page")
	source.Set(users(30))
	d.grid.Reload()
	d.Settle()
	require.Equal(t, 1, d.grid.Page())
	require.Len(t, d.shown(), 5)
}

func TestTicksSurviveSortingPagingAndRefreshing(t *testing.T) {
	source := table.NewSlice(columns(), users(60))
	d := newHarness(t, source)
	d.Tap("Select User 002")
	d.Tap("Select User 004")
	require.True(t, d.Robot.Sees("2 selected"))
	d.Tap("Next page")
	d.Tap("Select User 030")
	d.Tap("Sort by Devices")
	source.Set(users(60))
	d.grid.Reload()
	d.Settle()
	require.Equal(t, []string{"key-002", "key-004", "key-030"}, d.grid.Selection().Keys)
	require.Equal(t, grid.Selection{Keys: []string{"key-002", "key-004", "key-030"}, Count: 3}, d.selections[len(d.selections)-1])
	d.Tap("Uncheck All")
	require.Zero(t, d.grid.Selection().Count)
	require.True(t, d.Robot.Sees("0 selected"))
}

func TestShiftTicksARange(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(20)))
	d.Tap("Select User 003")
	require.NoError(t, d.Robot.TapWith("Select User 007", fyne.KeyModifierShift))
	require.Equal(t, 5, d.grid.Selection().Count)
	require.NoError(t, d.Robot.TapWith("Select User 001", fyne.KeyModifierShift))
	require.Equal(t, 7, d.grid.Selection().Count)
}

func TestTheTitleBoxTicksThePageOrAllRowsOrNone(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(60)))
	d.Tap("Select rows")
	d.Tap("Select all on page")
	require.Equal(t, 25, d.grid.Selection().Count)
	d.Tap("Select rows")
	d.Tap("Select all rows across all pages")
	require.Equal(t, grid.Selection{Keys: []string{}, All: true, Count: 60}, d.grid.Selection())
	require.True(t, d.Robot.Sees("All 60 rows are selected"))
	d.Tap("Select rows")
	d.Tap("Select none")
	require.Zero(t, d.grid.Selection().Count)
}

func TestRowsThatNoLongerExistCanBeUnticked(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(5)))
	d.grid.Tick("key-001", true)
	d.grid.Tick("key-002", true)
	d.grid.RetainSelection(func(key string) bool { return key == "key-002" })
	require.Equal(t, []string{"key-002"}, d.grid.Selection().Keys)
}

func TestATableWithoutTicksHasNoBoxes(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(5)), func(o *grid.Options) { o.NoTicks = true })
	require.False(t, d.Robot.Has("Select rows"))
	require.False(t, d.Robot.Has("Select User 001"))
	d.grid.Focus()
	d.Press(fyne.KeySpace)
	require.Zero(t, d.grid.Selection().Count)
}

func TestATableComesBackAsItWasLeft(t *testing.T) {
	source := table.NewSlice(columns(), users(200))
	d := newHarness(t, source, func(o *grid.Options) { o.PageSize = 50 })
	d.grid.SetFilter(table.Filter{Column: "state", Any: []string{"Allowed"}})
	d.Settle()
	d.grid.SetPage(1)
	d.Settle()
	d.grid.Focus()
	d.Press(fyne.KeyEnd, fyne.KeySpace)
	saved := d.grid.Save()
	require.Positive(t, saved.Scroll)
	last := d.shown()[49]

	again := newHarness(t, source, func(o *grid.Options) { o.PageSize = 50 })
	again.grid.Restore(saved)
	again.Settle()
	require.Equal(t, saved.Filters, again.grid.Filters())
	require.Equal(t, 1, again.grid.Page())
	require.Equal(t, saved.Scroll, again.grid.Save().Scroll)
	require.Equal(t, 1, again.grid.Selection().Count)
	require.True(t, again.Robot.Sees(last))
	again.grid.Focus()
	again.Press(fyne.KeyReturn)
	require.Equal(t, []string{saved.Cursor}, again.opened)
}

func TestATableInMemoryComesBackOnceItsRowsAreThere(t *testing.T) {
	source := table.NewSlice(columns(), users(200))
	d := newHarness(t, source, func(o *grid.Options) { o.PageSize = 50 })
	d.grid.SetPage(2)
	d.Settle()
	d.grid.Focus()
	d.Press(fyne.KeyEnd, fyne.KeySpace)
	saved := d.grid.Save()
	d.grid.Close()

	late := table.NewSlice(columns(), nil)
	again := newHarness(t, late, func(o *grid.Options) { o.PageSize = 50 })
	again.grid.Restore(saved)
	again.Settle()
	require.Zero(t, again.grid.Total())
	require.Equal(t, saved, again.grid.Save(), "left again before its rows came, it still comes back")
	late.Set(users(200))
	again.grid.Reload()
	again.Settle()
	require.Equal(t, 2, again.grid.Page())
	require.Equal(t, saved, again.grid.Save())
	require.True(t, again.Robot.Sees("User 150"))
	require.Equal(t, []string{"key-150"}, again.grid.Selection().Keys)
	require.Equal(t, 1, again.selections[len(again.selections)-1].Count, "the page hears of the ticks")
}

func TestWhoeverActsFirstIsNotTakenBackToWhereTheTableWas(t *testing.T) {
	saved := grid.Saved{Page: 2, Scroll: 300}
	for name, act := range map[string]func(*grid.Grid){
		"a filter":        func(g *grid.Grid) { g.SetFilter(table.Filter{Column: "state", Any: []string{"Allowed"}}) },
		"an order":        func(g *grid.Grid) { g.SetSort([]table.SortKey{{Column: "devices"}}) },
		"rows for a page": func(g *grid.Grid) { g.SetPageSize(25) },
	} {
		t.Run(name, func(t *testing.T) {
			late := table.NewSlice(columns(), nil)
			d := newHarness(t, late, func(o *grid.Options) { o.PageSize = 50 })
			d.grid.Restore(saved)
			d.Settle()
			act(d.grid)
			d.Settle()
			late.Set(users(200))
			d.grid.Reload()
			d.Settle()
			require.Zero(t, d.grid.Page())
			require.Zero(t, d.grid.Save().Scroll)
		})
	}
}

func TestTicksOfATableThatCameBackAreItsOwn(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(20)))
	d.grid.Tick("key-001", true)
	saved := d.grid.Save()
	again := newHarness(t, table.NewSlice(columns(), users(20)))
	again.grid.Restore(saved)
	again.grid.Tick("key-002", true)
	d.grid.Tick("key-003", true)
	require.Equal(t, []string{"key-001"}, saved.Selection.Keys())
	require.Equal(t, []string{"key-001", "key-002"}, again.grid.Selection().Keys)
}

func TestTicksSurviveARefreshInWhichTheRowsWereGoneForAWhile(t *testing.T) {
	source := table.NewSlice(columns(), users(20))
	d := newHarness(t, source)
	d.grid.Tick("key-002", true)
	d.Tap("Select rows")
	d.Tap("Select all on page")
	for _, rows := range [][]table.Row{nil, users(1), users(20)} {
		source.Set(rows)
		d.grid.Reload()
		d.Settle()
	}
	require.Equal(t, 20, d.grid.Selection().Count)
}

func TestTheMenuOfRowsPerPageStandsAboveItsButton(t *testing.T) {
	for _, width := range []float32{1200, 640, 420} {
		d := newHarness(t, table.NewSlice(columns(), users(120)))
		d.Win.Resize(fyne.NewSize(width, 500))
		button := findLabelled(d.Win.Content(), "25")
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
		d.Tap("25")
		menu := findLabelled(d.Win.Canvas().Overlays().Top(), "25")
		last := findLabelled(d.Win.Canvas().Overlays().Top(), "500")
		require.NotNil(t, menu)
		from := fyne.CurrentApp().Driver().AbsolutePositionForObject(menu)
		to := fyne.CurrentApp().Driver().AbsolutePositionForObject(last)
		require.LessOrEqual(t, to.Y+last.Size().Height, at.Y)
		require.Greater(t, from.X, float32(42), "it leaves the check boxes to be seen")
		d.Press(fyne.KeyEscape)
	}
}
