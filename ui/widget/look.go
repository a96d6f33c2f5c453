package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Colour returns a colour of the theme that is in use.
func Colour(name fyne.ThemeColorName) color.Color { return fynetheme.Color(name) }

// Size returns a size of the theme that is in use, in device-independent pixels.
func Size(name fyne.ThemeSizeName) float32 { return fynetheme.Size(name) }

// Measure returns how large a text is drawn.
func Measure(text string, size float32, bold bool) fyne.Size {
	return fyne.MeasureText(text, size, fyne.TextStyle{Bold: bold})
}

// ToneColours returns the colours of a tone: of its text, and of the wash behind it.
func ToneColours(tone table.Tone) (ink, wash fyne.ThemeColorName) {
	switch tone {
	case table.Good:
		return theme.ColorNameGood, theme.ColorNameGoodWash
	case table.Caution:
		return theme.ColorNameCaution, theme.ColorNameCautionWash
	case table.Danger:
		return theme.ColorNameDanger, theme.ColorNameDangerWash
	default:
		return theme.ColorNameNeutral, theme.ColorNameNeutralWash
	}
}

// setFill gives a rectangle a colour, and draws it again only when that changes it.
func setFill(r *canvas.Rectangle, c color.Color) {
	if r.FillColor != c {
		r.FillColor = c
		r.Refresh()
	}
}

// setStroke gives a rectangle a border, and draws it again only when that changes it.
func setStroke(r *canvas.Rectangle, c color.Color, width float32) {
	if r.StrokeColor != c || r.StrokeWidth != width {
		r.StrokeColor, r.StrokeWidth = c, width
		r.Refresh()
	}
}

// Outline makes a rectangle a border and nothing else; a width of 0 is nothing at all. Fyne blends border and inside along
// the edge, and takes an inside without any opacity for black: so it gets the border's colour and the least opacity.
func Outline(r *canvas.Rectangle, name fyne.ThemeColorName, width float32) {
	r.Hidden = width == 0
	if r.Hidden {
		return
	}
	inside := color.NRGBAModel.Convert(Colour(name)).(color.NRGBA)
	inside.A = 1
	if r.FillColor != inside || r.StrokeColor != Colour(name) || r.StrokeWidth != width {
		r.FillColor, r.StrokeColor, r.StrokeWidth = inside, Colour(name), width
		r.Refresh()
	}
}

// setText gives a text a content and colour, and draws it again only when that changes it.
func setText(t *canvas.Text, text string, c color.Color) {
	text = Isolate(text)
	if t.Text != text || t.Color != c {
		t.Text, t.Color = text, c
		t.Refresh()
	}
}

// placeText puts a text at x, in the middle of a height.
func placeText(t *canvas.Text, x, height float32) {
	size := t.MinSize()
	t.Resize(size)
	MoveText(t, fyne.NewPos(x, (height-size.Height)/2))
}
