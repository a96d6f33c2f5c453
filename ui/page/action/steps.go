package action

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	pillRoom float32 = 84
	noteRoom float32 = 18
)

// tellsSteps says whether the question lists the steps: the title alone does not say what is done.
func (f *flow) tellsSteps() bool { return len(f.plan.Steps) > 1 || f.operation.Chosen() }

// stepsToCome lists what will be done.
func stepsToCome(steps []change.Step) fyne.CanvasObject {
	list := page.Column(page.Tight)
	for _, step := range steps {
		list.Add(page.RowTop(page.Near, widget.NewMuted("•"), page.Fill(widget.NewParagraph(step.Text, textWidth-20))))
	}
	return list
}

// Tone is the colour of a state.
func Tone(state change.State) table.Tone {
	switch state {
	case change.Done:
		return table.Good
	case change.Failed:
		return table.Danger
	case change.Unknown:
		return table.Caution
	}
	return table.Neutral
}

// stepList shows how each step of a plan stands.
type stepList struct {
	content *fyne.Container
	rows    []*stepRow
	bar     *widget.Progress
	count   *widget.Text
	copies  func(string)
}

type stepRow struct {
	pill    *widget.Pill
	note    *widget.Paragraph
	details *widget.Link
	result  change.StepResult
}

func newStepList(steps []change.Step, copyText func(string)) *stepList {
	l := &stepList{bar: widget.NewProgress(), count: widget.NewMuted(""), copies: copyText, content: page.Column(page.Gap)}
	if len(steps) > 1 {
		l.content.Add(page.Column(page.Near, l.count, l.bar))
	}
	for _, step := range steps {
		l.content.Add(l.add(step))
	}
	waiting := make([]change.StepResult, len(steps))
	for i := range waiting {
		waiting[i].State = change.Waiting
	}
	l.set(waiting)
	return l
}

func (l *stepList) add(step change.Step) fyne.CanvasObject {
	row := &stepRow{pill: widget.NewPill("", table.Neutral), note: widget.NewMutedParagraph("", textWidth-pillRoom-page.Gap)}
	row.details = widget.NewPlainLink("Copy details", func() { l.copies(row.result.Failure.Details()) })
	l.rows = append(l.rows, row)
	text := page.Column(2, widget.NewParagraph(step.Text, textWidth-pillRoom-page.Gap), page.AtLeast(0, noteRoom, row.note), page.Row(0, row.details))
	return page.RowTop(page.Gap, page.AtLeast(pillRoom, 0, row.pill), page.Fill(text))
}

// set shows how the steps stand.
func (l *stepList) set(results []change.StepResult) {
	done := 0
	for i, row := range l.rows {
		if i < len(results) {
			row.set(results[i])
		}
		if row.result.State == change.Done {
			done++
		}
	}
	l.bar.Set(float32(done) / float32(max(1, len(l.rows))))
	l.count.SetText(table.Thousands(int64(done)) + " of " + table.Counted(len(l.rows), "step", "steps") + " done")
}

func (r *stepRow) set(result change.StepResult) {
	r.result = result
	r.pill.SetState(result.State.Label(), Tone(result.State))
	r.note.SetText(noteOf(result))
	r.details.Hidden = result.Failure == nil
}

// noteOf is what a result says beside its state.
func noteOf(result change.StepResult) string {
	switch {
	case result.Failure == nil:
		return result.Note
	case result.Note == "":
		return result.Failure.Sentence()
	}
	return result.Failure.Sentence() + " " + result.Note
}
