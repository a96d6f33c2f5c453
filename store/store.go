package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/signal"
)

// FileName is the database's name in the data folder.
const FileName = "tenantkeep.db"

// readers is how many reads run side by side: a page, the choices of a filter, an export, and one to spare.
const readers = 4

// Options are what the store takes from outside.
type Options struct {
	// Now is the clock that filters by age go by; nil is the computer's.
	Now func() time.Time
}

// Store is the open database. Any number of goroutines may use it at once.
type Store struct {
	path   string
	now    func() time.Time
	writer *sql.DB
	reader *sql.DB
	// readOnly is why nothing can be kept; nil where it can.
	readOnly error

	// Outdated tells that a list was not answered from memory because too many users changed since they were read.
	Outdated signal.Signal[struct{}]

	held    held
	batches atomic.Int64
	// waiting is how many bytes of staged pages are in memory; the most is mostWaiting, but in tests.
	waiting     atomic.Int64
	mostWaiting int64
	patched     patched
	tenantLocks keyedLock
}

// Open opens the database in dir, making both where they do not exist, and brings its schema up to date. It fails with a
// *NewerError or a *CorruptError where a person has to choose, and a *LinkError; the file is untouched then. Where the disk takes
// nothing, what is there is opened to be read; see ReadOnly.
func Open(ctx context.Context, dir string, options Options) (*Store, error) {
	path := filepath.Join(dir, FileName)
	s := &Store{path: path, now: options.Now, held: held{least: leastHeld}, mostWaiting: mostWaiting}
	if s.now == nil {
		s.now = time.Now
	}
	err := s.open(ctx, dir)
	if reason := whyUnwritable(dir, err); reason != nil {
		err = s.openToRead(ctx, reason)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("open data folder: %w", err)
	}
	if err := inspect(ctx, s.path); err != nil {
		return err
	}
	if err := makePrivate(s.path); err != nil {
		return err
	}
	s.writer = openHandle(s.path, writerPragmas)
	s.writer.SetMaxOpenConns(1)
	if err := migrate(ctx, s.writer, s.path); err != nil {
		return errors.Join(err, s.writer.Close())
	}
	if err := s.markInterrupted(ctx); err != nil {
		return errors.Join(err, s.writer.Close())
	}
	s.setReader(openHandle(s.path, readerPragmas))
	return nil
}

func (s *Store) setReader(reader *sql.DB) {
	s.reader = reader
	s.reader.SetMaxOpenConns(readers)
	s.reader.SetMaxIdleConns(readers)
}

// Close writes everything into the one file, where the disk has room for that, and closes it. The caller has ended all use of the store before.
func (s *Store) Close() error {
	err := s.reader.Close()
	if s.readOnly != nil {
		return errors.Join(err, s.writer.Close())
	}
	_, checkpoint := s.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	if disk.IsFull(orFull(checkpoint)) {
		checkpoint = nil // the log is whole, and the next start writes it into the file
	}
	if err := errors.Join(err, checkpoint, s.writer.Close()); err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	return nil
}

// write runs do in one transaction of the writer, for which it waits as long as ctx lasts. Where ctx ends meanwhile, nothing is
// written.
func (s *Store) write(ctx context.Context, do func(*sql.Tx) error) error {
	return s.onWriter(ctx, func(conn *sql.Conn) error { return s.transactOn(ctx, conn, do) })
}

// onWriter runs do on the writer's connection, for which it waits as long as ctx lasts.
func (s *Store) onWriter(ctx context.Context, do func(*sql.Conn) error) (err error) {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return do(conn)
}

// transactOn runs do in one transaction of a connection of the writer. Go's SQL package is not told that it may end early: it
// closes the connection then, and the pages of other tenants that wait there (waiting.go) would go with it.
func (s *Store) transactOn(ctx context.Context, conn *sql.Conn, do func(*sql.Tx) error) error {
	written := false
	defer func() {
		if !written {
			s.held.forgetSteps()
		}
	}()
	err := transact(context.WithoutCancel(ctx), conn, func(tx *sql.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return ctx.Err()
	})
	written = err == nil
	return err
}

// ask reads some rows on the writer's connection, for which it waits as long as ctx lasts: of what refreshes write all the time a
// reader would have to read the pages anew. Statements that can be cancelled cost two goroutines each, so do is not.
func (s *Store) ask(ctx context.Context, do func(ctx context.Context, db querier) error) error {
	return s.onWriter(ctx, func(conn *sql.Conn) error { return do(context.WithoutCancel(ctx), conn) })
}

// writeThrough is write for what must outlive a power cut as soon as it returns: the log is on the disk by then, and with it
// everything before. https://www.sqlite.org/pragma.html#pragma_synchronous
func (s *Store) writeThrough(ctx context.Context, do func(*sql.Tx) error) error {
	return s.onWriter(ctx, func(conn *sql.Conn) (err error) {
		if _, err := conn.ExecContext(ctx, "PRAGMA synchronous = FULL"); err != nil {
			return err
		}
		defer func() {
			_, back := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA synchronous = NORMAL")
			err = errors.Join(err, back)
		}()
		return s.transactOn(ctx, conn, do)
	})
}

// read runs do on one consistent state of the database.
func (s *Store) read(ctx context.Context, do func(*sql.Tx) error) error {
	return transact(ctx, s.reader, do)
}

// bound is a value that a column is compared with where tables are joined, in a statement that is run often. A bare "?" in its
// place lets SQLite plan the statement anew each time that a value is bound, which costs several times what it takes to run.
const bound = "(SELECT ?)"

// transactor is a handle, or one of its connections.
type transactor interface {
	BeginTx(ctx context.Context, options *sql.TxOptions) (*sql.Tx, error)
}

func transact(ctx context.Context, db transactor, do func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) {
			return errors.Join(err, undo)
		}
		return err
	}
	return tx.Commit()
}

// emptyLog empties the write-ahead log after data was deleted, so that it is in no file any more. A reader may hold the log;
// then the next checkpoint does it.
func (s *Store) emptyLog(ctx context.Context) error {
	_, err := s.writer.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}
