package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// rowFields are what a userReader reads from users u and the words that rowWords joins to them.
var rowFields, rowWords = func() (fields, words string) {
	fields = "u.tenant, u.object"
	for _, field := range userFields {
		if !field.word {
			fields += ", u." + field.name
			continue
		}
		fields += ", " + field.name + "_word.text"
		words += fmt.Sprintf(" LEFT JOIN words %[1]s_word ON %[1]s_word.id = u.%[1]s", field.name)
	}
	return fields, words
}()

// userReader reads rowFields, one row after the other into the same place.
type userReader struct {
	tenant int64
	user   columns.User
	into   []any
}

func newUserReader() *userReader {
	r := new(userReader)
	r.into = []any{&r.tenant, &r.user.Key.ID}
	for _, field := range userFields {
		r.into = append(r.into, field.into(&r.user))
	}
	return r
}

// row reads a row of the list.
func (r *userReader) row(rows *sql.Rows, tenants map[int64]listTenant) (table.Row, error) {
	if err := rows.Scan(r.into...); err != nil {
		return table.Row{}, err
	}
	tenant := tenants[r.tenant]
	r.user.Key.Tenant, r.user.Tenant = tenant.ID, tenant.Tenant
	return columns.UserRow(&r.user), nil
}

// rowsOf reads the rows of users by number, in the order of ids.
func rowsOf(ctx context.Context, tx *sql.Tx, tenants map[int64]listTenant, ids []int64) ([]table.Row, error) {
	rows := make([]table.Row, 0, len(ids))
	err := eachRow(ctx, tx, tenants, func(row table.Row) error {
		rows = append(rows, row)
		return nil
	}, "SELECT "+rowFields+" FROM json_each(?) j CROSS JOIN users u ON u.id = j.value"+rowWords+" ORDER BY j.key", jsonNumbers(ids))
	return rows, err
}

// eachRow hands every row of a query over rowFields to yield.
func eachRow(
	ctx context.Context, tx *sql.Tx, tenants map[int64]listTenant, yield func(table.Row) error, query string, args ...any,
) (err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	reader := newUserReader()
	for rows.Next() {
		row, err := reader.row(rows, tenants)
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	return rows.Err()
}
