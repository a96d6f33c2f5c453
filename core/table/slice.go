package table

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"
	"time"
)

// Slice is a source of rows that are all in memory. Any number of goroutines may use it at once.
type Slice struct {
	// Now is the clock of the filters by age; nil is the computer's. Set it before the first query.
	Now func() time.Time

	columns []Column
	// rows is nil before the first Set or Fail.
	rows atomic.Pointer[sliceRows]
}

// sliceRows are the rows of a Slice, or why there are none.
type sliceRows struct {
	list []Row
	err  error
}

// NewUnread makes a source whose rows are not known yet: until the first Set its pages are unread.
func NewUnread(columns []Column) *Slice { return &Slice{columns: columns} }

// NewSlice makes a source of rows, which belong to it from now on.
func NewSlice(columns []Column, rows []Row) *Slice {
	s := &Slice{columns: columns}
	s.Set(rows)
	return s
}

// Set puts rows in the place of those before, which belong to the source from now on. A query sees all of the old ones or
// all of the new ones.
func (s *Slice) Set(rows []Row) { s.rows.Store(&sliceRows{list: rows}) }

// Fail says that the rows could not be read. Rows that were read before stay.
func (s *Slice) Fail(err error) {
	if known := s.rows.Load(); known == nil || known.err != nil {
		s.rows.Store(&sliceRows{err: err})
	}
}

// Columns is the model.
func (s *Slice) Columns() []Column { return s.columns }

// Query answers a page.
func (s *Slice) Query(ctx context.Context, q Query) (Page, error) {
	if s.rows.Load() == nil {
		return Page{Unread: true}, Validate(q, s.columns)
	}
	rows, err := s.matching(ctx, q)
	if err != nil {
		return Page{}, err
	}
	page := Page{Total: len(rows)}
	if q.Limit <= 0 {
		return page, nil
	}
	sortRows(rows, s.columns, q.Sort)
	start := min(max(q.Offset, 0), len(rows))
	page.Rows = slices.Clone(rows[start:min(start+q.Limit, len(rows))])
	return page, nil
}

// Each hands over every row that fits, in order.
func (s *Slice) Each(ctx context.Context, q Query, yield func(Row) error) error {
	rows, err := s.matching(ctx, q)
	if err != nil {
		return err
	}
	sortRows(rows, s.columns, q.Sort)
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}

// Choices counts the values of a column that is neither a Time nor a Number.
func (s *Slice) Choices(ctx context.Context, column string, q Query) ([]ChoiceCount, error) {
	if err := ValidateChoices(column, q, s.columns); err != nil {
		return nil, err
	}
	index := Index(s.columns, column)
	made := s.conditions(q)
	counts := map[string]int{}
	all, err := s.all()
	if err != nil {
		return nil, err
	}
	for i, row := range all {
		if err := sometimes(ctx, i); err != nil {
			return nil, err
		}
		if fitsAll(row, made, column) {
			for _, value := range row.cell(index).values() {
				counts[value]++
			}
		}
	}
	choices := make([]ChoiceCount, 0, len(counts))
	for value, rows := range counts {
		choices = append(choices, ChoiceCount{Value: value, Label: value, Rows: rows})
	}
	SortChoices(choices)
	return choices, nil
}

// SortChoices brings choices into the order in which a source answers them: most frequent first, then by label.
func SortChoices(choices []ChoiceCount) {
	slices.SortFunc(choices, func(a, b ChoiceCount) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(Fold(a.Label), Fold(b.Label)), cmp.Compare(a.Value, b.Value))
	})
}

// matching is a copy of the rows that fit, unsorted.
func (s *Slice) matching(ctx context.Context, q Query) ([]Row, error) {
	if err := Validate(q, s.columns); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	made := s.conditions(q)
	all, err := s.all()
	if err != nil {
		return nil, err
	}
	rows := make([]Row, 0, len(all))
	for i, row := range all {
		if err := sometimes(ctx, i); err != nil {
			return nil, err
		}
		if fitsAll(row, made, "") {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// conditions are what a row must fit for q.
func (s *Slice) conditions(q Query) []condition {
	made := conditions(q.Filters, s.columns, s.now())
	if q.Keys != nil {
		made = append(made, keyCondition(q.Keys))
	}
	return made
}

// all are the rows as they are now.
func (s *Slice) all() ([]Row, error) {
	known := s.rows.Load()
	if known == nil {
		return nil, nil
	}
	return known.list, known.err
}

func (s *Slice) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

// sometimes asks every thousandth time whether ctx has ended.
func sometimes(ctx context.Context, i int) error {
	if i%1024 != 0 {
		return nil
	}
	return ctx.Err()
}
