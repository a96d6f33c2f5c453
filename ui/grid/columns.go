package grid

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// Layout returns how the table is arranged, as it is kept: without filters where they do not persist.
func (g *Grid) Layout() table.Layout {
	layout := g.layout
	if !g.o.PersistFilters {
		layout.Filters = nil
	}
	return layout
}

// Columns returns every column in its present order, with its present width, shown or not.
func (g *Grid) Columns() []table.Placed { return g.layout.Arrange(g.columns) }

// SetHidden hides or shows a column. A fixed column and the last one shown stay.
func (g *Grid) SetHidden(columnID string, hidden bool) {
	if hidden {
		g.layout = g.layout.Hide(g.columns, columnID)
	} else {
		g.layout = g.layout.Show(g.columns, columnID)
	}
	g.arranged()
}

// MoveColumn puts a shown column at a place among the shown ones, from 0.
func (g *Grid) MoveColumn(columnID string, to int) {
	g.layout = g.layout.Move(g.columns, columnID, to)
	g.arranged()
}

// SetColumnWidth changes a column's width, in device-independent pixels.
func (g *Grid) SetColumnWidth(columnID string, width float32) {
	g.layout = g.layout.Resize(columnID, width)
	g.arranged()
}

// ResetLayout goes back to the model's order, widths and shown columns. Sort and filters stay.
func (g *Grid) ResetLayout() {
	g.layout = g.layout.Reset()
	g.saver.use()
	g.arranged()
}

// Sort returns the order of rows.
func (g *Grid) Sort() []table.SortKey { return slices.Clone(g.layout.Sort) }

// SetSort changes the order of rows and goes to the first page.
func (g *Grid) SetSort(keys []table.SortKey) {
	g.restore = nil
	g.layout.Sort = table.Layout{Sort: keys}.Usable(g.columns).Sort
	g.pager.First()
	g.asked = true
	g.saver.changed()
	g.load.ask()
}

// turnSort is what a click on a title does: ascending, descending, none. With further the other keys stay; without, a
// column that shared the order with others begins anew as the only one.
func (g *Grid) turnSort(columnID string, further bool) {
	keys := g.Sort()
	at := slices.IndexFunc(keys, func(k table.SortKey) bool { return k.Column == columnID })
	if !further && len(keys) > 1 {
		keys, at = nil, -1
	}
	switch {
	case at < 0 && further:
		keys = append(keys, table.SortKey{Column: columnID})
	case at < 0:
		keys = []table.SortKey{{Column: columnID}}
	case !keys[at].Descending:
		keys[at].Descending = true
	default:
		keys = slices.Delete(keys, at, at+1)
	}
	g.SetSort(keys)
}

// shownSort are the keys of the order whose columns are shown.
func (g *Grid) shownSort() []table.SortKey {
	return slices.DeleteFunc(g.Sort(), func(key table.SortKey) bool {
		return !slices.ContainsFunc(g.shape.spans, func(span span) bool { return span.ID == key.Column })
	})
}

// freezeWidths makes the widths that are drawn the chosen ones, so that dragging one edge moves nothing else.
func (g *Grid) freezeWidths() {
	for _, span := range g.shape.spans {
		g.layout = g.layout.Resize(span.ID, span.width)
	}
}

func (g *Grid) arranged() {
	g.arrange()
	g.saver.changed()
}

// arrange gives the shown columns their places, and draws titles and rows there.
func (g *Grid) arrange() {
	g.shape.arrange(g.layout, g.columns)
	g.head.rebuild()
	g.body.rebuild()
	if g.parts != nil && g.head.Size().Height != g.titleHeight() {
		g.parts.Refresh()
	}
}

// alignsRight says whether a shown column holds plain numbers. Links in a Number column read from the left.
func (g *Grid) alignsRight(index int) bool {
	if index >= len(g.shape.spans) || g.shape.spans[index].Kind != table.Number {
		return false
	}
	cell, ok := g.firstCell(index)
	return !ok || !cell.Link || cell.Text == ""
}

// hasText says whether a shown Action column holds words rather than icons.
func (g *Grid) hasText(index int) bool {
	cell, ok := g.firstCell(index)
	return ok && cell.Text != ""
}

func (g *Grid) firstCell(index int) (table.Cell, bool) {
	if len(g.rows) == 0 || index >= len(g.shape.spans) || g.shape.spans[index].Model >= len(g.rows[0].Cells) {
		return table.Cell{}, false
	}
	return g.rows[0].Cells[g.shape.spans[index].Model], true
}
