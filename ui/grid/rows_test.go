package grid_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
)

func TestRowsAreDrawnWithTheirCells(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(3)))
	for _, text := range []string{"User 001", "user002@contoso.example", "Tailspin Toys", "Blocked", "yesterday", "1,002", "1-3 of 3"} {
		require.True(t, d.robot.Sees(text), "%q in %v", text, d.robot.Texts())
	}
	require.True(t, d.robot.Has("Portal: User 002"))
	count, known := d.grid.Count().Count()
	require.True(t, known)
	require.Equal(t, 3, count)
}

func TestOnlyRowsThatAreSeenAreDrawn(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(500)), func(o *grid.Options) { o.PageSize = 500 })
	require.Len(t, d.grid.Rows(), 500)
	require.True(t, d.robot.Sees("User 001"))
	require.False(t, d.robot.Sees("User 100"))
	d.grid.Focus()
	d.key(fyne.KeyEnd)
	require.True(t, d.robot.Sees("User 500"))
	require.False(t, d.robot.Sees("User 001"))
}

func TestAnEmptyCellIsAnEnDash(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), []table.Row{{Key: "a", Cells: []table.Cell{{Text: "Ann"}}}}))
	require.Contains(t, d.robot.Texts(), "–")
}

func TestATextThatDoesNotFitIsCutAndWholeInItsTooltip(t *testing.T) {
	rows := users(1)
	rows[0].Cells[1].Text = "a.very.long.name.that.does.not.fit@a.very.long.domain.example"
	d := newDesk(t, table.NewSlice(columns(), rows))
	require.False(t, d.robot.Has(rows[0].Cells[1].Text))
	require.True(t, d.robot.Sees("a.very.long"))

	title := findLabelled(d.win.Content(), "Sort by Username")
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(title).AddXY(30, 50)
	test.MoveMouse(d.win.Canvas(), at)
	require.Len(t, d.timers, 1)
	d.timers[0]()
	d.queue.Flush()
	require.True(t, d.robot.Has(rows[0].Cells[1].Text))
	test.MoveMouse(d.win.Canvas(), fyne.NewPos(2, 2))
	require.False(t, d.robot.Has(rows[0].Cells[1].Text))
}

func TestAClickOnTheNameOpensTheRowAndOnAnIconActs(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(3)))
	d.tap("User 002")
	require.Equal(t, []string{"key-002"}, d.opened)
	d.tap("Portal: User 003")
	require.Equal(t, []string{"key-003 portal"}, d.acted)
	d.tap("user001@contoso.example")
	require.Len(t, d.opened, 1, "a cell that is no link does nothing")
	require.Len(t, d.acted, 1)
}

func TestMiddleAndSecondButtonTellWhichCellWasMeant(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(3)))
	require.NoError(t, d.robot.TapMiddle("Portal: User 001"))
	require.Equal(t, []string{"key-001 portal"}, d.middle)
	require.NoError(t, d.robot.TapSecond("user002@contoso.example"))
	require.Equal(t, []string{"key-002 mail"}, d.second)
	require.Equal(t, "user002@contoso.example", d.grid.CellText("key-002", "mail"))
}

func TestTheKeyboardMovesTicksAndOpens(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(100)), func(o *grid.Options) { o.PageSize = 100 })
	d.grid.Focus()
	d.key(fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	require.Equal(t, []string{"key-003"}, d.grid.Selection().Keys)
	d.key(fyne.KeyUp, fyne.KeyReturn)
	require.Equal(t, []string{"key-002"}, d.opened)
	d.key(fyne.KeyEnd, fyne.KeyReturn)
	require.Equal(t, "key-100", d.opened[1])
	require.True(t, d.robot.Sees("User 100"))
	d.key(fyne.KeyPageUp, fyne.KeyReturn)
	require.NotEqual(t, "key-100", d.opened[2])
	d.key(fyne.KeyHome, fyne.KeyReturn)
	require.Equal(t, "key-001", d.opened[3])
	d.key(fyne.KeyPageDown, fyne.KeyReturn)
	require.NotEqual(t, "key-001", d.opened[4])
	d.key(fyne.KeyUp, fyne.KeyUp, fyne.KeyHome, fyne.KeyUp, fyne.KeyReturn)
	require.Equal(t, "key-001", d.opened[5], "the first row has none above it")
}

