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
)

func TestAnOpenFilterStaysWhateverArrivesBelowIt(t *testing.T) {
	for name, arrives := range map[string]func(*desk, *table.Slice){
		"other rows":         func(d *desk, s *table.Slice) { s.Set(users(7)); d.grid.Reload() },
		"no rows":            func(d *desk, s *table.Slice) { s.Set(nil); d.grid.Reload() },
		"ages that count on": func(d *desk, _ *table.Slice) { d.grid.Redraw() },
		"another page":       func(d *desk, _ *table.Slice) { d.grid.SetPage(1) },
		"another order":      func(d *desk, _ *table.Slice) { d.grid.SetSort([]table.SortKey{{Column: "last"}}) },
		"a filter elsewhere": func(d *desk, _ *table.Slice) { d.grid.SetFilter(table.Filter{Column: "mail", Text: "1"}) },
		"columns that move":  func(d *desk, _ *table.Slice) { d.grid.MoveColumn("devices", 0) },
		"columns that go":    func(d *desk, _ *table.Slice) { d.grid.SetHidden("tenant", true) },
		"the default layout": func(d *desk, _ *table.Slice) { d.grid.ResetLayout() },
		"higher rows":        func(d *desk, _ *table.Slice) { d.grid.SetDensity(grid.Relaxed) },
		"another window":     func(d *desk, _ *table.Slice) { d.win.Resize(fyne.NewSize(900, 600)) },
		"another theme":      func(d *desk, _ *table.Slice) { applyDark(d.t); d.win.Content().Refresh() },
		"ticks that go":      func(d *desk, _ *table.Slice) { d.grid.RetainSelection(func(string) bool { return false }) },
		"a tick":             func(d *desk, _ *table.Slice) { d.grid.Tick("key-001", true) },
	} {
		t.Run(name, func(t *testing.T) {
			source := table.NewSlice(columns(), users(60))
			d := newDesk(t, source)
			d.tap("Filter Display Name")
			require.NoError(t, d.robot.Type("Filter text", "00"))
			for range 3 {
				arrives(d, source)
				d.settle()
			}
			typed, err := d.robot.TextOf("Filter text")
			require.NoError(t, err)
			require.Equal(t, "00", typed)
			d.win.Canvas().Focused().TypedRune('7')
			d.key(fyne.KeyReturn)
			filter, _ := d.grid.Filter("name")
			require.Equal(t, "007", filter.Text)
		})
	}
}

func TestAnOpenChoiceAndTimeFilterStayWhenRowsArrive(t *testing.T) {
	source := table.NewSlice(columns(), users(60))
	d := newDesk(t, source)
	d.tap("Filter Tenant Name")
	d.tap("Fabrikam Legal")
	source.Set(users(7))
	d.grid.Reload()
	d.settle()
	d.tap("Apply")
	filter, _ := d.grid.Filter("tenant")
	require.Equal(t, []string{"Fabrikam Legal"}, filter.Any)

	d.tap("Filter Last Sign In")
	d.tap("Custom")
	require.NoError(t, d.robot.Type("From", "2026-11-20"))
	source.Set(users(9))
	d.grid.Reload()
	d.settle()
	d.tap("Apply")
	filter, _ = d.grid.Filter("last")
	require.Equal(t, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), filter.From)
}

