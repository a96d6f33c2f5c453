package program

import "github.com/tenantkeep/tenantkeep/ui/uithread"

// work runs fn where widgets may be touched, and notes that the window may be drawn anew for it.
func (w *window) work(fn func()) {
	uithread.Fyne(fn)
	note(w.worked)
}
