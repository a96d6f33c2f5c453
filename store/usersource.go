package store

import (
	"context"
	"database/sql"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// UserSource gives the users of all synced tenants, also of those whose last refresh failed, as a table. A row's key is
// m365.UserKey.String. Filters and choices also take columns.TenantID.
func (s *Store) UserSource() table.Source { return userSource{s} }

type userSource struct{ store *Store }

// fewMatches is up to how many users that fit are found first and put in order then. Of more, so many fit that walking in
// order soon finds a page.
const fewMatches = 5000

// Columns is the model.
func (u userSource) Columns() []table.Column { return columns.Users() }

// Query answers a page.
func (u userSource) Query(ctx context.Context, q table.Query) (page table.Page, err error) {
	if err := table.Validate(q, columns.Users(), columns.TenantFilter, columns.SearchFilter); err != nil {
		return page, err
	}
	err = u.store.read(ctx, func(tx *sql.Tx) error {
		users, err := filterUsers(ctx, tx, q, u.store.now())
		if err != nil {
			return err
		}
		search := userSearch{tx: tx, filtered: users, sort: totalOrder(q.Sort), offset: max(q.Offset, 0), limit: max(q.Limit, 0)}
		if search.held, err = u.store.findHeld(ctx, tx, users, q); err != nil {
			return err
		}
		page.Total, err = search.count(ctx)
		if err != nil || search.limit == 0 || search.offset >= page.Total {
			return err
		}
		ids, err := search.page(ctx)
		if err != nil {
			return err
		}
		page.Rows, err = rowsOf(ctx, tx, users.tenants, ids)
		return err
	})
	return page, u.store.fault(ctx, err, "list users")
}

// Each hands over every user that fits, in order, of one state of the database however long it takes.
func (u userSource) Each(ctx context.Context, q table.Query, yield func(table.Row) error) error {
	if err := table.Validate(q, columns.Users(), columns.TenantFilter, columns.SearchFilter); err != nil {
		return err
	}
	err := u.store.read(ctx, func(tx *sql.Tx) error {
		users, err := filterUsers(ctx, tx, q, u.store.now())
		if err != nil || users.whole == 0 {
			return err
		}
		sort := totalOrder(q.Sort)
		where, args := users.where()
		return eachRow(ctx, tx, users.tenants, yield,
			"SELECT "+rowFields+users.walk(sort)+rowWords+where+orderBy(sort), args...)
	})
	return u.store.fault(ctx, err, "list all users")
}

// totalOrder is the order that every source of users sorts by; orderBy adds the row's key.
func totalOrder(keys []table.SortKey) []table.SortKey { return table.TotalOrder(columns.Users(), keys) }

// Choices counts the values of a column.
func (u userSource) Choices(ctx context.Context, column string, q table.Query) (choices []table.ChoiceCount, err error) {
	if err := table.ValidateChoices(column, q, columns.Users(), columns.TenantFilter, columns.SearchFilter); err != nil {
		return nil, err
	}
	q.Filters = slices.DeleteFunc(slices.Clone(q.Filters), func(filter table.Filter) bool { return filter.Column == column })
	choices = []table.ChoiceCount{}
	err = u.store.read(ctx, func(tx *sql.Tx) error {
		users, err := filterUsers(ctx, tx, q, u.store.now())
		if err != nil || users.whole == 0 {
			return err
		}
		find := func() (*roster.Fitting, error) { return u.store.findHeld(ctx, tx, users, q) }
		choices, err = countChoices(ctx, tx, column, users, find)
		return err
	})
	return choices, u.store.fault(ctx, err, "count values of %s", column)
}
