package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Errors of a query that names what the source does not have.
var (
	ErrUnknownColumn = errors.New("no such column")
	ErrNoFilter      = errors.New("the column has no filter")
	ErrNoSort        = errors.New("the column has no order")
	ErrNoChoices     = errors.New("the column has no list of values")
)

// Empty says that the filter keeps every row of a column of that kind.
func (f Filter) Empty(kind Kind) bool {
	switch kind {
	case Text:
		return Compile(f.Text).Everything()
	case Choice, State:
		return len(f.Any) == 0
	case Time:
		return !f.Spans() && !f.Untimed
	}
	return true
}

// Validate says whether a source with these columns can answer q. filterOnly are columns that filters may name although
// no row has a cell for them.
func Validate(q Query, columns []Column, filterOnly ...Column) error {
	for _, filter := range q.Filters {
		column, found := find(columns, filter.Column)
		if !found {
			column, found = find(filterOnly, filter.Column)
		}
		if !found {
			return fmt.Errorf("filter by %q: %w", filter.Column, ErrUnknownColumn)
		}
		if column.Kind == Action || column.Kind == Number {
			return fmt.Errorf("filter by %q: %w", filter.Column, ErrNoFilter)
		}
	}
	for _, key := range q.Sort {
		column, found := find(columns, key.Column)
		if !found {
			return fmt.Errorf("sort by %q: %w", key.Column, ErrUnknownColumn)
		}
		if column.Kind == Action {
			return fmt.Errorf("sort by %q: %w", key.Column, ErrNoSort)
		}
	}
	return nil
}

// ValidateChoices says whether a source with these columns can answer the choices of column under q.
func ValidateChoices(column string, q Query, columns []Column, filterOnly ...Column) error {
	if err := Validate(Query{Filters: append([]Filter{{Column: column}}, q.Filters...)}, columns, filterOnly...); err != nil {
		return err
	}
	if found, _ := find(columns, column); found.Kind == Time {
		return fmt.Errorf("choices of %q: %w", column, ErrNoChoices)
	}
	return nil
}

// Index is the place of a column in the model, -1 where it has none.
func Index(columns []Column, id string) int {
	return slices.IndexFunc(columns, func(c Column) bool { return c.ID == id })
}

func find(columns []Column, id string) (Column, bool) {
	if i := Index(columns, id); i >= 0 {
		return columns[i], true
	}
	return Column{}, false
}

// condition says whether a row fits one filter, which may be about no column.
type condition struct {
	column string
	fits   func(Row) bool
}

// conditions makes the filters ready, leaving out those that keep everything.
func conditions(filters []Filter, columns []Column, now time.Time) []condition {
	var made []condition
	for _, filter := range filters {
		index := Index(columns, filter.Column)
		kind := columns[index].Kind
		if filter.Empty(kind) {
			continue
		}
		fits := cellCondition(filter, kind, now)
		made = append(made, condition{filter.Column, func(row Row) bool { return fits(row.cell(index)) }})
	}
	return made
}

func keyCondition(keys []string) condition {
	wanted := make(map[string]bool, len(keys))
	for _, key := range keys {
		wanted[key] = true
	}
	return condition{fits: func(row Row) bool { return wanted[row.Key] }}
}

func cellCondition(filter Filter, kind Kind, now time.Time) func(Cell) bool {
	switch kind {
	case Text:
		pattern := Compile(filter.Text)
		return func(c Cell) bool { return pattern.Matches(c.Text) || c.Also != "" && pattern.Matches(c.Also) }
	case Time:
		return timeCondition(filter, now)
	default:
		return func(c Cell) bool {
			return slices.ContainsFunc(c.values(), func(value string) bool { return slices.Contains(filter.Any, value) })
		}
	}
}

func timeCondition(filter Filter, now time.Time) func(Cell) bool {
	from, to := filter.Span(now)
	spans := filter.Spans()
	return func(c Cell) bool {
		if c.Time.IsZero() {
			// A word in the place of a time says why it is not known.
			return filter.Untimed && c.Text == ""
		}
		return spans && (from.IsZero() || !c.Time.Before(from)) && (to.IsZero() || c.Time.Before(to))
	}
}

// values are those of a Choice: the one, or several.
func (c Cell) values() []string {
	if c.Several {
		return strings.Split(c.Text, Joint)
	}
	return []string{c.Text}
}

// fitsAll says whether a row fits every condition on a column other than except.
func fitsAll(row Row, made []condition, except string) bool {
	for _, c := range made {
		if (c.column == "" || c.column != except) && !c.fits(row) {
			return false
		}
	}
	return true
}

// cell is the row's cell in a column of the model, empty where the row is too short.
func (r Row) cell(index int) Cell {
	if index >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[index]
}
