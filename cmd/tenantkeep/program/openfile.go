package program

import (
	"context"
	"errors"
	"os/exec"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"github.com/ncruces/zenity"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// askWhich asks for a file with the operating system's dialog, before the window, and with Fyne's where the system has none.
// The path is empty when the person changed their mind.
func (w *window) askWhich(ctx context.Context) (string, error) {
	options := []zenity.Option{zenity.Context(ctx), zenity.Title("Open file")}
	fyne.DoAndWait(func() { options = append(options, desktop.OwnedBy(w.window)...) })
	chosen, err := zenity.SelectFile(options...)
	switch {
	case errors.Is(err, zenity.ErrCanceled):
		return "", nil
	case errors.Is(err, exec.ErrNotFound):
		return w.askWhichWithin(ctx)
	}
	return chosen, err
}

// askWhichWithin asks in the window.
func (w *window) askWhichWithin(ctx context.Context) (string, error) {
	type answer struct {
		path string
		err  error
	}
	answers := make(chan answer, 1)
	uithread.Fyne(func() {
		dialog.ShowFileOpen(func(file fyne.URIReadCloser, err error) {
			if file == nil {
				answers <- answer{err: err}
				return
			}
			answers <- answer{file.URI().Path(), file.Close()}
		}, w.window)
	})
	select {
	case given := <-answers:
		return given.path, given.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
