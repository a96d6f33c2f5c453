// Package uitest is what tests of the window have in common: a window on a clock that stands still, a robot in front of it,
// a note of all that a page asks of the window, and pictures of it.
package uitest

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/robot"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Main runs a package's tests with an application in the program's look, and fails where one leaves a goroutine behind.
func Main(m *testing.M) {
	sharedApp().Settings().SetTheme(theme.New(theme.Light))
	goleak.VerifyTestMain(m, goleak.IgnoreCurrent())
}

// Resting is what comes to rest by itself.
type Resting interface {
	// WaitIdle returns once no goroutine runs but those that wait for a person.
	WaitIdle()
	// Idle says that nothing runs, or is about to.
	Idle() bool
}

// Window is a window of a test, on its own clock, and a robot in front of it.
type Window struct {
	*robot.Robot
	T     *testing.T
	App   fyne.App
	Win   fyne.Window
	Clock *Clock
	Queue *uithread.Queue

	resting Resting
	driver  *movingDriver
}

// NewWindow is an empty window in the light theme, that a whole shell can be put into. It is closed with the test.
func NewWindow(t *testing.T) *Window {
	t.Helper()
	app := newMovingApp(t)
	w := &Window{T: t, App: app, Clock: NewClock(Noon), Queue: &uithread.Queue{}, driver: app.driver}
	w.App.Settings().SetTheme(theme.New(theme.Light))
	w.Win = w.App.NewWindow("")
	w.Win.SetPadded(false)
	w.Robot = robot.New(w.Win.Canvas())
	t.Cleanup(w.Win.Close)
	return w
}

// Rest tells the window what Settle waits for.
func (w *Window) Rest(resting Resting) { w.resting = resting }

// Stage is a window for one page, with the work that the page's is a child of, and the host that the page asks.
type Stage struct {
	*Window
	Work *uithread.Work
	Host *Host

	place *fyne.Container
}

// NewStage is an empty window of a size, ready for a page. Its work ends with the test.
func NewStage(t *testing.T, size fyne.Size) *Stage {
	t.Helper()
	s := &Stage{Window: NewWindow(t), place: container.NewStack()}
	s.Work = uithread.NewWork(context.Background(), s.Queue.Run, s.Clock.After)
	s.Host = &Host{stage: s}
	s.Rest(s.Work)
	s.Win.SetContent(widget.NewTipLayer(page.Over(page.Ground("background"), s.place), s.Queue.Run, s.Clock.After))
	s.Win.Resize(size)
	// As in the program: keys go to what is open on top while nothing has the focus.
	s.Win.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) {
		if top, ok := s.Win.Canvas().Overlays().Top().(fyne.Focusable); ok {
			top.TypedKey(key)
		}
	})
	t.Cleanup(func() {
		s.Work.Close()
		s.Queue.Flush()
	})
	return s
}

// Show puts an object into the window, in place of what was there, as the program shows another page.
func (s *Stage) Show(content fyne.CanvasObject) {
	s.place.Objects = []fyne.CanvasObject{content}
	s.place.Refresh()
	widget.DropLostFocus(s.Win.Canvas())
}

// Printer tells times by the window's clock, in UTC.
func (w *Window) Printer() table.Printer { return table.Printer{Now: w.Clock.Now, Zone: time.UTC} }

// SetTheme gives the window another look.
func (w *Window) SetTheme(mode theme.Mode) { w.App.Settings().SetTheme(theme.New(mode)) }

// tablePause is at least what a table waits between two readings.
const tablePause = 300 * time.Millisecond

// Settle lets everything finish that finishes by itself. What pauses, as a table between two readings, gets its pause. It
// fails the test where something goes on moving.
func (w *Window) Settle() {
	w.T.Helper()
	for range 1000 {
		w.resting.WaitIdle()
		if w.Queue.Flush() > 0 {
			continue
		}
		if w.resting.Idle() {
			require.True(w.T, w.atRest(), "something moves for good: a field that is gone still has the focus")
			return
		}
		w.Clock.Advance(tablePause)
	}
	require.Fail(w.T, "the window does not come to rest")
}

// Pass lets time pass, and everything finish that this begins.
func (w *Window) Pass(d time.Duration) {
	w.T.Helper()
	w.Clock.Advance(d)
	w.Settle()
}

// Tap presses what is called so, one after the other. Robot.Tap returns the error instead.
func (w *Window) Tap(names ...string) {
	w.T.Helper()
	for _, name := range names {
		require.NoError(w.T, w.Robot.Tap(name))
		w.Settle()
	}
}

// TypeIn writes into a field.
func (w *Window) TypeIn(name, text string) {
	w.T.Helper()
	require.NoError(w.T, w.Type(name, text))
	w.Settle()
}

// Press presses keys on what has the focus.
func (w *Window) Press(keys ...fyne.KeyName) {
	w.T.Helper()
	for _, key := range keys {
		w.Key(key)
		w.Settle()
	}
}

// Sees fails the test unless all parts stand somewhere in the window. Robot.Sees answers instead.
func (w *Window) Sees(parts ...string) {
	w.T.Helper()
	for _, part := range parts {
		require.Truef(w.T, w.Robot.Sees(part), "%q is not in the window; it shows: %s", part, strings.Join(w.Texts(), " | "))
	}
}

// SeesNot fails the test where one of the parts stands in the window.
func (w *Window) SeesNot(parts ...string) {
	w.T.Helper()
	for _, part := range parts {
		require.Falsef(w.T, w.Robot.Sees(part), "%q is in the window; it shows: %s", part, strings.Join(w.Texts(), " | "))
	}
}
