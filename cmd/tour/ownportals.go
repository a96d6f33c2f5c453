package main

import (
	"context"
	"strings"
)

// keepOwnPortal adds a portal of one's own, finds it in the search, and removes it again, so that the pages that follow are
// as everybody has them.
func (t *tour) keepOwnPortal(ctx context.Context) error {
	const portal = "Fabric Admin"
	tenant, err := t.aHealthyTenant(ctx)
	if err != nil {
		return err
	}
	name, _, _ := strings.Cut(tenant.Name, " ")
	return inOrder(
		t.closeMessages,
		func() error { onUI(t.Shell.ShowOwnPortals); return nil },
		func() error { return t.sees("Own Portals", "There are none yet.") },
		func() error { return t.tap("Add portal") },
		func() error { return t.typeInto("Name", portal) },
		func() error { return t.typeInto("Address", "https://portal.example/admin") },
		func() error { return t.tap("Save") },
		func() error { return t.sees("Add Portal", "host") },
		func() error { return t.bothColours("own-portals-wrong", "Add Portal", "host") },
		func() error { return t.typeInto("Address", "https://app.powerbi.com/admin-portal?ctid={tenantId}") },
		func() error { return t.tap("Save") },
		func() error { return t.sees("Edit", "Remove", "https://app.powerbi.com/") },
		func() error { return t.bothColours("own-portals", portal, "Remove") },
		func() error { return t.tap("Close") },
		func() error { return t.tap("Search") },
		func() error { return t.typeInto("Search", strings.ToLower(name)+" fabric") },
		func() error { return t.sees("Portals", portal) },
		func() error { onUI(t.escape); onUI(t.Shell.ShowOwnPortals); return nil },
		func() error { return t.tap("Remove") },
		func() error { return t.sees("There are none yet.") },
		func() error { return t.tap("Close") },
	)
}
