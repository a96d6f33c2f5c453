package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
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
	return table.Printer{Now: s.options.Now, Zone: s.options.Now().Location()}
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
	s.toasts.show(page.Toast{
		Mood: page.Trouble, Text: failure.What, Detail: failure.Do,
		Actions: []page.Action{{Label: "Copy details", Do: func() { s.Copy(failure.Details()) }, Keep: true}},
	})
}

// Ask asks before something is done.
func (s *Shell) Ask(question page.Question) {
	if question.Body == nil {
		widget.ShowConfirm(s.Canvas(), widget.ConfirmOptions{
			Title: question.Title, Lines: question.Lines(), Verb: question.Verb, Danger: question.Danger,
			OnConfirm: question.Do,
		})
		return
	}
	kind := widget.Primary
	if question.Danger {
		kind = widget.Danger
	}
	var dialog *widget.Dialog
	verb := widget.NewButton(kind, question.Verb, "", func() {
		dialog.Close()
		question.Do()
	})
	cancel := widget.NewButton(widget.Secondary, "Cancel", "", func() { dialog.Close() })
	dialog = widget.ShowDialog(s.Canvas(), widget.DialogOptions{
		Title:   question.Title,
		Content: page.Column(page.Gap, widget.NewParagraph(question.Text, dialogText), question.Body),
		Buttons: []*widget.Button{cancel, verb},
		Enter:   verb,
	})
}

// dialogText is how wide the text of a dialog is.
const dialogText = 420

// ShowSheet shows something to read; closing it changes nothing.
func (s *Shell) ShowSheet(sheet page.Sheet) (closeSheet func()) {
	var dialog *widget.Dialog
	buttons := make([]*widget.Button, 0, len(sheet.Actions)+1)
	for _, action := range sheet.Actions {
		buttons = append(buttons, widget.NewButton(widget.Secondary, action.Label, "", func() {
			if !action.Keep {
				dialog.Close()
			}
			action.Do()
		}))
	}
	done := widget.NewButton(widget.Secondary, "Close", "", func() { dialog.Close() })
	dialog = widget.ShowDialog(s.Canvas(), widget.DialogOptions{
		Title: sheet.Title, Content: sheet.Body, Width: sheet.Width,
		Buttons: append(buttons, done), Enter: done, OnClose: sheet.Closed,
	})
	return dialog.Close
}

// ShowFailure shows a failure whole, with what can be done about it.
func (s *Shell) ShowFailure(title string, failure m365.Failure, actions ...page.Action) {
	s.ShowSheet(page.Sheet{
		Title: title,
		Body:  failureBody(failure, s.Printer()),
		Actions: append([]page.Action{
			{Label: "Copy details", Do: func() { s.Copy(failure.Details()) }, Keep: true},
		}, actions...),
	})
}

func failureBody(failure m365.Failure, printer table.Printer) fyne.CanvasObject {
	body := page.Column(page.Near, widget.NewParagraph(failure.What, dialogText))
	if failure.Do != "" {
		body.Add(widget.NewParagraph(failure.Do, dialogText))
	}
	if !failure.At.IsZero() {
		body.Add(widget.NewMuted("It happened " + printer.Text(table.Time, table.Cell{Time: failure.At}) + "."))
	}
	if failure.Code != "" {
		body.Add(widget.NewMuted("Code " + failure.Code))
	}
	if failure.RequestID != "" {
		body.Add(widget.NewMuted("Request id " + failure.RequestID))
	}
	return body
}
