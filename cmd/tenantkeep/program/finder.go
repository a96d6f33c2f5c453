package program

import (
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
)

// wireFinder makes what finds users while a person types, and has it follow what changes.
func (p *program) wireFinder() {
	p.finder = find.NewUsers(find.Options{Store: p.store, Sleep: pause.Sleep})
	p.refresh.TenantChanged.Listen(func(id m365.TenantID) { p.finder.Outdate(id) })
	p.change.Changed.Listen(func(event change.Event) { p.finder.Outdate(event.User.Tenant) })
	p.integration.TenantsChanged.Listen(func(struct{}) { p.finder.Follow() })
}
