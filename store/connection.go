package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// Connection is the integration's saved state; the zero value where none was saved.
func (s *Store) Connection(ctx context.Context) (m365.Connection, error) {
	var c m365.Connection
	err := s.reader.QueryRowContext(ctx, `
		SELECT is_on, tenant, tenant_name, client_id, account, home_account_id, object_id, tier FROM connection`).
		Scan(&c.On, &c.Tenant, &c.TenantName, &c.ClientID, &c.Account, &c.HomeAccountID, &c.ObjectID, &c.Tier)
	if errors.Is(err, sql.ErrNoRows) {
		return m365.Connection{}, nil
	}
	return c, s.fault(ctx, err, "read connection")
}

// SaveConnection keeps the integration's state.
func (s *Store) SaveConnection(ctx context.Context, c m365.Connection) error {
	_, err := s.writer.ExecContext(ctx, `
		INSERT OR REPLACE INTO connection
			(id, is_on, tenant, tenant_name, client_id, account, home_account_id, object_id, tier)
		VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.On, c.Tenant, c.TenantName, c.ClientID, c.Account, c.HomeAccountID, c.ObjectID, c.Tier)
	return s.fault(ctx, err, "save connection")
}

// Forget deletes the connection, the tenants and all that belongs to them, the templates of users, and the filters of
// layouts, which may name tenants. The rest of layouts, and settings, stay. The journal stays too: it is not Microsoft's data but the technician's
// own record of what they changed, wanted most when somebody asks after the tenant has gone. EraseJournal deletes it. The
// file shrinks to what is left.
func (s *Store) Forget(ctx context.Context) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		for _, statement := range []string{
			"DELETE FROM recents", "DELETE FROM cards", "DELETE FROM user_details", "DELETE FROM users", "DELETE FROM words",
			"DELETE FROM offboardings", "DELETE FROM offboard_choices", "DELETE FROM tenants", "DELETE FROM tenant_labels",
			"DELETE FROM connection", "DELETE FROM user_templates", "DELETE FROM removals", "DELETE FROM turn_off",
		} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return dropFilters(ctx, tx)
	})
	if err != nil {
		return s.fault(ctx, err, "delete local data")
	}
	_, err = s.writer.ExecContext(ctx, "VACUUM")
	return s.fault(ctx, errors.Join(err, s.emptyLog(ctx)), "shrink database after deleting local data")
}

func dropFilters(ctx context.Context, tx *sql.Tx) error {
	names, err := layoutNames(ctx, tx)
	if err != nil {
		return err
	}
	for _, name := range names {
		layout, _, err := readLayout(ctx, tx, name)
		if err != nil {
			return err
		}
		layout.Filters = nil
		if err := writeLayout(ctx, tx, name, layout); err != nil {
			return err
		}
	}
	return nil
}

// Setting is a setting's value; empty where there is none.
func (s *Store) Setting(ctx context.Context, key string) (string, error) {
	var value string
	err := s.reader.QueryRowContext(ctx, "SELECT value FROM settings WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, s.fault(ctx, err, "read setting %s", key)
}

// SetSetting keeps a setting.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	_, err := s.writer.ExecContext(ctx, "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", key, value)
	return s.fault(ctx, err, "save setting %s", key)
}

// Layout is how a person arranged the table of that name; found is false where nobody did yet.
func (s *Store) Layout(ctx context.Context, name string) (layout table.Layout, found bool, err error) {
	layout, found, err = readLayout(ctx, s.reader, name)
	return layout, found, s.fault(ctx, err, "read layout of %s", name)
}

// SaveLayout keeps how a person arranged a table.
func (s *Store) SaveLayout(ctx context.Context, name string, layout table.Layout) error {
	return s.fault(ctx, writeLayout(ctx, s.writer, name, layout), "save layout of %s", name)
}

// querier is a handle or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func layoutNames(ctx context.Context, db querier) ([]string, error) {
	return collect(ctx, db, func(rows *sql.Rows) (name string, err error) {
		return name, rows.Scan(&name)
	}, "SELECT name FROM layouts")
}

func readLayout(ctx context.Context, db querier, name string) (layout table.Layout, found bool, err error) {
	var body []byte
	err = db.QueryRowContext(ctx, "SELECT body FROM layouts WHERE name = ?", name).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return layout, false, nil
	}
	if err != nil {
		return layout, false, err
	}
	return layout, true, json.Unmarshal(body, &layout)
}

func writeLayout(ctx context.Context, db querier, name string, layout table.Layout) error {
	body, err := json.Marshal(layout)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "INSERT OR REPLACE INTO layouts (name, body) VALUES (?, ?)", name, string(body))
	return err
}

// collect reads every row of a query.
func collect[T any](ctx context.Context, db querier, scan func(*sql.Rows) (T, error), query string, args ...any) (all []T, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
