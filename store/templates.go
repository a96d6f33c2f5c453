package store

import (
	"context"
	"database/sql"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// UserTemplate is what users of a kind are created with, as it is kept. An empty tenant is all of them.
type UserTemplate struct {
	ID     string
	Tenant m365.TenantID
	Name   string
	// Body is the template as JSON.
	Body []byte
}

// Templates are those that users are created from, by name.
func (s *Store) Templates(ctx context.Context) ([]UserTemplate, error) {
	found, err := collect(ctx, s.reader, func(rows *sql.Rows) (one UserTemplate, err error) {
		return one, rows.Scan(&one.ID, &one.Tenant, &one.Name, &one.Body)
	}, "SELECT id, tenant, name, body FROM user_templates ORDER BY name, id")
	return found, s.fault(ctx, err, "read the templates of users")
}

// SaveTemplate keeps a template in the place of any of its id.
func (s *Store) SaveTemplate(ctx context.Context, one UserTemplate) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO user_templates (id, tenant, name, body) VALUES (?, ?, ?, ?)",
			one.ID, one.Tenant, one.Name, string(one.Body))
		return err
	})
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
