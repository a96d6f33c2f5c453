package shell

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Fyne's menus draw a shortcut with a fifth of the text's strength, whatever the theme says, which nobody can read. So the
// shortcut stands in the label, and Fyne hears it under its name without knowing how to draw it. On macOS the system draws
// the menus and has to know the keys.

// heard is a shortcut that a menu hears and does not draw.
type heard string

// ShortcutName is what Fyne compares.
func (h heard) ShortcutName() string { return string(h) }

// tab is the distance of the places to which Fyne's texts jump at a tab.
const tab = 40

// keyGap is the least distance between the longest label of a menu and the shortcuts.
const keyGap = 24

// writeKeys puts the shortcuts of a menu into its labels, all in one column.
func writeKeys(menu *fyne.Menu, keys map[*fyne.MenuItem]string) {
	if runtime.GOOS == "darwin" {
		return
	}
	width := func(label string) float32 {
		return widget.Measure(label, widget.Size(fynetheme.SizeNameText), false).Width
	}
	longest := float32(0)
	for _, item := range menu.Items {
		longest = max(longest, width(item.Label))
	}
	column := int((longest+keyGap)/tab) + 1
	for _, item := range menu.Items {
		if keys[item] == "" {
			continue
		}
		item.Shortcut = heard(item.Shortcut.ShortcutName())
		item.Label += strings.Repeat("\t", column-int(width(item.Label)/tab)) + keys[item]
	}
}
