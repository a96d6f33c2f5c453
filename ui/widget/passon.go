package widget

import "fyne.io/fyne/v2"

// PassOn hands a key that a widget does nothing with to the window, which hears keys only while nothing has the keyboard:
// F1, which has no modifier, so that Fyne does not bring it to the menu.
func PassOn(from fyne.CanvasObject, e *fyne.KeyEvent) {
	if e.Name != fyne.KeyF1 {
		return
	}
	if c := canvasOf(from); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}
