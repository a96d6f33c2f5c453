package widget_test

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// scripts are letters that come from fonts of the system, each of them with its feet on the line.
var scripts = map[string]string{"Han": "王", "Hangul": "호", "Hebrew": "הדר", "Arabic": "ادا", "Thai": "กา"}

// drawnAs is how a text is drawn, in a window of its own.
func drawnAs(t *testing.T, text string, bold bool) pixels {
	t.Helper()
	s := uitest.NewStage(t, fyne.NewSize(300, 60))
	look := widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText, Bold: bold}
	s.Show(container.NewPadded(container.NewVBox(widget.NewTextIn(text, look))))
	return pixels{s.Win.Canvas().Capture()}
}

type pixels struct{ image.Image }

func (p pixels) drawn(x, y int) bool { return p.At(x, y) != p.At(0, 0) }

// lowest is the lowest pixel drawn between two places.
func (p pixels) lowest(from, to int) int {
	for y := p.Bounds().Max.Y - 1; y > 0; y-- {
		for x := from; x < to; x++ {
			if p.drawn(x, y) {
				return y
			}
		}
	}
	return 0
}

// weight is how much ink there is.
func (p pixels) weight() int {
	ground := color.GrayModel.Convert(p.At(0, 0)).(color.Gray)
	sum := 0
	for y := range p.Bounds().Max.Y {
		for x := range p.Bounds().Max.X {
			sum += max(0, int(ground.Y)-int(color.GrayModel.Convert(p.At(x, y)).(color.Gray).Y))
		}
	}
	return sum
}

// needsFont skips a test where the system has no font for a text.
func needsFont(t *testing.T, text string) {
	t.Helper()
	if string(drawnAs(t, text, false).Image.(*image.NRGBA).Pix) == string(drawnAs(t, "\ue000", false).Image.(*image.NRGBA).Pix) {
		t.Skip("no font of this system has the letters")
	}
}

func TestAllScriptsStandOnOneLine(t *testing.T) {
	for name, letters := range scripts {
		for _, bold := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				needsFont(t, letters)
				line := drawnAs(t, "H", bold).lowest(0, 300)
				require.Equal(t, line, drawnAs(t, "H "+letters, bold).lowest(0, 15), "Latin before it")
				alone := drawnAs(t, letters, bold)
				beside := drawnAs(t, "H "+letters, bold)
				require.Equal(t, beside.lowest(20, 300), alone.lowest(0, 300), "alone as behind Latin")
			})
		}
	}
}

func TestEveryScriptIsBoldWhereTheRestIs(t *testing.T) {
	for name, letters := range scripts {
		t.Run(name, func(t *testing.T) {
			needsFont(t, letters)
			light, bold := drawnAs(t, letters, false).weight(), drawnAs(t, letters, true).weight()
			require.Greater(t, float64(bold), 1.15*float64(light))
		})
	}
}

func TestLatinBesideAnotherScriptIsNotBoldTwice(t *testing.T) {
	needsFont(t, "株式会社")
	latin := drawnAs(t, "Minato", true)
	mixed := drawnAs(t, "Minato 株式会社", true)
	for y := range 60 {
		for x := range 48 {
			require.Equal(t, latin.At(x, y), mixed.At(x, y), "%d, %d", x, y)
		}
	}
}

// onTheLine are widgets that draw a text themselves, with where it begins.
var onTheLine = map[string]struct {
	of    func(text string) fyne.CanvasObject
	begin int
}{
	"pill":   {func(text string) fyne.CanvasObject { return widget.NewPill(text, table.Good) }, widget.PillPad},
	"button": {func(text string) fyne.CanvasObject { return widget.NewButton(widget.Secondary, text, "", nil) }, 12},
	"field": {func(text string) fyne.CanvasObject {
		field := widget.NewEntry("Name", "")
		field.SetText(text)
		return field
	}, 7},
}

// footOf is the lowest pixel of the first letter that a widget draws.
func footOf(t *testing.T, object fyne.CanvasObject, begin int) int {
	t.Helper()
	const edge = 5 // of the widget, with its border
	s := uitest.NewStage(t, fyne.NewSize(300, 60))
	s.Show(container.NewWithoutLayout(object))
	height := int(object.MinSize().Height)
	object.Resize(object.MinSize())
	if _, writes := object.(*widget.Entry); writes {
		object.Resize(fyne.NewSize(200, float32(height)))
	}
	drawn := s.Win.Canvas().Capture()
	ground := drawn.At(begin-2, height/2)
	for y := height - edge; y > edge; y-- {
		for x := begin; x < begin+8; x++ {
			if drawn.At(x, y) != ground {
				return y
			}
		}
	}
	return 0
}

func TestWhatDrawsItsTextItselfHasAllScriptsOnOneLine(t *testing.T) {
	for kind, one := range onTheLine {
		for name, letters := range scripts {
			t.Run(kind+" "+name, func(t *testing.T) {
				needsFont(t, letters)
				line := footOf(t, one.of("H"), one.begin)
				require.Positive(t, line)
				require.Equal(t, line, footOf(t, one.of("H "+letters), one.begin))
			})
		}
	}
}

// boldTexts are widgets that draw a bold text themselves.
var boldTexts = map[string]func(text string) fyne.CanvasObject{
	"pill": func(text string) fyne.CanvasObject { return widget.NewPill(text, table.Good) },
	"paragraph": func(text string) fyne.CanvasObject {
		return widget.NewParagraphIn(text, 200, widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText, Bold: true})
	},
	"avatar": func(text string) fyne.CanvasObject { return widget.NewAvatar(text, 22) },
}

func TestWhatDrawsItsTextItselfIsBoldInEveryScript(t *testing.T) {
	for kind, of := range boldTexts {
		for name, letters := range scripts {
			t.Run(kind+" "+name, func(t *testing.T) {
				needsFont(t, letters)
				s := uitest.NewStage(t, fyne.NewSize(300, 60))
				object := of(letters)
				s.Show(container.NewVBox(object))
				require.Len(t, s.Texts(), 2, "drawn twice, a pixel beside itself")
				object.Refresh()
				require.Len(t, s.Texts(), 2, "drawn anew")
			})
		}
	}
}
