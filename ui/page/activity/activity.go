// Package activity is the page Microsoft 365 > Activity: every change that was made with Tenantkeep, how it went, and the
// way to take it back.
package activity

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Journal keeps the changes.
type Journal interface {
	Entry(ctx context.Context, id string) (change.Entry, error)
}

// Actions take changes back: one, some of them, or all that was begun on many users at once. They go on with those that did
// not come to their end.
type Actions interface {
	Undo(entryID string)
	UndoMany(count int, read func(ctx context.Context) ([]string, error))
	UndoRun(run string)
	Continue(entryID string)
}

// Host is what the page asks of the window.
type Host interface {
	Canvas() fyne.Canvas
	Now() time.Time
	Printer() table.Printer
	Open(page.Route)
	Export(page.Export)
	Copy(text string)
	Fail(error)
	ShowSheet(page.Sheet) (closeSheet func())
}

// Options are what a Page needs. Source gives the rows of the journal; a row's key is the change's id.
type Options struct {
	Host    Host
	Work    *uithread.Work
	Tables  list.Tables
	Source  table.Source
	Journal Journal
	Actions Actions
}

// Page is Activity.
type Page struct {
	*list.Page
	o Options
	// opening says that a change is being read, so that a second click does not open it twice.
	opening bool
}

// New makes the page.
func New(o Options) *Page {
	p := &Page{o: o}
	p.Page = list.NewPage(list.New(o.Host, o.Work, o.Tables, p.spec()), list.Look{Title: "Activity"})
	return p
}

func (p *Page) spec() list.Spec {
	return list.Spec{
		Name: "activity", Noun: "changes", File: "activity", Source: p.o.Source,
		Sort:  []table.SortKey{{Column: columns.At, Descending: true}},
		Empty: "Nothing was changed with Tenantkeep yet. What you do to users is listed here.",
		Open:  p.open, Press: p.press, Menu: p.menu, Actions: p.undoTicked,
	}
}

// Changed reads the journal again where it has something new.
func (p *Page) Changed(changes page.Changes) {
	if changes.Activity {
		p.Grid.Reload()
	}
	if changes.Clock {
		p.Grid.Redraw()
	}
}

// press opens the user behind a name, and the change behind everything else.
func (p *Page) press(id, column string) {
	if column != columns.ChangedUser {
		p.open(id)
		return
	}
	p.read(id, func(entry change.Entry) { p.o.Host.Open(page.Route{Page: page.User, User: entry.Target.Key}) })
}

// open shows a change whole.
func (p *Page) open(id string) {
	if p.opening {
		return
	}
	p.opening = true
	p.read(id, func(entry change.Entry) { p.show(entry) })
}

// read brings a change from the journal.
func (p *Page) read(id string, then func(change.Entry)) {
	p.o.Work.Do(func(ctx context.Context) func() {
		entry, err := p.o.Journal.Entry(ctx, id)
		return func() {
			p.opening = false
			if err != nil {
				p.o.Host.Fail(err)
				return
			}
			then(entry)
		}
	})
}

// menu is the context menu of a row. Where the row is one of those that are ticked, an undo is about all of them.
func (p *Page) menu(id, _ string, show func(list.Menu)) {
	menu := list.Menu{First: []widget.MenuItem{
		{Label: "Details", Do: func() { p.open(id) }},
		{Label: copySummary, Do: func() { p.read(id, p.copySummary) }},
	}}
	if selection := p.Grid.Selection(); selection.Count > 1 && (selection.All || slices.Contains(selection.Keys, id)) {
		menu.Rest = append([]widget.MenuItem{{Separator: true}}, list.HiddenItems(selection)...)
		menu.Rest = append(menu.Rest, p.undoTicked(selection)...)
	}
	show(menu)
}

// undoTicked takes back the changes that are ticked.
func (p *Page) undoTicked(selection grid.Selection) []widget.MenuItem {
	undo := widget.MenuItem{Label: "Undo", Note: table.Counted(selection.Count, "change", "changes")}
	switch {
	case selection.Count == 0:
		undo.Note, undo.Off = "", "Tick changes first"
	case selection.Count == 1 && !selection.All:
		undo.Do = func() { p.o.Actions.Undo(selection.Keys[0]) }
	default:
		query := table.Query{Keys: selection.Keys}
		if selection.All {
			query = p.Grid.Query()
		}
		undo.Do = func() {
			p.o.Actions.UndoMany(selection.Count, func(ctx context.Context) ([]string, error) { return ids(ctx, p.o.Source, query) })
		}
	}
	return []widget.MenuItem{undo}
}

// ids are the changes of a query, the newest first.
func ids(ctx context.Context, source table.Source, query table.Query) (found []string, err error) {
	query.Sort = []table.SortKey{{Column: columns.At, Descending: true}}
	err = source.Each(ctx, query, func(row table.Row) error {
		found = append(found, row.Key)
		return nil
	})
	return found, err
}
