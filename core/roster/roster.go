package roster

import (
	"context"
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
	rows  [][]uint16
	Total int
}

// Find looks for the users that fit.
func (r Roster) Find(ctx context.Context, q Question) (*Fitting, error) {
	f := &Fitting{roster: r, question: q, rows: make([][]uint16, len(r))}
	tenants := wanted(q.Tenants)
	for at, block := range r {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rows := tenants.rows(block)
		for i := range q.Conditions {
			rows = q.Conditions[i].keep(block, rows)
		}
		f.rows[at] = rows
		f.Total += len(rows)
	}
	return f, nil
}

// rows are the rows of a block that are of wanted tenants.
func (t *tenants) rows(b *Block) []uint16 {
	rows := make([]uint16, 0, b.Users())
	for i := range b.Users() {
		if _, wanted := t.find(b.tenants.at(i)); wanted {
			rows = append(rows, uint16(i))
		}
	}
	return rows
}

// All are the ids of the users that fit, in no order.
func (f *Fitting) All() []int64 {
	ids := make([]int64, 0, f.Total)
	for at, rows := range f.rows {
		for _, row := range rows {
			ids = append(ids, f.roster[at].ids.at(int(row)))
		}
	}
	return ids
}

// Ordered says that the question gives an order.
func (f *Fitting) Ordered() bool { return len(f.question.Keys) > 0 }

// Page are the ids of the users of the page, in order. It is looked for from the end that is nearer.
func (f *Fitting) Page() []int64 {
	from := min(f.question.Offset, f.Total)
	to := from + min(f.question.Limit, f.Total-from)
	if from == to {
		return nil
	}
	backwards := f.Total-from < to
	order := &order{roster: f.roster, keys: f.question.Keys, tenants: wanted(f.question.Tenants), reversed: backwards}
	if !backwards {
		return f.ids(f.first(order, to).from(from))
	}
	page := f.ids(f.first(order, f.Total-from).from(f.Total - to))
	slices.Reverse(page)
	return page
}

func (f *Fitting) first(order *order, wanted int) *first {
	first := &first{order: order, wanted: wanted}
	for at, rows := range f.rows {
		block := f.roster[at]
		for _, row := range rows {
			first.add(entry{order.rough(block, int(row)), uint32(at), uint32(row)})
		}
	}
	return first
}

func (f *Fitting) ids(entries []entry) []int64 {
	ids := make([]int64, len(entries))
	for i, e := range entries {
		ids[i] = f.roster[e.block].ids.at(int(e.row))
	}
	return ids
}
