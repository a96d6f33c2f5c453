package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// SetLastSignIns keeps when users of a tenant last signed in. Those that are not stored are passed over, and what is kept of a
// user otherwise does not change: a refresh neither waits for this nor undoes it. It says of how many users it told something
// new.
func (s *Store) SetLastSignIns(ctx context.Context, id m365.TenantID, signIns []m365.LastSignIn) (changed int, err error) {
	err = s.write(ctx, func(tx *sql.Tx) (err error) {
		var num int64
		if err := tx.QueryRowContext(ctx, "SELECT num FROM tenants WHERE id = ?", id).Scan(&num); err != nil {
			return orNotFound(err)
		}
		// A page is short work. Statements that can be cancelled cost a goroutine each.
		ctx := context.WithoutCancel(ctx)
		update, err := tx.PrepareContext(ctx,
			"UPDATE users SET last_sign_in = ?1 WHERE tenant = ?2 AND object = ?3 AND last_sign_in IS NOT ?1")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, update.Close()) }()
		for _, signIn := range signIns {
			result, err := update.ExecContext(ctx, micros(signIn.At), num, signIn.ID)
			if err != nil {
				return err
			}
			rows, err := result.RowsAffected()
			if err != nil {
				return err
			}
			changed += int(rows)
		}
		return nil
	})
	return changed, s.fault(ctx, err, "store last sign-ins of tenant %s", id)
}

// SignInsRead keeps that the last sign-ins of a tenant that is not deactivated were read at a time, of all its users or some.
func (s *Store) SignInsRead(ctx context.Context, id m365.TenantID, at time.Time, ofAll bool) error {
	_, err := s.writer.ExecContext(ctx, `
		UPDATE tenants SET sign_in_activity = :available, sign_ins = :at, all_sign_ins = iif(:all, :at, all_sign_ins), sign_ins_lack = NULL
		WHERE id = :id AND status <> :deactivated`, sql.Named("available", m365.Available), sql.Named("at", micros(at)), sql.Named("all", ofAll),
		sql.Named("id", id), sql.Named("deactivated", m365.Deactivated))
	return s.fault(ctx, err, "save that sign-ins of tenant %s were read", id)
}

// SignInsUnread keeps that the last sign-ins of a tenant that is not deactivated could not be read, and why. What was read before stays where Microsoft
// does not withhold it.
func (s *Store) SignInsUnread(ctx context.Context, id m365.TenantID, at time.Time, said m365.Availability, lack *m365.Lack) error {
	var lacks []m365.Lack
	if lack != nil {
		lacks = append(lacks, *lack)
	}
	body, err := lacksJSON(lacks)
	if err != nil {
		return s.fault(ctx, err, "save why sign-ins of tenant %s were not read", id)
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE tenants SET sign_in_activity = ?, sign_ins = ?, sign_ins_lack = ? WHERE id = ? AND status <> ?`,
			said, micros(at), body, id, m365.Deactivated)
		if err != nil || said == m365.Unreadable {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE users SET last_sign_in = NULL
			WHERE tenant = (SELECT num FROM tenants WHERE id = ?) AND last_sign_in IS NOT NULL`, id)
		return err
	})
	return s.fault(ctx, err, "save why sign-ins of tenant %s were not read", id)
}
