package store

import (
	"context"
	"database/sql"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Borrowed are the tenants in which borrowed permissions are to be taken back.
func (s *Store) Borrowed(ctx context.Context) ([]m365.Borrowed, error) {
	all, err := collect(ctx, s.reader, scanBorrowed, "SELECT tenant, tier FROM borrowed ORDER BY tenant")
	return all, s.fault(ctx, err, "read which permissions are borrowed")
}

func scanBorrowed(rows *sql.Rows) (m365.Borrowed, error) {
	var one m365.Borrowed
	err := rows.Scan(&one.Tenant, &one.Tier)
	return one, err
}

// KeepBorrowed keeps that permissions are borrowed in a tenant. It is on the disk then, whatever happens.
func (s *Store) KeepBorrowed(ctx context.Context, borrowed m365.Borrowed) error {
	err := s.writeThrough(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO borrowed (tenant, tier) VALUES (?, ?)", borrowed.Tenant, borrowed.Tier)
		return err
	})
	return s.fault(ctx, err, "keep that permissions are borrowed in tenant %s", borrowed.Tenant)
}

// DropBorrowed forgets that permissions are borrowed in a tenant.
func (s *Store) DropBorrowed(ctx context.Context, tenant m365.TenantID) error {
	_, err := s.writer.ExecContext(ctx, "DELETE FROM borrowed WHERE tenant = ?", tenant)
	return s.fault(ctx, err, "forget that permissions are borrowed in tenant %s", tenant)
}
