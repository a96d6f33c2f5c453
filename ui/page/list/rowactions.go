package list

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// rowActions is the menu above the table: what can be done with the ticked rows, and the exports.
func (l *List) rowActions() []widget.MenuItem {
	selection := l.Grid.Selection()
	items := HiddenItems(selection)
	if l.spec.Actions != nil {
		items = append(items, l.spec.Actions(selection)...)
	}
	if len(items) > 0 {
		items = append(items, widget.MenuItem{Separator: true})
	}
	return append(items, l.exports(selection)...)
}

// HiddenItems name the ticked rows that the filters hide, which an action is about all the same.
func HiddenItems(selection grid.Selection) []widget.MenuItem {
	if len(selection.Hidden) == 0 {
		return nil
	}
	return []widget.MenuItem{
		{Label: NotShown(selection), Off: "Ticked, but hidden by the filters. Uncheck All unticks every row."}, {Separator: true},
	}
}

// NotShown names the ticked rows that the filters hide; empty where there are none.
func NotShown(selection grid.Selection) string {
	if len(selection.Hidden) == 0 {
		return ""
	}
	return "Not shown: " + page.Listed(selection.Hidden, namesListed)
}

// namesListed is how many rows are named before they are counted.
const namesListed = 3

// exports are the lines of a Row Actions menu that every table has.
func (l *List) exports(selection grid.Selection) []widget.MenuItem {
	selected := widget.MenuItem{Label: "Export Selected Rows to CSV", Do: func() { l.export(true) }}
	uncheck := widget.MenuItem{Label: "Uncheck All", Do: l.Grid.SelectNone}
	all := widget.MenuItem{Label: "Export All Rows to CSV", Note: "All Rows", Do: l.Export}
	if selection.Count == 0 {
		selected.Off, uncheck.Off = "Tick rows first", "No row is ticked"
	}
	if selection.Count > 0 && len(selection.Hidden) == selection.Count {
		selected.Off = "The filters hide the ticked rows"
	}
	if selection.All {
		selected.Off = "All rows are selected: use Export All Rows to CSV"
		uncheck.Off = "All rows are selected: use Select none in the title"
	}
	switch {
	case l.Grid.Total() == 0:
		all.Off = "There are no rows"
	case !selection.All:
		all.Off = "Select all rows across all pages first, in the title"
	}
	return []widget.MenuItem{all, selected, {Separator: true}, uncheck}
}

// export hands the window the table as it is shown, to be written to a CSV file: all rows, or only those ticked.
func (l *List) export(selected bool) {
	export := page.Export{
		What: l.spec.Noun, File: l.spec.File, Source: l.spec.Source, Query: l.Grid.Query(), Columns: l.Grid.ShownColumns(),
		Rows: l.Grid.Total(), Format: l.printer.Export,
	}
	if l.spec.Lacking != nil {
		export.Lacking = l.spec.Lacking()
	}
	selection := l.Grid.Selection()
	if selected && !selection.All {
		keys := slices.Clone(selection.Keys)
		wanted := make(map[string]bool, len(keys))
		for _, key := range keys {
			wanted[key] = true
		}
		export.Keys = func(key string) bool { return wanted[key] }
		export.Rows = selection.Count - len(selection.Hidden)
	}
	l.host.Export(export)
}
