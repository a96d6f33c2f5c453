package page

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// ExportItems are the lines of a Row Actions menu that every table has.
func ExportItems(g *grid.Grid, export func(selected bool)) []widget.MenuItem {
	selection := g.Selection()
	selected := widget.MenuItem{Label: "Export Selected Rows to CSV", Do: func() { export(true) }}
	uncheck := widget.MenuItem{Label: "Uncheck All", Do: g.SelectNone}
	all := widget.MenuItem{Label: "Export All Rows to CSV", Do: func() { export(false) }}
	if selection.Count == 0 {
		selected.Off, uncheck.Off = "Tick rows first", "No row is ticked"
	}
	if selection.All {
		selected.Off = "All rows are selected: use Export All Rows to CSV"
	}
	if g.Total() == 0 {
		all.Off = "There are no rows"
	}
	return []widget.MenuItem{all, selected, {Separator: true}, uncheck}
}

// ExportOf is a table as it is shown, to be written to a CSV file: all rows, or only those ticked.
func ExportOf(g *grid.Grid, source table.Source, printer table.Printer, what, file string, selected bool) Export {
	export := Export{
		What: what, File: file, Source: source, Query: g.Query(), Columns: g.ShownColumns(), Rows: g.Total(),
		Format: printer.Export,
	}
	selection := g.Selection()
	if selected && !selection.All {
		keys := slices.Clone(selection.Keys)
		wanted := make(map[string]bool, len(keys))
		for _, key := range keys {
			wanted[key] = true
		}
		export.Keys = func(key string) bool { return wanted[key] }
		export.Rows = selection.Count
	}
	return export
}
