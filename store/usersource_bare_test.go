package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// BarePages are the ways to ask SQLite itself for the count and the page of a query, as statements that are ready: what is
// read is dropped. They are the floor under what the program takes for the same.
func (s *Store) BarePages(ctx context.Context, q table.Query) (ways []func() error, err error) {
	users, err := s.filteredUsers(ctx, q)
	if err != nil {
		return nil, err
	}
	sort := totalOrder(q.Sort)
	where, args := users.where()
	count := "SELECT count(*) FROM users u" + users.hint() + where
	for _, from := range []string{users.walk(sort), " FROM users u" + users.hint() + " CROSS JOIN tenants t ON t.num = u.tenant"} {
		page := "SELECT " + rowFields + from + rowWords + where + orderBy(sort) + " LIMIT ? OFFSET ?"
		ways = append(ways, func() error {
			return errors.Join(s.drop(ctx, count, args...), s.drop(ctx, page, append(args[:len(args):len(args)], q.Limit, q.Offset)...))
		})
	}
	return ways, nil
}

// BareAll asks SQLite itself for every user that fits a query.
func (s *Store) BareAll(ctx context.Context, q table.Query) error {
	users, err := s.filteredUsers(ctx, q)
	if err != nil {
		return err
	}
	sort := totalOrder(q.Sort)
	where, args := users.where()
	return s.drop(ctx, "SELECT "+rowFields+users.walk(sort)+rowWords+where+orderBy(sort), args...)
}

func (s *Store) filteredUsers(ctx context.Context, q table.Query) (users filtered, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		users, err = filterUsers(ctx, tx, q, s.now())
		return err
	})
	return users, err
}

// drop reads all rows of a statement and keeps nothing.
func (s *Store) drop(ctx context.Context, query string, args ...any) (err error) {
	rows, err := s.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	cells := make([]any, len(columns))
	for i := range cells {
		cells[i] = new(sql.RawBytes)
	}
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// BytesOnDisk is how large the database is.
func (s *Store) BytesOnDisk(ctx context.Context) (size int64, err error) {
	err = s.reader.QueryRowContext(ctx, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").Scan(&size)
	return size, err
}
