package widget

import "fyne.io/fyne/v2"

// TappedSecondary opens the menu of what can be done with the text, in the program's look: Fyne has one of its own.
func (e *Entry) TappedSecondary(at *fyne.PointEvent) {
	c := canvasOf(e)
	if c == nil || e.Disabled() {
		return
	}
	c.Focus(e)
	ShowMenuAt(c, at.AbsolutePosition, e.textItems)
}

func (e *Entry) textItems() []MenuItem {
	clipboard := fyne.CurrentApp().Clipboard()
	nothing := ""
	if e.SelectedText() == "" {
		nothing = "Nothing is selected."
	}
	empty, blank := "", ""
	if clipboard.Content() == "" {
		empty = "There is no text on the clipboard."
	}
	if e.Text == "" {
		blank = "There is no text."
	}
	do := func(shortcut fyne.Shortcut) func() { return func() { e.Entry.TypedShortcut(shortcut) } }
	return []MenuItem{
		{Label: "Cut", Off: nothing, Do: do(&fyne.ShortcutCut{Clipboard: clipboard})},
		{Label: "Copy", Off: nothing, Do: do(&fyne.ShortcutCopy{Clipboard: clipboard})},
		{Label: "Paste", Off: empty, Do: do(&fyne.ShortcutPaste{Clipboard: clipboard})},
		{Separator: true},
		{Label: "Select all", Off: blank, Do: do(&fyne.ShortcutSelectAll{})},
	}
}
