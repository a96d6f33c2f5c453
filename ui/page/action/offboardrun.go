package action

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// running shows how each step stands, while they are carried out and afterwards.
func (l *leaving) running() {
	if !l.isOpen() && l.form.dialog != nil {
		return
	}
	body := page.Column(page.Gap)
	if stopped := l.run.Stopped; stopped != nil {
		body.Add(l.a.failure(*stopped))
	}
	body.Add(l.rows.content)
	left := page.Row(page.Apart,
		widget.NewLink("Copy summary for ticket", func() { l.a.o.Host.Copy(l.run.Summary(l.a.o.Host.Printer())) }),
		widget.NewLink("Save as file", func() { l.a.o.Host.SaveText(l.fileName(), l.run.Summary(l.a.o.Host.Printer())) }))
	if leavesUndoable(l.run) {
		left.Add(widget.NewLink(undoLink, l.undo))
	}
	l.form.show(view{
		title: verbOffboard + " " + short(person(l.target)),
		head:  page.Column(page.Near, l.rows.head, l.rows.bar), width: offboardWidth, body: body, keeps: l.rows.content,
		left:    left,
		buttons: l.runButtons(),
	})
}

// fileName has only signs that every system takes.
func (l *leaving) fileName() string {
	name := strings.Map(func(sign rune) rune {
		switch {
		case sign >= 'a' && sign <= 'z', sign >= '0' && sign <= '9', sign == '.', sign == '-':
			return sign
		}
		return '-'
	}, strings.ToLower(l.target.Username))
	return "offboard-" + name + "-" + l.a.o.Host.Printer().In(l.run.Began).Format(time.DateOnly) + ".md"
}

// offboardButtons is what of a run decides which buttons there are.
type offboardButtons struct {
	active, pausing, paused, over bool
	stopped                       string
}

func buttonsOf(run offboard.Run) offboardButtons {
	b := offboardButtons{active: run.Active, pausing: run.Pausing, paused: run.Paused, over: !run.Ended.IsZero()}
	if run.Stopped != nil {
		b.stopped = run.Stopped.What
	}
	return b
}

func (l *leaving) runButtons() []*widget.Button {
	id, service := l.run.ID, l.a.o.Offboarding
	goOn := func() { l.do(func(ctx context.Context) error { return service.GoOn(ctx, id) }) }
	switch {
	case !l.run.Ended.IsZero():
		done := l.closeButton("Close")
		return []*widget.Button{done}
	case l.run.Stopped != nil:
		onward := l.form.again(l.a.o.Host, *l.run.Stopped, l.openForm, goOn)
		return []*widget.Button{l.closeButton("Close"), widget.NewButton(widget.Primary, onward.Label, "", onward.Do)}
	case l.run.Paused && !l.run.Active:
		end := widget.NewButton(widget.DangerText, "End here", "", l.askEnd)
		return []*widget.Button{end, l.closeButton("Close"), widget.NewButton(widget.Primary, "Go on", "", goOn).WithoutEnter()}
	case l.run.Active:
		pause := widget.NewButton(widget.Secondary, "Pause", "", func() { l.do(func(ctx context.Context) error { return service.Pause(ctx, id) }) })
		if l.run.Pausing {
			pause.DisableBecause("The step that is under way comes to its end")
		}
		return []*widget.Button{pause, widget.NewButton(widget.Primary, "Run in background", "", l.form.close)}
	}
	end := widget.NewButton(widget.DangerText, "End here", "", l.askEnd)
	return []*widget.Button{end, widget.NewButton(widget.Primary, "Close", "", l.form.close)}
}

// askEnd asks before what is to come is left out.
func (l *leaving) askEnd() {
	verb := widget.NewButton(widget.Danger, "End here", "", func() {
		l.do(func(ctx context.Context) error { return l.a.o.Offboarding.EndHere(ctx, l.run.ID) })
		l.running()
	}).WithoutEnter()
	l.form.show(view{
		head: l.head(), width: offboardWidth,
		body:    widget.NewParagraph("What is not done yet is left out, the checklist too. What was done stays.", offboardText),
		buttons: []*widget.Button{widget.NewButton(widget.Secondary, "Back", "", l.running), verb},
	})
}

// offboardRows is how each step of a run stands.
type offboardRows struct {
	content *fyne.Container
	head    *widget.Paragraph
	bar     *widget.Progress
	rows    []*offboardRow
	leaving *leaving
}

func newOffboardRows(l *leaving, steps []offboard.Step) *offboardRows {
	r := &offboardRows{content: page.Column(0), head: widget.NewParagraph("", offboardText), bar: widget.NewProgress(), leaving: l}
	for _, step := range steps {
		row := newOffboardRow(l, step)
		r.rows = append(r.rows, row)
		r.content.Add(row.content)
	}
	return r
}

func (r *offboardRows) set(run offboard.Run) {
	over, all := run.Over()
	r.head.SetText(Whom(run.Target) + " · " + run.RollUp())
	r.bar.Set(float32(over) / float32(max(1, all)))
	for i, row := range r.rows {
		row.set(run, run.Steps[i])
	}
}

