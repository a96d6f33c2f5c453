package action

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// The columns of the table of a run.
const (
	columnState    = "state"
	columnName     = "name"
	columnUsername = "username"
	columnTenant   = "tenant"
	columnResult   = "result"
	columnEnded    = "ended"
	// columnRank brings those first who want to be looked at. It is not shown.
	columnRank = "rank"
)

func manyColumns() []table.Column {
	return []table.Column{
		{ID: columnState, Title: "State", Kind: table.State, Width: 118},
		{ID: columnName, Title: "Display Name", Width: 150, Fixed: true, Breaks: true},
		{ID: columnUsername, Title: "Username", Width: 200, Breaks: true},
		{ID: columnTenant, Title: "Tenant Name", Width: 160, Breaks: true},
		{ID: columnResult, Title: "Result", Width: 380, Least: 260, Breaks: true},
		{ID: columnEnded, Title: "Ended", Kind: table.Time, Width: 124},
		{ID: columnRank, Title: "Order", Kind: table.Number, Width: 60, Hidden: true},
	}
}

// manyTable is how each user of a run stands.
type manyTable struct {
	source  *table.Slice
	list    *list.List
	content fyne.CanvasObject
	// failures are the details behind the rows, by key.
	failures map[string]string
}

func (m *many) newTable() *manyTable {
	t := &manyTable{source: table.NewUnread(manyColumns()), failures: make(map[string]string)}
	t.list = list.New(m.a.o.Host, m.work, m.a.o.Tables(), list.Spec{
		Name: "many", Noun: "users", File: "many-users", Source: t.source,
		Sort:    []table.SortKey{{Column: columnRank}},
		Reading: readingUsers, Empty: nobodyMeant, NoTicks: true, Menu: t.menu(m.a.o.Host.Copy),
	})
	t.content = page.Column(page.Near, t.list.Grid.Bar(), page.Fill(t.list.Grid))
	return t
}

// menu copies the details of a failure.
func (t *manyTable) menu(copyText func(string)) func(key, column string, show func(list.Menu)) {
	return func(key, _ string, show func(list.Menu)) {
		var menu list.Menu
		if details := t.failures[key]; details != "" {
			menu.Rest = []widget.MenuItem{{Label: "Copy details", Do: func() { copyText(details) }}}
		}
		show(menu)
	}
}

func (t *manyTable) set(users []bulk.User, begun bool) {
	rows := make([]table.Row, len(users))
	clear(t.failures)
	for i, user := range users {
		rows[i] = manyRow(user, begun)
		if user.Failure != nil {
			t.failures[rows[i].Key] = user.Failure.Details()
		}
	}
	t.source.Set(rows)
	t.list.Grid.Reload()
}

func (t *manyTable) close() { t.list.Close() }

func manyRow(user bulk.User, begun bool) table.Row {
	state, rank := stateCell(user, begun)
	return table.Row{Key: user.Key(), Cells: []table.Cell{
		state,
		{Text: person(user.Target)},
		{Text: user.Target.Username},
		{Text: tenantName(user.Target)},
		resultCell(user, begun),
		{Time: user.Ended},
		{Number: rank, HasNumber: true},
	}}
}

// stateCell is the state, and where it stands in the order of what wants to be looked at.
func stateCell(user bulk.User, begun bool) (cell table.Cell, rank int64) {
	cell.Text = string(user.State)
	//exhaustive:enforce
	switch user.State {
	case bulk.Failed:
		cell.Tone, rank = table.Danger, 0
	case bulk.Unknown:
		cell.Tone, rank = table.Caution, 1
	case bulk.Running:
		rank = 3
	case bulk.Waiting:
		rank = 4
		if !begun {
			cell.Text = "Ready"
		}
		if !begun && user.IsAdmin() {
			cell.Text, cell.Tone, rank = "Administrator", table.Caution, 2
		}
	case bulk.Checking:
		rank = 5
	case bulk.LeftOut:
		rank = 3
		if begun {
			rank = 7
		}
	case bulk.Done:
		cell.Tone, rank = table.Good, 6
	}
	return cell, rank
}

// resultCell is what happens to a user, how it went, or why it did not.
func resultCell(user bulk.User, begun bool) table.Cell {
	if failure := user.Failure; failure != nil {
		return table.Cell{Text: strings.TrimSpace(failure.Reason() + " " + failure.Do), Tip: user.Why()}
	}
	texts := make([]string, len(user.Plan.Steps))
	for i, step := range user.Plan.Steps {
		texts[i] = step.Text
	}
	said := page.Joined(texts)
	if user.State == bulk.Waiting && !begun {
		if remarks := slices.Concat(user.Plan.AdminRoles, own(user)); len(remarks) > 0 {
			return table.Cell{Text: strings.Join(append([]string{said}, remarks...), ". ")}
		}
	}
	switch {
	case user.State == bulk.Running:
		said += widget.Ellipsis
	case user.Note != "":
		said += ". " + user.Note
	}
	return table.Cell{Text: said, Muted: true}
}

// own are the notes that speak of the user.
func own(user bulk.User) (notes []string) {
	for _, note := range user.Plan.Notes {
		if strings.Contains(note, user.Plan.Target.Name) {
			notes = append(notes, note)
		}
	}
	return notes
}
