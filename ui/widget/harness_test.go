package widget_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/robot"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// TestMain gives all tests one application in the program's look: widgets ask it for colours as soon as they are made.
func TestMain(m *testing.M) {
	test.NewApp().Settings().SetTheme(theme.New(theme.Light))
	os.Exit(m.Run())
}

// stage is a window with a tooltip layer whose clock a test owns.
type stage struct {
	t     *testing.T
	queue uithread.Queue
	win   fyne.Window
	robot *robot.Robot
	waits []func()
	ends  int
}

func newStage(t *testing.T, objects ...fyne.CanvasObject) *stage {
	t.Helper()
	s := &stage{t: t}
	box := container.NewVBox(objects...)
	s.win = test.NewTempWindow(t, widget.NewTipLayer(container.NewPadded(box), s.queue.Run, func(_ time.Duration, fn func()) func() {
		s.waits = append(s.waits, fn)
		return func() { s.ends++ }
	}))
	s.win.SetPadded(false)
	s.win.Resize(fyne.NewSize(800, 600))
	s.robot = robot.New(s.win.Canvas())
	return s
}

func (s *stage) tap(name string) {
	s.t.Helper()
	require.NoError(s.t, s.robot.Tap(name))
}

// point puts the pointer on an object and lets the time pass that a tooltip takes.
func (s *stage) point(object fyne.CanvasObject) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object).AddXY(6, 6)
	test.MoveMouse(s.win.Canvas(), at)
	for _, fire := range s.waits {
		fire()
	}
	s.waits = nil
	s.queue.Flush()
}

// reads says whether a text stands in the window: drawn, not only as the name of a control.
func (s *stage) reads(text string) bool { return slices.Contains(s.robot.Texts(), text) }
