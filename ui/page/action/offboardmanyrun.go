package action

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// running shows how each user stands, while they are offboarded and afterwards.
func (d *departing) running() {
	if !d.form.isOpen() && d.form.dialog != nil {
		return
	}
	d.follows = following{d.running, func() string { return fmt.Sprint(d.buttons()) }}
	above := []fyne.CanvasObject{d.tiles.content}
	if stopped := offboard.StoppedBy(d.runs); stopped != nil {
		above = append(above, d.a.failure(*stopped))
	}
	d.form.show(view{
		head: d.head, width: d.width(), keeps: d.table.content, body: d.content(above...),
		left: page.Row(page.Apart,
			widget.NewLink("Copy summary for ticket", func() { d.a.o.Host.Copy(d.summary()) }),
			widget.NewLink("Save as file", func() { d.a.o.Host.SaveText(d.fileName(), d.summary()) })),
		buttons: d.runButtons(),
	})
}

func (d *departing) summary() string {
	return offboard.SummaryOf(d.a.o.Offboarding.Together(d.name), d.a.o.Host.Printer())
}

func (d *departing) fileName() string {
	began := d.runs[0].Began
	return fmt.Sprintf("offboard-%d-users-%s.md", len(d.runs), d.a.o.Host.Printer().In(began).Format(time.DateOnly))
}

// departingButtons is what of the runs decides which buttons there are.
type departingButtons struct {
	active, pausing                      bool
	queued, held, failed, hand, together int
	stopped                              string
}

func (d *departing) buttons() departingButtons {
	counts := offboard.Count(d.runs)
	b := departingButtons{
		active: counts[offboard.UnderWay] > 0, queued: counts[offboard.Queued], held: counts[offboard.Held],
		together: len(d.runs) - counts[offboard.Ended],
	}
	for _, run := range d.runs {
		b.pausing = b.pausing || run.Pausing
		if run.Troubled() > 0 {
			b.failed++
		}
		if run.ByHand() > 0 {
			b.hand++
		}
	}
	if stopped := offboard.StoppedBy(d.runs); stopped != nil {
		b.stopped = stopped.What
	}
	if b.works() { // what there is to do about the others comes once it does not
		b.queued, b.held, b.failed, b.hand, b.together = min(b.queued, 1), 0, 0, 0, 0
	}
	return b
}

// works says that something goes on by itself.
func (b departingButtons) works() bool { return b.active || b.queued > 0 && b.stopped == "" }

func (d *departing) runButtons() []*widget.Button {
	b, service := d.buttons(), d.a.o.Offboarding
	if b.works() {
		return d.workingButtons(b)
	}
	if b.together == 0 {
		return []*widget.Button{d.closeButton("Close")}
	}
	buttons := []*widget.Button{widget.NewButton(widget.DangerText, "End here", "", d.askEnd), d.closeButton("Close")}
	kind := widget.Primary
	add := func(label string, do func()) {
		buttons = append(buttons, widget.NewButton(kind, label, "", do).WithoutEnter())
		kind = widget.Secondary
	}
	if stopped := offboard.StoppedBy(d.runs); stopped != nil {
		onward := d.form.again(d.a.o.Host, *stopped, d.openForm, func() { d.do(service.GoOnAll) })
		add(onward.Label, onward.Do)
		return buttons
	}
	if b.hand > 0 {
		add("Checklist ("+table.Thousands(int64(b.hand))+")", d.checklist)
	}
	if b.held > 0 {
		add("Go on with "+table.Counted(b.held, "user", "users"), func() { d.do(service.GoOnAll) })
	}
	if b.failed > 0 {
		add("Retry failed ("+table.Thousands(int64(b.failed))+")", func() { d.do(service.RetryAll) })
	}
	return buttons
}

func (d *departing) workingButtons(b departingButtons) []*widget.Button {
	service := d.a.o.Offboarding
	var buttons []*widget.Button
	if b.queued > 0 {
		buttons = append(buttons, widget.NewButton(widget.DangerText, "Stop after these", "", func() { d.do(service.HoldAll) }))
	}
	pause := widget.NewButton(widget.Secondary, "Pause", "", func() { d.do(service.PauseAll) })
	if b.pausing {
		pause.DisableBecause("The steps that are under way come to their end")
	}
	return append(buttons, pause, widget.NewButton(widget.Primary, "Run in background", "", d.form.close))
}

// askEnd asks before what is to come is left out.
func (d *departing) askEnd() {
	d.follows = following{}
	verb := widget.NewButton(widget.Danger, "End here", "", func() {
		d.do(d.a.o.Offboarding.EndAll)
		d.running()
	}).WithoutEnter()
	d.form.show(view{
		head: d.head, width: d.width(),
		body: widget.NewParagraph("What is not done yet is left out for "+table.Counted(d.buttons().together, "user", "users")+
			", the checklist too. What was done stays.", d.textWidth()),
		buttons: []*widget.Button{widget.NewButton(widget.Secondary, "Back", "", d.running), verb},
	})
}

// setTiles shows how many users stand how, and how many of all steps are over.
func (d *departing) setTiles() {
	counts := offboard.Count(d.runs)
	over, all := 0, 0
	for _, run := range d.runs {
		some, of := run.Over()
		over, all = over+some, all+of
	}
	d.tiles.set([]int{
		counts[offboard.Ended], counts[offboard.UnderWay], counts[offboard.Queued] + counts[offboard.Held] + counts[offboard.Stopped],
		counts[offboard.Attention], counts[offboard.ForPerson],
	}, float32(over)/float32(max(1, all)), table.Thousands(int64(over))+" of "+table.Counted(all, "step", "steps"), d.waits())
}

// waits names a tenant of which Microsoft asked to wait, among those whose users are under way.
func (d *departing) waits() string {
	for _, run := range d.runs {
		if !run.Active {
			continue
		}
		if wait := d.a.waitOf(run.Target.Key.Tenant); wait != "" {
			return tenantName(run.Target) + ": " + wait
		}
	}
	return ""
}

// tell says in the corner how it stands while the form is closed: how far it is, and once that it ended or waits for the person,
// which stays behind the bell.
func (d *departing) tell() {
	switch {
	case d.name == "" || len(d.runs) == 0:
	case d.buttons().works():
		d.restTold = false
		if d.notice == nil {
			d.notice = d.a.o.Host.Toast(d.working())
			return
		}
		d.notice.Update(d.working())
	default:
		if d.notice != nil {
			d.notice.Close()
			d.notice = nil
		}
		if !d.restTold {
			d.restTold = true
			d.a.o.Host.Toast(d.resting())
		}
	}
}

func (d *departing) working() page.Toast {
	return page.Toast{
		Mood: page.Working, Text: offboard.TitleOf(d.runs), Detail: offboard.RollUpOf(d.runs),
		Done: offboard.Count(d.runs)[offboard.Ended], Total: len(d.runs), Actions: d.details(),
	}
}

// resting is how it stands where nothing goes on by itself.
func (d *departing) resting() page.Toast {
	toast := page.Toast{Mood: page.Trouble, Text: offboard.TitleOf(d.runs) + ": " + offboard.RollUpOf(d.runs) + ".", Actions: d.details()}
	if standing := offboard.StandingOf(d.runs); standing == offboard.Ended || standing == offboard.Held {
		toast.Mood = page.Done
	}
	if stopped := offboard.StoppedBy(d.runs); stopped != nil {
		d.a.stopped(&toast, *stopped, func() { d.do(d.a.o.Offboarding.GoOnAll) })
	}
	return toast
}

func (d *departing) details() []page.Action { return []page.Action{{Label: "Details", Do: d.show}} }
