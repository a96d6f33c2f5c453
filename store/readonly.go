package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/mattn/go-sqlite3"

	"github.com/tenantkeep/tenantkeep/core/disk"
)

// ReadOnlyError says that the disk takes nothing, so that what is there can only be read.
type ReadOnlyError struct {
	Path string
	// Err is what the disk said.
	Err error
}

func (e *ReadOnlyError) Error() string {
	return fmt.Sprintf("database %s can only be read: %v", e.Path, e.Err)
}

// Unwrap returns what the disk said.
func (e *ReadOnlyError) Unwrap() error { return e.Err }

// ReadOnly is a *ReadOnlyError where nothing can be kept until the program is started anew, and else nil.
func (s *Store) ReadOnly() error { return s.readOnly }

// trialSize is what a disk has to take, in bytes, to be written to: SQLite's own files begin with as much.
const trialSize = 64 << 10

// whyUnwritable finds out whether an error of opening came of the disk, by writing to it: SQLite says only that it could not
// open or read a file. It is nil where the disk is not to blame.
func whyUnwritable(dir string, err error) error {
	var of sqlite3.Error
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: %w", disk.ErrReadOnly, err)
	case !errors.As(err, &of) && !disk.TakesNothing(err):
		return nil
	}
	trial, failed := os.CreateTemp(dir, ".tenantkeep-*.tmp")
	if failed == nil {
		_, failed = trial.Write(make([]byte, trialSize))
		failed = errors.Join(failed, trial.Sync(), trial.Close())
		_ = os.Remove(trial.Name()) // what cannot be removed is empty
	}
	switch {
	case disk.IsFull(failed):
		return failed
	case disk.IsReadOnly(failed):
		return fmt.Errorf("%w: %w", disk.ErrReadOnly, failed)
	}
	return nil
}

// openToRead opens what is there and touches nothing: neither the file nor its folder.
func (s *Store) openToRead(ctx context.Context, reason error) error {
	if err := checkFiles(s.path); err != nil {
		return err
	}
	info, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return fmt.Errorf("make a database: %w", reason)
	}
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	// What was not written back when the program was killed stays out: reading it takes a file that can be written.
	handle := func() *sql.DB {
		return sql.OpenDB(connector{fileURI(s.path, "mode=ro&immutable=1"), &sqlite3.SQLiteDriver{}})
	}
	s.readOnly = &ReadOnlyError{Path: s.path, Err: reason}
	s.writer = handle()
	s.setReader(handle())
	version := 0
	err = s.reader.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	if err == nil && version != newestSchema {
		err = fmt.Errorf("database %s has schema %d and cannot be brought to %d: %w", s.path, version, newestSchema, reason)
	}
	if err != nil {
		return errors.Join(err, s.reader.Close(), s.writer.Close())
	}
	return nil
}
