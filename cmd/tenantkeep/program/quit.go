package program

import (
	"context"

	"fyne.io/fyne/v2"
	"github.com/ncruces/zenity"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// endAlone has Fyne do nothing of its own at the end. It would save its preferences then, of which the program has none, and has
// its loop asked for that; where the loop ends in between, Fyne waits for an answer for good, and the program with it.
func endAlone(lifecycle fyne.Lifecycle) {
	if saves, ok := lifecycle.(interface{ SetOnStoppedHookExecuted(func()) }); ok {
		saves.SetOnStoppedHookExecuted(nil)
	}
}

// owned keeps a dialog of the system before the window. Where the window goes meanwhile nobody answers, and ctx ends.
func (w *window) owned(ctx context.Context) []zenity.Option {
	asked := make(chan []zenity.Option, 1)
	uithread.Fyne(func() { asked <- desktop.OwnedBy(w.window) })
	select {
	case options := <-asked:
		return options
	case <-ctx.Done():
		return nil
	}
}
