package store

import (
	"context"
	"database/sql"
	"errors"
)

// Shrink gives back the pages that SQLite keeps in memory: after much was read or written nobody needs most of them again.
func (s *Store) Shrink(ctx context.Context) error {
	err := shrink(ctx, s.writer)
	// Those at work are left alone.
	for range s.reader.Stats().Idle {
		conn, failed := s.reader.Conn(ctx)
		if failed != nil {
			return s.fault(ctx, errors.Join(err, failed), "give memory back")
		}
		defer func() { _ = conn.Close() }() // It goes back to the others.
		err = errors.Join(err, shrink(ctx, conn))
	}
	return s.fault(ctx, err, "give memory back")
}

// executor is a handle, or one of its connections.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func shrink(ctx context.Context, of executor) error {
	_, err := of.ExecContext(ctx, "PRAGMA shrink_memory")
	return err
}
