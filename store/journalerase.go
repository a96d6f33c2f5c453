package store

import (
	"context"
	"database/sql"
	"errors"
)

// EraseJournal deletes the whole record of changes, where its owner asks for that: Forget leaves it. The guards
// that refuse every other deletion stand aside within the same transaction.
func (s *Store) EraseJournal(ctx context.Context) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		guards, err := journalGuards(ctx, tx)
		if err != nil {
			return err
		}
		for _, guard := range guards {
			if _, err := tx.ExecContext(ctx, "DROP TRIGGER "+guard.name); err != nil {
				return err
			}
		}
		for _, statement := range []string{"DELETE FROM journal_steps", "DELETE FROM journal"} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		for _, guard := range guards {
			if _, err := tx.ExecContext(ctx, guard.sql); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = s.emptyLog(ctx)
	}
	return s.fault(ctx, err, "delete the record of changes")
}

// trigger is a trigger's name, and the statement that makes it.
type trigger struct{ name, sql string }

func journalGuards(ctx context.Context, tx *sql.Tx) ([]trigger, error) {
	guards, err := collect(ctx, tx, func(rows *sql.Rows) (guard trigger, err error) {
		return guard, rows.Scan(&guard.name, &guard.sql)
	}, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('journal', 'journal_steps')")
	if err == nil && len(guards) == 0 {
		err = errors.New("the journal is not guarded")
	}
	return guards, err
}
