package grid

import (
	"context"
	"fmt"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// findHidden finds out which ticked rows the filters hide. They stay ticked, so they must be told.
func (g *Grid) findHidden() {
	keys := g.selection.Keys()
	if len(g.layout.Filters) == 0 || len(keys) == 0 {
		g.useHidden(nil)
		return
	}
	source, generation := g.o.Source, g.load.generation
	fitting := table.Query{Filters: g.Query().Filters, Keys: keys, Limit: len(keys)}
	ticked := table.Query{Keys: keys, Limit: len(keys), Sort: g.Query().Sort}
	g.load.work.Do(func(ctx context.Context) func() {
		hidden, err := without(ctx, source, ticked, fitting)
		return func() {
			switch {
			case generation != g.load.generation:
			case err != nil:
				g.report(fmt.Errorf("find the ticked rows of table %s: %w", g.o.Name, err))
			default:
				g.useHidden(hidden)
			}
		}
	})
}

// without are the rows of one query that another does not have.
func without(ctx context.Context, source table.Source, query, other table.Query) ([]table.Row, error) {
	all, err := source.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	not, err := source.Query(ctx, other)
	if err != nil {
		return nil, err
	}
	has := make(map[string]bool, len(not.Rows))
	for _, row := range not.Rows {
		has[row.Key] = true
	}
	return slices.DeleteFunc(all.Rows, func(row table.Row) bool { return has[row.Key] }), nil
}

// useHidden takes over which ticked rows are hidden. What was unticked meanwhile is none of them.
func (g *Grid) useHidden(rows []table.Row) {
	if len(rows) == 0 && len(g.hidden) == 0 {
		return
	}
	g.hidden = rows
	g.ticked()
}

// hiddenNames are the hidden rows by the column that names a row.
func (g *Grid) hiddenNames() []string {
	var names []string
	at := max(0, slices.IndexFunc(g.columns, func(c table.Column) bool { return c.Fixed }))
	for _, row := range g.hidden {
		if at < len(row.Cells) {
			names = append(names, g.o.Printer.Text(g.columns[at].Kind, row.Cells[at]))
		}
	}
	return names
}
