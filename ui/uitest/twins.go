package uitest

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Twins are tenants that all have the name of the first, and know it as those of the store do.
func Twins(tenants ...m365.Tenant) []m365.Tenant {
	twins := slices.Clone(tenants)
	for i := range twins {
		twins[i].Name, twins[i].Twin = tenants[0].Name, true
	}
	return twins
}
