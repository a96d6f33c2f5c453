package store

import (
	"context"
	"database/sql"
)

// touchedUsers are the users of whom a transaction wrote something, by the numbers of their blocks of neighbours (roster.go). Who
// writes users tells it; of those who leave a trigger tells the block.
type touchedUsers map[int64][]int64

func (t touchedUsers) touch(id int64) { t[id>>12] = append(t[id>>12], id) }

// count makes their blocks ones of another version, and has those in memory brought to it by these users alone.
func (t touchedUsers) count(ctx context.Context, tx *sql.Tx, held *held) error {
	for block, users := range t {
		var version int64
		err := tx.QueryRowContext(ctx,
			"INSERT INTO user_blocks VALUES (?, 1) ON CONFLICT DO UPDATE SET version = version + 1 RETURNING version", block).Scan(&version)
		if err != nil {
			return err
		}
		held.note(block, version, users)
	}
	return nil
}
