package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// mostWaiting is how many bytes of the pages of all tenants wait in memory: some 30,000 users.
const mostWaiting = 16 << 20

// stagedPage is a page that waits until its tenant was read whole. It holds only the users who are not stored as they are, packed
// (packed.go), so that waiting costs little beside storing.
type stagedPage struct {
	rows string
	// onDisk says that the rows are in the temporary table.
	onDisk bool
}

// waitingSchema holds the pages that do not wait in memory, in a temporary table of the writer's connection, which SQLite keeps in a
// file without a name, so that nothing is left of them when the program ends in any way.
const waitingSchema = `
CREATE TEMP TABLE staged_pages (
	batch INTEGER NOT NULL, page INTEGER NOT NULL, rows BLOB,
	UNIQUE (batch, page)
);`

// stage puts the packed rows aside as a page.
func (g *staging) stage(ctx context.Context) error {
	size := int64(len(g.packed))
	if g.store.waiting.Add(size) <= g.store.mostWaiting {
		g.pages = append(g.pages, stagedPage{rows: string(g.packed)})
		return ctx.Err()
	}
	g.store.waiting.Add(-size)
	err := g.store.write(ctx, func(tx *sql.Tx) error {
		// Statements that can be cancelled cost a goroutine each, so ctx is asked between pages.
		_, err := tx.ExecContext(context.WithoutCancel(ctx), "INSERT INTO staged_pages VALUES (?, ?, ?)", g.batch, len(g.pages), g.packed)
		return err
	})
	g.pages = append(g.pages, stagedPage{onDisk: true})
	return err
}

// staged is a page that was put aside. It waits no more.
func (g *staging) staged(ctx context.Context, tx *sql.Tx, page int) ([]userRow, error) {
	if !g.pages[page].onDisk {
		rows := unpackRows(g.pages[page].rows, g.turns.isLast)
		g.forget(page)
		return rows, nil
	}
	var rows []byte
	err := tx.QueryRowContext(ctx, "SELECT rows FROM staged_pages WHERE batch = ? AND page = ?", g.batch, page).Scan(&rows)
	if errors.Is(err, sql.ErrNoRows) {
		// SQLite had to open the writer's connection anew.
		return nil, fmt.Errorf("page %d of %d that were staged is gone", page+1, len(g.pages))
	}
	if err != nil {
		return nil, err
	}
	return unpackRows(string(rows), g.turns.isLast), nil
}

// forget takes a page out of memory.
func (g *staging) forget(page int) {
	g.store.waiting.Add(-int64(len(g.pages[page].rows)))
	g.pages[page].rows = ""
}

// drop throws the pages away.
func (g *staging) drop(ctx context.Context) error {
	for page := range g.pages {
		g.forget(page)
	}
	if !slices.ContainsFunc(g.pages, func(page stagedPage) bool { return page.onDisk }) {
		return nil
	}
	return g.store.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM staged_pages WHERE batch = ?", g.batch)
		return err
	})
}
