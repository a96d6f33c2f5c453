package grid_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
)

func TestColumnsAreHiddenShownAndReset(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(3)))
	require.False(t, d.robot.Has("Sort by Job Title"))
	d.tap("Columns")
	d.tap("Job Title")
	d.tap("Username")
	d.key(fyne.KeyEscape)
	require.True(t, d.robot.Has("Sort by Job Title"))
	require.False(t, d.robot.Has("Sort by Username"))
	require.False(t, d.robot.Sees("user001@contoso.example"))
	d.tap("Columns")
	d.tap("Reset layout")
	require.True(t, d.robot.Has("Sort by Username"))
	require.False(t, d.robot.Has("Sort by Job Title"))
}

func TestAFixedColumnCannotBeHidden(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(3)))
	d.tap("Columns")
	require.NoError(t, d.robot.Tap("Display Name"))
	d.key(fyne.KeyEscape)
	require.Equal(t, "name", d.grid.ShownColumns()[0].ID)
}

func TestDraggingATitlesEdgeSetsItsWidthOnly(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(3)))
	mail, tenant := drawnWidth(d, "Sort by Username"), drawnWidth(d, "Sort by Tenant Name")
	test.Drag(d.win.Canvas(), edgeOf(d, "Sort by Username"), 40, 0)
	require.InDelta(t, mail+40, drawnWidth(d, "Sort by Username"), 0.5)
	require.InDelta(t, tenant, drawnWidth(d, "Sort by Tenant Name"), 0.5, "the others keep theirs")
	require.InDelta(t, mail+40, widths(d.grid)["mail"], 0.5)
	test.Drag(d.win.Canvas(), edgeOf(d, "Sort by Username"), -2000, 0)
	require.EqualValues(t, table.MinWidth, widths(d.grid)["mail"])
}

func drawnWidth(d *desk, title string) float32 {
	return findLabelled(d.win.Content(), title).Size().Width
}

func widths(g *grid.Grid) map[string]float32 {
	found := map[string]float32{}
	for _, placed := range g.Columns() {
		found[placed.ID] = placed.Width
	}
	return found
}

// edgeOf is a place on the right edge of a title.
func edgeOf(d *desk, name string) fyne.Position {
	object := findLabelled(d.win.Content(), name)
	require.NotNil(d.t, object, name)
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
	return pos.AddXY(object.Size().Width-1, object.Size().Height/2)
}

func findLabelled(root fyne.CanvasObject, name string) fyne.CanvasObject {
	for _, object := range test.LaidOutObjects(root) {
		if named, ok := object.(fyne.Accessible); ok && named.AccessibilityLabel() == name {
			return object
		}
	}
	return nil
}

func TestADoubleClickOnTheEdgeFitsTheContent(t *testing.T) {
	rows := users(3)
	rows[1].Cells[1].Text = "somebody.with.a.very.long.name.indeed@contoso.example"
	d := newDesk(t, table.NewSlice(columns(), rows))
	require.False(t, d.robot.Has(rows[1].Cells[1].Text))
	test.DoubleTap(findLabelled(d.win.Content(), "Resize Username").(fyne.DoubleTappable))
	require.True(t, d.robot.Has(rows[1].Cells[1].Text), "nothing is cut any more")
}

func TestDraggingATitleMovesItsColumn(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(3)))
	title := findLabelled(d.win.Content(), "Sort by Last Sign In")
	target := findLabelled(d.win.Content(), "Sort by Username")
	from := fyne.CurrentApp().Driver().AbsolutePositionForObject(title).AddXY(20, 10)
	to := fyne.CurrentApp().Driver().AbsolutePositionForObject(target).AddXY(5, 10)
	dragged := title.(fyne.Draggable)
	dragged.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to.Subtract(from).AddXY(20, 10)}})
	dragged.DragEnd()
	var ids []string
	for _, column := range d.grid.ShownColumns() {
		ids = append(ids, column.ID)
	}
	require.Equal(t, []string{"name", "last", "mail", "tenant", "state", "devices", "portal"}, ids)
}

func TestTheLayoutIsKeptAndComesBack(t *testing.T) {
	store := &layouts{}
	d := newDesk(t, table.NewSlice(columns(), users(30)), func(o *grid.Options) { o.Store, o.PersistFilters = store, true })
	d.grid.SetHidden("mail", true)
	d.grid.MoveColumn("last", 1)
	d.grid.SetColumnWidth("tenant", 222)
	d.tap("Sort by Devices")
	d.grid.SetFilter(table.Filter{Column: "state", Any: []string{"Blocked"}})
	d.settle()
	require.Zero(t, store.saves, "changes wait for each other")
	d.grid.Close()
	require.Equal(t, 1, store.saves)

	again := newDesk(t, table.NewSlice(columns(), users(30)), func(o *grid.Options) { o.Store, o.PersistFilters = store, true })
	require.Equal(t, d.grid.Layout(), again.grid.Layout())
	require.Equal(t, "last", again.grid.ShownColumns()[1].ID)
	require.Equal(t, 10, again.grid.Total())
	require.EqualValues(t, 222, widths(again.grid)["tenant"])
}

