package action

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Picked are the users that are ticked in a table.
type Picked struct {
	// Count is how many, and Hidden names those that the filters hide.
	Count  int
	Hidden []string
	// Read tells who they are, elsewhere than where widgets may be touched.
	Read func(ctx context.Context) ([]change.Target, error)
}

// many leads one action on many users from the question to its end.
type many struct {
	manyFrame

	operation change.Operation
	// count is how many users are meant, as far as it is known before they are read, and hidden names those that filters hide.
	count  int
	hidden []string
	// wanted reads who they are, with what is wanted for each.
	wanted func(ctx context.Context) ([]bulk.Task, error)
	// options are what is asked before the users are checked; nil where nothing is.
	options manyOptions
	tasks   []bulk.Task
	// chosen follows what is chosen in the options.
	chosen func()

	run *bulk.Run
	// users and counts are how the run stood when it was last drawn.
	users  []bulk.User
	counts bulk.Counts
	// moved says that something is different, and will be drawn soon.
	moved atomic.Bool
	// begun says that the person confirmed it, active that users are being carried out, stopping that no other one begins.
	begun, active, stopping bool
	// seen says that the passwords were shown or saved.
	seen bool
	// notice tells how far it is while the form is closed.
	notice page.Notice

	table *manyTable
}

// many opens the question for the users that are picked.
func (a *Actions) many(operation change.Operation, picked Picked) {
	m := &many{manyFrame: manyFrame{a: a}, operation: operation, count: picked.Count, hidden: picked.Hidden, options: a.optionsOf(operation)}
	m.wanted = func(ctx context.Context) ([]bulk.Task, error) {
		targets, err := picked.Read(ctx)
		return bulk.ForEach(change.Intent{Action: operation.Action}, targets), err
	}
	m.openForm()
	m.read()
}

func (m *many) openForm() {
	m.open(m.operation.Title, manyStates, m.closed)
	m.table = m.newTable()
	m.draw()
}

// read finds out who is meant; then it asks for the options, or checks them.
func (m *many) read() {
	m.reading()
	m.work.Do(func(ctx context.Context) func() {
		tasks, err := m.wanted(ctx)
		return func() {
			switch m.tasks = tasks; {
			case err != nil:
				m.unread(err)
			case m.options != nil:
				m.options.begin(m)
				m.choosing()
			default:
				m.begins(tasks)
			}
		}
	})
}

// reading stands until it is known who is meant.
func (m *many) reading() {
	if m.options == nil {
		m.asking()
		return
	}
	m.showReading()
}

// begins checks the users with Microsoft.
func (m *many) begins(tasks []bulk.Task) {
	m.run = bulk.New(bulk.Options{
		Changes: m.a.o.Changes, Action: m.operation.Action, Tasks: tasks, Units: m.a.o.Directory.SKUs,
		Explain: m.a.o.Host.Explain, Now: m.a.o.Host.Now, Told: m.told,
	})
	m.check()
}

// check plans the change of everybody who is not planned.
func (m *many) check() {
	m.active = true
	m.redraw()
	m.asking()
	run := m.run
	m.work.Do(func(ctx context.Context) func() {
		run.Check(ctx)
		return func() {
			if m.run != run { // the person went back to the options
				return
			}
			m.active = false
			m.redraw()
			m.asking()
		}
	})
}

// drawPause is how long what moves is gathered before it is drawn.
const drawPause = 100 * time.Millisecond

// told hears of the run, on any goroutine.
func (m *many) told() {
	if m.moved.CompareAndSwap(false, true) {
		m.a.o.Work.After(drawPause, m.redraw)
	}
}

// redraw shows how the run stands, in the form or in the corner.
func (m *many) redraw() {
	m.moved.Store(false)
	if m.run == nil {
		return
	}
	m.users = m.run.Users()
	m.counts = bulk.Count(m.users)
	m.draw()
	if m.notice != nil && m.active {
		m.notice.Update(m.progress())
	}
}

// draw shows it in the form, where there is one.
func (m *many) draw() {
	m.head.SetText(m.whom())
	if m.run != nil {
		m.table.set(m.users, m.begun)
	}
	m.setTiles()
	m.setPreview()
	if m.form.isOpen() {
		m.form.refresh()
	}
}

// confirm is the press of the verb. Where an administrator is among the users it is asked once more.
func (m *many) confirm() {
	switch {
	case m.begun || m.active || m.counts.Waiting == 0:
	case m.counts.Admins > 0:
		m.askingAgain()
	default:
		m.begin()
	}
}

