package page

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Ask asks before something is done.
func Ask(canvas fyne.Canvas, question Question) {
	if question.Body == nil {
		widget.ShowConfirm(canvas, widget.ConfirmOptions{
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
	dialog = widget.ShowDialog(canvas, widget.DialogOptions{
		Title:   question.Title,
		Content: widget.Tall(Column(Gap, widget.NewParagraph(question.Text, DialogText), question.Body)),
		Buttons: []*widget.Button{cancel, verb},
		Enter:   verb,
	})
}

// AskDrop asks before what was filled in is dropped, where something was, and says whether it asks.
func AskDrop(canvas fyne.Canvas, filled bool, drop func()) (asks bool) {
	if filled {
		Ask(canvas, Question{Title: "Drop the changes", Text: "What you filled in is dropped.", Verb: "Drop", Danger: true, Do: drop})
	}
	return filled
}

// DialogText is how wide the text of a dialog is.
const DialogText = 420

// ShowSheet shows something to read; closing it changes nothing.
func ShowSheet(canvas fyne.Canvas, sheet Sheet) (closeSheet func()) {
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
	dialog = widget.ShowDialog(canvas, widget.DialogOptions{
		Title: sheet.Title, Content: sheet.Body, Width: sheet.Width,
		Buttons: append(buttons, done), Enter: done, OnClose: sheet.Closed,
	})
	return dialog.Close
}

// ShowFailure shows a failure whole, with its details to copy and what can be done about it.
func ShowFailure(
	canvas fyne.Canvas, printer table.Printer, copyText func(string), title string, failure m365.Failure, actions ...Action,
) {
	details := Action{Label: "Copy details", Do: func() { copyText(failure.Details()) }, Keep: true}
	ShowSheet(canvas, Sheet{Title: title, Body: widget.Tall(failureBody(failure, printer)), Actions: append([]Action{details}, actions...)})
}

func failureBody(failure m365.Failure, printer table.Printer) fyne.CanvasObject {
	body := Column(Near, widget.NewParagraph(failure.What, DialogText))
	if failure.Do != "" {
		body.Add(widget.NewParagraph(failure.Do, DialogText))
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
