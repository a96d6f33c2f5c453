package widget_test

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// stage is a window whose tooltips wait for a test's clock.
type stage struct{ *uitest.Stage }

func newStage(t *testing.T, objects ...fyne.CanvasObject) *stage {
	t.Helper()
	s := &stage{uitest.NewStage(t, fyne.NewSize(800, 600))}
	s.Show(container.NewPadded(container.NewVBox(objects...)))
	return s
}

// point puts the pointer on an object and lets the time pass that a tooltip takes.
func (s *stage) point(object fyne.CanvasObject) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object).AddXY(6, 6)
	test.MoveMouse(s.Win.Canvas(), at)
	s.Pass(time.Second)
}

// reads says whether a text stands in the window: drawn, not only as the name of a control.
func (s *stage) reads(text string) bool { return slices.Contains(s.Robot.Texts(), text) }
