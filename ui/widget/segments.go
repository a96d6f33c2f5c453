package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

const segmentPad = 14

// Segments are a few choices beside each other, one of which is taken.
type Segments struct {
	widget.BaseWidget
	all      []*segment
	selected int
	onChosen func(at int)
	face     *canvas.Rectangle
	border   *canvas.Rectangle
}

// NewSegments returns choices with one taken. onChosen hears which is taken instead. name says what is chosen, for who cannot
// see it.
func NewSegments(name string, labels []string, selected int, onChosen func(at int)) *Segments {
	s := &Segments{selected: selected, onChosen: onChosen, face: canvas.NewRectangle(nil), border: canvas.NewRectangle(nil)}
	for at, label := range labels {
		one := &segment{label: label, name: name, of: s, at: at}
		one.Extend(one, func() { s.choose(at) })
		s.all = append(s.all, one)
	}
	s.ExtendBaseWidget(s)
	return s
}

// Select takes a choice without reporting it.
func (s *Segments) Select(at int) {
	if s.selected != at {
		s.selected = at
		s.Refresh()
	}
}

func (s *Segments) choose(at int) {
	if s.selected != at {
		s.Select(at)
		s.onChosen(at)
	}
}

// MinSize is that of all choices.
func (s *Segments) MinSize() fyne.Size {
	width := float32(0)
	for _, one := range s.all {
		width += one.MinSize().Width
	}
	return fyne.NewSize(width, Size(theme.SizeNameButton))
}

// CreateRenderer is Fyne's way to get the parts.
func (s *Segments) CreateRenderer() fyne.WidgetRenderer {
	parts := []fyne.CanvasObject{s.face}
	for _, one := range s.all {
		parts = append(parts, one)
	}
	return NewRenderer(Drawing{Of: s, Parts: Fixed(append(parts, s.border)...), Draw: s.draw, Place: s.place})
}

func (s *Segments) draw() {
	corner := Size(theme.SizeNameButtonCorner)
	s.face.CornerRadius, s.border.CornerRadius = corner, corner
	setFill(s.face, Colour(theme.ColorNameButtonFace))
	Outline(s.border, theme.ColorNameLine, 1)
	for _, one := range s.all {
		one.Refresh()
	}
}

func (s *Segments) place(size fyne.Size) {
	s.face.Resize(size)
	s.border.Resize(size)
	x := float32(0)
	for _, one := range s.all {
		width := one.MinSize().Width
		one.Resize(fyne.NewSize(width, size.Height))
		one.Move(fyne.NewPos(x, 0))
		x += width
	}
}

// segment is one of the choices.
type segment struct {
	Press
	label, name string
	of          *Segments
	at          int
	face, ring  *canvas.Rectangle
	text        *canvas.Text
}

// AccessibilityLabel is what is chosen, and the choice.
func (s *segment) AccessibilityLabel() string { return s.name + ": " + s.label }

// AccessibilityRole is a button.
func (s *segment) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// TypedKey takes the choice beside it with the arrows too.
func (s *segment) TypedKey(e *fyne.KeyEvent) {
	next := s.at
	switch e.Name {
	case fyne.KeyLeft:
		next--
	case fyne.KeyRight:
		next++
	default:
		s.Press.TypedKey(e)
		return
	}
	if next < 0 || next >= len(s.of.all) {
		return
	}
	beside := s.of.all[next]
	if c := canvasOf(s); c != nil {
		c.Focus(beside)
	}
	beside.act()
}

func (s *segment) MinSize() fyne.Size {
	width := 2*segmentPad + Measure(s.label, Size(fynetheme.SizeNameText), true).Width
	return fyne.NewSize(wholePixels(width), Size(theme.SizeNameButton)) // the last one ends where the border does
}

func (s *segment) CreateRenderer() fyne.WidgetRenderer {
	s.face, s.ring, s.text = canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewText("", nil)
	s.text.TextStyle.Bold = true
	return NewRenderer(Drawing{Of: s, Parts: Fixed(s.face, s.ring, s.text), Draw: s.draw, Place: s.place})
}

func (s *segment) draw() {
	ink, face := theme.ColorNameMuted, colorNameNone
	switch {
	case s.of.selected == s.at:
		ink, face = theme.ColorNameAccent, theme.ColorNameAccentWash
	case s.hovered:
		ink, face = theme.ColorNameInk, theme.ColorNameButtonHover
	}
	corner := Size(theme.SizeNameButtonCorner)
	if s.at == 0 {
		s.face.TopLeftCornerRadius, s.face.BottomLeftCornerRadius = corner, corner
	}
	if s.at == len(s.of.all)-1 {
		s.face.TopRightCornerRadius, s.face.BottomRightCornerRadius = corner, corner
	}
	setFill(s.face, Colour(face))
	s.ring.CornerRadius = corner
	drawRing(s.ring, s.focused)
	s.text.TextSize = Size(fynetheme.SizeNameText)
	setText(s.text, s.label, Colour(ink))
}

func (s *segment) place(size fyne.Size) {
	s.face.Resize(size)
	s.ring.Resize(size)
	placeText(s.text, segmentPad, size.Height)
}
