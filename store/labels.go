package store

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// labelFields are an own name and the tags of a row of tenants.
const labelFields = `ifnull((SELECT alias FROM tenant_labels WHERE tenant = tenants.id), ''),
	ifnull((SELECT tags FROM tenant_labels WHERE tenant = tenants.id), '[]')`

// SetLabels keeps what a person calls a tenant by. It stays when the tenant is unsynced, or not listed for a while; Forget
// deletes it.
func (s *Store) SetLabels(ctx context.Context, id m365.TenantID, labels m365.Labels) error {
	if labels.Alias == "" && len(labels.Tags) == 0 {
		_, err := s.writer.ExecContext(ctx, "DELETE FROM tenant_labels WHERE tenant = ?", id)
		return s.fault(ctx, err, "remove labels of tenant %s", id)
	}
	tags, err := json.Marshal(append([]string{}, labels.Tags...))
	if err == nil {
		_, err = s.writer.ExecContext(ctx, "INSERT OR REPLACE INTO tenant_labels (tenant, alias, tags) VALUES (?, ?, ?)",
			id, labels.Alias, string(tags))
	}
	return s.fault(ctx, err, "keep labels of tenant %s", id)
}

// labelsInto reads the tags of labelFields.
type labelsInto struct{ tags *[]string }

// Scan takes the tags as they are kept.
func (l labelsInto) Scan(stored any) error {
	text, isText := stored.(string)
	if !isText {
		return errors.New("tags are no text")
	}
	*l.tags = nil
	if text == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(text), l.tags)
}
