package program

import (
	"context"
	"os"

	"github.com/ncruces/zenity"

	"github.com/tenantkeep/tenantkeep/ui/filebox"
)

// askWhich asks for a file with the operating system's dialog, before the window, and in the window where the system has none.
// The path is empty when the person changed their mind.
func (w *window) askWhich(ctx context.Context) (string, error) {
	chosen, err := zenity.SelectFile(append(w.owned(ctx), zenity.Context(ctx), zenity.Title("Open file"))...)
	home, _ := os.UserHomeDir() // without one it begins where the program was started
	return w.answered(ctx, chosen, err, filebox.Open, filebox.Options{Folder: home})
}
