package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// TurnOff is the Turn Off that is under way; found is false where none is.
func (s *Store) TurnOff(ctx context.Context) (off m365.TurnOff, found bool, err error) {
	err = s.reader.QueryRowContext(ctx, "SELECT erase_journal, permitting FROM turn_off").Scan(&off.EraseJournal, &off.Permitting)
	if errors.Is(err, sql.ErrNoRows) {
		return m365.TurnOff{}, false, nil
	}
	if err == nil {
		off.Removals, err = collect(ctx, s.reader, scanRemoval,
			"SELECT tenant, name, is_primary, state, doing, failure FROM removals ORDER BY num")
	}
	return off, err == nil, s.fault(ctx, err, "read how far Turn Off is")
}

func scanRemoval(rows *sql.Rows) (m365.Removal, error) {
	var r m365.Removal
	var failure sql.NullString
	if err := rows.Scan(&r.Tenant, &r.Name, &r.Primary, &r.State, &r.Doing, &failure); err != nil {
		return m365.Removal{}, err
	}
	var err error
	r.Failure, err = failureOf(failure)
	return r, err
}

// BeginTurnOff keeps what a Turn Off is going to do, in the place of what was kept.
func (s *Store) BeginTurnOff(ctx context.Context, off m365.TurnOff) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		if err := dropTurnOff(ctx, tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO turn_off (id, erase_journal, permitting) VALUES (1, ?, ?)", off.EraseJournal, off.Permitting)
		if err != nil {
			return err
		}
		for _, r := range off.Removals {
			_, err := tx.ExecContext(ctx, "INSERT INTO removals (tenant, name, is_primary, state, doing) VALUES (?, ?, ?, ?, ?)",
				r.Tenant, r.Name, r.Primary, r.State, r.Doing)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return s.fault(ctx, err, "keep what Turn Off does")
}

// SetRemoval keeps how far a Turn Off is in a tenant.
func (s *Store) SetRemoval(ctx context.Context, r m365.Removal) error {
	body, err := failureJSON(r.Failure)
	if err == nil {
		err = changeOne(s.writer.ExecContext(ctx, "UPDATE removals SET state = ?, doing = ?, failure = ? WHERE tenant = ?",
			r.State, r.Doing, body, r.Tenant))
	}
	return s.fault(ctx, err, "keep how far Turn Off is in tenant %s", r.Tenant)
}

// DropTurnOff forgets the Turn Off that is under way.
func (s *Store) DropTurnOff(ctx context.Context) error {
	err := s.write(ctx, func(tx *sql.Tx) error { return dropTurnOff(ctx, tx) })
	return s.fault(ctx, err, "forget Turn Off")
}

func dropTurnOff(ctx context.Context, tx *sql.Tx) error {
	for _, statement := range []string{"DELETE FROM removals", "DELETE FROM turn_off"} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
