package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Tick is what a check box shows.
type Tick int

// The states of a check box.
const (
	Off Tick = iota
	On
	// Some is a title's check box where only some rows are ticked.
	Some
)

// TickSide is how large a check box is drawn.
const TickSide = 16

// TickMark draws the box of a check box. It is no widget: tables draw many.
type TickMark struct {
	Box  *canvas.Rectangle
	Mark *Picture
	tick Tick
}

// NewTickMark returns an empty box.
func NewTickMark() *TickMark {
	m := &TickMark{Box: canvas.NewRectangle(nil), Mark: NewPicture()}
	m.Box.CornerRadius = 4
	m.Box.Resize(fyne.NewSquareSize(TickSide))
	m.Mark.Drawn.Hidden = true
	return m
}

// Move puts the box somewhere.
func (m *TickMark) Move(pos fyne.Position) {
	m.Box.Move(pos)
	m.Mark.PutAt(pos.AddXY(2, 2), TickSide-4)
}

// Set draws a state in the theme's present colours.
func (m *TickMark) Set(tick Tick, hovered bool) {
	m.tick = tick
	if tick == Off {
		border := theme.ColorNameFaint
		if hovered {
			border = theme.ColorNameAccent
		}
		setFill(m.Box, Colour(theme.ColorNamePanel))
		setStroke(m.Box, Colour(border), 1.25)
		m.Mark.Drawn.Hidden = true
		return
	}
	setFill(m.Box, Colour(theme.ColorNameAccent))
	setStroke(m.Box, Colour(theme.ColorNameAccent), 1.25)
	icon := icons.Check
	if tick == Some {
		icon = icons.Minus
	}
	m.Mark.Set(icon, theme.ColorNameOnAccent)
	m.Mark.Drawn.Hidden = false
}

// Check is a check box with a label. With Radio it is round, and ticking it again changes nothing.
type Check struct {
	Press
	label, note string
	tick        Tick
	round       bool
	onChanged   func(on bool)
	mark        *TickMark
	dot         *canvas.Circle
	text, count *canvas.Text
	ring        *canvas.Rectangle
}

var _ desktop.Cursorable = (*Check)(nil)

// NewCheck returns a check box.
func NewCheck(label string, on bool, onChanged func(on bool)) *Check {
	c := &Check{label: label, onChanged: onChanged}
	c.setOn(on)
	c.Extend(c, c.toggle)
	return c
}

// NewRadio returns a round check box: one of several, of which the page keeps one ticked.
func NewRadio(label string, on bool, onChosen func()) *Check {
	c := NewCheck(label, on, func(bool) { onChosen() })
	c.round = true
	return c
}

func (c *Check) setOn(on bool) {
	c.tick = Off
	if on {
		c.tick = On
	}
}

func (c *Check) toggle() {
	if c.round && c.tick == On {
		return
	}
	c.setOn(c.tick != On)
	c.Refresh()
	if c.onChanged != nil {
		c.onChanged(c.tick == On)
	}
}

// Checked says whether it is ticked.
func (c *Check) Checked() bool { return c.tick == On }

// SetChecked ticks or unticks without reporting it.
func (c *Check) SetChecked(on bool) {
	c.setOn(on)
	c.Refresh()
}

// Set gives the check box another label, note and state: for lists that use their rows again.
func (c *Check) Set(label, note string, on bool, onChanged func(on bool)) {
	c.label, c.note, c.onChanged = label, note, onChanged
	c.SetChecked(on)
}

// AccessibilityLabel is the label.
func (c *Check) AccessibilityLabel() string { return c.label }

// AccessibilityRole is a button.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MinSize is the box, the label and the note.
func (c *Check) MinSize() fyne.Size {
	size := Size(fynetheme.SizeNameText)
	width := TickSide + 8 + Measure(c.label, size, false).Width
	if c.note != "" {
		width += 16 + Measure(c.note, size, false).Width
	}
	return fyne.NewSize(width, 28)
}

func (c *Check) draw() {
	size := Size(fynetheme.SizeNameText)
	c.text.TextSize, c.count.TextSize = size, size
	room := c.BaseWidget.Size().Width - TickSide - 8
	if c.note != "" {
		room -= 16 + Measure(c.note, size, false).Width
	}
	label := c.label
	if room > 0 {
		label = CutName(c.label, room+0.5, size, false)
	}
	c.SetTip(tipOfCut(c.label, label))
	setText(c.text, label, Colour(theme.ColorNameInk))
	setText(c.count, c.note, Colour(theme.ColorNameMuted))
	drawRing(c.ring, c.focused)
	c.drawMark()
}

func (c *Check) drawMark() {
	c.mark.Set(c.tick, c.hovered)
	c.dot.Hidden = !c.round || c.tick != On
	if !c.round {
		return
	}
	c.mark.Box.CornerRadius = TickSide / 2
	c.mark.Mark.Drawn.Hidden = true
	c.dot.FillColor = Colour(theme.ColorNameOnAccent)
}

// CreateRenderer is Fyne's way to get the parts.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	c.mark = NewTickMark()
	c.dot = canvas.NewCircle(nil)
	c.text, c.count = canvas.NewText("", nil), canvas.NewText("", nil)
	c.ring = canvas.NewRectangle(nil)
	c.ring.CornerRadius = 6
	return NewRenderer(Drawing{Of: c, Parts: Fixed(c.ring, c.mark.Box, c.mark.Mark.Drawn, c.dot, c.text, c.count), Draw: c.draw, Place: c.place})
}

func (c *Check) place(size fyne.Size) {
	c.draw()
	y := (size.Height - TickSide) / 2
	c.ring.Resize(fyne.NewSize(size.Width+8, size.Height))
	c.ring.Move(fyne.NewPos(-4, 0))
	c.mark.Move(fyne.NewPos(0, y))
	c.dot.Resize(fyne.NewSquareSize(6))
	c.dot.Move(fyne.NewPos(5, y+5))
	placeText(c.text, TickSide+8, size.Height)
	placeText(c.count, size.Width-Measure(c.note, c.count.TextSize, false).Width, size.Height)
}
