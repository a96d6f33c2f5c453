package shell_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// everyPage opens each page of the window.
var everyPage = map[string]func(*harness){
	"All Tenants":  func(d *harness) { d.menu("Go", "All Tenants") },
	"All Users":    func(d *harness) { d.menu("Go", "All Users") },
	"Activity":     func(d *harness) { d.menu("Go", "Activity") },
	"Tenants":      func(d *harness) { d.openRoute(page.Route{Page: page.Setup, Tab: "tenants"}) },
	"Authenticate": func(d *harness) { d.openRoute(page.Route{Page: page.Setup, Tab: "authenticate"}) },
	"My Settings":  func(d *harness) { d.menu("Go", "My Settings") },
	"a user":       func(d *harness) { d.openRoute(page.Route{Page: page.User, User: d.world.users[0].Key}) },
}

func (d *harness) openRoute(route page.Route) {
	d.shell.Open(route)
	d.Settle()
}

// tabs goes through the window with Tab alone until it comes round, and returns what had the keyboard, in order.
func (d *harness) tabs() []fyne.Focusable {
	d.T.Helper()
	d.Texts() // only what has been drawn can have the keyboard
	c := d.Win.Canvas()
	c.Unfocus()
	var stops []fyne.Focusable
	seen := make(map[fyne.Focusable]bool)
	for {
		c.FocusNext()
		now := c.Focused()
		require.NotNil(d.T, now)
		if seen[now] {
			require.Equal(d.T, stops[0], now, "the keyboard does not come round: it goes back to %s", nameOf(now))
			return stops
		}
		seen[now] = true
		stops = append(stops, now)
		require.Less(d.T, len(stops), 500)
	}
}

func nameOf(of any) string {
	if named, ok := of.(fyne.Accessible); ok {
		return named.AccessibilityLabel()
	}
	return fmt.Sprintf("%T", of)
}

func TestEverythingThatCanBePressedIsReachedWithTheKeyboardAlone(t *testing.T) {
	for name, open := range everyPage {
		t.Run(name, func(t *testing.T) {
			d := openWalk(t)
			open(d)
			reached := make(map[fyne.CanvasObject]bool)
			for _, stop := range d.tabs() {
				require.NotEmpty(t, nameOf(stop), "%T", stop)
				reached[stop.(fyne.CanvasObject)] = true
			}
			for _, object := range test.LaidOutObjects(d.Win.Content()) {
				focusable, can := object.(fyne.Focusable)
				if !can || !d.Robot.CanTap(nameOf(focusable)) {
					continue
				}
				require.True(t, reached[object], "%q is not reached", nameOf(object))
			}
			require.Greater(t, len(reached), 8)
		})
	}
}

// openWalk shows a window with all that pages can have.
func openWalk(t *testing.T) *harness {
	w := connected(3, 5)
	w.tenants[1].Status, w.tenants[1].RefreshFailure = m365.Synced, &m365.Failure{What: "Microsoft did not answer."}
	return open(t, w)
}

func TestWhereTheKeyboardIsLooksOtherwiseThanWhereItIsNot(t *testing.T) {
	for name, open := range everyPage {
		t.Run(name, func(t *testing.T) {
			d := openWalk(t)
			open(d)
			kinds := make(map[string]bool)
			for _, stop := range d.tabs() {
				kind := fmt.Sprintf("%T", stop)
				if kinds[kind] {
					continue
				}
				kinds[kind] = true
				object := stop.(fyne.CanvasObject)
				d.Win.Canvas().Unfocus()
				without := looks(object)
				d.Win.Canvas().Focus(stop)
				require.NotEqual(t, without, looks(object), "%s, %q", kind, nameOf(stop))
			}
		})
	}
}

// looks is how the parts of something are drawn.
func looks(of fyne.CanvasObject) string {
	var all strings.Builder
	for _, object := range test.LaidOutObjects(of) {
		switch drawn := object.(type) {
		case *canvas.Rectangle:
			fmt.Fprintln(&all, drawn.Visible(), drawn.FillColor, drawn.StrokeColor, drawn.StrokeWidth)
		case *canvas.Text:
			fmt.Fprintln(&all, drawn.Visible(), drawn.Text, drawn.Color)
		case *canvas.Line:
			fmt.Fprintln(&all, drawn.Visible(), drawn.StrokeColor)
		}
	}
	return all.String()
}

// tabTo goes to what is called so with Tab alone.
func (d *harness) tabTo(name string) {
	d.T.Helper()
	for range 500 {
		d.Win.Canvas().FocusNext()
		if now := d.Win.Canvas().Focused(); now != nil && nameOf(now) == name {
			return
		}
	}
	require.Fail(d.T, "Tab never comes to it", name)
}

func TestAUserIsFoundOpenedAndExportedWithTheKeyboardAlone(t *testing.T) {
	d := openWalk(t)
	d.tabTo("All Users")
	d.Press(fyne.KeyReturn)
	d.tabTo("Filter Username")
	d.Press(fyne.KeyReturn)
	for _, letter := range "adele" {
		d.Win.Canvas().Focused().TypedRune(letter)
	}
	d.Press(fyne.KeyReturn)
	d.Sees("contains adele")
	d.tabTo("Rows of users")
	d.Press(fyne.KeyDown, fyne.KeySpace)
	d.Sees("1 selected")
	d.tabTo("Row Actions")
	d.Press(fyne.KeyReturn)
	for range 40 {
		if d.Robot.Sees("Show table headers in the exported CSV") {
			break
		}
		d.Press(fyne.KeyDown)
		if d.pointsAt("Export Selected Rows to CSV") {
			d.Press(fyne.KeyReturn)
		}
	}
	d.Sees("Show table headers in the exported CSV")
	d.Press(fyne.KeyEscape)
	d.tabTo("Rows of users")
	d.Press(fyne.KeyReturn)
	d.Sees("Department")
	d.menu("View", "Back")
	d.Sees("contains adele")
}

// pointsAt says whether the menu that is open points at a line.
func (d *harness) pointsAt(label string) bool {
	for _, object := range test.LaidOutObjects(d.Win.Canvas().Overlays().Top()) {
		if nameOf(object) != label {
			continue
		}
		for _, part := range test.LaidOutObjects(object) {
			if face, is := part.(*canvas.Rectangle); is && face.FillColor == widget.Colour(theme.ColorNameButtonHover) {
				return true
			}
		}
	}
	return false
}

func TestWhereAllIsDrawnLargeTheNavigationMakesRoom(t *testing.T) {
	d := openWalk(t)
	wide, err := d.PlaceOf("Columns")
	require.NoError(t, err)
	d.shell.Fit(fyne.NewSize(720, 450)) // a screen of 1440 by 900, at 200 %
	d.Settle()
	require.NotContains(t, d.Texts(), "Integrations")
	narrow, err := d.PlaceOf("Columns")
	require.NoError(t, err)
	require.NotEqual(t, wide, narrow)
	d.shell.Fit(shell.DefaultSize)
	d.Settle()
	require.Contains(t, d.Texts(), "Integrations")
}
