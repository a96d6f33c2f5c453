package roster

import (
	"context"
	"errors"
	"slices"
)

// Roster is all users, in blocks. It does not change.
type Roster []*Block

// Question asks for some users.
type Question struct {
	// Tenants are those whose users are asked for, with their places.
	Tenants    map[int64]Places
	Conditions []Condition
	// Keys are the order; then users go by their tenants' ids and their own.
	Keys          []Key
	Offset, Limit int
}

// Users counts the users.
func (r Roster) Users() int {
	users := 0
	for _, block := range r {
		users += block.Users()
	}
	return users
}

// Fitting are the users that fit a question.
type Fitting struct {
	roster   Roster
	question Question
	// rows are those of each block.
	rows  []rows
	Total int
}

// Find looks for the users that fit.
func (r Roster) Find(ctx context.Context, q Question) (*Fitting, error) {
	f := &Fitting{roster: r, question: q, rows: make([]rows, len(r))}
	err := inParts(len(r), func(_, from, to int) {
		for at := from; at < to && ctx.Err() == nil; at++ {
			f.rows[at] = q.rows(r[at])
		}
	})
	for _, rows := range f.rows {
		f.Total += rows.count()
	}
	return f, errors.Join(err, ctx.Err())
}

// rows are the rows of a block that fit.
func (q *Question) rows(b *Block) rows {
	fit := noRows(b.Users())
	for _, run := range b.runs {
		if _, wanted := q.Tenants[run.Tenant]; wanted {
			fit.addAll(run.From, run.To)
		}
	}
	for i := range q.Conditions {
		q.Conditions[i].keep(b, fit)
	}
	return fit
}

// All are the ids of the users that fit, in no order.
func (f *Fitting) All() []int64 {
	ids := make([]int64, 0, f.Total)
	for at, rows := range f.rows {
		for row := range rows.all() {
			ids = append(ids, f.roster[at].ID(row))
		}
	}
	return ids
}

// Ordered says that the question gives an order.
func (f *Fitting) Ordered() bool { return len(f.question.Keys) > 0 }

// Page are the ids of the users of the page, in order. It is looked for from the end that is nearer.
func (f *Fitting) Page() ([]int64, error) {
	from := min(f.question.Offset, f.Total)
	to := from + min(f.question.Limit, f.Total-from)
	if from == to {
		return nil, nil
	}
	backwards := f.Total-from < to
	if !backwards {
		first, err := f.first(to, false)
		return f.ids(first.from(from)), err
	}
	last, err := f.first(f.Total-from, true)
	page := f.ids(last.from(f.Total - to))
	slices.Reverse(page)
	return page, err
}

// first are those who come first, or last, among all who fit.
func (f *Fitting) first(wanted int, backwards bool) (*first, error) {
	parts := make([]*first, partsOf(len(f.rows)))
	err := inParts(len(f.rows), func(part, from, to int) {
		first := newFirst(f.order(backwards), wanted)
		for at := from; at < to; at++ {
			roughs := first.order.roughs(f.roster[at])
			for row := range f.rows[at].all() {
				first.add(entry{roughs(row), uint32(at), uint32(row)})
			}
		}
		parts[part] = first
	})
	all := newFirst(f.order(backwards), wanted)
	for _, part := range parts {
		if err == nil {
			part.sift()
			all.kept = append(all.kept, part.kept...)
		}
	}
	return all, err
}

func (f *Fitting) order(backwards bool) *order {
	return &order{roster: f.roster, keys: f.question.Keys, tenants: f.question.Tenants, reversed: backwards}
}

func (f *Fitting) ids(entries []entry) []int64 {
	ids := make([]int64, len(entries))
	for i, e := range entries {
		ids[i] = f.roster[e.block].ID(int(e.row))
	}
	return ids
}
