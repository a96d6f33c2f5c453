package grid_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestRowsAreDrawnWithTheirCells(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	for _, text := range []string{"User 001", "user002@contoso.example", "Tailspin Toys", "Blocked", "yesterday", "1,002", "1-3 of 3"} {
		require.True(t, d.Robot.Sees(text), "%q in %v", text, d.Texts())
	}
	require.True(t, d.Robot.Has("Portal: User 002"))
	count, known := d.grid.Count().Count()
	require.True(t, known)
	require.Equal(t, 3, count)
}

func TestOnlyRowsThatAreSeenAreDrawn(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(500)), func(o *grid.Options) { o.PageSize = 500 })
	require.Len(t, d.grid.Rows(), 500)
	require.True(t, d.Robot.Sees("User 001"))
	require.False(t, d.Robot.Sees("User 100"))
	d.grid.Focus()
	d.Press(fyne.KeyEnd)
	require.True(t, d.Robot.Sees("User 500"))
	require.False(t, d.Robot.Sees("User 001"))
}

func TestAnEmptyCellIsAnEnDash(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), []table.Row{{Key: "a", Cells: []table.Cell{{Text: "Ann"}}}}))
	require.Contains(t, d.Texts(), "–")
}

func TestATextThatDoesNotFitIsCutAndWholeInItsTooltip(t *testing.T) {
	rows := users(1)
	rows[0].Cells[1].Text = "a.very.long.name.that.does.not.fit@a.very.long.domain.example"
	d := newHarness(t, table.NewSlice(columns(), rows))
	require.False(t, d.Robot.Has(rows[0].Cells[1].Text))
	require.True(t, d.Robot.Sees("a.very.long"))

	title := findLabelled(d.Win.Content(), "Sort by Username")
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(title).AddXY(30, 50)
	test.MoveMouse(d.Win.Canvas(), at)
	d.Pass(time.Second)
	require.True(t, d.Robot.Has(rows[0].Cells[1].Text))
	test.MoveMouse(d.Win.Canvas(), fyne.NewPos(2, 2))
	require.False(t, d.Robot.Has(rows[0].Cells[1].Text))
}

func TestANameOfUnseenCharactersIsExplainedInItsTooltip(t *testing.T) {
	rows := users(1)
	rows[0].Cells[1].Text = "ad\u200bmin\u202e@contoso.example"
	d := newHarness(t, table.NewSlice(columns(), rows))
	require.Contains(t, d.Texts(), "admin@contoso.example")
	title := findLabelled(d.Win.Content(), "Sort by Username")
	test.MoveMouse(d.Win.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(title).AddXY(30, 50))
	d.Pass(time.Second)
	require.Contains(t, strings.Join(d.Texts(), " "), "zero width space (U+200B), right-to-left override (U+202E)")
}

func TestAClickOnTheNameOpensTheRowAndOnAnIconActs(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	d.Tap("User 002")
	require.Equal(t, []string{"key-002"}, d.opened)
	d.Tap("Portal: User 003")
	require.Equal(t, []string{"key-003 portal"}, d.acted)
	d.Tap("user001@contoso.example")
	require.Len(t, d.opened, 1, "a cell that is no link does nothing")
	require.Len(t, d.acted, 1)
}

func TestMiddleAndSecondButtonTellWhichCellWasMeant(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	require.NoError(t, d.Robot.TapMiddle("Portal: User 001"))
	require.Equal(t, []string{"key-001 portal"}, d.middle)
	require.NoError(t, d.Robot.TapSecond("user002@contoso.example"))
	require.Equal(t, []string{"key-002 mail"}, d.second)
	require.Equal(t, "user002@contoso.example", d.grid.CellText("key-002", "mail"))
}

