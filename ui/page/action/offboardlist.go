package action

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// ShowOffboardings lists the offboardings, the unfinished ones first, each to be opened.
func (a *Actions) ShowOffboardings() {
	runs := a.o.Offboarding.Runs()
	slices.SortStableFunc(runs, func(x, y offboard.Run) int { return rankOf(x) - rankOf(y) })
	var closeSheet func()
	list := page.Column(0)
	for _, run := range runs {
		list.Add(a.offboardingLine(run, func() {
			closeSheet()
			a.showOffboarding(run.ID)
		}))
	}
	var body fyne.CanvasObject = page.Scrolled(list)
	if len(runs) == 0 {
		body = widget.NewMuted("Nobody was offboarded yet. Choose Offboard User in the menu of a user.")
	}
	height := func() fyne.Size {
		return fyne.NewSize(0, min(body.MinSize().Height, list.MinSize().Height, a.o.Host.Canvas().Size().Height-formFrame))
	}
	if len(runs) == 0 {
		height = body.MinSize
	}
	closeSheet = page.ShowSheet(a.o.Host.Canvas(), page.Sheet{Title: "Offboardings", Width: manageWidth, Body: widget.Sized(height, body)})
}

func rankOf(run offboard.Run) int {
	if run.Ended.IsZero() {
		return 0
	}
	return 1
}

func (a *Actions) offboardingLine(run offboard.Run, open func()) fyne.CanvasObject {
	word, tone := standing(run)
	pill := widget.NewPill("", table.Neutral)
	pill.SetState(word, tone)
	began := a.o.Host.Printer().Text(table.Time, table.Cell{Time: run.Began})
	line := page.Row(page.Gap, page.AtLeast(offboardPill, 0, page.Row(0, pill)), widget.NewLink(short(person(run.Target)), open),
		page.Fill(widget.NewCutText(tenantName(run.Target)+" · "+run.RollUp(), mutedText)), widget.NewMuted(began))
	return page.Column(0, page.Inset(page.Near, 0, page.Near, 0, line), page.Line(theme.ColorNameFaintLine))
}

// standing is how a run stands, in a word.
func standing(run offboard.Run) (string, table.Tone) {
	switch {
	case !run.Ended.IsZero():
		return "Done", table.Good
	case run.Active:
		return "Running", table.Neutral
	case run.Stopped != nil || run.Troubled() > 0:
		return "Failed", table.Danger
	case run.Paused:
		return "Paused", table.Caution
	}
	return "Manual", table.Caution
}
