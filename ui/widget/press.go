package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// Press is what everything that can be pressed shares: pointer, keyboard, focus, tooltip, and being switched off. A widget
// embeds it, calls Extend in its constructor, and draws itself anew in its Refresh.
type Press struct {
	widget.BaseWidget
	tipped
	onPress          func()
	hovered, focused bool
	off              bool
}

// Extend makes outer the widget that is drawn, and onPress what a press does.
func (p *Press) Extend(outer fyne.Widget, onPress func()) {
	p.onPress = onPress
	p.owner = outer
	p.ExtendBaseWidget(outer)
}

// SetOnTapped changes what a press does.
func (p *Press) SetOnTapped(onTapped func()) { p.onPress = onTapped }

// Hovered says whether the pointer is over it.
func (p *Press) Hovered() bool { return p.hovered }

// Focused says whether it has the keyboard.
func (p *Press) Focused() bool { return p.focused }

// Tapped presses.
func (p *Press) Tapped(*fyne.PointEvent) { p.act() }

// MouseIn shows that it can be pressed.
func (p *Press) MouseIn(e *desktop.MouseEvent) {
	p.hovered = true
	p.tipIn(e.AbsolutePosition)
	p.owner.Refresh()
}

// MouseMoved follows the pointer.
func (p *Press) MouseMoved(e *desktop.MouseEvent) { p.tipMoved(e.AbsolutePosition) }

// MouseOut goes back to rest.
func (p *Press) MouseOut() {
	p.hovered = false
	p.tipOut()
	p.owner.Refresh()
}

// Cursor is a hand where there is something to press.
func (p *Press) Cursor() desktop.Cursor {
	if p.off {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// FocusGained shows the focus.
func (p *Press) FocusGained() {
	p.focused = true
	p.owner.Refresh()
	reveal(p.owner)
}

// FocusLost hides the focus.
func (p *Press) FocusLost() {
	p.focused = false
	p.owner.Refresh()
}

// TypedRune does nothing: keys act, letters do not.
func (p *Press) TypedRune(rune) {}

// TypedKey presses with Enter and Space, and closes the popup it is in with Escape.
func (p *Press) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.act()
	case fyne.KeyEscape:
		closeTopPopup(p.owner)
	default:
		PassOn(p.owner, e)
	}
}

func (p *Press) act() {
	p.tipOut()
	if !p.off && p.onPress != nil {
		uithread.Guarded(p.onPress)
	}
}

// canvasOf returns the canvas an object is on, or nil.
func canvasOf(object fyne.CanvasObject) fyne.Canvas {
	app := fyne.CurrentApp()
	if app == nil {
		return nil
	}
	return app.Driver().CanvasForObject(object)
}

// drawRing shows or hides the mark of what has the keyboard.
func drawRing(ring *canvas.Rectangle, focused bool) {
	width := float32(0)
	if focused {
		width = 2
	}
	Outline(ring, theme.ColorNameFocusRing, width)
}
