package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

var (
	_ fyne.Focusable    = (*body)(nil)
	_ fyne.Shortcutable = (*body)(nil)
	_ desktop.Keyable   = (*body)(nil)
)

// acrossStep is how far an arrow key scrolls sideways.
const acrossStep = 60

// AccessibilityLabel names the rows.
func (b *body) AccessibilityLabel() string { return "Rows of " + b.g.noun() }

// AccessibilityRole is a container.
func (b *body) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// Focus gives the rows the keyboard.
func (g *Grid) Focus() { g.body.takeFocus() }

// FocusGained marks the row that the keyboard is on.
func (b *body) FocusGained() {
	b.focused = true
	b.keepCursor(nowhere)
	b.showRing()
}

// FocusLost takes the mark away.
func (b *body) FocusLost() {
	b.focused = false
	b.showRing()
}

// TypedRune does nothing.
func (b *body) TypedRune(rune) {}

// KeyDown follows Shift, which a typed key does not tell.
func (b *body) KeyDown(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.shift = true
	}
}

// KeyUp follows Shift.
func (b *body) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.shift = false
	}
}

// TypedKey moves, ticks and opens.
func (b *body) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(b.Size().Height/b.rowHeight())-1)
	switch e.Name {
	case fyne.KeyDown:
		b.moveTo(b.g.cursor + 1)
	case fyne.KeyUp:
		b.moveTo(b.g.cursor - 1)
	case fyne.KeyPageDown:
		b.moveTo(b.g.cursor + page)
	case fyne.KeyPageUp:
		b.moveTo(b.g.cursor - page)
	case fyne.KeyHome:
		b.moveTo(0)
	case fyne.KeyEnd:
		b.moveTo(len(b.g.rows) - 1)
	case fyne.KeyLeft:
		b.scrollAcross(b.g.shape.offset - acrossStep)
	case fyne.KeyRight:
		b.scrollAcross(b.g.shape.offset + acrossStep)
	case fyne.KeySpace:
		b.g.tickAt(b.g.cursor, b.shift)
	case fyne.KeyReturn, fyne.KeyEnter:
		if key := b.g.cursorKey(); key != "" && b.g.o.OnOpen != nil {
			uithread.Guarded(func() { b.g.o.OnOpen(key) })
		}
	default:
		widget.PassOn(b, e)
	}
}

// TypedShortcut copies rows and ticks the page.
func (b *body) TypedShortcut(shortcut fyne.Shortcut) {
	switch shortcut.(type) {
	case *fyne.ShortcutCopy:
		b.g.copyRows()
	case *fyne.ShortcutSelectAll:
		if !b.g.o.NoTicks {
			b.g.SelectPage()
		}
	default:
		widget.PassOnShortcut(b, shortcut)
	}
}

func (b *body) moveTo(index int) {
	if len(b.g.rows) == 0 {
		return
	}
	b.g.cursor = max(0, min(index, len(b.g.rows)-1))
	b.show(b.g.cursor)
	b.showRing()
}
