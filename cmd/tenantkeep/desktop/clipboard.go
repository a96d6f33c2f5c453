package desktop

import "fyne.io/fyne/v2"

// Clipboard is the system's, which also takes what its histories, and those of other devices of the person, must not keep.
type Clipboard struct {
	fyne.Clipboard
	window fyne.Window
}

// NewClipboard is the clipboard of a window's application.
func NewClipboard(plain fyne.Clipboard, window fyne.Window) Clipboard {
	return Clipboard{plain, window}
}
