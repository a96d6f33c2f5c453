package grid_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

func TestAnOpenFilterStaysWhateverArrivesBelowIt(t *testing.T) {
	for name, arrives := range map[string]func(*harness, *table.Slice){
		"other rows":         func(d *harness, s *table.Slice) { s.Set(users(7)); d.grid.Reload() },
		"no rows":            func(d *harness, s *table.Slice) { s.Set(nil); d.grid.Reload() },
		"ages that count on": func(d *harness, _ *table.Slice) { d.grid.Redraw() },
		"another page":       func(d *harness, _ *table.Slice) { d.grid.SetPage(1) },
		"another order":      func(d *harness, _ *table.Slice) { d.grid.SetSort([]table.SortKey{{Column: "last"}}) },
		"a filter elsewhere": func(d *harness, _ *table.Slice) { d.grid.SetFilter(table.Filter{Column: "mail", Text: "1"}) },
		"columns that move":  func(d *harness, _ *table.Slice) { d.grid.MoveColumn("devices", 0) },
		"columns that go":    func(d *harness, _ *table.Slice) { d.grid.SetHidden("tenant", true) },
		"the default layout": func(d *harness, _ *table.Slice) { d.grid.ResetLayout() },
		"higher rows":        func(d *harness, _ *table.Slice) { d.grid.SetDensity(grid.Relaxed) },
		"another window":     func(d *harness, _ *table.Slice) { d.Win.Resize(fyne.NewSize(900, 600)) },
		"another theme":      func(d *harness, _ *table.Slice) { d.SetTheme(theme.Dark); d.Win.Content().Refresh() },
		"ticks that go":      func(d *harness, _ *table.Slice) { d.grid.RetainSelection(func(string) bool { return false }) },
		"a tick":             func(d *harness, _ *table.Slice) { d.grid.Tick("key-001", true) },
	} {
		t.Run(name, func(t *testing.T) {
			source := table.NewSlice(columns(), users(60))
			d := newHarness(t, source)
			d.Tap("Filter Display Name")
			require.NoError(t, d.Robot.Type("Filter text", "00"))
			for range 3 {
				arrives(d, source)
				d.Settle()
			}
			typed, err := d.Robot.TextOf("Filter text")
			require.NoError(t, err)
			require.Equal(t, "00", typed)
			d.Win.Canvas().Focused().TypedRune('7')
			d.Press(fyne.KeyReturn)
			filter, _ := d.grid.Filter("name")
			require.Equal(t, "007", filter.Text)
		})
	}
}

func TestAnOpenChoiceAndTimeFilterStayWhenRowsArrive(t *testing.T) {
	source := table.NewSlice(columns(), users(60))
	d := newHarness(t, source)
	d.Tap("Filter Tenant Name")
	d.Tap("Fabrikam Legal")
	source.Set(users(7))
	d.grid.Reload()
	d.Settle()
	d.Tap("Apply")
	filter, _ := d.grid.Filter("tenant")
	require.Equal(t, []string{"Fabrikam Legal"}, filter.Any)

	d.Tap("Filter Last Sign In")
	d.Tap("Custom")
	require.NoError(t, d.Robot.Type("From", "2026-11-20"))
	source.Set(users(9))
	d.grid.Reload()
	d.Settle()
	d.Tap("Apply")
	filter, _ = d.grid.Filter("last")
	require.Equal(t, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), filter.From)
}

func TestAFilterOpensThatIsPressedWhileAnAnswerIsOnItsWay(t *testing.T) {
	d, source := open(t)
	source.Set(users(40))
	d.grid.Reload()
	<-source.asked
	require.NoError(t, d.Robot.Tap("Filter Display Name"))
	source.let <- nil
	d.Settle()
	require.True(t, d.Robot.Has("Filter text"))
}

// paintedLater is the test driver with what the real one does: before it has painted an object, that is on no canvas.
type paintedLater struct {
	fyne.Driver
	painted bool
}

func (p *paintedLater) CanvasForObject(object fyne.CanvasObject) fyne.Canvas {
	if !p.painted {
		return nil
	}
	return p.Driver.CanvasForObject(object)
}

// lateApp tells everybody of that driver.
type lateApp struct {
	fyne.App
	driver fyne.Driver
}

func (a lateApp) Driver() fyne.Driver { return a.driver }

// notPainted makes a window that waits to be painted, and the timers that its grid set.
func notPainted(t *testing.T) (d *harness, paint func(), ring func()) {
	d = newHarness(t, table.NewSlice(columns(), users(30)))
	app := fyne.CurrentApp()
	late := &paintedLater{Driver: app.Driver()}
	fyne.SetCurrentApp(lateApp{app, late})
	t.Cleanup(func() { fyne.SetCurrentApp(app) })
	ring = func() {
		d.Clock.Advance(50 * time.Millisecond)
		d.Queue.Flush()
	}
	return d, func() { late.painted = true }, ring
}

