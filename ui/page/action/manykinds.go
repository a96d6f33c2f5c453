package action

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// licensesOfMany are the products that the tenants hold. Microsoft gives a product one id in all tenants.
func (a *Actions) licensesOfMany() manyKind {
	return manyKind{
		action: change.ManageLicenses, noun: "licenses", one: "license", add: change.AddLicense, take: change.TakeLicense,
		read: func(ctx context.Context, tenant m365.TenantID, _ string) ([]choice, error) {
			skus, err := a.o.Directory.SKUs(ctx, tenant)
			return choices(skus, offeredLicense), err
		},
		tells: func(one shared, tenants []tenantOf) string {
			left := 0
			for _, thing := range one.in {
				left += thing.left
			}
			return inTenants(one, tenants) + table.Counted(left, "unit", "units") + " left"
		},
	}
}

// groupsOfMany are the groups that Microsoft finds in the tenants: those of one name are taken for one.
func (a *Actions) groupsOfMany() manyKind {
	return manyKind{
		action: change.ManageGroups, noun: "groups", one: "group", add: change.AddGroup, take: change.TakeGroup, searched: true,
		read: func(ctx context.Context, tenant m365.TenantID, text string) ([]choice, error) {
			groups, err := a.o.Directory.FindGroups(ctx, tenant, text)
			return choices(groups, offeredGroup), err
		},
		tells: func(one shared, tenants []tenantOf) string {
			for tenant, thing := range one.in {
				if len(tenants) == 1 && one.cannot[tenant] != "" {
					return one.cannot[tenant]
				}
				if len(tenants) == 1 {
					return thing.note
				}
			}
			return inTenants(one, tenants) + table.Thousands(int64(len(one.in)-len(one.cannot))) + " can be changed here"
		},
	}
}

// inTenants says in how many of the tenants there is something; nothing where there is one tenant.
func inTenants(one shared, tenants []tenantOf) string {
	if len(tenants) == 1 {
		return ""
	}
	return "In " + table.Thousands(int64(len(one.in))) + " of " + table.Counted(len(tenants), "tenant", "tenants") + " · "
}
