package list

import (
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// Tables is what every table of the window has in common.
type Tables struct {
	Layouts   grid.LayoutStore
	Printer   table.Printer
	Density   grid.Density
	PageSize  int
	Clipboard func(text string)
	Explain   func(error) string
	// OnDensity and OnPageSize hear what the person chose for all tables, OnError of a layout that was not kept.
	OnDensity  func(grid.Density)
	OnPageSize func(int)
	OnError    func(error)
}

// options are the options of a grid with what all have in common filled in.
func (t Tables) options(work *uithread.Work) grid.Options {
	return grid.Options{
		Work: work, Store: t.Layouts, Printer: t.Printer, Density: t.Density, PageSize: t.PageSize,
		Clipboard: t.Clipboard, Explain: t.Explain,
		OnDensity: t.OnDensity, OnPageSize: t.OnPageSize, OnError: t.OnError,
	}
}
