package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

const (
	chipHeight   = 22
	chipMaxValue = 260
)

// Chip is one filter that is on: its column, its value, and an X that takes it away.
type Chip struct {
	Press
	title, value string
	box          *canvas.Rectangle
	name, what   *canvas.Text
	cross        *Picture
}

// NewChip returns a chip. A press anywhere on it removes it.
func NewChip(title, value string, onRemove func()) *Chip {
	c := &Chip{title: title, value: value}
	c.Extend(c, onRemove)
	return c
}

// AccessibilityLabel says what a press does.
func (c *Chip) AccessibilityLabel() string { return "Remove filter " + c.title }

// AccessibilityRole is a button.
func (c *Chip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (c *Chip) shownValue() string {
	return CutName(c.value, chipMaxValue, Size(theme.SizeNameTableTitle), false)
}

// MinSize is the width of title, value and X.
func (c *Chip) MinSize() fyne.Size {
	size := Size(theme.SizeNameTableTitle)
	width := 10 + Measure(c.title, size, true).Width + 6 + Measure(c.shownValue(), size, false).Width + 6 + caretSide + 8
	return fyne.NewSize(width, chipHeight)
}

func (c *Chip) draw() {
	setFill(c.box, Colour(theme.ColorNameAccentWash))
	border := theme.ColorNameAccentLine
	if c.hovered || c.focused {
		border = theme.ColorNameAccent
	}
	setStroke(c.box, Colour(border), 1)
	size := Size(theme.SizeNameTableTitle)
	c.name.TextSize, c.what.TextSize = size, size
	setText(c.name, c.title, Colour(theme.ColorNameAccent))
	setText(c.what, c.shownValue(), Colour(theme.ColorNameAccent))
	c.cross.Set(icons.Close, theme.ColorNameAccent)
	c.SetTip(tipOfCut(c.value, c.shownValue()))
}

// CreateRenderer is Fyne's way to get the parts.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	c.box = canvas.NewRectangle(nil)
	c.box.CornerRadius = chipHeight / 2
	c.name = canvas.NewText("", nil)
	c.name.TextStyle.Bold = true
	c.what = canvas.NewText("", nil)
	c.cross = NewPicture()
	return NewRenderer(Drawing{Of: c, Parts: Fixed(c.box, c.name, c.what, c.cross.Drawn), Draw: c.draw, Place: c.place})
}

func (c *Chip) place(size fyne.Size) {
	c.box.Resize(size)
	placeText(c.name, 10, size.Height)
	placeText(c.what, 10+c.name.Size().Width+6, size.Height)
	c.cross.Drawn.Resize(fyne.NewSquareSize(caretSide))
	c.cross.Drawn.Move(fyne.NewPos(size.Width-8-caretSide, (size.Height-caretSide)/2))
}

// Link is text to click.
type Link struct {
	Press
	text   string
	drawn  *canvas.Text
	bold   Bolder
	under  *canvas.Rectangle
	weight bool
}

// NewLink returns a link in bold.
func NewLink(text string, onTapped func()) *Link { return newLink(text, true, onTapped) }

// NewPlainLink returns a link in the weight of the text around it.
func NewPlainLink(text string, onTapped func()) *Link { return newLink(text, false, onTapped) }

func newLink(text string, bold bool, onTapped func()) *Link {
	l := &Link{text: text, weight: bold}
	l.Extend(l, onTapped)
	return l
}

// SetText changes the text.
func (l *Link) SetText(text string) {
	if l.text == text {
		return
	}
	l.text = text
	l.Refresh()
}

// AccessibilityLabel is the text.
func (l *Link) AccessibilityLabel() string { return l.text }

// AccessibilityRole is a link.
func (l *Link) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// MinSize is the text's.
func (l *Link) MinSize() fyne.Size {
	return Measure(l.text, Size(fynetheme.SizeNameText), l.weight)
}

func (l *Link) draw() {
	l.drawn.TextSize = Size(fynetheme.SizeNameText)
	setText(l.drawn, l.text, Colour(theme.ColorNameAccent))
	setFill(l.under, Colour(theme.ColorNameAccent))
	l.under.Hidden = !l.hovered && !l.focused
}

// CreateRenderer is Fyne's way to get the parts.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	l.drawn = canvas.NewText("", nil)
	l.drawn.TextStyle.Bold = l.weight
	l.under = canvas.NewRectangle(nil)
	return NewRenderer(Drawing{Of: l, Parts: l.parts, Draw: l.draw, Place: l.place})
}

func (l *Link) parts() []fyne.CanvasObject {
	return l.bold.AppendTo([]fyne.CanvasObject{l.drawn, l.under})
}

func (l *Link) place(size fyne.Size) {
	placeText(l.drawn, 0, size.Height)
	l.bold.Over(l.drawn)
	text := l.drawn.Size()
	l.under.Resize(fyne.NewSize(text.Width, 1))
	l.under.Move(fyne.NewPos(0, (size.Height+text.Height)/2-2))
}
