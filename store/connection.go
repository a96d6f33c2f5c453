package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Connection is the integration's saved state; the zero value where none was saved.
func (s *Store) Connection(ctx context.Context) (m365.Connection, error) {
	var c m365.Connection
	err := s.reader.QueryRowContext(ctx, `
		SELECT is_on, tenant, tenant_name, client_id, account, home_account_id, object_id, tier FROM connection`).
		Scan(&c.On, &c.Tenant, &c.TenantName, &c.ClientID, &c.Account, &c.HomeAccountID, &c.ObjectID, &c.Tier)
	if errors.Is(err, sql.ErrNoRows) {
		return m365.Connection{}, nil
	}
	return c, s.fault(ctx, err, "read connection")
}

// SaveConnection keeps the integration's state.
func (s *Store) SaveConnection(ctx context.Context, c m365.Connection) error {
	_, err := s.writer.ExecContext(ctx, `
		INSERT OR REPLACE INTO connection
			(id, is_on, tenant, tenant_name, client_id, account, home_account_id, object_id, tier)
		VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.On, c.Tenant, c.TenantName, c.ClientID, c.Account, c.HomeAccountID, c.ObjectID, c.Tier)
	return s.fault(ctx, err, "save connection")
}
