package store

import (
	"context"
	"database/sql"
	"fmt"
)

// About is how the database stands, without anything of what is in it.
type About struct {
	// Schema is the number of the last migration, JournalMode how SQLite keeps its own log.
	Schema      int
	JournalMode string
	ReadOnly    bool
	Rows        []TableRows
}

// TableRows is how many rows a table has.
type TableRows struct {
	Table string
	Rows  int
}

// About tells how the database stands.
func (s *Store) About(ctx context.Context) (About, error) {
	about := About{ReadOnly: s.readOnly != nil}
	err := s.read(ctx, func(tx *sql.Tx) error {
		for pragma, into := range map[string]any{"user_version": &about.Schema, "journal_mode": &about.JournalMode} {
			if err := tx.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(into); err != nil {
				return err
			}
		}
		tables, err := collect(ctx, tx, func(rows *sql.Rows) (name string, err error) {
			return name, rows.Scan(&name)
		}, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
		for _, table := range tables {
			found := TableRows{Table: table}
			if err := tx.QueryRowContext(ctx, fmt.Sprintf("SELECT count(*) FROM %q", table)).Scan(&found.Rows); err != nil {
				return err
			}
			about.Rows = append(about.Rows, found)
		}
		return err
	})
	return about, s.fault(ctx, err, "look how the database stands")
}
