package widget

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Popup is a panel above the window: a menu, a filter, a dialog. It closes with Escape, and by a click beside it unless it
// is a dialog. It brings its own tooltip layer.
type Popup struct {
	widget.BaseWidget
	canvas  fyne.Canvas
	content fyne.CanvasObject
	tips    *tipLayer
	face    *canvas.Rectangle
	scrim   *canvas.Rectangle
	pos     fyne.Position
	// top is where the panel ends that stands over what opened it, where there is no room below; zero is nothing to stand over.
	top    float32
	dialog bool
	// search says that the popup hangs from the top of the window, above a scrim.
	search bool
	shown  bool
	before fyne.Focusable
	// OnClose is called once the popup is gone.
	OnClose func()
	// OnEscape is asked with Escape whether something smaller than the popup was closed, which then stays; optional.
	OnEscape func() (closed bool)
	// OnEnter is called with Enter while nothing inside has the focus; optional.
	OnEnter func()
}

var (
	_ fyne.Tappable          = (*Popup)(nil)
	_ fyne.SecondaryTappable = (*Popup)(nil)
	_ desktop.Hoverable      = (*Popup)(nil)
	_ fyne.Focusable         = (*Popup)(nil)
	_ fyne.Scrollable        = (*Popup)(nil)
)

// NewPopup returns a popup that is not shown yet.
func NewPopup(content fyne.CanvasObject, c fyne.Canvas) *Popup {
	p := &Popup{canvas: c, content: content, face: canvas.NewRectangle(nil), scrim: canvas.NewRectangle(nil)}
	if below := windowTips(c.Content(), 4); below != nil {
		p.tips = newTipLayer(below.run, below.timer)
	}
	p.ExtendBaseWidget(p)
	return p
}

// newDialogPopup returns a popup in the middle of the window, above a scrim.
func newDialogPopup(content fyne.CanvasObject, c fyne.Canvas) *Popup {
	p := NewPopup(content, c)
	p.dialog = true
	return p
}

// NewSearchPopup returns a popup in the middle of the window's upper part, above a scrim, that a click beside it closes.
func NewSearchPopup(content fyne.CanvasObject, c fyne.Canvas) *Popup {
	p := NewPopup(content, c)
	p.search = true
	return p
}

// Show opens the popup and gives it the focus. Every overlay has a focus of its own: a field below would go on as if it
// had the keyboard, with its caret blinking.
func (p *Popup) Show() {
	if p.shown {
		return
	}
	p.shown = true
	p.before = p.canvas.Focused()
	if _, writes := p.before.(*Entry); writes {
		p.canvas.Unfocus()
	}
	p.canvas.Overlays().Add(p)
	shade(p.canvas)
	p.Resize(p.canvas.Size())
	p.canvas.Focus(p)
}

// ShowAt opens the popup with its upper left corner at a place of the canvas, moved where it would leave the window.
func (p *Popup) ShowAt(pos fyne.Position) {
	p.pos = pos
	p.Show()
}

// ShowUnder opens the popup under an object, at its left or its right edge; over it where there is room only there.
func (p *Popup) ShowUnder(object fyne.CanvasObject, alignRight bool) {
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
	p.top = pos.Y - 4
	pos.Y += object.Size().Height + 4
	if alignRight {
		pos.X += object.Size().Width - p.content.MinSize().Width
	}
	p.ShowAt(pos)
}

// Shown says whether the popup is open.
func (p *Popup) Shown() bool { return p.shown }

// Close takes the popup away, after those above it, and gives the focus back.
func (p *Popup) Close() {
	if !p.shown {
		return
	}
	p.closeAbove()
	p.shown = false
	p.canvas.Unfocus() // nothing tells a field that goes with its overlay
	p.canvas.Overlays().Remove(p)
	shade(p.canvas)
	if p.before != nil && inWindow(p.canvas, p.before) {
		p.canvas.Focus(p.before)
	}
	DropLostFocus(p.canvas)
	if p.OnClose != nil {
		p.OnClose()
	}
}

// closeAbove closes the popups that lie over this one, the uppermost first.
func (p *Popup) closeAbove() {
	for _, overlay := range slices.Backward(slices.Clone(p.canvas.Overlays().List())) {
		if overlay == p {
			return
		}
		if above, ok := overlay.(*Popup); ok {
			above.Close()
		}
	}
}

// DropLostFocus takes the focus from what is not in the window any more: Fyne would go on handing keys to it.
func DropLostFocus(c fyne.Canvas) {
	if focused := c.Focused(); focused != nil && !inWindow(c, focused) {
		c.Unfocus()
	}
}

// inWindow says whether what can have the focus can be seen in a window. Fyne's answer is about what was painted already, which
// a field that was opened just now was not.
func inWindow(c fyne.Canvas, focusable fyne.Focusable) bool {
	object, ok := focusable.(fyne.CanvasObject)
	within := func(root fyne.CanvasObject) bool { return stands(root, object) }
	return ok && (within(c.Content()) || slices.ContainsFunc(c.Overlays().List(), within))
}

