package activity

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	sheetWidth float32 = 640
	textWidth  float32 = 600
	// stepsHeight is how high the steps stand before they scroll.
	stepsHeight float32 = 340
	pillRoom    float32 = 84
	stepWidth           = textWidth - pillRoom - page.Gap
	copySummary         = "Copy summary for ticket"
	// none stands for a value that was not set.
	none = "(not set)"
)

// show opens a change: what was asked for, and each step with what it changed and how it went.
func (p *Page) show(entry change.Entry) {
	steps := page.Column(page.Apart)
	for _, step := range entry.Steps {
		steps.Add(p.step(step))
	}
	about := p.about(entry)
	height := min(heightIn(steps, textWidth), stepsHeight)
	body := page.Column(page.Gap, about, page.Line(theme.ColorNameFaintLine), page.Fill(page.AtLeast(0, height, page.Scrolled(steps))))
	p.o.Host.ShowSheet(page.Sheet{Title: entry.Title, Body: body, Width: sheetWidth, Actions: p.buttons(entry)})
}

// heightIn is how high an object is in a width: its paragraphs know the one only from the other.
func heightIn(object fyne.CanvasObject, width float32) float32 {
	object.Resize(fyne.NewSize(width, 1))
	return object.MinSize().Height
}

// about says whom the change was for, who made it and when, and how it stands.
func (p *Page) about(entry change.Entry) fyne.CanvasObject {
	parts := page.Column(page.Near,
		widget.NewParagraph(action.Whom(entry.Target), textWidth),
		page.Row(page.Near, widget.NewPill(entry.State.Label(), action.Tone(entry.State)), page.Fill(p.when(entry))))
	switch {
	case entry.State == change.Running:
		parts.Add(widget.NewMutedParagraph("No end is recorded: it is under way, or Tenantkeep ended before it did.", textWidth))
	case entry.UndoneBy != "":
		parts.Add(widget.NewMutedParagraph("It was undone by a later change.", textWidth))
	}
	if entry.Run != "" {
		parts.Add(widget.NewMutedParagraph("It was begun on many users at once.", textWidth))
	}
	if entry.Undoes != "" {
		parts.Add(widget.NewMutedParagraph("It undoes an earlier change.", textWidth))
	}
	return parts
}

func (p *Page) when(entry change.Entry) fyne.CanvasObject {
	text := p.o.Host.Printer().At(entry.At)
	if entry.Who != "" {
		text += " by " + entry.Who
	}
	return widget.NewCutText(text, widget.TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText})
}

// buttons are those of the sheet.
func (p *Page) buttons(entry change.Entry) []page.Action {
	var buttons []page.Action
	if entry.Target.Key.ID != "" { // of a user who was not created there is no page
		buttons = append(buttons, page.Action{Label: "Open user", Do: func() { p.o.Host.Open(page.Route{Page: page.User, User: entry.Target.Key}) }})
	}
	buttons = append(buttons, page.Action{Label: copySummary, Do: func() { p.copySummary(entry) }, Keep: true})
	if change.Continuable(entry) {
		buttons = append(buttons, page.Action{Label: "Continue", Do: func() { p.o.Actions.Continue(entry.ID) }})
	}
	if change.Undoable(entry) {
		buttons = append(buttons, page.Action{Label: "Undo", Do: func() { p.o.Actions.Undo(entry.ID) }})
	}
	if entry.Run != "" && entry.Action != change.Undo && !change.Of(entry.Action).Lasts() {
		buttons = append(buttons, page.Action{Label: "Undo for all its users", Do: func() { p.o.Actions.UndoRun(entry.Run) }})
	}
	return buttons
}

func (p *Page) copySummary(entry change.Entry) {
	p.o.Host.Copy(change.Summary(entry, p.o.Host.Printer()))
}

// step is what one request was to do, what it changed, and how it went.
func (p *Page) step(step change.EntryStep) fyne.CanvasObject {
	text := page.Column(3, widget.NewParagraph(step.Text, stepWidth))
	if step.Write.Before != "" || step.Write.After != "" {
		text.Add(widget.NewMutedParagraph("Before: "+named(step.Write.Before)+" · After: "+named(step.Write.After), stepWidth))
	}
	if step.Note != "" {
		text.Add(widget.NewMutedParagraph(step.Note, stepWidth))
	}
	if step.Failure != nil {
		p.addFailure(text, *step.Failure)
	}
	if step.RequestID != "" {
		text.Add(p.requestID(step.RequestID))
	}
	pill := widget.NewPill(step.State.Label(), action.Tone(step.State))
	return page.RowTop(page.Gap, page.AtLeast(pillRoom, 0, pill), page.Fill(text))
}

func named(value string) string {
	if value == "" {
		return none
	}
	return value
}

func (p *Page) addFailure(text *fyne.Container, failure m365.Failure) {
	text.Add(widget.NewMutedParagraph(failure.Sentence(), stepWidth))
	text.Add(page.Row(0, widget.NewPlainLink("Copy details", func() { p.o.Host.Copy(failure.Details()) })))
}

func (p *Page) requestID(id string) fyne.CanvasObject {
	look := widget.TextLook{Colour: theme.ColorNameMuted, Size: theme.SizeNameSmall}
	return page.Snug(widget.NewCutText("Request id "+id, look), widget.Size(theme.SizeNameSmall),
		widget.NewQuietButton(icons.Copy, "Copy request id", func() { p.o.Host.Copy(id) }))
}