func TestAFilterPressedBeforeTheFirstPaintingOpensWithIt(t *testing.T) {
	d, paint, ring := notPainted(t)
	require.NoError(t, d.Robot.Tap("Filter Display Name"))
	require.False(t, d.Robot.Has("Filter text"))
	require.False(t, d.Work.Idle(), "what was pressed is still to come")
	ring()
	require.False(t, d.Robot.Has("Filter text"))
	paint()
	ring()
	require.True(t, d.Robot.Has("Filter text"))
	require.True(t, d.Work.Idle())
	d.Press(fyne.KeyEscape)
	ring()
	require.False(t, d.Robot.Has("Filter text"), "it opens once")
}

func TestOfTwoFiltersPressedBeforeTheFirstPaintingTheLastOpens(t *testing.T) {
	d, paint, ring := notPainted(t)
	require.NoError(t, d.Robot.Tap("Filter Display Name"))
	require.NoError(t, d.Robot.Tap("Filter Last Sign In"))
	paint()
	ring()
	require.True(t, d.Robot.Has("Last 7 Days"))
	require.Len(t, d.Win.Canvas().Overlays().List(), 1)
}

func TestAFilterOfWhatIsNeverPaintedIsForgotten(t *testing.T) {
	d, _, ring := notPainted(t)
	require.NoError(t, d.Robot.Tap("Filter Display Name"))
	for range 1000 {
		ring()
	}
	require.True(t, d.Work.Idle())

	require.NoError(t, d.Robot.Tap("Filter Display Name"))
	d.grid.Close()
	ring()
	require.True(t, d.Work.Idle(), "nothing waits in a table that is gone")
}

func TestAFilterClosesWithItsTable(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.Tap("Filter Tenant Name")
	d.grid.Close()
	require.Nil(t, d.Win.Canvas().Overlays().Top())
}

func TestAChoiceFilterByKeyboard(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	c := d.Win.Canvas()
	title := findLabelled(d.Win.Content(), "Sort by Tenant Name").(fyne.Focusable)
	c.Focus(title)
	d.Press(fyne.KeyDown)
	require.True(t, d.Robot.Has("Apply"))
	d.Press(fyne.KeyDown, fyne.KeySpace) // the second value
	d.Press(fyne.KeyEnd, fyne.KeySpace)
	d.Press(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeySpace, fyne.KeySpace, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyPageUp)
	d.Press(fyne.KeyReturn)
	filter, _ := d.grid.Filter("tenant")
	require.Equal(t, []string{"Fabrikam Legal", "Tailspin Toys"}, filter.Any)
	require.Same(t, title, c.Focused(), "the keyboard is back where it was")

	d.Press(fyne.KeyDown)
	d.Press(fyne.KeySpace, fyne.KeyEscape)
	require.Nil(t, c.Overlays().Top())
	require.Same(t, title, c.Focused())
	again, _ := d.grid.Filter("tenant")
	require.Equal(t, filter, again, "Escape changes nothing")
}

func TestTabGoesFromTheSearchToTheValuesToTheButtons(t *testing.T) {
	rows := users(40)
	for i := range rows {
		rows[i].Cells[2].Text = fmt.Sprintf("Tenant %03d", i)
	}
	d := newHarness(t, table.NewSlice(columns(), rows))
	c := d.Win.Canvas()
	d.Tap("Filter Tenant Name")
	require.Equal(t, "Find a value", focusedName(d), "a long list begins with the search")
	c.FocusNext()
	require.Equal(t, "Values of Tenant Name", focusedName(d))
	d.Press(fyne.KeyDown, fyne.KeySpace)
	c.FocusNext()
	require.Equal(t, "Reset", focusedName(d))
	c.FocusNext()
	require.Equal(t, "Apply", focusedName(d))
	c.FocusPrevious()
	c.FocusPrevious()
	d.Press(fyne.KeySpace, fyne.KeySpace)
	c.FocusPrevious()
	require.Equal(t, "Find a value", focusedName(d))
	for _, letter := range "tenant 03" {
		c.Focused().TypedRune(letter)
	}
	d.Press(fyne.KeyDown, fyne.KeyEnd, fyne.KeySpace, fyne.KeyReturn)
	filter, _ := d.grid.Filter("tenant")
	require.Equal(t, []string{"Tenant 001", "Tenant 039"}, filter.Any)
}

func focusedName(d *harness) string {
	named, ok := d.Win.Canvas().Focused().(fyne.Accessible)
	require.True(d.T, ok, "%T", d.Win.Canvas().Focused())
	return named.AccessibilityLabel()
}

func TestEnterInTheSearchAppliesWhatIsTicked(t *testing.T) {
	rows := users(40)
	for i := range rows {
		rows[i].Cells[2].Text = fmt.Sprintf("Tenant %03d", i)
	}
	d := newHarness(t, table.NewSlice(columns(), rows))
	d.Tap("Filter Tenant Name")
	require.NoError(t, d.Robot.Type("Find a value", "017"))
	d.Tap("Tenant 017")
	require.Equal(t, "Values of Tenant Name", focusedName(d), "a click leaves the keyboard on the value")
	d.Win.Canvas().Focus(findLabelled(d.Win.Canvas().Overlays().Top(), "Find a value").(fyne.Focusable))
	d.Press(fyne.KeyReturn)
	require.Equal(t, []string{"User 018"}, d.shown())
}

