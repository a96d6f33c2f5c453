package store

import (
	"context"
	"database/sql"
)

// worthSorting is from how many users on an index that is sorted once costs less than one that takes them one by one.
const worthSorting = 2000

// indexAfter runs put, which adds users, and has the indexes built when they are all there: where no users are stored yet, so that
// nobody else's have to be sorted with them.
func (g *staging) indexAfter(ctx context.Context, tx *sql.Tx, put func() error) error {
	isWorth, err := g.isWorthSorting(ctx, tx)
	if err != nil {
		return err
	}
	if !isWorth {
		return put()
	}
	ctx = context.WithoutCancel(ctx)
	indexes, err := takeIndexes(ctx, tx)
	if err != nil {
		return err
	}
	if err := put(); err != nil {
		return err
	}
	for _, index := range indexes {
		if _, err := tx.ExecContext(ctx, index); err != nil {
			return err
		}
	}
	return nil
}

func (g *staging) isWorthSorting(ctx context.Context, tx *sql.Tx) (is bool, err error) {
	if g.turns.next < worthSorting {
		return false, nil
	}
	err = tx.QueryRowContext(ctx, "SELECT NOT EXISTS (SELECT 1 FROM users)").Scan(&is)
	return is, err
}

// takeIndexes drops the indexes of users, and returns what makes them again.
func takeIndexes(ctx context.Context, tx *sql.Tx) (made []string, err error) {
	var names []string
	made, err = collect(ctx, tx, func(rows *sql.Rows) (sql string, err error) {
		var name string
		err = rows.Scan(&name, &sql)
		names = append(names, name)
		return sql, err
	}, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ('users', 'user_details') AND sql IS NOT NULL ORDER BY rowid")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := tx.ExecContext(ctx, "DROP INDEX "+name); err != nil {
			return nil, err
		}
	}
	return made, nil
}
