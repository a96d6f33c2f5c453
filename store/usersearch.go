package store

import (
	"context"
	"database/sql"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// farOffset is from which offset on a walk jumps to the page first.
const farOffset = 2000

// userSearch is one query for a page of users.
type userSearch struct {
	tx *sql.Tx
	filtered
	sort          []table.SortKey
	offset, limit int

	// held are the users that fit, as they are in memory; nil where SQLite has to tell.
	held *roster.Fitting
	// matches are the users that fit, unordered, when they are few.
	matches []int64
	few     bool
}

// count says how many users fit. It looks for a few first, and counts on only if there are more.
func (q *userSearch) count(ctx context.Context) (int, error) {
	if q.whole == 0 {
		return 0, nil
	}
	if q.held != nil {
		if q.held.Total <= fewMatches {
			q.matches, q.few = q.held.All(), true
		}
		return q.held.Total, nil
	}
	onlyTenants := !slices.ContainsFunc(q.conditions, func(c sqlCondition) bool { return c.value != "u.tenant" })
	if onlyTenants && q.whole > fewMatches {
		return q.whole, nil
	}
	hint := q.hint()
	where, args := q.where()
	inOrder, beyond := scanOrder(hint)
	matches, err := q.numbers(ctx, "SELECT u.id FROM users u"+hint+where+inOrder+" LIMIT ?", append(args, fewMatches+1)...)
	if err != nil {
		return 0, err
	}
	if len(matches) <= fewMatches {
		q.matches, q.few = matches, true
		return len(matches), nil
	}
	seen := 0
	if beyond != "" {
		seen = len(matches)
		where, args = q.where(sqlCondition{sql: beyond, args: []any{matches[seen-1]}})
	}
	var rest int
	err = q.tx.QueryRowContext(ctx, "SELECT count(*) FROM users u"+hint+where, args...).Scan(&rest)
	return seen + rest, err
}

// scanOrder is the order in which the two longest scans read, and the condition for what they read after a user, so that
// counting goes on where the look for a few stopped. The other indexes are so narrow that they are counted from the start.
func scanOrder(hint string) (inOrder, beyond string) {
	switch hint {
	case notIndexed:
		return " ORDER BY u.id", "u.id > ?"
	case indexedBy(byKey):
		return " ORDER BY u.tenant, u.object", "(u.tenant, u.object) > (SELECT tenant, object FROM users WHERE id = ?)"
	}
	return "", ""
}

// page is the users of the page, in order.
func (q *userSearch) page(ctx context.Context) ([]int64, error) {
	if q.held != nil && q.held.Ordered() {
		return q.held.Page()
	}
	if q.few {
		return q.numbers(ctx, "SELECT u.id FROM json_each(?) j CROSS JOIN users u ON u.id = j.value JOIN tenants t ON t.num = u.tenant"+
			orderBy(q.sort)+" LIMIT ? OFFSET ?", jsonNumbers(q.matches), q.limit, q.offset)
	}
	var skipped []sqlCondition
	if index, found := walkIndex(q.sort); found && q.offset >= farOffset {
		var err error
		if skipped, err = q.skip(ctx, index); err != nil {
			return nil, err
		}
	}
	where, args := q.where(skipped...)
	return q.numbers(ctx, "SELECT u.id"+q.walk(q.sort)+where+orderBy(q.sort)+" LIMIT ? OFFSET ?",
		append(args, q.limit, q.offset)...)
}

// skip finds the value of the first sort key at the offset, takes those before it off the offset, and returns a condition
// without them. Both stay within the index, whereas the further sort keys need the users themselves.
func (q *userSearch) skip(ctx context.Context, index index) ([]sqlCondition, error) {
	value, descending := index.values[0], q.sort[0].Descending
	where, args := q.where()
	from := " FROM users u INDEXED BY " + index.name + where
	var first any
	err := q.tx.QueryRowContext(ctx, "SELECT "+value+from+" ORDER BY "+orderTerm(value, descending)+" LIMIT 1 OFFSET ?",
		append(args, q.offset)...).Scan(&first)
	if err != nil {
		return nil, err
	}
	before, rest := beforeValue(value, first, descending)
	where, args = q.where(before)
	var skipped int
	err = q.tx.QueryRowContext(ctx, "SELECT count(*) FROM users u INDEXED BY "+index.name+where, args...).Scan(&skipped)
	q.offset -= skipped
	return []sqlCondition{rest}, err
}

// beforeValue splits users into those whose value stands before first and the rest.
func beforeValue(value string, first any, descending bool) (before, rest sqlCondition) {
	switch {
	case first == nil:
		return sqlCondition{value, value + " IS NOT NULL", nil}, sqlCondition{value, value + " IS NULL", nil}
	case descending:
		return sqlCondition{value, value + " > ?", []any{first}},
			sqlCondition{value, "(" + value + " <= ? OR " + value + " IS NULL)", []any{first}}
	default:
		return sqlCondition{value, value + " < ?", []any{first}},
			sqlCondition{value, "(" + value + " >= ? OR " + value + " IS NULL)", []any{first}}
	}
}

func (q *userSearch) numbers(ctx context.Context, query string, args ...any) ([]int64, error) {
	return collect(ctx, q.tx, func(rows *sql.Rows) (number int64, err error) {
		return number, rows.Scan(&number)
	}, query, args...)
}
