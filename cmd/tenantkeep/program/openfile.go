package program

import (
	"context"
	"errors"
	"os"
	"os/exec"

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
	switch {
	case errors.Is(err, zenity.ErrCanceled):
		return "", nil
	case errors.Is(err, exec.ErrNotFound):
		home, _ := os.UserHomeDir() // without one it begins where the program was started
		return w.askWithin(ctx, filebox.Open, filebox.Options{Folder: home})
	}
	return chosen, err
}
