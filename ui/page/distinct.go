package page

import (
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
