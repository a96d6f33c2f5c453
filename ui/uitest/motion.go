package uitest

import (
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// movingApp is a test's application that knows which animations run: the test driver starts none.
type movingApp struct {
	fyne.App
	driver    *movingDriver
	clipboard fyne.Clipboard
}

// sharedApp is what the applications of all tests stand on: Fyne reads its fonts anew for each that it makes, and that costs
// more than most tests.
var sharedApp = sync.OnceValue(test.NewApp)

func newMovingApp(t *testing.T) *movingApp {
	t.Helper()
	app := sharedApp()
	moving := &movingApp{app, &movingDriver{Driver: app.Driver(), running: make(map[*fyne.Animation]bool)}, test.NewClipboard()}
	fyne.SetCurrentApp(moving)
	t.Cleanup(func() { fyne.SetCurrentApp(app) })
	return moving
}

// Driver is the test driver.
func (a *movingApp) Driver() fyne.Driver { return a.driver }

// Clipboard is the test's own.
func (a *movingApp) Clipboard() fyne.Clipboard { return a.clipboard }

// Settings are the test driver's.
func (a *movingApp) Settings() fyne.Settings { return steadySettings{a.App.Settings()} }

// steadySettings leave a theme that looks like the one that is set: setting it would read the fonts anew.
type steadySettings struct{ fyne.Settings }

// SetTheme sets one that looks otherwise.
func (s steadySettings) SetTheme(set fyne.Theme) {
	shown, ours := s.Theme().(*theme.Theme)
	wanted, too := set.(*theme.Theme)
	if !ours || !too || shown.IsDark(s.ThemeVariant()) != wanted.IsDark(s.ThemeVariant()) {
		s.Settings.SetTheme(set)
	}
}

type movingDriver struct {
	fyne.Driver
	running map[*fyne.Animation]bool
	keys    fyne.ShortcutHandler
}

// StartAnimation notes it where it runs until somebody stops it.
func (d *movingDriver) StartAnimation(a *fyne.Animation) {
	if a.RepeatCount == fyne.AnimationRepeatForever {
		d.running[a] = true
	}
	d.Driver.StartAnimation(a)
}

// StopAnimation forgets it.
func (d *movingDriver) StopAnimation(a *fyne.Animation) {
	delete(d.running, a)
	d.Driver.StopAnimation(a)
}

// atRest says whether nothing in the window moves but the caret of the field that has the keyboard.
func (w *Window) atRest() bool {
	carets := 0
	if entry, writes := w.Win.Canvas().Focused().(*widget.Entry); writes && isShown(entry) {
		carets = 1
	}
	return len(w.App.(*movingApp).driver.running) <= carets
}

// isShown says whether a field can be seen: Fyne answers the place 0, 0 for what it does not find.
func isShown(entry *widget.Entry) bool {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(entry) != fyne.Position{}
}
