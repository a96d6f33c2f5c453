package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Patch changes the stored user as a change of ours left it, so that lists show it before the next refresh; nothing happens
// where the user is not stored. A refresh that is under way may have read the user before the change, so it leaves the user
// as patched. The key stays what it was.
func (s *Store) Patch(ctx context.Context, key m365.UserKey, change func(*m365.User)) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		user, err := readUser(ctx, tx, key)
		if err != nil {
			return err
		}
		change(&user)
		user.Key = key
		return s.patch(ctx, tx, user)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return s.fault(ctx, err, "change stored user %s", key)
}

// Add stores a user who was just created, so that lists show it before the next refresh; nothing happens where the tenant is
// not known. A refresh that is under way may have read the tenant before, so it leaves the user there.
func (s *Store) Add(ctx context.Context, user m365.User) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		if err := s.patch(ctx, tx, user); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE patched SET created = batch
			WHERE object = ? AND tenant = (SELECT num FROM tenants WHERE id = ?)`, user.Key.ID, user.Key.Tenant)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx,
			"UPDATE tenants SET users = (SELECT count(*) FROM users WHERE tenant = tenants.num) WHERE id = ?", user.Key.Tenant)
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return s.fault(ctx, err, "add user %s", user.Key)
}

// patch writes the user by way of a batch of its own, as a refresh would.
func (s *Store) patch(ctx context.Context, tx *sql.Tx, user m365.User) error {
	one := staging{store: s, tenant: tenantMark{id: user.Key.Tenant}, batch: s.batches.Add(1)}
	err := tx.QueryRowContext(ctx, "SELECT num FROM tenants WHERE id = ?", user.Key.Tenant).Scan(&one.tenant.num)
	if err != nil {
		return err
	}
	if err := one.addPage(ctx, tx, []m365.User{user}, nil); err != nil {
		return err
	}
	if _, err := one.apply(ctx, tx, addWords, upsertUsers, upsertDetails); err != nil {
		return err
	}
	if err := one.dropUnusedWords(ctx, tx); err != nil {
		return err
	}
	if err := one.dropFrom(ctx, tx); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO patched (tenant, object, batch) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET batch = excluded.batch`,
		one.tenant.num, user.Key.ID, one.batch)
	return err
}
