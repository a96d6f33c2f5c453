package create

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	stepHeight float32 = 38
	stepSide   float32 = 22
	stepPad    float32 = 10
)

// step is an entry of the list at the left: a number or a tick, the title of a tab, and how much was chosen there.
type step struct {
	widget.Press
	id, title, number, count string
	open, done               bool

	ground      *canvas.Rectangle
	circle      *canvas.Circle
	mark        *widget.Icon
	digit       *canvas.Text
	name, right *canvas.Text
}

func newStep(at int, id, title string, open func()) *step {
	s := &step{id: id, title: title, number: strconv.Itoa(at + 1)}
	s.Extend(s, open)
	return s
}

func (s *step) set(open, done bool, count string) {
	s.open, s.done, s.count = open, done, count
	s.Refresh()
}

// AccessibilityLabel is the title.
func (s *step) AccessibilityLabel() string { return s.title }

// AccessibilityRole is a button.
func (s *step) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MinSize is a line.
func (s *step) MinSize() fyne.Size { return fyne.NewSize(150, stepHeight) }

// CreateRenderer is Fyne's way to get the parts.
func (s *step) CreateRenderer() fyne.WidgetRenderer {
	s.ground, s.circle = canvas.NewRectangle(nil), canvas.NewCircle(nil)
	s.mark = widget.NewIconOf(icons.Check, theme.ColorNameOnAccent, 12)
	s.digit, s.name, s.right = canvas.NewText("", nil), canvas.NewText("", nil), canvas.NewText("", nil)
	return widget.NewRenderer(widget.Drawing{
		Of: s, Parts: widget.Fixed(s.ground, s.circle, s.mark, s.digit, s.name, s.right), Draw: s.draw, Place: s.place,
	})
}

func (s *step) draw() {
	ink, line, fill := theme.ColorNameMuted, theme.ColorNameFaint, color.Color(color.Transparent)
	switch {
	case s.open:
		ink, line, fill = theme.ColorNameAccent, theme.ColorNameAccent, widget.Colour(theme.ColorNameAccentWash)
	case s.Hovered():
		fill = widget.Colour(theme.ColorNameFaintLine)
	}
	s.ground.CornerRadius, s.ground.FillColor = widget.Size(theme.SizeNameButtonCorner), fill
	s.ground.StrokeWidth = 0
	if s.Focused() {
		s.ground.StrokeColor, s.ground.StrokeWidth = widget.Colour(theme.ColorNameAccent), 1.5
	}
	s.circle.FillColor, s.circle.StrokeColor, s.circle.StrokeWidth = color.Transparent, widget.Colour(line), 1.25
	if s.done {
		s.circle.FillColor, s.circle.StrokeColor = widget.Colour(theme.ColorNameGood), widget.Colour(theme.ColorNameGood)
	}
	s.mark.Hidden, s.digit.Hidden = !s.done, s.done
	for _, text := range []*canvas.Text{s.digit, s.name, s.right} {
		text.Color, text.TextSize = widget.Colour(ink), widget.Size(fynetheme.SizeNameText)
	}
	s.digit.TextSize = widget.Size(theme.SizeNameSmall)
	s.name.TextStyle.Bold, s.right.TextStyle.Bold = true, true
	s.digit.Text, s.name.Text, s.right.Text = s.number, s.title, s.count
}

func (s *step) place(size fyne.Size) {
	s.ground.Resize(size)
	y := (size.Height - stepSide) / 2
	s.circle.Resize(fyne.NewSquareSize(stepSide))
	s.circle.Move(fyne.NewPos(stepPad, y))
	s.mark.Resize(fyne.NewSquareSize(12))
	s.mark.Move(fyne.NewPos(stepPad+5, y+5))
	at := func(text *canvas.Text, x float32) {
		least := text.MinSize()
		text.Resize(least)
		text.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
	}
	at(s.digit, stepPad+(stepSide-s.digit.MinSize().Width)/2)
	at(s.name, stepPad+stepSide+10)
	at(s.right, size.Width-stepPad-s.right.MinSize().Width)
}
