package widget

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// menuRow is one line of an open menu.
type menuRow struct {
	Press
	item       MenuItem
	list       *menuList
	index      int
	face       *canvas.Rectangle
	text, note *canvas.Text
	image      *Picture
	mark       *TickMark
}

// MouseIn makes the row the one that Enter presses.
func (r *menuRow) MouseIn(e *desktop.MouseEvent) {
	if r.item.chosen() {
		r.list.typed = ""
		r.list.point(r.index)
	}
	r.Press.MouseIn(e)
}

// FocusGained makes the row the one that Enter presses: Tab moves as the arrows do.
func (r *menuRow) FocusGained() {
	if !r.item.Separator {
		r.list.point(r.index)
	}
	r.Press.FocusGained()
}

// TypedKey is heard by the menu.
func (r *menuRow) TypedKey(e *fyne.KeyEvent) { r.list.TypedKey(e) }

// TypedRune is heard by the menu.
func (r *menuRow) TypedRune(typed rune) { r.list.TypedRune(typed) }

// AccessibilityLabel is the label.
func (r *menuRow) AccessibilityLabel() string {
	if r.item.Separator {
		return "Separator"
	}
	return r.item.Label
}

// Reason says why the line is off; empty where it is not.
func (r *menuRow) Reason() string { return r.item.Off }

// AccessibilityRole is a button.
func (r *menuRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped does nothing on a separator and a heading.
func (r *menuRow) Tapped(e *fyne.PointEvent) {
	if r.item.chosen() {
		r.Press.Tapped(e)
	}
}

// lead is where the label begins, the same for all lines of a column.
func (r *menuRow) lead() float32 {
	if r.item.Heading {
		return 10
	}
	if slices.ContainsFunc(r.list.column(r), func(row *menuRow) bool { return row.item.Check || row.item.Icon != "" }) {
		return 8 + 16 + 8
	}
	return 10
}

func (r *menuRow) MinSize() fyne.Size {
	if r.item.Separator {
		return fyne.NewSize(0, menuSeparator)
	}
	size := Size(fynetheme.SizeNameText)
	width := r.lead() + Measure(r.item.Label, size, false).Width + 12
	if r.item.Note != "" {
		width += 16 + Measure(r.item.Note, size, false).Width
	}
	return fyne.NewSize(width, menuItem)
}

func (r *menuRow) draw() {
	if r.item.Separator {
		setFill(r.face, Colour(theme.ColorNameFaintLine))
		return
	}
	ink, face := theme.ColorNameInk, colorNameNone
	if r.item.Danger {
		ink = theme.ColorNameDanger
	}
	if r.list.current == r.index {
		face = theme.ColorNameButtonHover
	}
	size := Size(fynetheme.SizeNameText)
	switch {
	case r.item.Heading:
		ink, size = theme.ColorNameMuted, Size(theme.SizeNameSmall)
	case r.off:
		ink = theme.ColorNameFaint
	}
	setFill(r.face, Colour(face))
	r.text.TextSize, r.note.TextSize = size, size
	setText(r.text, r.item.Label, Colour(ink))
	setText(r.note, r.item.Note, Colour(theme.ColorNameMuted))
	if r.item.Icon != "" {
		r.image.Set(r.item.Icon, ink)
	}
	tick := Off
	if r.item.Checked {
		tick = On
	}
	r.mark.Set(tick, false)
}

func (r *menuRow) CreateRenderer() fyne.WidgetRenderer {
	r.face = canvas.NewRectangle(nil)
	r.face.CornerRadius = 6
	if r.item.Separator {
		r.face.CornerRadius = 0
	}
	r.text, r.note = canvas.NewText("", nil), canvas.NewText("", nil)
	r.image = NewPicture()
	r.mark = NewTickMark()
	return NewRenderer(Drawing{Of: r, Parts: Fixed(r.parts()...), Draw: r.draw, Place: r.place})
}

func (r *menuRow) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{r.face}
	switch {
	case r.item.Separator:
		return parts
	case r.item.Check:
		parts = append(parts, r.mark.Box, r.mark.Mark.Drawn)
	case r.item.Icon != "":
		parts = append(parts, r.image.Drawn)
	}
	return append(parts, r.text, r.note)
}

func (r *menuRow) place(size fyne.Size) {
	if r.item.Separator {
		r.face.Resize(fyne.NewSize(size.Width, 1))
		r.face.Move(fyne.NewPos(0, size.Height/2))
		return
	}
	r.face.Resize(size)
	r.mark.Move(fyne.NewPos(8, (size.Height-TickSide)/2))
	r.image.PutAt(fyne.NewPos(8, (size.Height-16)/2), 16)
	placeText(r.text, r.lead(), size.Height)
	note := Measure(r.item.Note, Size(fynetheme.SizeNameText), false).Width
	placeText(r.note, size.Width-note-10, size.Height)
}
