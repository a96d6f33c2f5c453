package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/tenantkeep/tenantkeep/core/newuser"
)

// Templates are those that users are created from, by name.
func (s *Store) Templates(ctx context.Context) ([]newuser.Preset, error) {
	found, err := collect(ctx, s.reader, func(rows *sql.Rows) (one newuser.Preset, err error) {
		var id string
		var body []byte
		if err := rows.Scan(&id, &body); err != nil {
			return one, err
		}
		err = json.Unmarshal(body, &one)
		one.ID = id
		return one, err
	}, "SELECT id, body FROM user_templates ORDER BY name, id")
	return found, s.fault(ctx, err, "read the templates of users")
}

// SaveTemplate keeps a template in the place of any of its id.
func (s *Store) SaveTemplate(ctx context.Context, one newuser.Preset) error {
	body, err := json.Marshal(one)
	if err == nil {
		err = s.write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO user_templates (id, tenant, name, body) VALUES (?, ?, ?, ?)", one.ID, one.Tenant, one.Name, string(body))
			return err
		})
	}
	return s.fault(ctx, err, "keep the template %s", one.ID)
}

// DeleteTemplate deletes a template.
func (s *Store) DeleteTemplate(ctx context.Context, id string) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM user_templates WHERE id = ?", id)
		return err
	})
	return s.fault(ctx, err, "delete the template %s", id)
}
