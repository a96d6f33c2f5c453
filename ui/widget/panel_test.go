package widget_test

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
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

func TestThePanelsBorderIsTheSameOnAllSides(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		for _, at := range []float32{20, 20.5} {
			s := newStage(t)
			s.Win.Canvas().(software.WindowlessCanvas).SetScale(scale)
			panel := widget.NewPanel(canvas.NewRectangle(color.Transparent))
			s.Show(container.NewWithoutLayout(panel))
			panel.Resize(fyne.NewSize(121, 93))
			panel.Move(fyne.NewPos(at, at))
			picture := s.Win.Canvas().Capture()
			box := pixelsOf(panel, scale)
			across := func(from image.Point, by image.Point) (line []color.Color) {
				for i := -3; i < 6; i++ {
					line = append(line, picture.At(from.X+i*by.X, from.Y+i*by.Y))
				}
				return line
			}
			left := across(image.Pt(box.Min.X, box.Min.Y+box.Dy()/2), image.Pt(1, 0))
			require.NotEqual(t, left[0], left[3], "there is a border")
			for _, part := range []int{12, 20, 30, 50} {
				x, y := int(float32(part)*scale), int(float32(part)*scale)
				name := fmt.Sprintf("at %v with scale %v, %d along", at, scale, part)
				require.Equal(t, left, across(image.Pt(box.Min.X, box.Min.Y+y), image.Pt(1, 0)), "left "+name)
				require.Equal(t, left, across(image.Pt(box.Max.X-1, box.Min.Y+y), image.Pt(-1, 0)), "right "+name)
				require.Equal(t, left, across(image.Pt(box.Min.X+x, box.Min.Y), image.Pt(0, 1)), "above "+name)
				require.Equal(t, left, across(image.Pt(box.Min.X+x, box.Max.Y-1), image.Pt(0, -1)), "below "+name)
			}
		}
	}
}

// pixelsOf is where an object lies in a picture of the window.
func pixelsOf(object fyne.CanvasObject, scale float32) image.Rectangle {
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(object), object.Size()
	from := image.Pt(whole(at.X*scale), whole(at.Y*scale))
	return image.Rectangle{Min: from, Max: from.Add(image.Pt(whole(size.Width*scale), whole(size.Height*scale)))}
}

// whole is how Fyne counts pixels in a picture of a test.
func whole(v float32) int { return int(math.Ceil(float64(v))) }