func TestTheKeyboardMovesTicksAndOpens(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(100)), func(o *grid.Options) { o.PageSize = 100 })
	d.grid.Focus()
	d.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	require.Equal(t, []string{"key-003"}, d.grid.Selection().Keys)
	d.Press(fyne.KeyUp, fyne.KeyReturn)
	require.Equal(t, []string{"key-002"}, d.opened)
	d.Press(fyne.KeyEnd, fyne.KeyReturn)
	require.Equal(t, "key-100", d.opened[1])
	require.True(t, d.Robot.Sees("User 100"))
	d.Press(fyne.KeyPageUp, fyne.KeyReturn)
	require.NotEqual(t, "key-100", d.opened[2])
	d.Press(fyne.KeyHome, fyne.KeyReturn)
	require.Equal(t, "key-001", d.opened[3])
	d.Press(fyne.KeyPageDown, fyne.KeyReturn)
	require.NotEqual(t, "key-001", d.opened[4])
	d.Press(fyne.KeyUp, fyne.KeyUp, fyne.KeyHome, fyne.KeyUp, fyne.KeyReturn)
	require.Equal(t, "key-001", d.opened[5], "the first row has none above it")
	d.Press(fyne.KeyEnd, fyne.KeyDown, fyne.KeyPageDown, fyne.KeyReturn)
	require.Equal(t, "key-100", d.opened[6], "nor the last one below it")
}

func TestTheArrowsScrollSidewaysWhereThereIsTooLittleRoom(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	d.Win.Resize(fyne.NewSize(500, 600))
	d.grid.Focus()
	d.Press(fyne.KeyRight, fyne.KeyRight)
	require.Positive(t, d.grid.Save().Across)
	require.True(t, d.Robot.Sees("User 001"), "the name stays")
	d.Press(fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft)
	require.Zero(t, d.grid.Save().Across)
}

func TestTheWheelScrollsRowsAndColumns(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(100)), func(o *grid.Options) { o.PageSize = 100 })
	d.Win.Resize(fyne.NewSize(500, 600))
	middle := fyne.NewPos(300, 400)
	test.Scroll(d.Win.Canvas(), middle, 0, -3000)
	require.True(t, d.Robot.Sees("User 100"))
	require.False(t, d.Robot.Sees("User 002"))
	test.Scroll(d.Win.Canvas(), middle, 0, 5000)
	require.True(t, d.Robot.Sees("User 001"))

	before := d.grid.Save().Across
	test.Scroll(d.Win.Canvas(), middle, -200, 0)
	require.InDelta(t, before+200, d.grid.Save().Across, 0.5)
	require.True(t, d.Robot.Sees("User 001"), "the first column stays")
	test.Scroll(d.Win.Canvas(), middle, -5000, 0)
	limit := d.grid.Save().Across
	test.Scroll(d.Win.Canvas(), middle, -5000, 0)
	require.InDelta(t, limit, d.grid.Save().Across, 0.5)
}

func TestTheRowUnderThePointerIsWashed(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	before := d.pixels()
	test.MoveMouse(d.Win.Canvas(), fyne.NewPos(600, 195))
	require.False(t, before == d.pixels())
	hover, ok := findBody(d).(desktop.Hoverable)
	require.True(t, ok)
	hover.MouseOut()
	require.True(t, before == d.pixels())
}

// findBody is what has the keyboard once the grid was given it: the rows.
func findBody(d *harness) fyne.Focusable {
	d.grid.Focus()
	body := d.Win.Canvas().Focused()
	d.Win.Canvas().Unfocus()
	return body
}

func TestAgesCountFromNowWhenDrawnAgain(t *testing.T) {
	clock := now
	d := newHarness(t, table.NewSlice(columns(), users(1)), func(o *grid.Options) {
		o.Printer.Now = func() time.Time { return clock }
	})
	require.True(t, d.Robot.Sees("yesterday"))
	clock = clock.Add(5 * 24 * time.Hour)
	d.grid.Redraw()
	require.True(t, d.Robot.Sees("6 days ago"))
}

func TestDensityChangesTheHeightOfRowsAndIsReported(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(100)), func(o *grid.Options) { o.PageSize = 100 })
	require.True(t, d.Robot.Sees("User 016"))
	d.Tap("Density")
	require.Equal(t, []grid.Density{grid.Relaxed}, d.densities)
	require.Equal(t, grid.Relaxed, d.grid.Density())
	require.False(t, d.Robot.Sees("User 016"), "fewer rows fit")
	d.grid.SetDensity(grid.Condensed)
	require.True(t, d.Robot.Sees("User 016"))
	require.Len(t, d.densities, 1, "only what a person chose is reported")
}

