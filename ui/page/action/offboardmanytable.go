package action

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const columnSteps = "steps"

func departingColumns() []table.Column {
	columns := manyColumns()
	result := table.Index(columns, columnResult)
	columns[result].Least = 190
	return slices.Insert(columns, result, table.Column{ID: columnSteps, Title: "Steps", Width: 92, Least: 92})
}

// departingTable is how each of many users stands who are offboarded: with the plan, and then with the run.
type departingTable struct {
	departing *departing
	source    *table.Slice
	list      *list.List
	content   fyne.CanvasObject
	failures  map[string]*m365.Failure
}

func (d *departing) newTable() *departingTable {
	t := &departingTable{departing: d, source: table.NewUnread(departingColumns()), failures: make(map[string]*m365.Failure)}
	t.list = list.New(d.a.o.Host, d.work, d.a.o.Tables(), list.Spec{
		Name: "offboard-many", Noun: "users", File: "offboard-users", Source: t.source,
		Sort:    []table.SortKey{{Column: columnRank}},
		Reading: readingUsers, Empty: nobodyMeant, NoTicks: true, Open: t.open, Menu: t.menu,
	})
	t.content = page.Column(page.Near, t.list.Grid.Bar(), page.Fill(t.list.Grid))
	return t
}

func (t *departingTable) close() { t.list.Close() }

// open shows the plan or the run of a user.
func (t *departingTable) open(key string) {
	d := t.departing
	for _, run := range d.runs {
		if run.Target.Key.String() == key {
			d.a.showOffboarding(run.ID)
			return
		}
	}
	for _, user := range d.users {
		if user.Target.Key.String() == key && !d.checking && !d.begun {
			d.showPlan(user)
			return
		}
	}
}

func (t *departingTable) menu(key, _ string, show func(list.Menu)) {
	menu := list.Menu{First: []widget.MenuItem{{Label: "Show the steps", Do: func() { t.open(key) }}}}
	if failure := t.failures[key]; failure != nil {
		menu.Rest = []widget.MenuItem{{Label: "Copy details", Do: func() { t.departing.a.o.Host.Copy(failure.Details()) }}}
	}
	show(menu)
}

func (t *departingTable) setPlans(users []bulk.Departure) {
	rows := make([]table.Row, len(users))
	clear(t.failures)
	for i, user := range users {
		rows[i] = planRow(user)
		t.failures[rows[i].Key] = user.Failure
	}
	t.set(rows)
}

func (t *departingTable) setRuns(runs []offboard.Run) {
	rows := make([]table.Row, len(runs))
	clear(t.failures)
	for i, run := range runs {
		rows[i] = t.runRow(run)
		t.failures[rows[i].Key] = failureOf(run)
	}
	t.set(rows)
}

func (t *departingTable) set(rows []table.Row) {
	t.source.Set(rows)
	t.list.Grid.Reload()
}

func planRow(user bulk.Departure) table.Row {
	state, rank := stateCell(bulk.User{State: user.State, Plan: change.Plan{AdminRoles: user.Plan.AdminRoles}}, false)
	return table.Row{Key: user.Target.Key.String(), Cells: []table.Cell{
		state,
		{Text: person(user.Target), Link: user.State == bulk.Waiting},
		{Text: user.Target.Username},
		{Text: tenantName(user.Target)},
		plannedSteps(user),
		plannedResult(user),
		{},
		{Number: rank, HasNumber: true},
	}}
}

func plannedSteps(user bulk.Departure) table.Cell {
	if user.State != bulk.Waiting {
		return table.Cell{}
	}
	all := len(user.Plan.Steps)
	return table.Cell{Text: fmt.Sprintf("%d of %d", all-len(stepsOf(user.Plan, offboard.LeftOut)), all)}
}