// offboardRow is a step: state, what it does, what is said of it, and what can be done.
type offboardRow struct {
	content fyne.CanvasObject
	pill    *widget.Pill
	title   *widget.Paragraph
	note    *widget.Paragraph
	leaving *leaving
	step    offboard.Step

	portal, command, text, details, retry, done, leave *widget.Link
	first, second, links                               *fyne.Container
}

const (
	offboardPill  float32 = 92
	offboardTitle float32 = 230
	offboardLinks float32 = 216
)

func newOffboardRow(l *leaving, step offboard.Step) *offboardRow {
	r := &offboardRow{
		pill: widget.NewPill("", table.Neutral), leaving: l, step: step,
		title: widget.NewParagraphIn(step.Title, offboardTitle, widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText, Bold: true}),
		note:  widget.NewMutedParagraph("", offboardText-offboardPill-offboardTitle-offboardLinks-3*page.Gap),
	}
	title := widget.Sized(func() fyne.Size {
		r.title.Resize(fyne.NewSize(offboardTitle, r.title.Size().Height))
		return fyne.NewSize(offboardTitle, r.title.MinSize().Height)
	}, r.title)
	line := page.RowTop(page.Gap, page.AtLeast(offboardPill, 0, page.Row(0, r.pill)), title, page.Fill(r.note))
	if l != nil {
		line.Add(r.makeLinks())
	}
	r.content = page.Column(0, page.Inset(page.Near, 0, page.Near, 0, line), page.Line(theme.ColorNameFaintLine))
	return r
}

// makeLinks makes what can be done with a step. Those that do not apply are hidden.
func (r *offboardRow) makeLinks() fyne.CanvasObject {
	l, kind := r.leaving, r.step.Kind
	host, service := l.a.o.Host, l.a.o.Offboarding
	tell := func(do func(context.Context, string, offboard.Kind) error) func() {
		return func() { l.do(func(ctx context.Context) error { return do(ctx, l.run.ID, kind) }) }
	}
	r.portal = widget.NewLink("Open portal", func() {
		l.do(func(ctx context.Context) error { return service.OpenPortal(ctx, l.target.Key) })
	})
	r.command = widget.NewLink("Copy PowerShell", func() { host.Copy(r.step.Command()) })
	r.text = widget.NewLink("Copy text", func() { host.Copy(r.step.Text) })
	r.details = widget.NewLink("Copy details", func() { host.Copy(r.step.Failure.Details()) })
	r.retry = widget.NewLink("Retry", tell(service.Retry))
	r.done = widget.NewLink("Mark as done", tell(service.Confirm))
	r.leave = widget.NewLink("Leave out", tell(service.LeaveOut))
	r.first = page.Row(page.Apart, r.portal, r.command, r.text, r.retry, r.details)
	r.second = page.Row(page.Apart, r.done, r.leave)
	r.links = page.Column(page.Tight, r.first, r.second)
	return page.AtLeast(offboardLinks, 0, r.links)
}

func (r *offboardRow) set(run offboard.Run, step offboard.Step) {
	r.step = step
	r.pill.SetState(string(step.State), toneOf(step.State))
	r.title.SetText(step.Title)
	r.note.SetText(r.said(run, step))
	hand := step.State == offboard.ByHand
	r.portal.Hidden = !hand || step.Line == ""
	r.command.Hidden = r.portal.Hidden
	r.text.Hidden = !hand || step.Text == ""
	r.retry.Hidden = !step.Troubled() || run.Active
	r.details.Hidden = step.Failure == nil
	r.done.Hidden = !hand
	r.leave.Hidden = !hand && (!step.Troubled() || run.Active)
	r.first.Refresh()
	r.second.Refresh()
	r.links.Refresh()
}

func toneOf(state offboard.State) table.Tone {
	//exhaustive:enforce
	switch state {
	case offboard.Done:
		return table.Good
	case offboard.Failed:
		return table.Danger
	case offboard.Unknown, offboard.ByHand:
		return table.Caution
	case offboard.Waiting, offboard.Running, offboard.LeftOut:
	}
	return table.Neutral
}

// said is what is said beside the state of a step.
func (r *offboardRow) said(run offboard.Run, step offboard.Step) string {
	switch {
	case step.State == offboard.Running:
		return r.progress(step)
	case step.Failure != nil:
		return step.Failure.Sentence()
	case step.Note != "":
		return step.Note
	}
	if why := run.HeldUp(step); why != "" {
		return strings.TrimSpace(sentence(step.About) + " " + why)
	}
	return step.About
}

// progress is how far the step is that is under way, and why it waits.
func (r *offboardRow) progress(step offboard.Step) string {
	said := "Working" + widget.Ellipsis
	if all := len(step.Parts); all > 1 {
		done := 0
		for _, part := range step.Parts {
			if part.State == change.Done {
				done++
			}
		}
		said += fmt.Sprintf(" %d of %d", done, all)
	}
	if wait := r.leaving.a.waitOf(r.leaving.target.Key.Tenant); wait != "" {
		said += ", " + wait
	}
	return said
}