func TestAClickPutsTheKeyboardOnItsRowAndShowsIt(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(9)))
	for _, c := range []struct{ click, row string }{
		{"user004@contoso.example", "key-004"}, {"Select User 006", "key-006"}, {"Portal: User 002", "key-002"},
	} {
		before := d.pixels()
		d.Tap(c.click)
		require.False(t, before == d.pixels(), "the row is marked")
		require.Equal(t, c.row, d.grid.Save().Cursor)
		require.Equal(t, "Rows of users", focusedName(d))
		d.Press(fyne.KeyReturn)
		require.Equal(t, c.row, d.opened[len(d.opened)-1])
	}
}

func TestAClickBesideTheRowsMarksNone(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	test.TapCanvas(d.Win.Canvas(), fyne.NewPos(600, 500))
	require.Empty(t, d.grid.Save().Cursor)
}

func TestTheKeyboardStaysOnItsRowOrOnTheOneInItsPlace(t *testing.T) {
	source := table.NewSlice(columns(), users(100))
	d := newHarness(t, source)
	d.grid.Focus()
	d.Press(fyne.KeyDown, fyne.KeyDown)
	source.Set(users(50)[1:])
	d.grid.Reload()
	d.Settle()
	require.Equal(t, "key-003", d.grid.Save().Cursor, "it is by key")
	source.Set(append(users(50)[:2:2], users(50)[3:]...))
	d.grid.Reload()
	d.Settle()
	require.Equal(t, "key-002", d.grid.Save().Cursor, "the row is gone; this one stands there now")
	d.Tap("Next page")
	d.grid.Focus()
	d.Press(fyne.KeyReturn)
	require.Equal(t, []string{d.grid.Rows()[0].Key}, d.opened, "on another page it begins with the first row")
}

func TestTitlesThatDoNothingAreNoStopsOfTheKeyboard(t *testing.T) {
	model := columns()
	model[3].NoSort = true
	model[5].NoFilter = true
	d := newHarness(t, table.NewSlice(model, users(3)))
	stops := map[string]bool{}
	for range 40 {
		d.Win.Canvas().FocusNext()
		stops[focusedName(d)] = true
	}
	require.True(t, stops["Sort by Username"] && stops["Filter Username"] && stops["Sort by Devices"])
	require.True(t, stops["Sign In"], "it filters")
	require.False(t, stops["Portal"])
	d.Win.Canvas().Focus(findLabelled(d.Win.Content(), "Sign In").(fyne.Focusable))
	d.Press(fyne.KeyReturn)
	require.True(t, d.Robot.Has("Blocked") && d.Robot.Has("Apply"), "Enter filters where nothing sorts")
}

func TestANoteThatTellsRowsApartIsWholeBeforeTheTextIs(t *testing.T) {
	rows := users(2)
	for i, domain := range []string{"dental.com", "retail.com"} {
		rows[i].Cells[2] = table.Cell{Text: "Contoso Dental and Friends", Note: domain, KeepNote: i == 0}
	}
	rows[1].Cells[0] = table.Cell{Text: "Northwind", Note: "northwind.a-domain-longer-than-its-column.example", KeepNote: true}
	d := newHarness(t, table.NewSlice(columns(), rows))
	d.Sees("dental.com", "North", "umn.example")
	d.SeesNot("retail.com")
}

func TestWhatIsDrawnFromTheRightIsCopiedAsItIs(t *testing.T) {
	rows := users(1)
	rows[0].Cells[1] = table.Cell{Text: "רחוב הרצל 12"}
	d := newHarness(t, table.NewSlice(columns(), rows))
	require.Contains(t, d.Texts(), widget.Isolate("רחוב הרצל 12"))
	d.grid.Focus()
	pressed(d, &fyne.ShortcutSelectAll{})
	pressed(d, &fyne.ShortcutCopy{})
	require.Contains(t, d.copied[0], "רחוב הרצל 12")
	require.NotContains(t, d.copied[0], "\u200e")
}
