package grid_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
)

func TestPagesTurnAndEndWhereTheRowsEnd(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(60)))
	require.True(t, d.robot.Sees("1-25 of 60"))
	require.True(t, d.robot.Disabled("Previous page"))
	d.tap("Next page")
	require.Equal(t, "User 026", d.shown()[0])
	require.True(t, d.robot.Sees("26-50 of 60"))
	d.tap("Last page")
	require.Len(t, d.shown(), 10)
	require.True(t, d.robot.Disabled("Next page"))
	require.True(t, d.robot.Disabled("Last page"))
	d.tap("Previous page")
	d.tap("First page")
	require.Equal(t, "User 001", d.shown()[0])
}

func TestRowsPerPageAreChosenAndReported(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(120)))
	d.tap("25")
	d.tap("100")
	require.Equal(t, []int{100}, d.sizes)
	require.Len(t, d.shown(), 100)
	require.True(t, d.robot.Sees("1-100 of 120"))
}

func TestAPageThatIsGoneGivesTheLastOne(t *testing.T) {
	source := table.NewSlice(columns(), users(60))
	d := newDesk(t, source)
	d.tap("Last page")
	source.Set(users(30))
	d.grid.Reload()
	d.settle()
	require.Equal(t, 1, d.grid.Page())
	require.Len(t, d.shown(), 5)
}

func TestTicksSurviveSortingPagingAndRefreshing(t *testing.T) {
	source := table.NewSlice(columns(), users(60))
	d := newDesk(t, source)
	d.tap("Select User 002")
	d.tap("Select User 004")
	require.True(t, d.robot.Sees("2 selected"))
	d.tap("Next page")
	d.tap("Select User 030")
	d.tap("Sort by Devices")
	source.Set(users(60))
	d.grid.Reload()
	d.settle()
	require.Equal(t, []string{"key-002", "key-004", "key-030"}, d.grid.Selection().Keys)
	require.Equal(t, grid.Selection{Keys: []string{"key-002", "key-004", "key-030"}, Count: 3}, d.selections[len(d.selections)-1])
	d.tap("Uncheck all")
	require.Zero(t, d.grid.Selection().Count)
	require.True(t, d.robot.Sees("0 selected"))
}

func TestShiftTicksARange(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(20)))
	d.tap("Select User 003")
	require.NoError(t, d.robot.TapWith("Select User 007", fyne.KeyModifierShift))
	require.Equal(t, 5, d.grid.Selection().Count)
	require.NoError(t, d.robot.TapWith("Select User 001", fyne.KeyModifierShift))
	require.Equal(t, 7, d.grid.Selection().Count)
}

func TestTheTitleBoxTicksThePageOrAllRowsOrNone(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(60)))
	d.tap("Select rows")
	d.tap("Select all on page")
	require.Equal(t, 25, d.grid.Selection().Count)
	d.tap("Select rows")
	d.tap("Select all rows across all pages")
	require.Equal(t, grid.Selection{Keys: []string{}, All: true, Count: 60}, d.grid.Selection())
	require.True(t, d.robot.Sees("All 60 rows are selected"))
	d.tap("Select rows")
	d.tap("Select none")
	require.Zero(t, d.grid.Selection().Count)
}

func TestRowsThatNoLongerExistCanBeUnticked(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(5)))
	d.grid.Tick("key-001", true)
	d.grid.Tick("key-002", true)
	d.grid.RetainSelection(func(key string) bool { return key == "key-002" })
	require.Equal(t, []string{"key-002"}, d.grid.Selection().Keys)
}

func TestATableWithoutTicksHasNoBoxes(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(5)), func(o *grid.Options) { o.NoTicks = true })
	require.False(t, d.robot.Has("Select rows"))
	require.False(t, d.robot.Has("Select User 001"))
	d.grid.Focus()
	d.key(fyne.KeySpace)
	require.Zero(t, d.grid.Selection().Count)
}

func TestATableComesBackAsItWasLeft(t *testing.T) {
	source := table.NewSlice(columns(), users(200))
	d := newDesk(t, source, func(o *grid.Options) { o.PageSize = 50 })
	d.grid.SetFilter(table.Filter{Column: "state", Any: []string{"Allowed"}})
	d.settle()
	d.grid.SetPage(1)
	d.settle()
	d.grid.Focus()
	d.key(fyne.KeyEnd, fyne.KeySpace)
	saved := d.grid.Save()
	require.Positive(t, saved.Scroll)
	last := d.shown()[49]

	again := newDesk(t, source, func(o *grid.Options) { o.PageSize = 50 })
	again.grid.Restore(saved)
	again.settle()
	require.Equal(t, saved.Filters, again.grid.Filters())
	require.Equal(t, 1, again.grid.Page())
	require.Equal(t, saved.Scroll, again.grid.Save().Scroll)
	require.Equal(t, 1, again.grid.Selection().Count)
	require.True(t, again.robot.Sees(last))
	again.grid.Focus()
	again.key(fyne.KeyReturn)
	require.Equal(t, []string{saved.Cursor}, again.opened)
}
