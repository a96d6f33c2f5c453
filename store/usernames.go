package store

import (
	"context"
	"database/sql"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// mostNames is how many users tell how a tenant names its own.
const mostNames = 500

// NewestNames returns how the newest users of a tenant are named, those with a first and a last name, at most 500.
func (s *Store) NewestNames(ctx context.Context, tenant m365.TenantID) ([]m365.User, error) {
	names, err := collect(ctx, s.reader, func(rows *sql.Rows) (user m365.User, err error) {
		return user, rows.Scan(&user.DisplayName, &user.UserPrincipalName, &user.GivenName, &user.Surname)
	}, `
		SELECT u.display_name, u.username, d.body ->> 'given', d.body ->> 'surname'
		FROM users u JOIN user_details d ON d.id = u.id
		WHERE u.tenant = (SELECT num FROM tenants WHERE id = ?) AND u.type = ? AND d.body ->> 'given' <> '' AND d.body ->> 'surname' <> ''
		ORDER BY u.created DESC LIMIT ?`, tenant, typeMember, mostNames)
	return names, s.fault(ctx, err, "read the names of tenant %s", tenant)
}