func TestFiltersAreKeptOnlyWhereTheyPersist(t *testing.T) {
	store := &layouts{}
	d := newDesk(t, table.NewSlice(columns(), users(30)), func(o *grid.Options) { o.Store = store })
	d.grid.SetFilter(table.Filter{Column: "state", Any: []string{"Blocked"}})
	d.tap("Sort by Devices")
	d.grid.Close()
	require.Empty(t, store.kept["users"].Filters)
	require.NotEmpty(t, store.kept["users"].Sort)
}

func TestTheLayoutIsSavedSoonAfterTheLastChange(t *testing.T) {
	store := &layouts{}
	var waiting []func()
	var waits []time.Duration
	d := newDesk(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) {
		o.Store = store
		o.Timer = func(after time.Duration, fn func()) func() {
			waits, waiting = append(waits, after), append(waiting, fn)
			return func() {}
		}
	})
	d.grid.SetHidden("mail", true)
	d.grid.SetHidden("last", true)
	require.Len(t, waiting, 1)
	require.LessOrEqual(t, waits[0], time.Second)
	waiting[0]()
	require.Equal(t, 1, store.saves)
	require.ElementsMatch(t, []string{"mail", "last"}, store.kept["users"].Hidden)
}

func TestAFilterSetBeforeTheLayoutIsReadWins(t *testing.T) {
	store := &layouts{kept: map[string]table.Layout{"users": {Filters: []table.Filter{{Column: "state", Any: []string{"Blocked"}}}}}}
	set := table.Filter{Column: "tenant", Any: []string{"Fabrikam Legal"}}
	source := table.NewSlice(columns(), users(30))
	d := newDesk(t, source, func(o *grid.Options) { o.Store, o.PersistFilters = store, true })
	require.Len(t, d.grid.Filters(), 1)
	g := grid.New(grid.Options{Name: "users", Source: source, Run: d.queue.Run, Store: store, PersistFilters: true})
	g.SetFilters([]table.Filter{set})
	for !g.Idle() {
		g.Wait()
		d.queue.Flush()
	}
	require.Equal(t, []table.Filter{set}, g.Filters())
	g.Close()
}

func TestALayoutThatCannotBeReadIsReportedAndTheTableWorks(t *testing.T) {
	store := &layouts{fail: errBroken}
	d := newDesk(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) { o.Store = store })
	require.Len(t, d.errs, 1)
	require.ErrorIs(t, d.errs[0], errBroken)
	require.Len(t, d.shown(), 3)
	d.grid.SetHidden("mail", true)
	d.grid.Close()
	d.queue.Flush()
	require.Len(t, d.errs, 2)
}

func TestALayoutOfAnOlderProgramLosesWhatIsGone(t *testing.T) {
	store := &layouts{kept: map[string]table.Layout{"users": {
		Order: []string{"gone", "name", "last"}, Sort: []table.SortKey{{Column: "gone"}, {Column: "devices", Descending: true}},
	}}}
	d := newDesk(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) { o.Store = store })
	require.Equal(t, []string{"User 003", "User 002", "User 001"}, d.shown())
	require.Equal(t, "last", d.grid.ShownColumns()[1].ID)
}

func TestColumnsShareTheRoomAndScrollOnlyWhereItIsTooLittle(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(3)))
	natural := drawnWidth(d, "Sort by Username")
	require.Greater(t, natural, float32(220), "what is left is shared")
	d.win.Resize(fyne.NewSize(920, 700))
	require.Less(t, drawnWidth(d, "Sort by Username"), float32(220), "what is missing too")
	test.Scroll(d.win.Canvas(), fyne.NewPos(300, 300), -100, 0)
	require.Zero(t, d.grid.Save().Across)
	d.win.Resize(fyne.NewSize(500, 700))
	require.InDelta(t, 220*0.75, drawnWidth(d, "Sort by Username"), 1, "but never by more than a quarter")
	test.Scroll(d.win.Canvas(), fyne.NewPos(300, 300), -100, 0)
	require.EqualValues(t, 100, drawnWidth(d, "Sort by Sign In"), "a state keeps its width")
	require.EqualValues(t, 100, d.grid.Save().Across)
}
