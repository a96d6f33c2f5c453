package uitest

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// movingApp is a test's application that knows which animations run: the test driver starts none.
type movingApp struct {
	fyne.App
	driver *movingDriver
}

func newMovingApp(t *testing.T) *movingApp {
	t.Helper()
	app := test.NewTempApp(t)
	moving := &movingApp{app, &movingDriver{Driver: app.Driver(), running: make(map[*fyne.Animation]bool)}}
	fyne.SetCurrentApp(moving)
	return moving
}

// Driver is the test driver.
func (a *movingApp) Driver() fyne.Driver { return a.driver }

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
