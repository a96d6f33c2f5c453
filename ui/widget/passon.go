package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// PassOn hands a key that a widget does nothing with to the window, which hears keys only while nothing has the keyboard:
// F1 and F10, which have no modifier, so that they are no shortcuts for Fyne.
func PassOn(from fyne.CanvasObject, e *fyne.KeyEvent) {
	if e.Name != fyne.KeyF1 && e.Name != fyne.KeyF10 {
		return
	}
	if c := canvasOf(from); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

// PassOnShortcut hands a shortcut to the window, which hears them only while nothing has the keyboard that hears them itself.
func PassOnShortcut(from fyne.CanvasObject, shortcut fyne.Shortcut) {
	if _, own := shortcut.(*desktop.CustomShortcut); !own {
		return
	}
	if window, hears := canvasOf(from).(fyne.Shortcutable); hears {
		window.TypedShortcut(shortcut)
	}
}
