package program

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
)

// labels keep what the person calls tenants by, and tell it.
type labels struct{ *program }

func (l labels) SetLabels(ctx context.Context, id m365.TenantID, labels m365.Labels) error {
	err := l.store.SetLabels(ctx, id, labels)
	if err == nil {
		l.labelled.Emit(id)
	}
	return err
}

// wireFinder makes what finds users while a person types, and has it follow what changes.
func (p *program) wireFinder() {
	p.finder = find.NewUsers(find.Options{Store: p.store, Sleep: pause.Sleep, Log: p.log, Held: p.held})
	p.store.Outdated.Listen(func(struct{}) { p.finder.Hurry() })
	p.refresh.TenantChanged.Listen(func(m365.TenantID) { p.finder.Follow(); p.noteRead() })
	p.change.Changed.Listen(func(change.Event) { p.finder.Follow(); p.finder.Hurry() })
	p.labelled.Listen(func(m365.TenantID) { p.finder.Follow(); p.finder.Hurry() })
	p.integration.TenantsChanged.Listen(func(struct{}) { p.finder.Follow() })
}
