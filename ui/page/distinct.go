package page

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Distinct names tenants so that no two have the same name: where they share one, the default domain stands behind it, and
// the id while that is unknown.
func Distinct(tenants []m365.Tenant) map[m365.TenantID]string {
	count := make(map[string]int, len(tenants))
	for _, tenant := range tenants {
		count[tenant.Name]++
	}
	names := make(map[m365.TenantID]string, len(tenants))
	for _, tenant := range tenants {
		names[tenant.ID] = tenant.Name
		if count[tenant.Name] == 1 {
			continue
		}
		more := tenant.DefaultDomain
		if more == "" {
			more = string(tenant.ID)
		}
		names[tenant.ID] += " (" + more + ")"
	}
	return names
}

// NamedApart are some of all tenants, with their names as Distinct gives them.
func NamedApart(some, all []m365.Tenant) []m365.Tenant {
	names, apart := Distinct(all), slices.Clone(some)
	for i := range apart {
		apart[i].Name = names[apart[i].ID]
	}
	return apart
}
