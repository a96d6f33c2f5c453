package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	entryHeight     = 31
	entryTallHeight = 45
	footHeight      = 58
	entryMargin     = 10
	entryPad        = 10
	entryIcon       = 16
	entryFace       = 22
)

// entry is a line of the navigation: an icon or a face, a name, a line under it, a count behind it.
type entry struct {
	widget.Press

	name, under, count string
	// mark is a further line that tells what stands under the name from others.
	mark string
	icon icons.Name
	face *widget.Avatar

	// tall entries break the line under the name in two instead of cutting it.
	tall bool

	active, collapsed bool

	ground        *canvas.Rectangle
	image         *widget.Icon
	title, number *canvas.Text
	subs          [2]*canvas.Text
}

// newEntry makes an entry with an icon.
func newEntry(icon icons.Name, name string, open func()) *entry {
	e := &entry{name: name, icon: icon}
	e.Extend(e, open)
	return e
}

// newFaceEntry makes an entry with a person's initials and a line under the name.
func newFaceEntry(name, under string, open func()) *entry {
	e := &entry{name: name, under: under, face: widget.NewAvatar(name, entryFace)}
	e.Extend(e, open)
	return e
}

// setText changes the name, the line under it, and whose face it is.
func (e *entry) setText(name, under, person string) {
	if e.name == name && e.under == under {
		return
	}
	e.name, e.under = name, under
	if e.face != nil {
		e.face.SetName(person)
	}
	e.tellTip()
	e.Refresh()
}

func (e *entry) setCount(count string) {
	if e.count != count {
		e.count = count
		e.tellTip()
		e.Refresh()
	}
}

func (e *entry) setActive(active bool) {
	if e.active != active {
		e.active = active
		e.Refresh()
	}
}

func (e *entry) setCollapsed(collapsed bool) {
	if e.collapsed != collapsed {
		e.collapsed = collapsed
		e.tellTip()
		e.Refresh()
	}
}

// AccessibilityLabel is the name, and the line under it.
func (e *entry) AccessibilityLabel() string {
	if e.under == "" {
		return e.name
	}
	return e.whole()
}

// AccessibilityRole is a link.
func (e *entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// tellTip names a collapsed entry on hover, where its icon has no word beside it, and one with a suspicious name.
func (e *entry) tellTip() {
	tip := ""
	if e.collapsed || table.Suspicion(e.whole()) != "" {
		tip = e.whole()
	}
	e.SetTip(tip)
}

// whole is the entry in one line.
func (e *entry) whole() string {
	switch {
	case e.mark != "":
		return e.name + ", " + e.under + " (" + e.mark + ")"
	case e.under != "":
		return e.name + ", " + e.under
	case e.count != "":
		return e.name + " (" + e.count + ")"
	}
	return e.name
}

// MinSize is the height of a line; the navigation gives the width.
func (e *entry) MinSize() fyne.Size {
	switch {
	case e.tall, e.mark != "":
		return fyne.NewSize(entryFace, footHeight)
	case e.face != nil:
		return fyne.NewSize(entryFace, entryTallHeight)
	}
	return fyne.NewSize(entryIcon, entryHeight)
}

// CreateRenderer is Fyne's way to get the parts.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	e.ground = canvas.NewRectangle(nil)
	e.image = widget.NewIcon(icons.User, theme.ColorNameNavInk)
	e.title, e.number = canvas.NewText("", nil), canvas.NewText("", nil)
	e.subs = [2]*canvas.Text{canvas.NewText("", nil), canvas.NewText("", nil)}
	return widget.NewRenderer(widget.Drawing{Of: e, Parts: e.parts, Draw: e.draw, Place: e.place})
}

func (e *entry) draw() {
	ink, fill := theme.ColorNameNavInk, color.Color(color.Transparent)
	switch {
	case e.active:
		ink, fill = theme.ColorNameNavBright, widget.Colour(theme.ColorNameNavActive)
	case e.Hovered():
		ink, fill = theme.ColorNameNavBright, widget.Colour(theme.ColorNameNavHover)
	}
	e.ground.CornerRadius = widget.Size(theme.SizeNameButtonCorner)
	e.ground.FillColor = fill
	e.ground.StrokeWidth = 0
	if e.Focused() {
		e.ground.StrokeColor, e.ground.StrokeWidth = widget.Colour(theme.ColorNameNavBright), 1.5
	}
	if e.face == nil {
		e.image.Set(e.icon, ink)
	}
	e.title.TextSize, e.title.Color = widget.Size(fynetheme.SizeNameText), widget.Colour(ink)
	for _, sub := range e.subs {
		sub.TextSize, sub.Color = widget.Size(theme.SizeNameSmall), widget.Colour(theme.ColorNameNavMuted)
	}
	e.number.TextSize, e.number.Color = widget.Size(theme.SizeNameSmall), widget.Colour(theme.ColorNameNavMuted)
	e.number.Text = e.count
}

func (e *entry) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{e.ground, e.lead()}
	if !e.collapsed {
		parts = append(parts, e.title, e.subs[0], e.subs[1], e.number)
	}
	return parts
}

func (e *entry) lead() fyne.CanvasObject {
	if e.face != nil {
		return e.face
	}
	return e.image
}

func (e *entry) place(size fyne.Size) {
	e.ground.Resize(size)
	lead := e.lead()
	side := lead.MinSize()
	x := float32(entryPad)
	if e.collapsed {
		x = (size.Width - side.Width) / 2
	}
	lead.Resize(side)
	lead.Move(fyne.NewPos(x, (size.Height-side.Height)/2))
	if e.collapsed {
		return
	}
	x += side.Width + entryPad
	right := size.Width - entryPad
	if e.count != "" {
		number := e.number.MinSize()
		right -= number.Width
		e.number.Resize(number)
		e.number.Move(fyne.NewPos(right, (size.Height-number.Height)/2))
		right -= 6
	}
	// Between two layouts an entry may be narrower than its icon.
	if right > x {
		e.placeText(x, right-x, size.Height)
	}
}

// placeText puts the name and the lines under it in the middle of the height.
func (e *entry) placeText(x, width, height float32) {
	e.title.Text = widget.Isolate(widget.Cut(e.name, width, e.title.TextSize, false))
	lines := e.underLines(width)
	title := e.title.MinSize()
	small := widget.Measure("M", e.subs[0].TextSize, false).Height
	y := (height - title.Height - small*float32(len(lines))) / 2
	e.title.Resize(title)
	widget.MoveText(e.title, fyne.NewPos(x, y))
	y += title.Height
	for i, sub := range e.subs {
		sub.Text = ""
		if i < len(lines) {
			sub.Text = widget.Isolate(lines[i])
		}
		sub.Resize(sub.MinSize())
		widget.MoveText(sub, fyne.NewPos(x, y+float32(i)*small))
	}
}

func (e *entry) underLines(width float32) []string {
	size := e.subs[0].TextSize
	switch {
	case e.under == "":
		return nil
	case e.tall:
		lines := widget.Wrap(e.under, width, size, false)
		return lines[:min(len(lines), len(e.subs))]
	case e.mark != "":
		return []string{widget.Cut(e.under, width, size, false), widget.CutMark(e.mark, width, size, false)}
	}
	return []string{widget.Cut(e.under, width, size, false)}
}
