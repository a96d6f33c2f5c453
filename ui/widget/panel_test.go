package widget_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestAPanelIsWholeAndHasRoundCornersHoweverHighItIs(t *testing.T) {
	for _, height := range []float32{30, 48, 49, 50, 400} {
		s := newStage(t)
		panel := widget.NewPanel(canvas.NewRectangle(color.Transparent))
		s.Show(container.NewWithoutLayout(panel))
		panel.Resize(fyne.NewSize(120, 400)) // another height first
		panel.Resize(fyne.NewSize(120, height))
		panel.Move(fyne.NewPos(20, 20))
		picture := s.Win.Canvas().Capture()
		origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(panel)
		red := func(x, y float32) int {
			return int(color.NRGBAModel.Convert(picture.At(int(origin.X+x), int(origin.Y+y))).(color.NRGBA).R)
		}
		face := int(widget.Colour(theme.ColorNamePanel).(color.NRGBA).R)
		for y := float32(3); y < height-3; y++ {
			require.InDelta(t, face, red(60, y), 1, "%v high, at %v", height, y)
		}
		for _, corner := range []fyne.Position{{}, {X: 119}, {Y: height - 1}, {X: 119, Y: height - 1}} {
			require.Less(t, red(corner.X, corner.Y), face-5, "%v high, corner %v", height, corner)
		}
	}
}
