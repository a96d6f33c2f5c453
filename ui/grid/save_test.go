package grid_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestTheLayoutIsKeptAndComesBack(t *testing.T) {
	store := &uitest.Layouts{}
	d := newHarness(t, table.NewSlice(columns(), users(30)), func(o *grid.Options) { o.Store, o.PersistFilters = store, true })
	d.grid.SetHidden("mail", true)
	d.grid.MoveColumn("last", 1)
	d.grid.SetColumnWidth("tenant", 222)
	d.Tap("Sort by Devices")
	d.grid.SetFilter(table.Filter{Column: "state", Any: []string{"Blocked"}})
	d.Settle()
	require.Zero(t, store.Saves, "changes wait for each other")
	d.grid.Close()
	require.Equal(t, 1, store.Saves)

	again := newHarness(t, table.NewSlice(columns(), users(30)), func(o *grid.Options) { o.Store, o.PersistFilters = store, true })
	require.Equal(t, d.grid.Layout(), again.grid.Layout())
	require.Equal(t, "last", again.grid.ShownColumns()[1].ID)
	require.Equal(t, 10, again.grid.Total())
	require.EqualValues(t, 222, widths(again.grid)["tenant"])
}

func TestFiltersAreKeptOnlyWhereTheyPersist(t *testing.T) {
	store := &uitest.Layouts{}
	d := newHarness(t, table.NewSlice(columns(), users(30)), func(o *grid.Options) { o.Store = store })
	d.grid.SetFilter(table.Filter{Column: "state", Any: []string{"Blocked"}})
	d.Tap("Sort by Devices")
	d.grid.Close()
	require.Empty(t, store.Kept["users"].Filters)
	require.NotEmpty(t, store.Kept["users"].Sort)
}

func TestTheLayoutIsSavedSoonAfterTheLastChange(t *testing.T) {
	store := &uitest.Layouts{}
	d := newHarness(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) { o.Store = store })
	d.grid.SetHidden("mail", true)
	d.grid.SetHidden("last", true)
	require.Zero(t, store.Saves)
	d.Clock.Advance(time.Second)
	require.Equal(t, 1, store.Saves)
	require.ElementsMatch(t, []string{"mail", "last"}, store.Kept["users"].Hidden)
}

func TestAFilterSetBeforeTheLayoutIsReadWins(t *testing.T) {
	store := &uitest.Layouts{Kept: map[string]table.Layout{"users": {Filters: []table.Filter{{Column: "state", Any: []string{"Blocked"}}}}}}
	set := table.Filter{Column: "tenant", Any: []string{"Fabrikam Legal"}}
	source := table.NewSlice(columns(), users(30))
	d := newHarness(t, source, func(o *grid.Options) { o.Store, o.PersistFilters = store, true })
	require.Len(t, d.grid.Filters(), 1)
	g := grid.New(grid.Options{Name: "users", Source: source, Work: d.Work, Store: store, PersistFilters: true})
	g.SetFilters([]table.Filter{set})
	d.Settle()
	require.Equal(t, []table.Filter{set}, g.Filters())
	g.Close()
}

func TestALayoutThatCannotBeReadIsReportedAndNotReplaced(t *testing.T) {
	arranged := table.Layout{Order: []string{"last", "name"}, Widths: map[string]float32{"mail": 333}}
	store := &uitest.Layouts{Kept: map[string]table.Layout{"users": arranged}, Err: errBroken}
	d := newHarness(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) { o.Store = store })
	require.Len(t, d.errs, 1)
	require.ErrorIs(t, d.errs[0], errBroken)
	require.Len(t, d.shown(), 3)
	store.Err = nil
	d.grid.SetHidden("mail", true)
	d.grid.Close()
	require.Equal(t, arranged, store.Kept["users"], "the default must not take its place")
}

func TestResetMayReplaceALayoutThatCannotBeRead(t *testing.T) {
	store := &uitest.Layouts{Kept: map[string]table.Layout{"users": {Hidden: []string{"last"}}}, Err: errBroken}
	d := newHarness(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) { o.Store = store })
	store.Err = nil
	d.grid.ResetLayout()
	d.grid.SetHidden("mail", true)
	d.grid.Close()
	require.Equal(t, []string{"mail"}, store.Kept["users"].Hidden)
}

func TestALayoutOfAnOlderProgramLosesWhatIsGone(t *testing.T) {
	store := &uitest.Layouts{Kept: map[string]table.Layout{"users": {
		Order: []string{"gone", "name", "last"}, Sort: []table.SortKey{{Column: "gone"}, {Column: "devices", Descending: true}},
	}}}
	d := newHarness(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) { o.Store = store })
	require.Equal(t, []string{"User 003", "User 002", "User 001"}, d.shown())
	require.Equal(t, "last", d.grid.ShownColumns()[1].ID)
}