// plannedResult is what is to be known of a user before, how much is sent, and what falls away.
func plannedResult(user bulk.Departure) table.Cell {
	if failure := user.Failure; failure != nil {
		return table.Cell{Text: strings.TrimSpace(failure.Reason() + " " + failure.Do), Tip: failure.Sentence()}
	}
	if user.State != bulk.Waiting {
		return table.Cell{}
	}
	remarks := slices.Concat(user.Plan.AdminRoles, user.Plan.Warnings)
	said := table.Counted(len(user.Plan.Requests()), "request", "requests")
	var away, why []string
	for _, step := range stepsOf(user.Plan, offboard.LeftOut) {
		away = append(away, step.Title)
		why = append(why, step.Title+": "+step.Note)
	}
	if len(away) > 0 {
		said += ". Falls away: " + strings.Join(away, ", ")
	}
	for i := range remarks {
		remarks[i] = sentence(remarks[i])
	}
	return table.Cell{Text: strings.Join(append(remarks, said), " "), Muted: len(remarks) == 0, Tip: strings.Join(slices.Concat(remarks, why), "\n")}
}

func (t *departingTable) runRow(run offboard.Run) table.Row {
	standing := run.Standing()
	return table.Row{Key: run.Target.Key.String(), Cells: []table.Cell{
		{Text: string(standing), Tone: toneOfStanding(standing)},
		{Text: person(run.Target), Link: true},
		{Text: run.Target.Username},
		{Text: tenantName(run.Target)},
		{Text: fmt.Sprintf("%d of %d", run.Done(), len(run.Steps))},
		t.departing.resultOf(run),
		{Time: run.Ended},
		{Number: int64(slices.Index(looked, standing)), HasNumber: true},
	}}
}

// looked is the order of what wants to be looked at.
var looked = []offboard.Standing{offboard.Attention, offboard.Stopped, offboard.UnderWay, offboard.ForPerson, offboard.Held, offboard.Queued, offboard.Ended}

// failureOf is the first thing that went wrong in a run; nil where nothing did.
func failureOf(run offboard.Run) *m365.Failure {
	if run.Stopped != nil {
		return run.Stopped
	}
	for _, step := range run.Steps {
		if step.Troubled() {
			return step.Failure
		}
	}
	return nil
}

// resultOf is what a user is at, what failed, or what waits for a person.
func (d *departing) resultOf(run offboard.Run) table.Cell {
	var hand, waits []string
	for _, step := range run.Steps {
		switch {
		case step.State == offboard.Running:
			return table.Cell{Text: step.Title + widget.Ellipsis + d.waitOf(run), Muted: true}
		case step.Troubled():
			return troubledCell(step)
		case step.State == offboard.ByHand:
			hand = append(hand, step.Title)
		case step.State == offboard.Waiting:
			waits = append(waits, step.Title)
		}
	}
	switch {
	case run.Stopped != nil:
		return table.Cell{Text: run.Stopped.Reason(), Tip: run.Stopped.Sentence()}
	case !run.Ended.IsZero():
		return table.Cell{Text: doneText(run), Muted: true}
	case run.Standing() == offboard.ForPerson && len(hand) > 0:
		return table.Cell{Text: "To do by hand: " + strings.Join(hand, ", ")}
	}
	return table.Cell{Text: "To come: " + strings.Join(slices.Concat(waits, hand), ", "), Muted: true}
}

func troubledCell(step offboard.Step) table.Cell {
	if step.Failure == nil {
		return table.Cell{Text: step.Title + ": " + strings.ToLower(string(step.State))}
	}
	return table.Cell{Text: strings.TrimSpace(step.Failure.Reason() + " " + step.Failure.Do), Tip: step.Title + ": " + step.Failure.Sentence()}
}

// doneText says how much of a run was done, and how much was left out.
func doneText(run offboard.Run) string {
	out := 0
	for _, step := range run.Steps {
		if step.State == offboard.LeftOut {
			out++
		}
	}
	text := table.Counted(len(run.Steps)-out, "step", "steps") + " done"
	if out > 0 {
		text += ", " + table.Thousands(int64(out)) + " left out"
	}
	return text
}

// waitOf says that Microsoft asked to leave the tenant alone; empty where it did not.
func (d *departing) waitOf(run offboard.Run) string {
	if wait := d.a.waitOf(run.Target.Key.Tenant); wait != "" {
		return " " + wait
	}
	return ""
}
