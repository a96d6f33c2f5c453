// Package activity is the page Microsoft 365 > Activity: every change that was made with Tenantkeep, how it went, and the
// way to take it back.
package activity

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// The columns that the page knows; the source gives them and others.
const (
	columnAt     = "at"
	columnAction = "action"
)

// Journal keeps the changes.
type Journal interface {
	Entry(ctx context.Context, id string) (change.Entry, error)
}

// Actions take changes back.
type Actions interface{ Undo(entryID string) }

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

// columnUser is what the source calls the column with the user's name.
const columnUser = "user_name"

// Options are what a Page needs. Source gives the rows of the journal; a row's key is the change's id.
type Options struct {
	Host    Host
	Work    *page.Work
	Tables  page.Tables
	Source  table.Source
	Journal Journal
	Actions Actions
}

// Page is Activity.
type Page struct {
	o       Options
	grid    *grid.Grid
	head    *fyne.Container
	content fyne.CanvasObject
	// opening says that a change is being read, so that a second click does not open it twice.
	opening bool
}

// New makes the page.
func New(o Options) *Page {
	o.Source = linked{o.Source}
	p := &Page{o: o}
	options := o.Tables.Options("activity", "changes", o.Source)
	options.Sort = []table.SortKey{{Column: columnAt, Descending: true}}
	options.Empty = "Nothing was changed with Tenantkeep yet. What you do to users is listed here."
	options.OnOpen = p.open
	options.OnCell = p.openCell
	options.OnSecondary = p.showMenu
	options.OnChanged = func(int, []table.Filter) { p.head.Refresh() }
	p.grid = grid.New(options)
	actions := widget.NewMenuButton(widget.Secondary, "Row Actions", "", p.rowActions)
	p.head = page.Head("Activity", p.grid.Count(), actions,
		p.grid.DensityButton(), p.grid.ColumnsButton(), p.grid.RefreshButton())
	p.content = page.Body(p.head, p.grid.Bar(), page.Fill(p.grid))
	return p
}

// Content is the page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Trail says where the page is.
func (p *Page) Trail() []page.Step { return []page.Step{{Text: "Microsoft 365"}, {Text: "Activity"}} }

// Changed reads the journal again where it has something new.
func (p *Page) Changed(changes page.Changes) {
	if changes.Activity {
		p.grid.Reload()
	}
	if changes.Clock {
		p.grid.Redraw()
	}
}

// open shows a change whole.
// openCell opens the user behind a name, and the change behind everything else.
func (p *Page) openCell(id, column string) {
	if column != columnUser {
		p.open(id)
		return
	}
	p.read(id, func(entry change.Entry) { p.o.Host.Open(page.Route{Page: page.User, User: entry.Target.Key}) })
}

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

// showMenu is the context menu of a row.
func (p *Page) showMenu(id, column string, at fyne.Position) {
	widget.ShowMenuAt(p.o.Host.Canvas(), at, func() []widget.MenuItem {
		items := []widget.MenuItem{
			{Label: "Details", Do: func() { p.open(id) }},
			{Label: copySummary, Do: func() { p.read(id, p.copySummary) }},
		}
		if value := p.grid.CellText(id, column); value != "" {
			items = append(items, widget.MenuItem{Label: "Copy value", Do: func() { p.o.Host.Copy(value) }})
		}
		return items
	})
}

func (p *Page) rowActions() []widget.MenuItem { return page.ExportItems(p.grid, p.export) }

// Export writes all rows to a CSV file.
func (p *Page) Export() { p.export(false) }

func (p *Page) export(selected bool) {
	p.o.Host.Export(page.ExportOf(p.grid, p.o.Source, p.o.Tables.Printer, "changes", "activity", selected))
}

// Refresh reads the journal anew.
func (p *Page) Refresh() { p.grid.Reload() }

// OpenFilter opens the filter of the first column.
func (p *Page) OpenFilter() { p.grid.OpenFirstFilter() }

// SetDensity changes the height of the rows.
func (p *Page) SetDensity(density grid.Density) { p.grid.SetDensity(density) }

// Save returns how the table stands.
func (p *Page) Save() any { return p.grid.Save() }

// Restore brings the table back.
func (p *Page) Restore(saved any) {
	if kept, ok := saved.(grid.Saved); ok {
		p.grid.Restore(kept)
	}
}

// Idle says whether nothing is being read.
func (p *Page) Idle() bool { return p.grid.Idle() }

// Wait returns once reading has ended.
func (p *Page) Wait() { p.grid.Wait() }

// Close ends reading.
func (p *Page) Close() { p.grid.Close() }

// linked is a source whose actions open the change.
type linked struct{ table.Source }

// Query answers a page.
func (l linked) Query(ctx context.Context, q table.Query) (table.Page, error) {
	answer, err := l.Source.Query(ctx, q)
	at := table.Index(l.Columns(), columnAction)
	if at < 0 {
		return answer, err
	}
	for i, row := range answer.Rows {
		cells := append([]table.Cell{}, row.Cells...)
		cells[at].Link = true
		answer.Rows[i].Cells = cells
	}
	return answer, err
}
