package grid_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestTickedRowsThatAFilterHidesAreToldAndNamed(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(60)))
	d.Tap("Select User 003")
	d.grid.SetFilter(table.Filter{Column: "state", Any: []string{"Allowed"}})
	d.Settle()
	d.Sees("1 selected, not shown")
	require.Equal(t, []string{"User 003"}, d.grid.Selection().Hidden)
	require.Equal(t, d.grid.Selection(), d.selections[len(d.selections)-1], "the page hears of it")

	d.Tap("Select User 001")
	d.Sees("2 selected, 1 not shown")
	d.grid.SetSort([]table.SortKey{{Column: "name", Descending: true}})
	d.Settle()
	d.Sees("2 selected, 1 not shown")
	require.NotContains(t, d.shown(), "User 001")
	require.Equal(t, []string{"User 003"}, d.grid.Selection().Hidden, "another page hides nothing")

	d.grid.ResetFilters()
	d.Settle()
	d.Sees("2 selected")
	d.SeesNot("not shown")
	require.Empty(t, d.grid.Selection().Hidden)
}

func TestUncheckAllUnticksWhatIsNotShown(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(60)))
	d.Tap("Select User 003")
	d.grid.SetFilter(table.Filter{Column: "name", Text: "nobody"})
	d.Settle()
	d.Sees("1 selected, not shown")
	d.Tap("Uncheck All")
	d.Sees("0 selected")
	d.SeesNot("not shown")
	require.Empty(t, d.grid.Selection().Hidden)
}

func TestAllRowsAreThoseThatAreShown(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(60)))
	d.grid.SelectAll()
	d.grid.SetFilter(table.Filter{Column: "name", Text: "User 00"})
	d.Settle()
	d.Sees("All 9 rows are selected")
	require.Empty(t, d.grid.Selection().Hidden)
}
