package store

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Differs says whether a refresh that brings the user would write the row.
func Differs(ctx context.Context, s *Store, user m365.User) (bool, error) {
	var stored int64
	err := s.reader.QueryRowContext(ctx, "SELECT u.hash FROM tenants t JOIN users u ON u.tenant = t.num WHERE t.id = ? AND u.object = ?",
		user.Key.Tenant, user.Key.ID).Scan(&stored)
	return stored != new(hasher).hash(&user), err
}
