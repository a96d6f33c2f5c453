package uitest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// hearingWindow is a window of a test whose shortcuts can be pressed: those of the test driver's cannot.
type hearingWindow struct {
	fyne.Window
	keys *fyne.ShortcutHandler
}

// Canvas is the window's, and hears shortcuts.
func (w hearingWindow) Canvas() fyne.Canvas { return hearingCanvas{w.Window.Canvas(), w.keys} }

type hearingCanvas struct {
	fyne.Canvas
	keys *fyne.ShortcutHandler
}

// AddShortcut hears a shortcut.
func (c hearingCanvas) AddShortcut(shortcut fyne.Shortcut, do func(fyne.Shortcut)) {
	c.keys.AddShortcut(shortcut, do)
}

// TypedShortcut does what was added for it.
func (c hearingCanvas) TypedShortcut(shortcut fyne.Shortcut) { c.keys.TypedShortcut(shortcut) }

// CanvasForObject is the test driver's, and hears shortcuts.
func (d *movingDriver) CanvasForObject(object fyne.CanvasObject) fyne.Canvas {
	if canvas := d.Driver.CanvasForObject(object); canvas != nil {
		return hearingCanvas{canvas, &d.keys}
	}
	return nil
}

// Hearing is the window for what hears its shortcuts.
func (w *Window) Hearing() fyne.Window { return hearingWindow{w.Win, &w.driver.keys} }

// Shortcut presses a shortcut as Fyne's driver brings it: to what has the keyboard where that hears any, else to the window.
func (w *Window) Shortcut(shortcut *desktop.CustomShortcut) {
	w.T.Helper()
	if focused, hears := w.Win.Canvas().Focused().(fyne.Shortcutable); hears {
		focused.TypedShortcut(shortcut)
	} else {
		w.driver.keys.TypedShortcut(shortcut)
	}
	w.Settle()
}
