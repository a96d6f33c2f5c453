package program

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/store"
)

// userTemplates are those that the store keeps as text.
type userTemplates struct{ store *store.Store }

func (u userTemplates) Templates(ctx context.Context) ([]newuser.Preset, error) {
	kept, err := u.store.Templates(ctx)
	if err != nil {
		return nil, err
	}
	presets := make([]newuser.Preset, len(kept))
	for i, one := range kept {
		if err := json.Unmarshal(one.Body, &presets[i]); err != nil {
			return nil, fmt.Errorf("read the template %s: %w", one.ID, err)
		}
		presets[i].ID = one.ID
	}
	return presets, nil
}

func (u userTemplates) SaveTemplate(ctx context.Context, one newuser.Preset) error {
	body, err := json.Marshal(one)
	if err != nil {
		return fmt.Errorf("keep the template %s: %w", one.ID, err)
	}
	return u.store.SaveTemplate(ctx, store.UserTemplate{ID: one.ID, Tenant: one.Tenant, Name: one.Name, Body: body})
}

func (u userTemplates) DeleteTemplate(ctx context.Context, id string) error {
	return u.store.DeleteTemplate(ctx, id)
}
