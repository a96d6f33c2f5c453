package table

import (
	"maps"
	"slices"
)

// MinWidth is the least width of a column, in device-independent pixels: enough for two letters and the filter icon.
const MinWidth = 48

// Placed is a column as a layout shows it.
type Placed struct {
	Column
	// Model is its place in the model: the index of its cell in a Row.
	Model int
	// Shown says whether it stands in the table or waits in the Columns menu.
	Shown bool
}

// Arrange is every column in the layout's order, with the layout's widths. Ids that the model does not know are passed
// over. At least one column is shown, and a Fixed one always is.
func (l Layout) Arrange(columns []Column) []Placed {
	placed := make([]Placed, 0, len(columns))
	for _, index := range l.order(columns) {
		column := columns[index]
		if width, changed := l.Widths[column.ID]; changed {
			column.Width = max(width, MinWidth)
		}
		placed = append(placed, Placed{Column: column, Model: index, Shown: l.shows(column)})
	}
	if len(placed) > 0 && !slices.ContainsFunc(placed, func(p Placed) bool { return p.Shown }) {
		placed[0].Shown = true
	}
	return placed
}

// Visible is what Arrange shows, from left to right.
func (l Layout) Visible(columns []Column) []Placed {
	return slices.DeleteFunc(l.Arrange(columns), func(p Placed) bool { return !p.Shown })
}

// Move puts a shown column at a place among the shown ones, counted from 0 without it.
func (l Layout) Move(columns []Column, id string, to int) Layout {
	all := l.Arrange(columns)
	from := slices.IndexFunc(all, func(p Placed) bool { return p.ID == id })
	if from < 0 || !all[from].Shown {
		return l
	}
	moving := all[from]
	all = slices.Delete(all, from, from+1)
	all = slices.Insert(all, placeAmongShown(all, to), moving)
	l.Order = make([]string, len(all))
	for i, p := range all {
		l.Order[i] = p.ID
	}
	return l
}

// Hide takes a column out of the table. A Fixed column and the last one shown stay.
func (l Layout) Hide(columns []Column, id string) Layout {
	column, found := find(columns, id)
	if !found || !l.CanHide(columns, id) {
		return l
	}
	return l.withVisibility(column, false)
}

// Show puts a column into the table.
func (l Layout) Show(columns []Column, id string) Layout {
	column, found := find(columns, id)
	if !found {
		return l
	}
	return l.withVisibility(column, true)
}

// CanHide says whether Hide would hide the column.
func (l Layout) CanHide(columns []Column, id string) bool {
	visible := l.Visible(columns)
	at := slices.IndexFunc(visible, func(p Placed) bool { return p.ID == id })
	return at >= 0 && !visible[at].Fixed && len(visible) > 1
}

// Resize sets a column's width in device-independent pixels, at least MinWidth.
func (l Layout) Resize(id string, width float32) Layout {
	widths := maps.Clone(l.Widths)
	if widths == nil {
		widths = make(map[string]float32)
	}
	widths[id] = max(width, MinWidth)
	l.Widths = widths
	return l
}

// Reset is the model's own order, widths and visibility. Sort and filters stay.
func (l Layout) Reset() Layout { return Layout{Sort: l.Sort, Filters: l.Filters} }

// Usable is the layout without sort keys and filters that the source would refuse, as a saved one may hold them after the
// program changed. filterOnly are columns that filters may name although they are not in the model.
func (l Layout) Usable(columns []Column, filterOnly ...Column) Layout {
	l.Sort = slices.DeleteFunc(slices.Clone(l.Sort), func(key SortKey) bool {
		return Validate(Query{Sort: []SortKey{key}}, columns) != nil
	})
	l.Filters = slices.DeleteFunc(slices.Clone(l.Filters), func(filter Filter) bool {
		return Validate(Query{Filters: []Filter{filter}}, columns, filterOnly...) != nil
	})
	return l
}

// order is the model's indexes in the layout's order: those it names, then the others.
func (l Layout) order(columns []Column) []int {
	order := make([]int, 0, len(columns))
	for _, id := range l.Order {
		if index := Index(columns, id); index >= 0 && !slices.Contains(order, index) {
			order = append(order, index)
		}
	}
	for index := range columns {
		if !slices.Contains(order, index) {
			order = append(order, index)
		}
	}
	return order
}

func (l Layout) shows(column Column) bool {
	switch {
	case column.Fixed:
		return true
	case slices.Contains(l.Hidden, column.ID):
		return false
	default:
		return !column.Hidden || slices.Contains(l.Shown, column.ID)
	}
}

// withVisibility keeps only what differs from the model, so that a layout does not outlive a change of the model's mind.
func (l Layout) withVisibility(column Column, shown bool) Layout {
	l.Hidden = without(l.Hidden, column.ID)
	l.Shown = without(l.Shown, column.ID)
	switch {
	case shown && column.Hidden:
		l.Shown = append(l.Shown, column.ID)
	case !shown && !column.Hidden:
		l.Hidden = append(l.Hidden, column.ID)
	}
	return l
}

func without(ids []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(other string) bool { return other == id })
}

// placeAmongShown is the place in all at which the shown column number to stands.
func placeAmongShown(all []Placed, to int) int {
	last := 0
	for i, p := range all {
		if !p.Shown {
			continue
		}
		if to <= 0 {
			return i
		}
		to--
		last = i + 1
	}
	return last
}