func TestCtrlAAndCtrlCTickThePageAndCopyIt(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(2)))
	d.grid.Focus()
	focused := d.win.Canvas().Focused().(fyne.Shortcutable)
	focused.TypedShortcut(&fyne.ShortcutSelectAll{})
	require.Equal(t, 2, d.grid.Selection().Count)
	focused.TypedShortcut(&fyne.ShortcutCopy{})
	require.Equal(t, []string{
		"User 001\tuser001@contoso.example\tContoso Dental\tAllowed\t2026-11-22 15:00:00\t1000\n" +
			"User 002\tuser002@contoso.example\tFabrikam Legal\tAllowed\t2026-11-21 15:00:00\t1001\n",
	}, d.copied)
}

func TestTheWheelScrollsRowsAndColumns(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(100)), func(o *grid.Options) { o.PageSize = 100 })
	d.win.Resize(fyne.NewSize(500, 600))
	middle := fyne.NewPos(300, 400)
	test.Scroll(d.win.Canvas(), middle, 0, -3000)
	require.True(t, d.robot.Sees("User 100"))
	require.False(t, d.robot.Sees("User 002"))
	test.Scroll(d.win.Canvas(), middle, 0, 5000)
	require.True(t, d.robot.Sees("User 001"))

	before := d.grid.Save().Across
	test.Scroll(d.win.Canvas(), middle, -200, 0)
	require.InDelta(t, before+200, d.grid.Save().Across, 0.5)
	require.True(t, d.robot.Sees("User 001"), "the first column stays")
	test.Scroll(d.win.Canvas(), middle, -5000, 0)
	limit := d.grid.Save().Across
	test.Scroll(d.win.Canvas(), middle, -5000, 0)
	require.InDelta(t, limit, d.grid.Save().Across, 0.5)
}

func TestTheRowUnderThePointerIsWashed(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(3)))
	before := d.win.Canvas().Capture()
	test.MoveMouse(d.win.Canvas(), fyne.NewPos(600, 195))
	during := d.win.Canvas().Capture()
	require.NotEqual(t, before, during)
	hover, ok := findBody(d).(desktop.Hoverable)
	require.True(t, ok)
	hover.MouseOut()
	require.Equal(t, before, d.win.Canvas().Capture())
}

// findBody is what has the keyboard once the grid was given it: the rows.
func findBody(d *desk) fyne.Focusable {
	d.grid.Focus()
	body := d.win.Canvas().Focused()
	d.win.Canvas().Unfocus()
	return body
}

func TestAgesCountFromNowWhenDrawnAgain(t *testing.T) {
	clock := now
	d := newDesk(t, table.NewSlice(columns(), users(1)), func(o *grid.Options) {
		o.Printer.Now = func() time.Time { return clock }
	})
	require.True(t, d.robot.Sees("yesterday"))
	clock = clock.Add(5 * 24 * time.Hour)
	d.grid.Redraw()
	require.True(t, d.robot.Sees("6 days ago"))
}

func TestDensityChangesTheHeightOfRowsAndIsReported(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(100)), func(o *grid.Options) { o.PageSize = 100 })
	require.True(t, d.robot.Sees("User 016"))
	d.tap("Density")
	require.Equal(t, []grid.Density{grid.Relaxed}, d.densities)
	require.Equal(t, grid.Relaxed, d.grid.Density())
	require.False(t, d.robot.Sees("User 016"), "fewer rows fit")
	d.grid.SetDensity(grid.Condensed)
	require.True(t, d.robot.Sees("User 016"))
	require.Len(t, d.densities, 1, "only what a person chose is reported")
}
