package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Drawing is how a widget is drawn. How large it is at least the widget says in its own MinSize; one that has none needs no
// room.
type Drawing struct {
	// Of is the widget.
	Of fyne.Widget
	// Parts are what is drawn now, the lowest first. Fyne asks with every frame and every movement of the pointer.
	Parts func() []fyne.CanvasObject
	// Draw gives the parts their present content and colours; optional.
	Draw func()
	// Place puts the parts where they belong in the widget's size; optional.
	Place func(size fyne.Size)
}

// Fixed are parts that stay the same.
func Fixed(parts ...fyne.CanvasObject) func() []fyne.CanvasObject {
	return func() []fyne.CanvasObject { return parts }
}

// NewRenderer returns what Fyne asks about a drawing. It is drawn at once, and again when the widget is refreshed. Its parts are
// placed each time, too: of a widget that was hidden for a minute Fyne asks for a new renderer, and gives it no size.
func NewRenderer(d Drawing) fyne.WidgetRenderer {
	if d.Draw == nil {
		d.Draw = func() {}
	}
	if d.Place == nil {
		d.Place = func(fyne.Size) {}
	}
	d.Draw()
	if size := d.Of.Size(); !size.IsZero() {
		d.Place(size)
	}
	return &renderer{d}
}

type renderer struct{ d Drawing }

func (r *renderer) Destroy() {}

// MinSize is asked only for a widget that has none of its own.
func (r *renderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *renderer) Objects() []fyne.CanvasObject { return r.d.Parts() }

func (r *renderer) Layout(size fyne.Size) { r.d.Place(size) }

func (r *renderer) Refresh() {
	r.d.Draw()
	r.d.Place(r.d.Of.Size())
	canvas.Refresh(r.d.Of)
}
