package bulk

import (
	"maps"
	"slices"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// How much is under way at once. Microsoft limits requests by tenant, and the client below keeps to its limits and waits as
// long as it asks: more users would only wait there.
const (
	tenantsAtOnce = 24
	usersAtOnce   = 4
)

// each does something for each place, in order within a tenant: a few tenants at once, and a few users of each. It returns
// once all is done. do must not panic.
func each(tenant map[int]m365.TenantID, do func(i int)) {
	tenants := byTenant(tenant)
	inTurn(len(tenants), tenantsAtOnce, func(tenant int) {
		places := tenants[tenant]
		inTurn(len(places), usersAtOnce, func(i int) { do(places[i]) })
	})
}

// byTenant are the places of each tenant, the tenants in the order in which they come first.
func byTenant(of map[int]m365.TenantID) [][]int {
	var tenants [][]int
	at := make(map[m365.TenantID]int)
	for _, i := range slices.Sorted(maps.Keys(of)) {
		tenant := of[i]
		if _, known := at[tenant]; !known {
			at[tenant] = len(tenants)
			tenants = append(tenants, nil)
		}
		tenants[at[tenant]] = append(tenants[at[tenant]], i)
	}
	return tenants
}

// inTurn does something for 0 to count-1, at most so many at once, and waits for the end.
func inTurn(count, atOnce int, do func(i int)) {
	places := make(chan struct{}, atOnce)
	var group sync.WaitGroup
	for i := range count {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			do(i)
		})
	}
	group.Wait()
}