func TestTheKeyboardGoesToTheSearchWhenTheValuesComeLater(t *testing.T) {
	rows := users(40)
	for i := range rows {
		rows[i].Cells[2].Text = fmt.Sprintf("Tenant %03d", i)
	}
	d := newHarness(t, table.NewSlice(columns(), rows))
	require.NoError(t, d.Robot.Tap("Filter Tenant Name"))
	require.True(t, d.Robot.Sees("Reading the values"))
	require.Equal(t, "Values of Tenant Name", focusedName(d))
	d.Settle()
	require.Equal(t, "Find a value", focusedName(d))
}

func TestTheMarkOfTheKeyboardLiesWithinItsValue(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.Tap("Filter Tenant Name")
	before := d.pixels()
	d.Press(fyne.KeyDown)
	require.False(t, before == d.pixels())
	row := findLabelled(d.Win.Canvas().Overlays().Top(), "Fabrikam Legal")
	for _, object := range test.WidgetRenderer(row.(fyne.Widget)).Objects() {
		end := object.Position().Add(object.Size())
		require.True(t, object.Position().X >= 0 && object.Position().Y >= 0, "%T", object)
		require.True(t, end.X <= row.Size().Width && end.Y <= row.Size().Height, "%T", object)
	}
}

const writeIt = "Write it as 2026-01-31 09:00."

func TestACustomTimeIsSaidToBeWrongAtItsField(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		says     string
		applies  bool
	}{
		"nothing":                  {applies: true},
		"a day":                    {from: "2026-11-20", applies: true},
		"a day and a time":         {to: "2026-11-20 09:30", applies: true},
		"a span":                   {from: "2026-11-20", to: "2026-11-20 09:30", applies: true},
		"no time at all":           {from: "yesterday", says: writeIt},
		"the beginning of one":     {from: "2026-1", says: writeIt},
		"another form":             {to: "20.11.2026", says: writeIt},
		"a day that is none":       {from: "2026-02-30", says: "There is no such time. " + writeIt},
		"an hour that is none":     {from: "2026-02-28 25:00", says: "There is no such time. " + writeIt},
		"an end before the start":  {from: "2026-11-20", to: "2026-11-19", says: "The end must be after the start."},
		"an end at the start":      {from: "2026-11-20", to: "2026-11-20 00:00", says: "The end must be after the start."},
		"one wrong, one reversed?": {from: "2026-11-20", to: "2026-11-1", says: writeIt},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHarness(t, table.NewSlice(columns(), users(30)))
			d.Tap("Filter Last Sign In")
			d.Tap("Custom")
			require.NoError(t, d.Robot.Type("From", c.from))
			require.NoError(t, d.Robot.Type("To", c.to))
			require.Equal(t, c.applies, !d.Robot.Disabled("Apply"))
			said := []string{}
			for _, sentence := range []string{writeIt, "There is no such time. " + writeIt, "The end must be after the start."} {
				if d.Robot.Has(sentence) {
					said = append(said, sentence)
				}
			}
			require.Equal(t, c.applies, len(said) == 0)
			require.True(t, c.applies || len(said) == 1 && said[0] == c.says, "%v", said)
			d.Press(fyne.KeyReturn) // in the field
			require.Equal(t, c.applies, d.Win.Canvas().Overlays().Top() == nil)
			if !c.applies {
				require.Empty(t, d.grid.Filters())
				d.Tap("Last 7 Days")
				require.False(t, d.Robot.Disabled("Apply"), "what is typed counts only for Custom")
			}
		})
	}
}

func TestADayFromTheCalendarTakesATimeAndMendsWhatWasWrong(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.Tap("Filter Last Sign In")
	d.Tap("Custom")
	require.NoError(t, d.Robot.Type("From", "x"))
	require.True(t, d.Robot.Disabled("Apply"))
	d.Tap("From: choose a day")
	d.Tap("10")
	require.False(t, d.Robot.Disabled("Apply"))
	typed, err := d.Robot.TextOf("From")
	require.NoError(t, err)
	require.Equal(t, "2026-11-10 00:00", typed)
	require.NoError(t, d.Robot.Type("From", "2026-11-10 15:30"))
	d.Tap("From: choose a day")
	d.Tap("12")
	d.Tap("Apply")
	filter, _ := d.grid.Filter("last")
	require.Equal(t, time.Date(2026, 11, 12, 15, 30, 0, 0, time.UTC), filter.From, "the time that was typed stays")
	require.True(t, d.Robot.Sees("from 2026-11-12 15:30:00"))
}

func TestTheFirstFilterThatIsShownOpensFromTheKeyboardAndGivesItBackToTheRows(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.grid.MoveColumn("devices", 0)
	d.grid.Focus()
	d.grid.OpenFirstFilter()
	d.Settle()
	require.True(t, d.Robot.Has("Filter text"))
	require.NoError(t, d.Robot.Type("Filter text", "017"))
	d.Press(fyne.KeyReturn)
	require.Equal(t, []string{"User 017"}, d.shown())
	require.Equal(t, "Rows of users", focusedName(d), "and back to the rows")
}
