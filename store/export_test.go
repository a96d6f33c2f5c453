package store

import (
	"context"
	"database/sql"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// HoldFrom has users held in memory from so many on.
func (s *Store) HoldFrom(users int) { s.held.least = users }

// WaitInMemory has at most so many bytes of staged pages wait in memory.
func (s *Store) WaitInMemory(most int64) { s.mostWaiting = most }

// Waiting is how many bytes of staged pages are in memory.
func (s *Store) Waiting() int64 { return s.waiting.Load() }

// IsHeld says that all users are in memory as they are stored.
func (s *Store) IsHeld(ctx context.Context) (held bool, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		_, held, err = s.roster(ctx, tx)
		return err
	})
	return held, err
}

// FailAfterPatch writes a user as Patch does, and has the transaction fail then.
func (s *Store) FailAfterPatch(ctx context.Context, user m365.User) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		if err := s.patch(ctx, tx, user); err != nil {
			return err
		}
		return ErrNotFound
	})
}

// Differs says whether a refresh that brings the user would write the row.
func Differs(ctx context.Context, s *Store, user m365.User) (bool, error) {
	var stored int64
	err := s.reader.QueryRowContext(ctx, "SELECT u.hash FROM tenants t JOIN users u ON u.tenant = t.num WHERE t.id = ? AND u.object = ?",
		user.Key.Tenant, user.Key.ID).Scan(&stored)
	return stored != new(hasher).hash(&user), err
}