// begin carries out what was confirmed, once.
func (m *many) begin() {
	if m.begun {
		return
	}
	m.begun = true
	m.a.remember(m)
	m.carry(m.run.Carry)
}

// retry does again what failed.
func (m *many) retry() { m.carry(m.run.Retry) }

// goOn carries out those who were not begun when it was stopped.
func (m *many) goOn() { m.carry(m.run.Carry) }

// stop ends the run between users.
func (m *many) stop() {
	m.stopping = true
	m.run.Stop()
	m.running()
}

// carry runs on the window's work: closing the form does not end it.
func (m *many) carry(carry func(ctx context.Context)) {
	if m.active {
		return
	}
	m.active, m.stopping = true, false
	m.redraw()
	m.running()
	m.a.o.Work.Do(func(ctx context.Context) func() {
		carry(ctx)
		return m.ended
	})
}

// ended shows how it went: in the form, or in the corner where the form is closed.
func (m *many) ended() {
	m.active = false
	m.redraw()
	if m.form.isOpen() {
		m.running()
		return
	}
	m.tell()
}

// closed is called once the form is gone. What was confirmed goes on.
func (m *many) closed() {
	m.table.close()
	m.work.Cancel()
	switch {
	case m.active && m.begun:
		m.notice = m.a.o.Host.Toast(m.progress())
	case m.seen:
		m.run.Forget()
		m.redraw()
	case m.secrets() > 0: // they may be the users' only way in
		m.tell()
	}
}

// show opens the form again.
func (m *many) show() {
	if m.notice != nil {
		m.notice.Close()
		m.notice = nil
	}
	if m.form.isOpen() {
		return
	}
	m.openForm()
	if m.secrets() > 0 && !m.active {
		m.showSecrets()
		return
	}
	m.running()
}

// tell says in the corner how it ended.
func (m *many) tell() {
	if m.notice != nil {
		m.notice.Close()
		m.notice = nil
	}
	toast := page.Toast{Mood: page.Done, Text: m.title() + ": " + bulk.RollUp(m.counts) + "."}
	if m.counts.Done < m.counts.Meant() {
		toast.Mood = page.Trouble
	}
	toast.Actions = []page.Action{{Label: "Details", Do: m.show}}
	if m.secrets() > 0 {
		m.offer(&toast)
	}
	m.a.o.Host.Toast(toast)
}

// progress is how far it is, for the corner.
func (m *many) progress() page.Toast {
	return page.Toast{
		Mood: page.Working, Text: m.title(), Detail: bulk.RollUp(m.counts), Done: m.counts.Ended(), Total: m.counts.Meant(),
		Actions: []page.Action{{Label: "Details", Do: m.show}},
	}
}

// UnderWay says, a sentence each, which actions on many users are not at their end.
func (a *Actions) UnderWay() []string {
	var sentences []string
	for _, m := range a.runs {
		if m.active {
			sentences = append(sentences, m.title()+" is under way: "+bulk.RollUp(m.counts)+".")
		}
	}
	return sentences
}

// showItems open again what was begun on many users, the newest first.
func (a *Actions) showItems() []widget.MenuItem {
	var items []widget.MenuItem
	for i := len(a.runs) - 1; i >= 0 && len(items) < shownRuns; i-- {
		m := a.runs[i]
		items = append(items, widget.MenuItem{Label: "Show " + m.title(), Note: bulk.RollUp(m.counts), Do: m.show})
	}
	return items
}

// shownRuns is how many runs can be opened again.
const shownRuns = 3

// remember keeps a run, and forgets the oldest that is at its end.
func (a *Actions) remember(m *many) {
	a.runs = append(a.runs, m)
	if ended := slices.IndexFunc(a.runs, func(one *many) bool { return one != m && !one.active && one.secrets() == 0 }); len(a.runs) > shownRuns && ended >= 0 {
		a.runs = slices.Delete(a.runs, ended, ended+1)
	}
}

// unread says why nobody knows who is meant.
func (m *many) unread(err error) {
	failure := m.a.o.Host.Explain(err)
	onward := m.form.again(m.a.o.Host, failure, m.openForm, m.read)
	m.form.show(view{
		head: m.head, width: m.width(), body: m.a.failure(failure),
		buttons: []*widget.Button{m.closeButton("Close"), widget.NewButton(widget.Primary, onward.Label, "", onward.Do)},
	})
}

// content stands what is said above the table, and gives the table the rest of the window.
func (m *many) content(above ...fyne.CanvasObject) fyne.CanvasObject {
	return m.aboveTable(m.table.content, above...)
}
