package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"

	"github.com/tenantkeep/tenantkeep/core/disk"
)

// ErrNotFound says that the store holds no such tenant or user.
var ErrNotFound = errors.New("not in the local data")

// ErrTenantRemoved says that a tenant's data was removed while its users were being read, so that they were not stored.
var ErrTenantRemoved = errors.New("the tenant was removed meanwhile")

// NewerError says that the database was written by a newer program. It was not touched.
type NewerError struct {
	Path string
	// Found is the schema of the database, Known the newest one this program knows.
	Found, Known int
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("database %s has schema %d, this program knows up to %d", e.Path, e.Found, e.Known)
}

// LinkError says that a link, or something else than a file of its own, stands where the database belongs. It was not touched.
type LinkError struct{ Path string }

func (e *LinkError) Error() string {
	return fmt.Sprintf("%s is a link, or no file of its own, and Tenantkeep writes to no other place than its data folder. "+
		"Move the file itself there, or name the folder where it lies with --data", e.Path)
}

// CorruptError says that the file is damaged or is no database of this program.
type CorruptError struct {
	Path string
	// Err is what was found.
	Err error
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("database %s cannot be read: %v", e.Path, e.Err)
}

// Unwrap returns what was found.
func (e *CorruptError) Unwrap() error { return e.Err }

// fault adds what was being done to an error, tells damage and a full disk apart, and answers with ctx's own error where ctx
// has ended.
func (s *Store) fault(ctx context.Context, err error, doing string, args ...any) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil && !errors.Is(err, ctx.Err()):
		err = errors.Join(ctx.Err(), err)
	case s.readOnly != nil && isRefusedWrite(err):
		err = s.readOnly
	case isDamage(err):
		err = &CorruptError{Path: s.path, Err: err}
	}
	return fmt.Errorf(doing+": %w", append(args, orFull(err))...)
}

func isDamage(err error) bool {
	var fault sqlite3.Error
	return errors.As(err, &fault) && (fault.Code == sqlite3.ErrCorrupt || fault.Code == sqlite3.ErrNotADB)
}

// isRefusedWrite says that a database opened to be read was to be written.
func isRefusedWrite(err error) bool {
	var fault sqlite3.Error
	return errors.As(err, &fault) && (fault.Code == sqlite3.ErrReadonly || fault.Code == sqlite3.ErrCantOpen)
}

// orFull gives SQLite's word for a full disk the meaning that the rest of the program knows.
func orFull(err error) error {
	var fault sqlite3.Error
	if errors.As(err, &fault) && fault.Code == sqlite3.ErrFull {
		return fmt.Errorf("%w: %w", disk.ErrFull, err)
	}
	return err
}
