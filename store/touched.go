package store

import (
	"context"
	"database/sql"
)

// touchedBlocks are the blocks of neighbouring users (roster.go) of whom a transaction wrote one. Who writes users tells it; of
// those who leave a trigger does.
type touchedBlocks map[int64]struct{}

func (b touchedBlocks) touch(id int64) { b[id>>12] = struct{}{} }

// count makes them blocks of another version.
func (b touchedBlocks) count(ctx context.Context, tx *sql.Tx) error {
	for block := range b {
		_, err := tx.ExecContext(ctx, "INSERT INTO user_blocks VALUES (?, 1) ON CONFLICT DO UPDATE SET version = version + 1", block)
		if err != nil {
			return err
		}
	}
	return nil
}