func TestAFilterOpensThatIsPressedWhileAnAnswerIsOnItsWay(t *testing.T) {
	d, source := open(t)
	source.Set(users(40))
	d.grid.Reload()
	<-source.asked
	require.NoError(t, d.robot.Tap("Filter Display Name"))
	source.let <- nil
	d.settle()
	require.True(t, d.robot.Has("Filter text"))
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

// notPainted makes a desk that waits to be painted, and the timers that its grid set.
func notPainted(t *testing.T) (d *desk, paint func(), ring func()) {
	var waiting []func()
	d = newDesk(t, table.NewSlice(columns(), users(30)), func(o *grid.Options) {
		o.Timer = func(_ time.Duration, fn func()) func() {
			waiting = append(waiting, fn)
			return func() {}
		}
	})
	app := fyne.CurrentApp()
	late := &paintedLater{Driver: app.Driver()}
	fyne.SetCurrentApp(lateApp{app, late})
	t.Cleanup(func() { fyne.SetCurrentApp(app) })
	ring = func() {
		timers := waiting
		waiting = nil
		for _, timer := range timers {
			timer()
		}
		d.queue.Flush()
	}
	return d, func() { late.painted = true }, ring
}

func TestAFilterPressedBeforeTheFirstPaintingOpensWithIt(t *testing.T) {
	d, paint, ring := notPainted(t)
	require.NoError(t, d.robot.Tap("Filter Display Name"))
	require.False(t, d.robot.Has("Filter text"))
	require.False(t, d.grid.Idle(), "what was pressed is still to come")
	ring()
	require.False(t, d.robot.Has("Filter text"))
	paint()
	ring()
	require.True(t, d.robot.Has("Filter text"))
	require.True(t, d.grid.Idle())
	d.key(fyne.KeyEscape)
	ring()
	require.False(t, d.robot.Has("Filter text"), "it opens once")
}

func TestOfTwoFiltersPressedBeforeTheFirstPaintingTheLastOpens(t *testing.T) {
	d, paint, ring := notPainted(t)
	require.NoError(t, d.robot.Tap("Filter Display Name"))
	require.NoError(t, d.robot.Tap("Filter Last Sign In"))
	paint()
	ring()
	require.True(t, d.robot.Has("Last 7 Days"))
	require.Len(t, d.win.Canvas().Overlays().List(), 1)
}

func TestAFilterOfWhatIsNeverPaintedIsForgotten(t *testing.T) {
	d, _, ring := notPainted(t)
	require.NoError(t, d.robot.Tap("Filter Display Name"))
	for range 1000 {
		ring()
	}
	require.True(t, d.grid.Idle())

	require.NoError(t, d.robot.Tap("Filter Display Name"))
	d.grid.Close()
	ring()
	require.True(t, d.grid.Idle(), "nothing waits in a table that is gone")
}

func TestAFilterClosesWithItsTable(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	d.tap("Filter Tenant Name")
	d.grid.Close()
	require.Nil(t, d.win.Canvas().Overlays().Top())
}

func TestAChoiceFilterByKeyboard(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	c := d.win.Canvas()
	title := findLabelled(d.win.Content(), "Sort by Tenant Name").(fyne.Focusable)
	c.Focus(title)
	d.key(fyne.KeyDown)
	require.True(t, d.robot.Has("Apply"))
	d.key(fyne.KeyDown, fyne.KeySpace) // the second value
	d.key(fyne.KeyEnd, fyne.KeySpace)
	d.key(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeySpace, fyne.KeySpace, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyPageUp)
	d.key(fyne.KeyReturn)
	filter, _ := d.grid.Filter("tenant")
	require.Equal(t, []string{"Fabrikam Legal", "Tailspin Toys"}, filter.Any)
	require.Same(t, title, c.Focused(), "the keyboard is back where it was")

	d.key(fyne.KeyDown)
	d.key(fyne.KeySpace, fyne.KeyEscape)
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
	d := newDesk(t, table.NewSlice(columns(), rows))
	c := d.win.Canvas()
	d.tap("Filter Tenant Name")
	require.Equal(t, "Find a value", focusedName(d), "a long list begins with the search")
	c.FocusNext()
	require.Equal(t, "Values of Tenant Name", focusedName(d))
	d.key(fyne.KeyDown, fyne.KeySpace)
	c.FocusNext()
	require.Equal(t, "Reset", focusedName(d))
	c.FocusNext()
	require.Equal(t, "Apply", focusedName(d))
	c.FocusPrevious()
	c.FocusPrevious()
	d.key(fyne.KeySpace, fyne.KeySpace)
	c.FocusPrevious()
	require.Equal(t, "Find a value", focusedName(d))
	for _, letter := range "tenant 03" {
		c.Focused().TypedRune(letter)
	}
	d.key(fyne.KeyDown, fyne.KeyEnd, fyne.KeySpace, fyne.KeyReturn)
	filter, _ := d.grid.Filter("tenant")
	require.Equal(t, []string{"Tenant 001", "Tenant 039"}, filter.Any)
}

func focusedName(d *desk) string {
	named, ok := d.win.Canvas().Focused().(fyne.Accessible)
	require.True(d.t, ok, "%T", d.win.Canvas().Focused())
	return named.AccessibilityLabel()
}

func TestEnterInTheSearchAppliesWhatIsTicked(t *testing.T) {
	rows := users(40)
	for i := range rows {
		rows[i].Cells[2].Text = fmt.Sprintf("Tenant %03d", i)
	}
	d := newDesk(t, table.NewSlice(columns(), rows))
	d.tap("Filter Tenant Name")
	require.NoError(t, d.robot.Type("Find a value", "017"))
	d.tap("Tenant 017")
	require.Equal(t, "Values of Tenant Name", focusedName(d), "a click leaves the keyboard on the value")
	d.win.Canvas().Focus(findLabelled(d.win.Canvas().Overlays().Top(), "Find a value").(fyne.Focusable))
	d.key(fyne.KeyReturn)
	require.Equal(t, []string{"User 018"}, d.shown())
}

func TestTheKeyboardGoesToTheSearchWhenTheValuesComeLater(t *testing.T) {
	rows := users(40)
	for i := range rows {
		rows[i].Cells[2].Text = fmt.Sprintf("Tenant %03d", i)
	}
	d := newDesk(t, table.NewSlice(columns(), rows))
	require.NoError(t, d.robot.Tap("Filter Tenant Name"))
	require.True(t, d.robot.Sees("Reading the values"))
	require.Equal(t, "Values of Tenant Name", focusedName(d))
	d.settle()
	require.Equal(t, "Find a value", focusedName(d))
}

func TestTheMarkOfTheKeyboardLiesWithinItsValue(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	d.tap("Filter Tenant Name")
	before := d.picture()
	d.key(fyne.KeyDown)
	require.False(t, before == d.picture())
	row := findLabelled(d.win.Canvas().Overlays().Top(), "Fabrikam Legal")
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
		"another form":             {to: "20.11.2026", says: "There is no such time. " + writeIt},
		"a day that is none":       {from: "2026-02-30", says: "There is no such time. " + writeIt},
		"an hour that is none":     {from: "2026-02-28 25:00", says: "There is no such time. " + writeIt},
		"an end before the start":  {from: "2026-11-20", to: "2026-11-19", says: "The end must be after the start."},
		"an end at the start":      {from: "2026-11-20", to: "2026-11-20 00:00", says: "The end must be after the start."},
		"one wrong, one reversed?": {from: "2026-11-20", to: "2026-11-1", says: writeIt},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, table.NewSlice(columns(), users(30)))
			d.tap("Filter Last Sign In")
			d.tap("Custom")
			require.NoError(t, d.robot.Type("From", c.from))
			require.NoError(t, d.robot.Type("To", c.to))
			require.Equal(t, c.applies, !d.robot.Disabled("Apply"))
			said := []string{}
			for _, sentence := range []string{writeIt, "There is no such time. " + writeIt, "The end must be after the start."} {
				if d.robot.Has(sentence) {
					said = append(said, sentence)
				}
			}
			require.Equal(t, c.applies, len(said) == 0)
			require.True(t, c.applies || len(said) == 1 && said[0] == c.says, "%v", said)
			d.key(fyne.KeyReturn) // in the field
			require.Equal(t, c.applies, d.win.Canvas().Overlays().Top() == nil)
			if !c.applies {
				require.Empty(t, d.grid.Filters())
				d.tap("Last 7 Days")
				require.False(t, d.robot.Disabled("Apply"), "what is typed counts only for Custom")
			}
		})
	}
}

