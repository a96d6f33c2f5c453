package widget

import (
	"image/color"
	"math"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Bolder makes the letters of a bold text bold that come from a font without a bold one: it draws them once more beside
// themselves, as browsers do.
type Bolder struct {
	parts []*canvas.Text
	over  bolderKey
}

// bolderKey is what the parts were made from.
type bolderKey struct {
	text  string
	size  float32
	scale float32
	ink   color.Color
	at    fyne.Position
	room  fyne.Size
}

// Over draws over a text where it stands now, and says whether there are more or fewer parts than before.
func (b *Bolder) Over(t *canvas.Text) (changed bool) {
	if !t.TextStyle.Bold || t.Hidden || !mayBorrow(t.Text) {
		changed = len(b.parts) > 0
		b.parts, b.over = nil, bolderKey{}
		return changed
	}
	key := bolderKey{t.Text, t.TextSize, screenScale(), t.Color, t.Position(), t.Size()}
	if b.over == key {
		return false
	}
	b.over = key
	parts := boldParts(t.Text)
	changed = len(parts) != len(b.parts)
	b.parts = b.parts[:min(len(b.parts), len(parts))]
	for i, boldPart := range parts {
		if i == len(b.parts) {
			b.parts = append(b.parts, canvas.NewText("", nil))
		}
		drawAgain(b.parts[i], t, boldPart)
	}
	return changed
}

// AppendTo adds the parts to what is drawn.
func (b *Bolder) AppendTo(objects []fyne.CanvasObject) []fyne.CanvasObject {
	for _, part := range b.parts {
		objects = append(objects, part)
	}
	return objects
}

// boldPart is a part of a text, from and to in bytes.
type boldPart struct{ from, to int }

// boldParts are the parts of a text whose letters have no bold. An emoji is no lighter than others.
func boldParts(text string) []boldPart {
	var found []boldPart
	open := false
	for at, r := range text {
		switch {
		case joins(r):
		case borrowedOf(r) == own, r >= firstEmoji && r <= lastEmoji:
			open = false
		default:
			end := at + utf8.RuneLen(r)
			if open {
				found[len(found)-1].to = end
			} else {
				found = append(found, boldPart{at, end})
			}
			open = true
		}
	}
	return found
}

// drawAgain draws a part of a text a pixel beside itself, half as strong: together that is half a pixel more.
func drawAgain(part, t *canvas.Text, of boldPart) {
	text := t.Text[of.from:of.to]
	part.Text, part.TextSize, part.TextStyle, part.Color = text, t.TextSize, t.TextStyle, half(t.Color)
	scale := screenScale()
	x := t.Position().X + float32(math.Floor(float64(Measure(t.Text[:of.from], t.TextSize, true).Width*scale)))/scale
	switch free := t.Size().Width - Measure(t.Text, t.TextSize, true).Width; t.Alignment {
	case fyne.TextAlignLeading:
	case fyne.TextAlignCenter:
		x += free / 2
	case fyne.TextAlignTrailing:
		x += free
	}
	y := t.Position().Y + drop(t.Text, t.TextSize, true)
	part.Resize(fyne.NewSize(Measure(text, t.TextSize, true).Width, t.Size().Height))
	MoveText(part, fyne.NewPos(x+1, y))
	part.Refresh()
}

// half is a colour of half the strength.
func half(c color.Color) color.Color {
	weak := color.NRGBAModel.Convert(c).(color.NRGBA)
	weak.A /= 2
	return weak
}
