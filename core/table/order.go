package table

import (
	"cmp"
	"slices"
	"strings"
)

// TotalOrder is keys and, where they leave rows equal, the order in which a person looks for them: by name, the first Fixed
// column. What is equal in that too goes by the row's key, so that pages hold each row once. Every source sorts by it.
func TotalOrder(columns []Column, keys []SortKey) []SortKey {
	name := slices.IndexFunc(columns, func(c Column) bool { return c.Fixed && c.Kind != Action })
	if name < 0 || slices.ContainsFunc(keys, func(k SortKey) bool { return k.Column == columns[name].ID }) {
		return keys
	}
	return append(slices.Clone(keys), SortKey{Column: columns[name].ID})
}

// sortRows brings rows into the TotalOrder of keys.
func sortRows(rows []Row, columns []Column, keys []SortKey) {
	keys = TotalOrder(columns, keys)
	entries := make([]orderedEntry, len(rows))
	for i, row := range rows {
		entries[i] = orderedRow(row, columns, keys)
	}
	slices.SortFunc(entries, func(a, b orderedEntry) int { return compareEntries(a, b, keys) })
	for i := range entries {
		rows[i] = entries[i].row
	}
}

// orderedEntry is a row beside the values it is ordered by, so that a text is folded once and not at every comparison.
type orderedEntry struct {
	row    Row
	values []sortValue
}

// sortValue is a cell as it sorts.
type sortValue struct {
	empty  bool
	text   string
	number int64
	nanos  int
}

func orderedRow(row Row, columns []Column, keys []SortKey) orderedEntry {
	values := make([]sortValue, len(keys))
	for i, key := range keys {
		index := Index(columns, key.Column)
		values[i] = valueOf(row.cell(index), columns[index].Kind)
	}
	return orderedEntry{row, values}
}

func valueOf(cell Cell, kind Kind) sortValue {
	switch kind {
	case Number:
		return sortValue{empty: !cell.HasNumber, number: cell.Number}
	case Time:
		return sortValue{empty: cell.Time.IsZero(), number: cell.Time.Unix(), nanos: cell.Time.Nanosecond()}
	default:
		text := Fold(cell.Text)
		return sortValue{empty: text == "", text: text}
	}
}

func compareEntries(a, b orderedEntry, keys []SortKey) int {
	for i, key := range keys {
		if order := compareValues(a.values[i], b.values[i], key.Descending); order != 0 {
			return order
		}
	}
	return strings.Compare(a.row.Key, b.row.Key)
}

// compareValues puts empty values last, whatever the direction.
func compareValues(a, b sortValue, descending bool) int {
	switch {
	case a.empty && b.empty:
		return 0
	case a.empty:
		return 1
	case b.empty:
		return -1
	}
	order := cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.number, b.number), cmp.Compare(a.nanos, b.nanos))
	if descending {
		return -order
	}
	return order
}
