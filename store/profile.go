package store

import (
	"context"
	"database/sql"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// ProfileParts are the kept snapshots of a user, none where the user is not stored. Their table is cards.
func (s *Store) ProfileParts(ctx context.Context, key m365.UserKey) ([]profile.Kept, error) {
	parts, err := collect(ctx, s.reader, func(rows *sql.Rows) (kept profile.Kept, err error) {
		var taken sql.NullInt64
		err = rows.Scan(&kept.Part, &taken, &kept.Body)
		kept.Taken = timeOf(taken)
		return kept, err
	}, `SELECT c.part, c.taken, c.body
		FROM tenants t JOIN users u ON u.tenant = t.num JOIN cards c ON c.user = u.id
		WHERE t.id = ? AND u.object = ?`, key.Tenant, key.ID)
	return parts, s.fault(ctx, err, "read profile of user %s", key)
}

// SaveProfilePart keeps a snapshot in the place of the one before, unless that was taken later. Of a user who is not stored
// nothing is kept, so that a read that comes back late cannot bring back somebody's data.
func (s *Store) SaveProfilePart(ctx context.Context, key m365.UserKey, kept profile.Kept) error {
	_, err := s.writer.ExecContext(ctx, `
		INSERT INTO cards (user, part, taken, body)
		SELECT u.id, ?, ?, ? FROM tenants t JOIN users u ON u.tenant = t.num WHERE t.id = ? AND u.object = ?
		ON CONFLICT (user, part) DO UPDATE SET taken = excluded.taken, body = excluded.body WHERE excluded.taken >= taken`,
		kept.Part, kept.Taken.UnixMicro(), string(kept.Body), key.Tenant, key.ID)
	return s.fault(ctx, err, "save %s of user %s", kept.Part, key)
}
