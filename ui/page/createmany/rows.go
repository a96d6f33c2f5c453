package createmany

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// The columns of the table.
const (
	columnLine     = "line"
	columnState    = "state"
	columnName     = "name"
	columnUsername = "username"
	columnResult   = "result"
	// columnRank brings those first who want to be looked at. It is not shown.
	columnRank = "rank"
)

func columns() []table.Column {
	return []table.Column{
		{ID: columnLine, Title: "Line", Kind: table.Number, Width: 64, Fixed: true},
		{ID: columnState, Title: "State", Kind: table.State, Width: 118},
		{ID: columnName, Title: "Full Name", Width: 180, Breaks: true},
		{ID: columnUsername, Title: "Username", Width: 230, Breaks: true},
		{ID: columnResult, Title: "Result", Width: 520, Least: 300, Breaks: true},
		{ID: columnRank, Title: "Order", Kind: table.Number, Width: 60, Hidden: true},
	}
}

func row(one bulk.Creation) table.Row {
	state := table.Cell{Text: string(one.State)}
	rank := int64(3)
	//exhaustive:enforce
	switch one.State {
	case bulk.LeftOut:
		state.Text, state.Tone, rank = "Faults", table.Danger, 0
	case bulk.Failed:
		state.Tone, rank = table.Danger, 0
	case bulk.Unknown:
		state.Tone, rank = table.Caution, 1
	case bulk.Running:
		rank = 2
	case bulk.Waiting:
		state.Text = "Ready"
	case bulk.Checking:
		rank = 4
	case bulk.Done:
		state.Text, state.Tone, rank = "Created", table.Good, 5
	}
	return table.Row{Key: table.Thousands(int64(one.Line.Number)), Cells: []table.Cell{
		{Number: int64(one.Line.Number), HasNumber: true},
		state,
		{Text: one.Line.Fields["displayName"]},
		{Text: one.Line.Fields[change.Username]},
		result(one),
		{Number: rank, HasNumber: true},
	}}
}

// result is what is wrong with a line, what will be done, or how it went.
func result(one bulk.Creation) table.Cell {
	switch {
	case one.Failure != nil:
		return table.Cell{Text: one.Failure.Sentence()}
	case len(one.Line.Faults) > 0:
		return table.Cell{Text: strings.Join(one.Line.Faults, " ")}
	case one.Note != "":
		return table.Cell{Text: one.Note}
	}
	texts := make([]string, len(one.Plan.Steps))
	for i, step := range one.Plan.Steps {
		texts[i] = step.Text
	}
	return table.Cell{Text: page.Joined(texts), Tip: strings.Join(one.Plan.Notes, " "), Muted: true}
}

func (p *Page) menu(key, _ string, show func(list.Menu)) {
	var menu list.Menu
	if p.kept.run == nil {
		show(menu)
		return
	}
	for _, one := range p.kept.run.All() {
		if table.Thousands(int64(one.Line.Number)) != key {
			continue
		}
		if one.Failure != nil {
			menu.Rest = append(menu.Rest, widget.MenuItem{Label: "Copy details", Do: func() { p.o.Host.Copy(one.Failure.Details()) }})
		}
	}
	show(menu)
}

// show draws how the run stands.
func (p *Page) show() { p.draw() }

func (p *Page) counts() bulk.Counts {
	if p.kept.run == nil {
		return bulk.Counts{}
	}
	return bulk.CountCreations(p.kept.run.All())
}

func (p *Page) draw() {
	k := p.kept
	var rows []table.Row
	if k.run != nil {
		for _, one := range k.run.All() {
			rows = append(rows, row(one))
		}
	}
	p.source.Set(rows)
	p.Grid.Reload()
	p.drawButtons()
	p.notice.Objects = nil
	if banner := p.banner(); banner != nil {
		p.notice.Objects = []fyne.CanvasObject{banner}
	}
	p.Layout()
}

func (p *Page) drawButtons() {
	k, counts := p.kept, p.counts()
	page.NameChosen(p.choose, k.tenant)
	off := func(button *widget.Button, why string) {
		if why == "" {
			button.Enable()
		} else {
			button.DisableBecause(why)
		}
	}
	busy := ""
	if k.creating {
		busy = "Users are being created"
	}
	off(p.choose, busy)
	if busy == "" && k.tenant.Name == "" {
		busy = "Choose the tenant first"
	}
	off(p.file, busy)
	p.save.Hidden = len(k.passwords()) == 0
	off(p.save, map[bool]string{true: "Users are being created"}[k.creating])
	label, why := "Create users", ""
	switch {
	case k.creating:
		label = "Stop after these"
	case k.run == nil:
		why = "Choose a file first"
	case k.checking:
		why = "The lines are being checked"
	case counts.Waiting > 0:
		label = "Create " + table.Counted(counts.Waiting, "user", "users")
	case counts.Troubled() > 0:
		label = "Retry failed (" + table.Thousands(int64(counts.Troubled())) + ")"
	case k.begun:
		why = "All are created"
	default:
		why = "No line can be created"
	}
	p.create.SetLabel(label)
	off(p.create, why)
}

// banner says what the run is at; nil where there is none.
func (p *Page) banner() fyne.CanvasObject {
	k, counts := p.kept, p.counts()
	switch {
	case k.failure != nil:
		failure := *k.failure
		actions := []widget.Action{{Label: "Copy details", Do: func() { p.o.Host.Copy(failure.Details()) }}}
		if k.run != nil {
			actions = append([]widget.Action{page.Again(p.o.Host, failure, func() {
				k.failure, k.checking = nil, true
				p.draw()
				p.checkRun(k)
			})}, actions...)
		}
		return widget.NewBanner(table.Danger, failure.Sentence(), actions...)
	case k.run == nil:
		return nil
	case k.checking:
		checked := counts.Waiting + counts.LeftOut
		return widget.NewBanner(table.Neutral, "Checking "+k.file+": "+table.Thousands(int64(checked))+" of "+table.Counted(checked+counts.Checking, "line", "lines")+". Nothing is sent.")
	case k.creating:
		return widget.NewBanner(table.Neutral, k.sentence(counts))
	case k.begun && counts.Troubled() > 0:
		return widget.NewBanner(table.Caution, k.sentence(counts))
	case k.begun:
		return widget.NewBanner(table.Good, k.sentence(counts))
	case counts.LeftOut > 0:
		return widget.NewBanner(table.Caution, table.Counted(counts.LeftOut, "line", "lines")+" of "+k.file+" cannot be created, "+table.Thousands(int64(counts.Waiting))+" can. Nothing was sent.")
	}
	return widget.NewBanner(table.Good, "Nothing is wrong with "+k.file+". Nothing was sent.")
}
