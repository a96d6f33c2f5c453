package user

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// leastIdentity is the room that a name needs beside the actions; where there is less they stand below it.
const leastIdentity = 420

// headerLayout stands the actions at the right of who it is, or below where that would leave too little room.
type headerLayout struct{ width float32 }

func (l *headerLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	identity, actions := objects[0].MinSize(), objects[1].MinSize()
	if l.below(actions.Width) {
		return fyne.NewSize(actions.Width, identity.Height+page.Near+actions.Height)
	}
	return fyne.NewSize(actions.Width, max(identity.Height, actions.Height))
}

func (l *headerLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	identity, actions := objects[0], objects[1]
	least := actions.MinSize()
	room := size.Width
	if !l.below(least.Width) && least.Width > 0 {
		room -= least.Width + page.Apart
	}
	// Its lines break to the width first; then it knows its height.
	identity.Resize(fyne.NewSize(room, identity.Size().Height))
	identity.Resize(fyne.NewSize(room, identity.MinSize().Height))
	identity.Move(fyne.Position{})
	actions.Resize(least)
	if l.below(least.Width) {
		actions.Move(fyne.NewPos(0, identity.Size().Height+page.Near))
		return
	}
	actions.Move(fyne.NewPos(size.Width-least.Width, max(0, (identity.Size().Height-least.Height)/2)))
}

func (l *headerLayout) below(actions float32) bool {
	return l.width > 0 && actions > 0 && l.width < actions+page.Apart+leastIdentity
}

// factLayout gives a text the width that it needs, and what stands behind it theirs. Where that is too much, the text is
// cut.
type factLayout struct {
	text   *widget.CutText
	look   widget.TextLook
	behind []fyne.CanvasObject
}

// behindGap is the distance between the parts of a line of facts.
const behindGap = 5

func (l *factLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	height := l.text.MinSize().Height
	for _, object := range l.behind {
		height = max(height, object.MinSize().Height)
	}
	return fyne.NewSize(l.natural()+l.after(), height)
}

// after is the width of what stands behind the text.
func (l *factLayout) after() float32 {
	width := float32(0)
	for _, object := range l.behind {
		width += behindGap + object.MinSize().Width
	}
	return width
}

// natural is a pixel more than is measured, so that rounding does not cut a text that fits.
func (l *factLayout) natural() float32 {
	return widget.Measure(l.text.Text.Text(), widget.Size(l.look.Size), l.look.Bold).Width + 1
}

func (l *factLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	middle := func(object fyne.CanvasObject, width float32) {
		height := object.MinSize().Height
		object.Resize(fyne.NewSize(width, height))
		object.Move(fyne.NewPos(x, (size.Height-height)/2))
		x += width + behindGap
	}
	middle(l.text, max(0, min(l.natural(), size.Width-l.after())))
	for _, object := range l.behind {
		middle(object, object.MinSize().Width)
	}
}
