package program

import (
	"context"
	"os"

	"fyne.io/fyne/v2"
	"github.com/ncruces/zenity"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/ui/filebox"
)

// askWhich asks for a file with the operating system's dialog, before the window, and in the window where the system has none.
// The path is empty when the person changed their mind.
func (w *window) askWhich(ctx context.Context) (string, error) {
	options := []zenity.Option{zenity.Context(ctx), zenity.Title("Open file")}
	fyne.DoAndWait(func() { options = append(options, desktop.OwnedBy(w.window)...) })
	chosen, err := zenity.SelectFile(options...)
	home, _ := os.UserHomeDir() // without one it begins where the program was started
	return w.answered(ctx, chosen, err, filebox.Open, filebox.Options{Folder: home})
}
