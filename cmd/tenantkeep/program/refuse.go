package program

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/tenantkeep/tenantkeep/store"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const textWidth = 600

// noticeSize is that of a window with a notice, which makes itself as high as that needs.
var noticeSize = fyne.NewSize(textWidth+2*page.Margin, 0)

// refuse says in the window why the program cannot start, and what the person can choose. A database is never dropped
// without being asked. End returns the reason.
func (w *window) refuse(folder *folder, reason error) (end func(context.Context) error) {
	w.app.Settings().SetTheme(theme.New(theme.System))
	title, text := "Tenantkeep cannot start", sentence(reason)
	actions := []fyne.CanvasObject{}
	var newer *store.NewerError
	var corrupt *store.CorruptError
	switch {
	case errors.As(reason, &newer):
		title = "The local data was written by a newer Tenantkeep"
		text = "Install that version or a newer one. Or set the data aside and begin with an empty one: you sign in and sync again, " +
			"and nothing in Microsoft 365 changes."
		actions = append(actions, w.setAside(folder))
	case errors.As(reason, &corrupt):
		title = "The local data cannot be read"
		text = "The file is damaged. Set it aside and begin with an empty one: you sign in and sync again, and nothing in " +
			"Microsoft 365 changes."
		actions = append(actions, w.setAside(folder))
	}
	actions = append(actions, widget.NewButton(widget.Secondary, "Quit", "", w.app.Quit))
	buttons := container.NewHBox(append([]fyne.CanvasObject{layout.NewSpacer()}, actions...)...)
	w.window.SetContent(notice(
		widget.NewTitle(title), widget.NewParagraph(text, textWidth), widget.NewMutedParagraph("Folder: "+folder.path, textWidth), buttons,
	))
	w.window.Resize(noticeSize)
	w.window.Show()
	return func(context.Context) error { return reason }
}

func (w *window) setAside(folder *folder) fyne.CanvasObject {
	return widget.NewButton(widget.Primary, "Set aside and begin anew", "", func() {
		kept, err := store.SetAside(folder.path)
		text := fmt.Sprintf("The old data is kept as %s. Start Tenantkeep again.", kept)
		if err != nil {
			text = fmt.Sprintf("The old data could not be set aside: %v", err)
		}
		w.window.SetContent(notice(widget.NewParagraph(text, textWidth), widget.NewButton(widget.Secondary, "Quit", "", w.app.Quit)))
	})
}

// notice is what a window says that is not the program's own yet.
func notice(lines ...fyne.CanvasObject) fyne.CanvasObject {
	return page.Inset(page.Margin, page.Margin, page.Margin, page.Margin, page.Column(page.Gap, lines...))
}