func TestADayFromTheCalendarTakesATimeAndMendsWhatWasWrong(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	d.tap("Filter Last Sign In")
	d.tap("Custom")
	require.NoError(t, d.robot.Type("From", "x"))
	require.True(t, d.robot.Disabled("Apply"))
	d.tap("From: choose a day")
	d.tap("10")
	require.False(t, d.robot.Disabled("Apply"))
	typed, err := d.robot.TextOf("From")
	require.NoError(t, err)
	require.Equal(t, "2026-11-10 00:00", typed)
	require.NoError(t, d.robot.Type("From", "2026-11-10 15:30"))
	d.tap("From: choose a day")
	d.tap("12")
	d.tap("Apply")
	filter, _ := d.grid.Filter("last")
	require.Equal(t, time.Date(2026, 11, 12, 15, 30, 0, 0, time.UTC), filter.From, "the time that was typed stays")
	require.True(t, d.robot.Sees("from 2026-11-12 15:30:00"))
}

func TestCtrlFGoesToTheFirstFilterThatIsShown(t *testing.T) {
	d := newDesk(t, table.NewSlice(columns(), users(30)))
	d.grid.MoveColumn("devices", 0)
	d.grid.Focus()
	d.shortcut(fyne.KeyF)
	require.True(t, d.robot.Has("Filter text"))
	require.NoError(t, d.robot.Type("Filter text", "017"))
	d.key(fyne.KeyReturn)
	require.Equal(t, []string{"User 017"}, d.shown())
	require.Equal(t, "Rows of users", focusedName(d), "and back to the rows")
}
