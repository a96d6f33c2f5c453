package program

import (
	"errors"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// tenantName is the name of the tenant that an error is about: the partner's own when it names none.
func (p *program) tenantName(err error) string {
	id := tenantOf(err)
	if id != "" {
		if tenant, err := p.store.Tenant(p.life, id); err == nil {
			return tenant.FullName()
		}
	}
	connection, err := p.store.Connection(p.life)
	if err != nil || connection.TenantName == "" {
		return string(id)
	}
	return connection.TenantName
}

func tenantOf(err error) m365.TenantID {
	if of := call.As(err); of != nil {
		return of.Tenant
	}
	var signIn *refusal.Error
	if errors.As(err, &signIn) {
		return signIn.Tenant
	}
	return ""
}
