package widget

import (
	"image"
	"image/color"
	"math"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
)

// Letters that Fyne's own font lacks, as Chinese or Hebrew ones, come from a font of the system. That has another ascent, by
// which Fyne draws the whole line lower or higher, and one weight, so that it is not bold where the rest is.

// borrowed is a number of letters that come from one font of the system.
type borrowed rune

const (
	// own are the letters of Fyne's font, and what is drawn like the letters around it.
	own borrowed = 0
	// firstBorrowed is the first letter that may be borrowed.
	firstBorrowed = 0x530
	firstEmoji    = 0x1F000
	lastEmoji     = 0x1FFFF
)

func borrowedOf(r rune) borrowed {
	switch {
	case r < firstBorrowed, r >= 0x1E00 && r < 0x2E80, r >= 0xFB00 && r < 0xFB10, joins(r):
		return own
	case r >= 0x2E80 && r < 0xA000:
		return 0x2E80
	case r >= 0xAC00 && r < 0xD800:
		return 0xAC00
	}
	return borrowed(r &^ 0xFF)
}

// joins says whether a letter is drawn with those around it: a space, a mark.
func joins(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Zs) }

// mayBorrow says quickly that a text has no borrowed letter, also of one that was cut.
func mayBorrow(text string) bool {
	for i := range len(text) {
		first := text[i]
		sign := first == 0xE2 && i+1 < len(text) && text[i+1] < 0xBA // below the next borrowed ones, as the ellipsis
		if first >= 0xD4 && !sign {                                  // the first byte of firstBorrowed in UTF-8
			return true
		}
	}
	return false
}

// dropKey is what the drop of a letter depends on.
type dropKey struct {
	of    borrowed
	size  float32
	bold  bool
	scale float32
}

// drops are by how much a text of borrowed letters is drawn lower than one of Fyne's own. They belong to the goroutine that
// touches widgets.
var drops = map[dropKey]float32{}

// drop is by how much a text is drawn lower than one in Latin letters.
func drop(text string, size float32, bold bool) float32 {
	if !mayBorrow(text) {
		return 0
	}
	lowest := float32(math.Inf(-1))
	for _, r := range text {
		switch of := borrowedOf(r); {
		case of != own:
			lowest = max(lowest, dropOf(of, r, size, bold))
		case !joins(r), strings.ContainsRune(" "+mark, r):
			lowest = max(lowest, 0)
		}
	}
	if math.IsInf(float64(lowest), -1) {
		return 0
	}
	return lowest
}

func dropOf(of borrowed, r rune, size float32, bold bool) float32 {
	key := dropKey{of, size, bold, screenScale()}
	by, known := drops[key]
	if !known {
		by = measureDrop(r, size, bold)
		drops[key] = by
	}
	return by
}

// screenScale is how many of the screen's pixels are one of the program's: its window is the only one, and a test's the last.
func screenScale() float32 {
	windows := fyne.CurrentApp().Driver().AllWindows()
	if len(windows) == 0 {
		return 1
	}
	return windows[len(windows)-1].Canvas().Scale()
}

// measureDrop finds out how much lower a letter stands alone than beside one of Fyne's, and that one beside it than alone:
// Fyne tells the ascent of its own font for every text.
func measureDrop(r rune, size float32, bold bool) float32 {
	const before = "H "
	split := Measure(before, size, bold).Width - 1
	alone, both, latin := newSample(string(r), size, bold), newSample(before+string(r), size, bold), newSample(before, size, bold)
	left := both.top(0, split) - latin.top(0, split)
	right := both.top(split, both.width) - alone.top(0, alone.width)
	return left - right
}

// sample is a text as it is drawn, for looking at its pixels.
type sample struct {
	image image.Image
	scale float32
	width float32
}

func newSample(text string, size float32, bold bool) sample {
	drawn := canvas.NewText(text, color.NRGBA{R: 255, A: 255})
	drawn.TextSize, drawn.TextStyle.Bold = size, bold
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetScale(screenScale())
	c.SetContent(drawn)
	room := drawn.MinSize().AddWidthHeight(0, size)
	c.Resize(room)
	return sample{c.Capture(), c.Scale(), room.Width}
}

// top is the place of the uppermost pixel that is drawn between two places.
func (s sample) top(from, to float32) float32 {
	bounds := s.image.Bounds()
	ground := s.image.At(bounds.Max.X-1, bounds.Max.Y-1)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := int(from * s.scale); x < min(int(to*s.scale), bounds.Max.X); x++ {
			if s.image.At(x, y) != ground {
				return float32(y) / s.scale
			}
		}
	}
	return 0
}

// MoveText puts a text to where one in Latin letters would stand at a place: on one line with its neighbours.
func MoveText(t *canvas.Text, to fyne.Position) {
	t.Move(to.SubtractXY(0, drop(t.Text, t.TextSize, t.TextStyle.Bold)))
}
