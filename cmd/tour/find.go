package main

import (
	"context"
	"strings"
)

// findAnything opens the palette, and looks for a portal of a tenant and for a user.
func (t *tour) findAnything(ctx context.Context) error {
	tenant, err := t.aHealthyTenant(ctx)
	if err != nil {
		return err
	}
	name, _, _ := strings.Cut(tenant.Name, " ")
	return inOrder(
		func() error { return t.tap("Search") },
		func() error { return t.typeInto("Search", strings.ToLower(name)+" exch") },
		func() error { return t.sees("Portals", "View Users of") },
		func() error { return t.picture("palette", "Portals", "View Users of") },
		func() error { onUI(t.escape); return nil },
		func() error { return t.tap("Search") },
		func() error { return t.typeInto("Search", "reset "+sought) },
		func() error { return t.sees("Actions", "Reset") },
		func() error { return t.picture("palette-action", "Actions", "Reset") },
		func() error { onUI(t.escape); return nil },
	)
}
