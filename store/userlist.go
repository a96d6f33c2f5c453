package store

import (
	"context"
	"database/sql"
	"errors"

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

// scanUserRow reads one row; its cells are in the order of userColumns.
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
	return table.Row{
		Key: m365.UserKey{Tenant: m365.TenantID(tenant.id), ID: object}.String(),
		Cells: []table.Cell{
			{Text: displayName, Link: true},
			{Text: username},
			{Text: roles.String},
			{Text: tenant.name},
			{Text: string(typeOf(userType))},
			signInCell(signInOf(signIn)),
			lastSignInCell(lastSignIn, tenant.activity),
			{Time: timeOf(lastReset)},
			{Text: licenses.String},
			{Text: jobTitle.String},
			{Text: department.String},
			{Time: timeOf(created)},
			{Text: yesNo(onPremises)},
			{Text: object},
		},
	}, nil
}

func signInCell(status m365.SignInStatus) table.Cell {
	switch status {
	case m365.Allowed:
		return table.Cell{Text: string(status), Tone: table.Good}
	case m365.Blocked:
		return table.Cell{Text: string(status), Tone: table.Danger}
	}
	return table.Cell{}
}

// lastSignInCell says why there is no last sign-in where Microsoft gives none for the whole tenant.
func lastSignInCell(at sql.NullInt64, activity m365.Availability) table.Cell {
	switch {
	case at.Valid:
		return table.Cell{Time: timeOf(at)}
	case activity == m365.NeedsPremium:
		return table.Cell{
			Text: "Needs Entra ID P1", Muted: true,
			Tip: "Microsoft gives last sign-ins only of tenants that have Entra ID P1 or P2.",
		}
	case activity == m365.NoPermission:
		return table.Cell{
			Text: "No permission", Muted: true,
			Tip: "Your roles in this tenant, or its consent, do not cover sign-in activity.",
		}
	}
	return table.Cell{}
}

func yesNo(is bool) string {
	if is {
		return yes
	}
	return no
}
