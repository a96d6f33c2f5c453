// Package list makes tables of the window from data: what the rows are, where they come from, what opens and what can be
// done with a row. A page that is one table is one by embedding a Page.
package list

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Host is what a list asks of the window.
type Host interface {
	Canvas() fyne.Canvas
	Copy(text string)
	Export(page.Export)
}

// Spec is a list as data. Source, Name, Noun and File it must have; it does without the rest.
type Spec struct {
	// Name is what the layout is kept under. It is never shown.
	Name string
	// Noun names the rows in the plural, and File the CSV that they are exported to, without a date and an ending.
	Noun, File string
	Source     table.Source
	// Sort is the order before a person chooses another.
	Sort []table.SortKey
	// FilterOnly are columns that filters may name although the source does not show them.
	FilterOnly []table.Column
	// KeepFilters keeps the filters between runs.
	KeepFilters bool
	// Reading stands where the source has not been read yet; empty for nothing.
	Reading string
	// Empty stands where there are no rows and no filters, and Next is the step that leads out of it.
	Empty string
	Next  widget.Action

	// Lacking says what is missing from the rows or old, for a file that they are exported to; empty or nil for nothing.
	Lacking func() string
	// AtLeast says that whole rows are missing, perhaps; nil is never.
	AtLeast func() bool

	// Open is Enter on a row, and a click on the link of a fixed column.
	Open func(key string)
	// Press is a click on any other link or icon, MiddlePress one with the middle button.
	Press, MiddlePress func(key, column string)
	// Menu hands show what the context menu of a cell holds besides "Copy value", now or once it is known.
	Menu func(key, column string, show func(Menu))
	// Actions stand in Row Actions above the exports.
	Actions func(grid.Selection) []widget.MenuItem
	// NoTicks leaves out the check boxes.
	NoTicks bool
	// Refresh reads anew; nil asks the source again.
	Refresh func()
	// Selected is called when rows are ticked or unticked, Answered with every answer of the source.
	Selected func(grid.Selection)
	Answered func()
}

// Menu is the context menu of a cell: Copy value stands between First and Rest.
type Menu struct{ First, Rest []widget.MenuItem }

// List is a table with what can be done to it.
type List struct {
	Grid *grid.Grid

	spec    Spec
	host    Host
	printer table.Printer
	// head is the line above the table whose width follows the number of rows; nil where there is none.
	head *fyne.Container
}

// New makes a list, which begins to read at once.
func New(host Host, work *uithread.Work, tables Tables, spec Spec) *List {
	l := &List{spec: spec, host: host, printer: tables.Printer}
	options := tables.options(work)
	options.Name, options.Noun, options.Source = spec.Name, spec.Noun, spec.Source
	options.Sort, options.FilterOnly, options.PersistFilters = spec.Sort, spec.FilterOnly, spec.KeepFilters
	options.Reading, options.Empty, options.EmptyAction, options.AtLeast = spec.Reading, spec.Empty, spec.Next, spec.AtLeast
	options.OnOpen, options.OnCell, options.OnMiddle = spec.Open, spec.Press, spec.MiddlePress
	options.OnSecondary = l.showMenu
	options.OnRefresh, options.NoTicks = spec.Refresh, spec.NoTicks
	options.OnSelectionChanged = spec.Selected
	options.OnChanged = func(int, []table.Filter) { l.answered() }
	l.Grid = grid.New(options)
	return l
}

func (l *List) answered() {
	if l.head != nil {
		page.Lay(l.head)
	}
	if l.spec.Answered != nil {
		l.spec.Answered()
	}
}

// Buttons are what stands above every table at the right.
func (l *List) Buttons() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		widget.NewMenuButton(widget.Secondary, "Row Actions", "", l.rowActions),
		l.Grid.DensityButton(), l.Grid.ColumnsButton(), l.Grid.RefreshButton(),
	}
}

// showMenu opens the context menu of a cell.
func (l *List) showMenu(key, column string, at fyne.Position) {
	show := func(menu Menu) {
		widget.ShowMenuAt(l.host.Canvas(), at, func() []widget.MenuItem {
			items := menu.First
			if value := l.Grid.CellText(key, column); value != "" {
				items = append(items, widget.MenuItem{Label: "Copy value", Do: func() { l.host.Copy(value) }})
			}
			return append(items, menu.Rest...)
		})
	}
	if l.spec.Menu == nil {
		show(Menu{})
		return
	}
	l.spec.Menu(key, column, show)
}

// Export writes all rows to a CSV file.
func (l *List) Export() { l.export(false) }

// Refresh reads anew.
func (l *List) Refresh() {
	if l.spec.Refresh != nil {
		l.spec.Refresh()
		return
	}
	l.Grid.Reload()
}

// OpenFilter opens the filter of the first column.
func (l *List) OpenFilter() { l.Grid.OpenFirstFilter() }

// SetDensity changes the height of the rows.
func (l *List) SetDensity(density grid.Density) { l.Grid.SetDensity(density) }

// Save returns how the table stands.
func (l *List) Save() any { return l.Grid.Save() }

// Restore brings the table back.
func (l *List) Restore(saved any) {
	if kept, ok := saved.(grid.Saved); ok {
		l.Grid.Restore(kept)
	}
}

// Close ends reading.
func (l *List) Close() { l.Grid.Close() }
