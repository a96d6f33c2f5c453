package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// This file is what the pages ask of the window.

// copiedStays is how long the window says that something was copied.
const copiedStays = 3 * time.Second

// Canvas is where menus and popups open.
func (s *Shell) Canvas() fyne.Canvas { return s.window.Canvas() }

// Now is the program's clock.
func (s *Shell) Now() time.Time { return s.options.Now() }

// Printer tells times and numbers as the person wants them.
func (s *Shell) Printer() table.Printer {
	return s.preferences.Printer(s.options.Now)
}

// Toast shows a message in the corner.
func (s *Shell) Toast(toast page.Toast) page.Notice { return s.toasts.show(toast) }

// Copy puts text on the clipboard and says so.
func (s *Shell) Copy(text string) {
	s.options.Clipboard.SetContent(text)
	s.toasts.show(page.Toast{Mood: page.Done, Text: "Copied.", Stay: copiedStays})
}

// Begin starts what goes on after the page was left, and says where it could not start.
func (s *Shell) Begin(start func(ctx context.Context) error) {
	s.work.Do(func(ctx context.Context) func() {
		err := start(ctx)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		return func() { s.Fail(err) }
	})
}

// spares says that administrators are spared with the tier that was chosen.
func (s *Shell) spares() bool {
	permitted := s.options.Services.Access
	return permitted.SparedIn(permitted.Tier())
}

// Visited says that a user was viewed.
func (s *Shell) Visited() { s.loader.Load() }

// Explain turns an error into sentences.
func (s *Shell) Explain(err error) m365.Failure { return s.options.Services.Integration.Explain(err) }

// Fail says that something went wrong that no page has a place for. Without an error nothing happens.
func (s *Shell) Fail(err error) {
	if err != nil {
		s.ToastFailure(s.Explain(err))
	}
}

// ToastFailure says in the corner what went wrong; its details can be copied.
func (s *Shell) ToastFailure(failure m365.Failure) {
	if failure.SignIn {
		s.toastFailure(failure, page.Action{Label: "Sign in", Do: func() { s.SignIn(nil) }})
		return
	}
	s.toastFailure(failure)
}

func (s *Shell) toastFailure(failure m365.Failure, first ...page.Action) {
	toast := page.Toast{
		Mood: page.Trouble, Text: failure.What, Detail: failure.Do, SignIn: failure.SignIn,
		Actions: append(first, page.Action{Label: "Copy details", Do: func() { s.Copy(failure.Details()) }, Keep: true}),
	}
	if failure.Offline {
		toast.Kind, toast.Text, toast.Detail = "offline", "You are offline.", failure.Sentence()
	}
	s.toasts.show(toast)
}

// Ask asks before something is done.
func (s *Shell) Ask(question page.Question) { page.Ask(s.Canvas(), question) }

// ShowSheet shows something to read; closing it changes nothing.
func (s *Shell) ShowSheet(sheet page.Sheet) (closeSheet func()) {
	return page.ShowSheet(s.Canvas(), sheet)
}

// ShowFailure shows a failure whole, with what can be done about it.
func (s *Shell) ShowFailure(title string, failure m365.Failure, actions ...page.Action) {
	page.ShowFailure(s.Canvas(), s.Printer(), s.Copy, title, failure, actions...)
}
