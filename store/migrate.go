package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations are the names of the steps in their order; step number n brings the schema from n-1 to n.
var migrations = func() (names []string) {
	steps, _ := migrationFiles.ReadDir("migrations") // They are in the program.
	for _, step := range steps {
		names = append(names, step.Name())
	}
	return names
}()

var newestSchema = len(migrations)

// migrate brings the schema up to date, each step in a transaction of its own together with its number.
func migrate(ctx context.Context, writer *sql.DB, path string) error {
	var version int
	if err := writer.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return migrationFault(path, version, err)
	}
	for ; version < newestSchema; version++ {
		step, err := migrationFiles.ReadFile("migrations/" + migrations[version])
		if err != nil {
			return fmt.Errorf("read migration: %w", err)
		}
		err = transact(ctx, writer, func(tx *sql.Tx) error {
			numbers := fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d;", version+1, applicationID)
			_, err := tx.ExecContext(ctx, string(step)+numbers)
			return err
		})
		if err != nil {
			return migrationFault(path, version+1, err)
		}
	}
	return nil
}

// migrationFault tells a database that is not what its number says from an outside fault such as a full disk.
func migrationFault(path string, version int, err error) error {
	err = fmt.Errorf("bring database to schema %d: %w", version, err)
	var fault sqlite3.Error
	if isDamage(err) || errors.As(err, &fault) && fault.Code == sqlite3.ErrError {
		return &CorruptError{Path: path, Err: err}
	}
	return orFull(err)
}
