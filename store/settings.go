package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/table"
)

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
