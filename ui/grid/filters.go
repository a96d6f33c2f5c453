package grid

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// Filters returns the filters that are on.
func (g *Grid) Filters() []table.Filter { return slices.Clone(g.layout.Filters) }

// SetFilters replaces all filters and goes to the first page. Filters that keep everything, and those on columns that are
// not there, are left out.
func (g *Grid) SetFilters(filters []table.Filter) {
	g.load.filtersSet = true
	g.restore = nil
	usable := table.Layout{Filters: filters}.Usable(g.columns, g.o.FilterOnly...).Filters
	g.layout.Filters = slices.DeleteFunc(usable, func(f table.Filter) bool {
		column, known := g.column(f.Column)
		return !known || f.Empty(column.Kind)
	})
	g.pager.First()
	g.asked = true
	g.keepFilters()
	g.load.ask()
}

// SetFilter turns on one filter in place of the one on its column; a filter that keeps everything turns it off.
func (g *Grid) SetFilter(filter table.Filter) {
	filters := g.Filters()
	at := slices.IndexFunc(filters, func(f table.Filter) bool { return f.Column == filter.Column })
	if at < 0 {
		filters = append(filters, filter)
	} else {
		filters[at] = filter
	}
	g.SetFilters(filters)
}

// RemoveFilter turns off the filters that are about a column.
func (g *Grid) RemoveFilter(columnID string) {
	g.SetFilters(slices.DeleteFunc(g.Filters(), func(f table.Filter) bool { return g.about(f, columnID) }))
}

// ResetFilters turns all filters off.
func (g *Grid) ResetFilters() { g.SetFilters(nil) }

// Filter returns the filter on a column, and whether there is one.
func (g *Grid) Filter(columnID string) (table.Filter, bool) {
	for _, filter := range g.layout.Filters {
		if filter.Column == columnID {
			return filter, true
		}
	}
	return table.Filter{}, false
}

// filtered says whether a filter is on that is about a column.
func (g *Grid) filtered(columnID string) bool {
	return slices.ContainsFunc(g.layout.Filters, func(f table.Filter) bool { return g.about(f, columnID) })
}

// about says whether a filter is about a column: it names it, or one that stands for it.
func (g *Grid) about(filter table.Filter, columnID string) bool {
	column, _ := g.column(filter.Column)
	return filter.Column == columnID || column.Of == columnID
}

// column finds a column of the model or one that only filters name.
func (g *Grid) column(id string) (table.Column, bool) {
	if i := table.Index(g.columns, id); i >= 0 {
		return g.columns[i], true
	}
	if i := table.Index(g.o.FilterOnly, id); i >= 0 {
		return g.o.FilterOnly[i], true
	}
	return table.Column{}, false
}

func (g *Grid) keepFilters() {
	if g.o.PersistFilters {
		g.saver.changed()
	}
}

func (g *Grid) showFilters() {
	g.bar.show()
	g.head.showFilters()
}