func TestWhatIsDoneBeforeTheLayoutIsReadDoesNotReplaceIt(t *testing.T) {
	arranged := table.Layout{Order: []string{"name", "last", "mail"}, Widths: map[string]float32{"mail": 333}, Hidden: []string{"tenant"}}
	filter := table.Filter{Column: "state", Any: []string{"Blocked"}}
	for name, do := range map[string]func(*grid.Grid){
		"a filter that the page sets":  func(g *grid.Grid) { g.SetFilter(filter) },
		"a page that comes back":       func(g *grid.Grid) { g.Restore(grid.Saved{Filters: []table.Filter{filter}, Page: 1}) },
		"a filter, and the page again": func(g *grid.Grid) { g.SetFilter(filter); g.Reload() },
		"a column that is hidden":      func(g *grid.Grid) { g.SetHidden("devices", true) },
		"an order":                     func(g *grid.Grid) { g.SetSort([]table.SortKey{{Column: "devices"}}) },
	} {
		for _, closed := range []string{"before it is read", "after it is read"} {
			t.Run(name+", closed "+closed, func(t *testing.T) {
				store := &uitest.Layouts{Kept: map[string]table.Layout{"users": arranged}}
				d := newHarness(t, table.NewSlice(columns(), users(30)))
				g := grid.New(grid.Options{
					Name: "users", Source: table.NewSlice(columns(), users(30)), Work: d.Work, Store: store, PersistFilters: true,
				})
				do(g)
				if closed == "after it is read" {
					d.Settle()
				}
				d.Clock.Advance(time.Second)
				g.Close()
				d.Queue.Flush()
				kept := store.Kept["users"]
				require.Equal(t, arranged.Order, kept.Order)
				require.Equal(t, arranged.Widths, kept.Widths)
				require.Contains(t, kept.Hidden, "tenant")
				if closed == "after it is read" && len(g.Filters()) > 0 {
					require.Equal(t, []table.Filter{filter}, kept.Filters, "what was done is kept, with the rest")
				}
			})
		}
	}
}

func TestALayoutThatCouldNotBeWrittenIsWrittenLater(t *testing.T) {
	store := &uitest.Layouts{}
	d := newHarness(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) { o.Store = store })
	store.Err = errBroken
	d.grid.SetHidden("mail", true)
	d.Pass(time.Second)
	require.Len(t, d.errs, 1)
	require.Empty(t, store.Kept)
	store.Err = nil
	d.grid.Close()
	require.Equal(t, []string{"mail"}, store.Kept["users"].Hidden)
}

func TestAChangeWhileTheLayoutIsWrittenIsWrittenToo(t *testing.T) {
	store := &uitest.Layouts{}
	d := newHarness(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) { o.Store = store })
	d.grid.SetHidden("mail", true)
	d.Clock.Advance(time.Second)
	d.grid.SetHidden("last", true)
	require.Equal(t, 1, store.Saves, "it waits for a time of its own")
	d.Clock.Advance(time.Second)
	require.Equal(t, []string{"mail", "last"}, store.Kept["users"].Hidden)
	d.Clock.Advance(time.Second)
	require.Equal(t, 2, store.Saves, "what is kept already is not written again")
}

func TestAColumnThatIsGoneForAWhileComesBackAsItWas(t *testing.T) {
	store := &uitest.Layouts{}
	d := newHarness(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) { o.Store = store })
	d.grid.SetColumnWidth("devices", 200)
	d.grid.SetHidden("mail", true)
	d.grid.MoveColumn("last", 1)
	d.grid.Close()

	fewer := append(columns()[:1:1], columns()[4:]...) // without mail, tenant and state
	older := newHarness(t, table.NewSlice(fewer, nil), func(o *grid.Options) { o.Store = store })
	older.grid.SetColumnWidth("last", 150)
	older.grid.Close()

	again := newHarness(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) { o.Store = store })
	require.EqualValues(t, 200, widths(again.grid)["devices"])
	require.EqualValues(t, 150, widths(again.grid)["last"])
	require.Equal(t, "last", again.grid.ShownColumns()[1].ID)
	require.NotContains(t, ids(again.grid), "mail")
}

func ids(g *grid.Grid) []string {
	var ids []string
	for _, column := range g.ShownColumns() {
		ids = append(ids, column.ID)
	}
	return ids
}

// TestNoSequenceOfChangesLosesALayout opens a table again and again, does this and that in it before and after its layout is
// read, and lets reading and writing fail: each time it must come back as it was last seen, but for what was done while its
// layout could not be read.
func TestNoSequenceOfChangesLosesALayout(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), nil))
	rapid.Check(t, func(rt *rapid.T) {
		store := &uitest.Layouts{}
		want := table.Layout{}.Arrange(columns())
		for range rapid.IntRange(2, 5).Draw(rt, "sessions") {
			unreadable := rapid.IntRange(0, 4).Draw(rt, "unreadable") == 0
			if unreadable {
				store.Err = errBroken
			}
			g := grid.New(grid.Options{
				Name: "users", Source: table.NewSlice(columns(), users(3)), Work: d.Work, Store: store, PersistFilters: true,
				OnError: func(error) {},
			})
			if rapid.Bool().Draw(rt, "early filter") {
				g.SetFilters([]table.Filter{{Column: "name", Text: "a"}})
			}
			d.Settle()
			store.Err = nil
			if !unreadable {
				require.Equal(rt, shape(want), shape(g.Columns()))
			}
			for range rapid.IntRange(0, 4).Draw(rt, "changes") {
				id := rapid.SampledFrom(columns()).Draw(rt, "column").ID
				switch rapid.IntRange(0, 4).Draw(rt, "change") {
				case 0:
					g.SetHidden(id, rapid.Bool().Draw(rt, "hidden"))
				case 1:
					g.MoveColumn(id, rapid.IntRange(0, 8).Draw(rt, "to"))
				case 2:
					g.SetColumnWidth(id, float32(rapid.IntRange(20, 400).Draw(rt, "width")))
				case 3:
					g.SetSort([]table.SortKey{{Column: id}})
				case 4:
					if rapid.Bool().Draw(rt, "write fails") {
						store.Err = errBroken
					}
					d.Clock.Advance(time.Second)
					store.Err = nil
				}
			}
			if !unreadable {
				want = g.Columns()
			}
			g.Close()
			d.Queue.Flush()
		}
	})
}

func shape(placed []table.Placed) []string {
	var lines []string
	for _, p := range placed {
		lines = append(lines, fmt.Sprint(p.ID, " ", p.Width, " ", p.Shown))
	}
	return lines
}
