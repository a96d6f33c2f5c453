package store

import (
	"context"
	"database/sql"
	"errors"
)

// Forget deletes the connection, the tenants and all that belongs to them, the templates of users, and the filters of layouts,
// which may name tenants. The rest of layouts, and settings, stay. The journal stays too: it is not Microsoft's data but the
// technician's own record of what they changed, wanted most when somebody asks after the tenant has gone. EraseJournal deletes
// it. The file shrinks to what is left.
func (s *Store) Forget(ctx context.Context) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		for _, statement := range []string{
			"DELETE FROM recents", "DELETE FROM cards", "DELETE FROM user_details", "DELETE FROM users", "DELETE FROM words",
			"DELETE FROM offboardings", "DELETE FROM offboard_choices", "DELETE FROM tenants", "DELETE FROM tenant_labels",
			"DELETE FROM connection", "DELETE FROM user_templates", "DELETE FROM removals", "DELETE FROM turn_off",
		} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return dropFilters(ctx, tx)
	})
	if err != nil {
		return s.fault(ctx, err, "delete local data")
	}
	_, err = s.writer.ExecContext(ctx, "VACUUM")
	return s.fault(ctx, errors.Join(err, s.emptyLog(ctx)), "shrink database after deleting local data")
}

func dropFilters(ctx context.Context, tx *sql.Tx) error {
	names, err := layoutNames(ctx, tx)
	if err != nil {
		return err
	}
	for _, name := range names {
		layout, _, err := readLayout(ctx, tx, name)
		if err != nil {
			return err
		}
		layout.Filters = nil
		if err := writeLayout(ctx, tx, name, layout); err != nil {
			return err
		}
	}
	return nil
}
