package widget_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// brokenScales are those at which a pixel of the program is no whole number of the screen's.
var brokenScales = []float32{0.9, 1.1, 1.2, 1.3, 1.5, 1.8}

// scaled is a window at a scale.
func scaled(t *testing.T, scale float32, object fyne.CanvasObject, size fyne.Size) {
	t.Helper()
	s := newStage(t)
	s.Win.Canvas().(software.WindowlessCanvas).SetScale(scale)
	s.Show(container.NewWithoutLayout(object))
	object.Resize(size)
}

// onScreen is where what stands at a place begins and ends, in pixels, as Fyne draws rectangles: it rounds the place and the
// length, each by itself.
func onScreen(at, length, scale float32) (from, to float64) {
	return pixel(at, scale), pixel(at, scale) + pixel(length, scale)
}

// pixel is the one of the screen next to a place.
func pixel(at, scale float32) float64 { return math.Round(float64(at * scale)) }

func TestAPanelsGroundEndsWithItsBorderAtEveryScale(t *testing.T) {
	for _, scale := range brokenScales {
		for height := float32(60); height < 70; height += 0.5 {
			panel := widget.NewPanel(canvas.NewRectangle(color.Transparent))
			scaled(t, scale, panel, fyne.NewSize(120, height))
			parts := widget.RendererOf(panel).Objects()
			bottom, line := parts[2], parts[len(parts)-3] // the lower one of four sides, with what fades below it
			for y := float32(0); y < 4; y += 0.25 {
				_, ground := onScreen(y+bottom.Position().Y, bottom.Size().Height, scale)
				edge := pixel(y+line.Position().Y+line.Size().Height, scale) - max(1, pixel(0.5, scale))
				require.Equal(t, edge, ground, "scale %v, height %v, at %v", scale, height, y)
			}
		}
	}
}

func TestWhatReachesAPanelsBorderLeavesNoGapAtAnyScale(t *testing.T) {
	for _, scale := range brokenScales {
		content := canvas.NewRectangle(color.Transparent)
		panel := widget.NewPanel(content)
		scaled(t, scale, panel, fyne.NewSize(120, 90))
		for y := float32(0); y < 4; y += 0.25 {
			border, _ := onScreen(y, 90, scale)
			begin, _ := onScreen(y+content.Position().Y, 1, scale)
			require.Equal(t, math.Round(float64(scale)), begin-border, "scale %v, at %v", scale, y)
		}
	}
}

func TestTheLastSegmentEndsWithTheBorderAtEveryScale(t *testing.T) {
	for _, scale := range brokenScales {
		segments := widget.NewSegments("Scale", []string{"90", "100", "120", "150", "200 %"}, 4, func(int) {})
		scaled(t, scale, segments, fyne.Size{})
		segments.Resize(segments.MinSize())
		parts := widget.RendererOf(segments).Objects()
		last, border := parts[len(parts)-2], parts[len(parts)-1]
		for x := float32(0); x < 4; x += 0.25 {
			_, face := onScreen(x+last.Position().X, last.Size().Width, scale)
			_, edge := onScreen(x, border.Size().Width, scale)
			require.Equal(t, edge, face, "scale %v, at %v", scale, x)
		}
	}
}

func TestAnIconTakesAsManyPixelsAsItIsDrawnInWhereverItStands(t *testing.T) {
	for _, scale := range brokenScales {
		icon := widget.NewIcon(icons.Copy, theme.ColorNameInk)
		scaled(t, scale, icon, icon.MinSize())
		drawn := widget.RendererOf(icon).Objects()[0]
		side := drawn.Size().Width
		for x := float32(0); x < 4; x += 0.25 {
			// Of a picture Fyne rounds both ends.
			from := pixel(x+drawn.Position().X, scale)
			to := pixel(x+drawn.Position().X+side, scale)
			require.Equal(t, pixel(side, scale), to-from, "scale %v, at %v", scale, x)
		}
	}
}
