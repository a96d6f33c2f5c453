package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// everyPage opens each page of the window.
var everyPage = map[string]func(*harness){
	"All Tenants":   func(d *harness) { d.menu("Go", "All Tenants") },
	"All Users":     func(d *harness) { d.menu("Go", "All Users") },
	"Activity":      func(d *harness) { d.menu("Go", "Activity") },
	"Tenants":       func(d *harness) { d.openRoute(page.Route{Page: page.Setup, Tab: "tenants"}) },
	"Authenticate":  func(d *harness) { d.openRoute(page.Route{Page: page.Setup, Tab: "authenticate"}) },
	"Deleted Users": func(d *harness) { d.menu("Go", "Deleted Users") },
	"Check":         func(d *harness) { d.openRoute(page.Route{Page: page.Setup, Tab: "check"}) },
	"My Settings":   func(d *harness) { d.menu("Go", "My Settings") },
	"a user":        func(d *harness) { d.openRoute(page.Route{Page: page.User, User: d.world.users[0].Key}) },
}

func (d *harness) openRoute(route page.Route) {
	d.shell.Open(route)
	d.Settle()
}

func TestEveryPageIsWalkedWithTheKeyboardAlone(t *testing.T) {
	for name, open := range everyPage {
		t.Run(name, func(t *testing.T) {
			d := openWalk(t)
			open(d)
			d.WalksWithTheKeyboard()
			require.Greater(t, len(d.Tabs()), 8)
		})
	}
}

// everyDialog opens each dialog and list of the window itself.
var everyDialog = map[string]func(*harness){
	"Search":             func(d *harness) { d.menu("View", "Search…") },
	"Refresh Status":     func(d *harness) { d.menu("View", "Refresh Status") },
	"Messages":           func(d *harness) { d.menu("View", "Messages") },
	"Keyboard Shortcuts": func(d *harness) { d.menu("Help", "Keyboard Shortcuts") },
	"About":              func(d *harness) { d.menu("Help", "About Tenantkeep") },
	"a filter":           func(d *harness) { d.menu("View", "Go to the Filter") },
	"a menu":             func(d *harness) { d.Tap("Columns") },
	"Clear client data":  func(d *harness) { d.menu("Go", "My Settings"); d.Tap("Clear client data…") },
	"Diagnostics":        func(d *harness) { d.menu("Go", "My Settings"); d.Tap("Save bundle…") },
	"a time zone":        func(d *harness) { d.menu("Go", "My Settings"); d.Tap("15 minutes") },
	"Turn Off":           func(d *harness) { d.openRoute(page.Route{Page: page.Setup, Tab: "authenticate"}); d.Tap("Turn Off") },
}

func TestEveryDialogIsWalkedWithTheKeyboardAloneAndEscapeLeadsBack(t *testing.T) {
	for name, open := range everyDialog {
		t.Run(name, func(t *testing.T) {
			d := openWalk(t)
			open(d)
			require.NotNil(t, d.Win.Canvas().Overlays().Top())
			d.WalksWithTheKeyboard()
			d.EscapeLeadsBack()
			require.Nil(t, d.Win.Canvas().Overlays().Top())
		})
	}
}

// openWalk shows a window with all that pages can have.
func openWalk(t *testing.T) *harness {
	w := connected(3, 5)
	w.tenants[1].Status, w.tenants[1].RefreshFailure = m365.Synced, &m365.Failure{What: "Microsoft did not answer."}
	return open(t, w)
}

func TestAUserIsFoundOpenedAndExportedWithTheKeyboardAlone(t *testing.T) {
	d := openWalk(t)
	d.TabTo("All Users")
	d.Press(fyne.KeyReturn)
	d.TabTo("Filter Username")
	d.Press(fyne.KeyReturn)
	for _, letter := range "adele" {
		d.Win.Canvas().Focused().TypedRune(letter)
	}
	d.Press(fyne.KeyReturn)
	d.Sees("contains adele")
	d.TabTo("Rows of users")
	d.Press(fyne.KeyDown, fyne.KeySpace)
	d.Sees("1 selected")
	d.TabTo("Row Actions")
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
	d.TabTo("Rows of users")
	d.Press(fyne.KeyReturn)
	d.Sees("Department")
	d.menu("View", "Back")
	d.Sees("contains adele")
}

// pointsAt says whether the menu that is open points at a line.
func (d *harness) pointsAt(label string) bool {
	for _, object := range test.LaidOutObjects(d.Win.Canvas().Overlays().Top()) {
		if uitest.NameOf(object) != label {
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

func TestWhatTheKeyboardIsOnIsScrolledIntoView(t *testing.T) {
	for _, name := range []string{"My Settings", "Authenticate", "Check", "a user"} {
		t.Run(name, func(t *testing.T) {
			d := openWalk(t)
			d.shell.Fit(fyne.NewSize(720, 450))
			everyPage[name](d)
			d.Texts()
			d.Win.Canvas().Unfocus()
			for range d.Tabs() {
				d.Win.Canvas().FocusNext()
				stop := d.Win.Canvas().Focused().(fyne.CanvasObject)
				top := fyne.CurrentApp().Driver().AbsolutePositionForObject(stop).Y
				require.GreaterOrEqual(t, top, float32(0), uitest.NameOf(stop))
				require.LessOrEqual(t, top+stop.MinSize().Height, d.Win.Canvas().Size().Height, uitest.NameOf(stop))
			}
		})
	}
}