// stands says whether an object is among what can be seen of another.
func stands(root, object fyne.CanvasObject) bool {
	if root == nil || !root.Visible() {
		return false
	}
	within := func(child fyne.CanvasObject) bool { return stands(child, object) }
	switch root := root.(type) {
	case *fyne.Container:
		return slices.ContainsFunc(root.Objects, within)
	case fyne.Widget:
		return root == object || slices.ContainsFunc(RendererOf(root).Objects(), within)
	}
	return false
}

// Tapped closes where the click was beside the panel.
func (p *Popup) Tapped(e *fyne.PointEvent) { p.dismiss(e.Position) }

// TappedSecondary closes where the click was beside the panel.
func (p *Popup) TappedSecondary(e *fyne.PointEvent) { p.dismiss(e.Position) }

func (p *Popup) dismiss(at fyne.Position) {
	from, size := p.face.Position(), p.face.Size()
	inside := at.X >= from.X && at.Y >= from.Y && at.X < from.X+size.Width && at.Y < from.Y+size.Height
	if !inside && !p.dialog {
		p.Close()
	}
}

// MouseIn keeps the pointer away from what is below.
func (p *Popup) MouseIn(*desktop.MouseEvent) {}

// MouseMoved keeps the pointer away from what is below.
func (p *Popup) MouseMoved(*desktop.MouseEvent) {}

// MouseOut keeps the pointer away from what is below.
func (p *Popup) MouseOut() {}

// Scrolled keeps the wheel away from what is below.
func (p *Popup) Scrolled(*fyne.ScrollEvent) {}

// FocusGained does nothing: the popup holds the focus so that it hears the keys.
func (p *Popup) FocusGained() {}

// FocusLost does nothing.
func (p *Popup) FocusLost() {}

// TypedRune does nothing.
func (p *Popup) TypedRune(rune) {}

// TypedKey closes with Escape.
func (p *Popup) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		p.escape()
	case fyne.KeyReturn, fyne.KeyEnter:
		if p.OnEnter != nil {
			p.OnEnter()
		}
	}
}

// escape is what Escape does, wherever in the popup the keyboard is.
func (p *Popup) escape() {
	if p.OnEscape == nil || !p.OnEscape() {
		p.Close()
	}
}

// MinSize is the content's.
func (p *Popup) MinSize() fyne.Size { return p.content.MinSize() }

func (p *Popup) draw() {
	p.face.CornerRadius = Size(theme.SizeNamePanelCorner)
	p.face.Shadow = canvas.Shadow{Color: Colour(theme.ColorNameShade), BlurRadius: 18, Spread: -2, Offset: fyne.NewPos(0, 6)}
	setFill(p.face, Colour(theme.ColorNamePanel))
	setStroke(p.face, Colour(theme.ColorNameLine), 1)
	shade(p.canvas)
}

// shade darkens what lies below the uppermost dialog, once, however many lie over each other.
func shade(c fyne.Canvas) {
	shaded := false
	for _, overlay := range slices.Backward(c.Overlays().List()) {
		p, ok := overlay.(*Popup)
		switch {
		case !ok:
		case (p.dialog || p.search) && !shaded:
			setFill(p.scrim, Colour(theme.ColorNameScrim))
			shaded = true
		default:
			setFill(p.scrim, Colour(colorNameNone))
		}
	}
}

// CreateRenderer is Fyne's way to get the parts.
func (p *Popup) CreateRenderer() fyne.WidgetRenderer {
	return NewRenderer(Drawing{Of: p, Parts: p.parts, Draw: p.draw, Place: p.place})
}

func (p *Popup) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{p.scrim, p.face, p.content}
	if p.tips != nil {
		parts = append(parts, p.tips)
	}
	return parts
}

// popupEdge is what stays of the window at each side of a popup.
const popupEdge = 8

// searchTop is how much of the window's height stands above a search.
const searchTop = 0.12

func (p *Popup) place(size fyne.Size) {
	p.scrim.Resize(size)
	panel := p.content.MinSize().Min(size.Subtract(fyne.NewSquareSize(2 * popupEdge)))
	pos := p.pos
	if p.dialog {
		pos = fyne.NewPos((size.Width-panel.Width)/2, max(24, (size.Height-panel.Height)*0.4))
	}
	if p.search {
		pos = fyne.NewPos((size.Width-panel.Width)/2, size.Height*searchTop)
	}
	if pos.Y+panel.Height > size.Height-popupEdge && p.top-panel.Height >= popupEdge {
		pos.Y = p.top - panel.Height
	}
	pos.X = max(popupEdge, min(pos.X, size.Width-panel.Width-popupEdge))
	pos.Y = max(popupEdge, min(pos.Y, size.Height-panel.Height-popupEdge))
	p.face.Resize(panel)
	p.face.Move(pos)
	p.content.Resize(panel)
	p.content.Move(pos)
	if p.tips != nil {
		p.tips.Resize(size)
	}
}

// closeTopPopup does what Escape does in the popup that lies on top of the canvas an object is on.
func closeTopPopup(object fyne.CanvasObject) {
	c := canvasOf(object)
	if c == nil {
		return
	}
	if popup, ok := c.Overlays().Top().(*Popup); ok {
		popup.escape()
	}
}
