package page_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

func TestDotsStandBetweenTheObjectsOfALineAndNotAtItsEnds(t *testing.T) {
	uitest.NewWindow(t)
	box := func() fyne.CanvasObject {
		object := canvas.NewRectangle(nil)
		object.SetMinSize(fyne.NewSize(100, 20))
		return object
	}
	dotted := page.Dotted(fyne.NewSize(5, 2), box(), box(), box())
	for width, want := range map[float32]int{1000: 2, 250: 1, 120: 0} {
		dotted.Resize(fyne.NewSize(width, 200))
		dots := 0
		for _, object := range dotted.Objects[:2] {
			if object.Visible() {
				dots++
				require.Greater(t, object.Position().X, float32(100))
				require.Less(t, object.Position().X, width-100)
			}
		}
		require.Equal(t, want, dots, "%v wide", width)
	}
}
