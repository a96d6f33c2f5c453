package grid

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// copyRows puts the ticked rows that fit the filters, or the one that the keyboard is on, on the clipboard: a line a row,
// shown columns, tab-separated, nothing of which a spreadsheet runs. Rows of other pages are read for it.
func (g *Grid) copyRows() {
	switch {
	case g.o.Clipboard == nil:
	case g.selection.Empty():
		if g.cursorKey() != "" {
			g.o.Clipboard(g.copier().line(g.rows[g.cursor]))
		}
	default:
		g.copyTicked()
	}
}

func (g *Grid) copyTicked() {
	source, query, copier, selection := g.o.Source, g.Query(), g.copier(), g.selection.Clone()
	g.load.work.Do(func(ctx context.Context) func() {
		var text strings.Builder
		err := source.Each(ctx, query, func(row table.Row) error {
			if selection.Includes(row.Key) {
				text.WriteString(copier.line(row))
			}
			return nil
		})
		return func() {
			switch {
			case err != nil:
				g.report(fmt.Errorf("copy rows of table %s: %w", g.o.Name, err))
			case text.Len() > 0:
				g.o.Clipboard(text.String())
			}
		}
	})
}

// copier turns rows into lines, on any goroutine.
type copier struct {
	printer table.Printer
	columns []table.Placed
}

func (g *Grid) copier() copier {
	isAction := func(p table.Placed) bool { return p.Kind == table.Action }
	return copier{g.o.Printer, slices.DeleteFunc(g.layout.Visible(g.columns), isAction)}
}

// inOneCell keeps a value within its cell of its line.
var inOneCell = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")

func (c copier) line(row table.Row) string {
	cells := make([]string, len(c.columns))
	for i, column := range c.columns {
		if column.Model < len(row.Cells) {
			cells[i] = table.AsText(inOneCell.Replace(c.printer.Export(column.Column, row.Cells[column.Model])))
		}
	}
	return strings.Join(cells, "\t") + "\n"
}
