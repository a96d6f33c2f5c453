package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// ActivitySource gives the journal as a table: a row for each change, whose key is the change's id. Where the sort keys
// leave changes equal, and where there are none, the newest come first. Filters and choices also take columns.TenantID. The
// names of tenants and users are those at the time.
func (s *Store) ActivitySource() table.Source { return activitySource{s} }

type activitySource struct{ store *Store }

// Columns is the model.
func (a activitySource) Columns() []table.Column { return columns.Activity() }

// Query answers a page.
func (a activitySource) Query(ctx context.Context, q table.Query) (page table.Page, err error) {
	if err := table.Validate(q, columns.Activity(), columns.TenantFilter); err != nil {
		return page, err
	}
	where, args := whereAll(activityConditions(q, a.store.now(), ""))
	err = a.store.read(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM journal j"+where, args...).Scan(&page.Total); err != nil {
			return err
		}
		if q.Limit <= 0 || q.Offset >= page.Total {
			return nil
		}
		page.Rows, err = collect(ctx, tx, scanActivityRow, activityPage(where, activityOrder(q.Sort)),
			append(args, q.Limit, max(q.Offset, 0))...)
		return err
	})
	return page, a.store.fault(ctx, err, "list changes")
}

// Each hands over every change that fits, in order, of one picture of the database however long it takes.
func (a activitySource) Each(ctx context.Context, q table.Query, yield func(table.Row) error) error {
	if err := table.Validate(q, columns.Activity(), columns.TenantFilter); err != nil {
		return err
	}
	where, args := whereAll(activityConditions(q, a.store.now(), ""))
	err := a.store.read(ctx, func(tx *sql.Tx) (err error) {
		rows, err := tx.QueryContext(ctx, "SELECT "+activityFields+activityTenant+where+activityOrder(q.Sort), args...)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			row, err := scanActivityRow(rows)
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			if err := yield(row); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return a.store.fault(ctx, err, "list all changes")
}

// Choices counts the values of a column. A tenant is called by the name that it had last.
func (a activitySource) Choices(ctx context.Context, column string, q table.Query) ([]table.ChoiceCount, error) {
	if err := table.ValidateChoices(column, q, columns.Activity(), columns.TenantFilter); err != nil {
		return nil, err
	}
	value := activityStored[column].value
	label := value
	if column == columns.TenantID {
		label = "j.tenant_name"
	}
	where, args := whereAll(activityConditions(q, a.store.now(), column))
	// SQLite takes a column outside of max() from the row that has the greatest: https://www.sqlite.org/lang_select.html#bareagg
	choices, err := collect(ctx, a.store.reader, scanActivityChoice,
		"SELECT "+value+", "+label+", count(*), max(j.num) FROM journal j"+where+" GROUP BY 1", args...)
	if err != nil {
		return nil, a.store.fault(ctx, err, "count values of %s", column)
	}
	table.SortChoices(choices)
	return append([]table.ChoiceCount{}, choices...), nil
}

// scanActivityChoice reads a value, its label, how many changes have it and the newest of them.
func scanActivityChoice(rows *sql.Rows) (choice table.ChoiceCount, err error) {
	var newest int64
	var stored any
	err = rows.Scan(&stored, &choice.Label, &choice.Rows, &newest)
	switch value := stored.(type) {
	case string:
		choice.Value = value
	case int64:
		word := resultOf(value)
		choice.Value, choice.Label = word, word
	}
	return choice, err
}

// activityConditions are the filters of q, but for those on the column except, as SQL.
func activityConditions(q table.Query, now time.Time, except string) (conditions []sqlCondition) {
	model := append(columns.Activity(), columns.TenantFilter)
	if q.Keys != nil {
		conditions = append(conditions, sqlCondition{"j.id", "j.id IN (SELECT value FROM json_each(?))", []any{jsonList(q.Keys)}})
	}
	for _, filter := range q.Filters {
		column := model[table.Index(model, filter.Column)]
		if column.ID != except && !filter.Empty(column.Kind) {
			conditions = append(conditions, conditionOf(activityStored[column.ID], filter, column.Kind, now))
		}
	}
	return conditions
}

// activityOrder is the ORDER BY clause over journal j.
func activityOrder(keys []table.SortKey) string {
	if !slices.ContainsFunc(keys, func(key table.SortKey) bool { return key.Column == columns.At }) {
		keys = append(slices.Clone(keys), table.SortKey{Column: columns.At, Descending: true})
	}
	terms := make([]string, 0, len(keys)+1)
	for _, key := range keys {
		terms = append(terms, orderTerm(activityStored[key.Column].order, key.Descending))
	}
	return " ORDER BY " + strings.Join(append(terms, "j.id"), ", ")
}

// activityPage finds the changes of a page by number first, so that putting many in order does not carry their texts.
func activityPage(where, order string) string {
	return "SELECT " + activityFields + activityTenant + " WHERE j.num IN (SELECT j.num FROM journal j" + where + order +
		" LIMIT ? OFFSET ?)" + order
}

// activityFields are what scanActivityRow reads.
const activityFields = "j.id, j.at, j.who, j.tenant_name, j.user_name, j.username, j.title, j.what, j.state, j.request_id, " +
	"ifnull(tenants.id, ''), ifnull(tenants.name, ''), ifnull(tenants.default_domain, ''), " + hasTwin + ", " + labelFields

// activityTenant is where they are read from: a change, and the tenant as it is known now, if it is.
const activityTenant = " FROM journal j LEFT JOIN tenants ON tenants.id = j.tenant"

// scanActivityRow reads one row.
func scanActivityRow(rows *sql.Rows) (table.Row, error) {
	var c columns.Change
	var at, result int64
	err := rows.Scan(&c.ID, &at, &c.Who, &c.TenantName, &c.UserName, &c.Username, &c.Title, &c.What, &result, &c.RequestID,
		&c.Tenant.ID, &c.Tenant.Name, &c.Tenant.DefaultDomain, &c.Tenant.Twin, &c.Tenant.Alias, labelsInto{&c.Tenant.Tags})
	c.At, c.Result = time.UnixMicro(at).UTC(), resultOf(result)
	return columns.ActivityRow(&c), err
}
