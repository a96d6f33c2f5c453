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
		changed, err = s.setLastSignIns(ctx, tx, num, signIns)
		return err
	})
	return changed, s.fault(ctx, err, "store last sign-ins of tenant %s", id)
}

// setLastSignIns writes those of a page that are others than what is stored. The last of a user counts.
func (s *Store) setLastSignIns(ctx context.Context, tx *sql.Tx, tenant int64, signIns []m365.LastSignIn) (changed int, err error) {
	told, ids := make(map[string]any, len(signIns)), make([]string, len(signIns))
	for i, signIn := range signIns {
		told[signIn.ID], ids[i] = micros(signIn.At), signIn.ID
	}
	others := make(map[int64]any)
	_, err = collect(ctx, tx, func(rows *sql.Rows) (none struct{}, err error) {
		var id int64
		var object string
		var before any
		err = rows.Scan(&id, &object, &before)
		if told[object] != before {
			others[id] = told[object]
		}
		return none, err
	}, "SELECT u.id, u.object, u.last_sign_in FROM json_each(?) j CROSS JOIN users u ON u.tenant = "+bound+" AND u.object = j.value",
		jsonList(ids), tenant)
	if err != nil {
		return 0, err
	}
	update, err := tx.PrepareContext(ctx, "UPDATE users SET last_sign_in = ? WHERE id = ?")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, update.Close()) }()
	touched := make(touchedUsers)
	for id, at := range others {
		if _, err := update.ExecContext(ctx, at, id); err != nil {
			return 0, err
		}
		touched.touch(id)
	}
	return len(others), touched.count(ctx, tx, &s.held)
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
		const known = "tenant = (SELECT num FROM tenants WHERE id = ?) AND last_sign_in IS NOT NULL"
		_, err = tx.ExecContext(ctx, "UPDATE user_blocks SET version = version + 1 WHERE block IN (SELECT id >> 12 FROM users WHERE "+known+")", id)
		if err == nil {
			_, err = tx.ExecContext(ctx, "UPDATE users SET last_sign_in = NULL WHERE "+known, id)
		}
		return err
	})
	return s.fault(ctx, err, "save why sign-ins of tenant %s were not read", id)
}
