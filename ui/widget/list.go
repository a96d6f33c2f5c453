package widget

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// List is Fyne's list, with a name, a mark while it has the keyboard, and the keys of the other widgets: Enter takes a line as
// Space does, Escape closes the popup that it is in.
type List struct {
	widget.List
	name    string
	ring    *canvas.Rectangle
	focused bool
}

// NewList returns a list without lines between its lines. The name is for who cannot see it.
func NewList(
	name string, length func() int, create func() fyne.CanvasObject, update func(widget.ListItemID, fyne.CanvasObject),
) *List {
	l := &List{name: name, ring: canvas.NewRectangle(nil)}
	l.Length, l.CreateItem, l.UpdateItem, l.HideSeparators = length, create, update, true
	l.ring.CornerRadius = 4
	l.ExtendBaseWidget(l)
	return l
}

// AccessibilityLabel is the name.
func (l *List) AccessibilityLabel() string { return l.name }

// FocusGained shows the focus.
func (l *List) FocusGained() {
	l.focused = true
	l.List.FocusGained()
	drawRing(l.ring, true)
	reveal(l)
}

// FocusLost hides it.
func (l *List) FocusLost() {
	l.focused = false
	l.List.FocusLost()
	drawRing(l.ring, false)
}

// TypedKey moves between the lines and takes one.
func (l *List) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyEscape:
		closeTopPopup(l)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	default:
		PassOn(l, key)
		l.List.TypedKey(key)
	}
}

// CreateRenderer is Fyne's way to get the parts.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	drawRing(l.ring, l.focused)
	list := l.List.CreateRenderer()
	return listRenderer{list, append(slices.Clone(list.Objects()), l.ring), l.ring}
}

// listRenderer draws the mark over Fyne's list.
type listRenderer struct {
	fyne.WidgetRenderer
	objects []fyne.CanvasObject
	ring    *canvas.Rectangle
}

func (r listRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r listRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.ring.Resize(size)
}
