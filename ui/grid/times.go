package grid

import (
	"slices"
	"time"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// wide is a time that takes as much room as any.
var wide = time.Date(2026, time.September, 28, 22, 58, 0, 0, time.UTC)

// widened gives columns of times the room for exact ones, where those are shown.
func widened(columns []table.Column, printer table.Printer) []table.Column {
	if !printer.Exact {
		return columns
	}
	columns = slices.Clone(columns)
	text := printer.Text(table.Time, table.Cell{Time: wide})
	room := widget.Measure(text, widget.Size(fynetheme.SizeNameText), false).Width + 2*cellPad + 2
	for i := range columns {
		if column := &columns[i]; column.Kind == table.Time {
			column.Width, column.Least = max(column.Width, room), max(column.Least, room)
		}
	}
	return columns
}
