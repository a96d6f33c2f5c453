package grid

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// LayoutStore keeps how a person arranged a table.
type LayoutStore interface {
	// Layout returns what was kept under the table's name, or the zero Layout.
	Layout(ctx context.Context, name string) (table.Layout, error)
	// SaveLayout keeps a layout under the table's name.
	SaveLayout(ctx context.Context, name string, layout table.Layout) error
}

// Density is how high rows are.
type Density int

// The densities.
const (
	Condensed Density = iota
	Relaxed
)

// Options is what a grid shows and what it tells its page.
type Options struct {
	// Name is what the layout is kept under. It is never shown.
	Name   string
	Source table.Source
	// FilterOnly are columns that filters may name although the source does not show them.
	FilterOnly []table.Column
	// Work is that of the page: the grid reads in a child of it.
	Work *uithread.Work
	// Store keeps the layout; nil keeps nothing.
	Store LayoutStore
	// Printer turns cells into text.
	Printer table.Printer
	// Clipboard takes copied text; nil means that nothing can be copied.
	Clipboard func(text string)
	// PersistFilters keeps the filters between runs, with the layout.
	PersistFilters bool
	// Sort is the order before a person chooses another.
	Sort []table.SortKey
	// Density and PageSize are those of all tables; the grid reports changes and the program keeps them.
	Density  Density
	PageSize int
	// NoTicks leaves out the check boxes.
	NoTicks bool

	// Noun names what the rows are, in the plural: "users".
	Noun string
	// Reading stands where the source has not been read yet; empty for nothing.
	Reading string
	// Empty stands where there are no rows and no filters, and EmptyAction is the next step.
	Empty       string
	EmptyAction widget.Action
	// AtLeast says that there are more rows than the source knows, perhaps; nil is never.
	AtLeast func() bool
	// Explain turns an error into a sentence that says what to do; nil says only that the list could not be read.
	Explain func(error) string

	// OnOpen is called with Enter on a row, and with a click on the link of a fixed column.
	OnOpen func(key string)
	// OnCell is called with a click on any other link, and on an icon.
	OnCell func(key, columnID string)
	// OnMiddle is called with the middle button on a link or an icon.
	OnMiddle func(key, columnID string)
	// OnSecondary is called with the second button on a row; at is a place of the canvas.
	OnSecondary func(key, columnID string, at fyne.Position)
	// OnSelectionChanged is called when rows are ticked or unticked.
	OnSelectionChanged func(Selection)
	// OnChanged is called with every answer: how many rows fit on all pages, and the filters.
	OnChanged func(total int, filters []table.Filter)
	// OnRefresh is what the refresh button does; nil reads the rows anew.
	OnRefresh func()
	// OnDensity and OnPageSize report what a person chose for all tables.
	OnDensity  func(Density)
	OnPageSize func(int)
	// OnError hears of a layout that could not be read or kept.
	OnError func(error)
}

// Selection is the rows that are ticked.
type Selection struct {
	// Keys are the ticked rows in the order of ticking; none where All.
	Keys []string
	// All says that all rows across all pages are selected.
	All bool
	// Count is how many rows that is.
	Count int
	// Hidden names the ticked rows that the filters hide.
	Hidden []string
}

// saveDelay is how long a layout waits for further changes before it is kept.
const saveDelay = 500 * time.Millisecond

// busyPause is how long something is read before the grid says so.
const busyPause = 100 * time.Millisecond

// refreshPause is the least time between two readings that nobody asked for by hand.
const refreshPause = 250 * time.Millisecond
