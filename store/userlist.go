package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// rowFields are what scanUserRow reads from users u and the words that rowWords joins to them.
const rowFields = `u.tenant, u.object, u.display_name, u.username, wr.text, u.type, u.sign_in, u.last_sign_in,
	u.last_password_reset, wl.text, wj.text, wd.text, u.created, u.on_premises`

const rowWords = `
	LEFT JOIN words wr ON wr.id = u.roles
	LEFT JOIN words wl ON wl.id = u.licenses
	LEFT JOIN words wj ON wj.id = u.job_title
	LEFT JOIN words wd ON wd.id = u.department`

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
	for rows.Next() {
		row, err := scanUserRow(rows, tenants)
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

// scanUserRow reads one row.
func scanUserRow(rows *sql.Rows, tenants map[int64]listTenant) (table.Row, error) {
	var tenantNum, userType int64
	var object, displayName, username string
	var roles, licenses, jobTitle, department sql.NullString
	var signIn, lastSignIn, lastReset, created sql.NullInt64
	var onPremises bool
	err := rows.Scan(&tenantNum, &object, &displayName, &username, &roles, &userType, &signIn, &lastSignIn, &lastReset,
		&licenses, &jobTitle, &department, &created, &onPremises)
	if err != nil {
		return table.Row{}, err
	}
	tenant := tenants[tenantNum]
	return columns.UserRow(&columns.User{
		User: m365.User{
			Key:         m365.UserKey{Tenant: m365.TenantID(tenant.id), ID: object},
			DisplayName: displayName, UserPrincipalName: username, Type: typeOf(userType), SignIn: signInOf(signIn),
			JobTitle: jobTitle.String, Department: department.String, OnPremisesSynced: onPremises,
			LastSignIn: timeOf(lastSignIn), LastPasswordReset: timeOf(lastReset), Created: timeOf(created),
		},
		TenantName: tenant.name, SignInActivity: tenant.activity, RoleNames: roles.String, LicenseNames: licenses.String,
	}), nil
}
