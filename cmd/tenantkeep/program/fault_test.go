package program

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type faultCase struct {
	name string
	rule fault.Rule
	// overcome says that the program gets through by itself.
	overcome bool
}

// users are enough that the largest tenant has several pages, where the fault needs them.
func (c faultCase) users() int {
	if c.rule.Kind == fault.ExpiredToken || c.rule.Kind == fault.ExpiredPage {
		return 6000
	}
	return 800
}

// TestAFaultOfMicrosoftHitsOnlyItsTenant breaks one tenant in every way that the simulated cloud knows. The tenants not hit
// are synced; the one hit says why in words where the program cannot get over it; once the fault is gone a retry works.
func TestAFaultOfMicrosoftHitsOnlyItsTenant(t *testing.T) {
	cases := []faultCase{
		{"throttled twice is waited out", fault.Rule{Service: fault.Graph, Kind: fault.Throttled, RetryAfter: time.Second, Times: 2}, true},
		{"unavailable once is asked again", fault.Rule{Service: fault.Graph, Kind: fault.Unavailable, Times: 1}, true},
		{"a gateway timeout is asked again", fault.Rule{Service: fault.Graph, Kind: fault.GatewayTimeout, Times: 1}, true},
		{"slow answers are waited for", fault.Rule{Service: fault.Graph, Kind: fault.Slow, Delay: 300 * time.Millisecond}, true},
		{"a token that expires between pages is replaced", fault.Rule{Service: fault.Graph, Kind: fault.ExpiredToken, Times: 1}, true},
		{"a list whose page expires is read again", fault.Rule{Service: fault.Graph, PathContains: "/users", Kind: fault.ExpiredPage, Times: 1}, true},
		{"casts that want the advanced engine are asked of it", fault.Rule{Service: fault.Graph, Kind: fault.AdvancedCasts}, true},
		{"members of a group that go in a circle are left out", fault.Rule{Service: fault.Graph, PathContains: "/transitiveMembers/", Kind: fault.Circle}, true},
		{"roles that cannot be read are left out", fault.Rule{Service: fault.Graph, PathContains: "/roleAssignments", Kind: fault.Broken}, true},
		{"products of odd types are left out", fault.Rule{Service: fault.Graph, PathContains: "/subscribedSkus", Kind: fault.OddTypes}, true},
		{"a SharePoint address of null is left out", fault.Rule{Service: fault.Graph, PathContains: "/sites/root", Kind: fault.Null}, true},
		{"an organization of null fails", fault.Rule{Service: fault.Graph, PathContains: "/organization", Kind: fault.NullElement}, false},
		{"users of null fail", fault.Rule{Service: fault.Graph, PathContains: "/users", Kind: fault.NullElement}, false},
		{"users whose pages go in a circle fail", fault.Rule{Service: fault.Graph, PathContains: "/users", Kind: fault.Circle}, false},
		{"a consent that takes its time is waited for", fault.Rule{Kind: fault.Propagating, Delay: 3 * time.Second}, true},
		{"unavailable for good fails", fault.Rule{Service: fault.Graph, PathContains: "/users", Kind: fault.Unavailable}, false},
		{"answers cut in the middle fail", fault.Rule{Service: fault.Graph, PathContains: "/users", Kind: fault.Cut}, false},
		{"malformed answers fail", fault.Rule{Service: fault.Graph, PathContains: "/users", Kind: fault.Malformed}, false},
		{"a sign-in service that is down fails", fault.Rule{Service: fault.Login, Kind: fault.Unavailable}, false},
		{"a Partner Center that is down fails", fault.Rule{Service: fault.Partner, Kind: fault.Unavailable}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server := startSimulation(t, 8, c.users())
			p := startProgram(t, server)
			signIn(t, p)
			ids := healthy(t, p)
			hit := largest(server.Directory().Tenants(), ids)
			c.rule.Tenant = string(hit)
			rule, err := server.Faults().Add(c.rule)
			require.NoError(t, err)

			syncThem(t, p, ids...)
			for _, id := range ids {
				tenant, err := p.store.Tenant(t.Context(), id)
				require.NoError(t, err)
				if id != hit || c.overcome {
					require.Equal(t, m365.Synced, tenant.Status, "%s: %+v", tenant.Name, tenant.Failure)
					continue
				}
				require.Equal(t, m365.Failed, tenant.Status)
				requireSentences(t, tenant)
			}
			if c.rule.Kind != fault.Propagating {
				require.NotZero(t, server.Faults().Hits(rule), "the fault struck")
			}

			server.Faults().Remove(rule)
			if !c.overcome {
				syncThem(t, p, hit)
				tenant, err := p.store.Tenant(t.Context(), hit)
				require.NoError(t, err)
				require.Equal(t, m365.Synced, tenant.Status, "a retry works: %+v", tenant.Failure)
				require.Nil(t, tenant.Failure)
			}
		})
	}
}

// TestARefreshThatFailsKeepsThePicture breaks a tenant that was read whole before.
func TestARefreshThatFailsKeepsThePicture(t *testing.T) {
	server := startSimulation(t, 8, 1500)
	p := startProgram(t, server)
	signIn(t, p)
	ids := healthy(t, p)
	syncThem(t, p, ids...)
	hit := largest(server.Directory().Tenants(), ids)
	for _, kind := range []fault.Kind{fault.Cut, fault.Malformed, fault.Unavailable} {
		t.Run(string(kind), func(t *testing.T) {
			before, err := p.store.Tenant(t.Context(), hit)
			require.NoError(t, err)
			rule, err := server.Faults().Add(fault.Rule{Service: fault.Graph, Tenant: string(hit), PathContains: "/users", Kind: kind})
			require.NoError(t, err)
			require.Error(t, p.refresh.Tenant(t.Context(), hit))
			after, err := p.store.Tenant(t.Context(), hit)
			require.NoError(t, err)
			require.Equal(t, m365.Synced, after.Status)
			require.Equal(t, before.Users, after.Users)
			require.Equal(t, before.Refreshed, after.Refreshed, "the age of the picture is the old one's")
			require.NotNil(t, after.RefreshFailure)
			require.Contains(t, after.RefreshFailure.What, after.Name)

			server.Faults().Remove(rule)
			require.NoError(t, p.refresh.Tenant(t.Context(), hit))
			after, err = p.store.Tenant(t.Context(), hit)
			require.NoError(t, err)
			require.Nil(t, after.RefreshFailure)
			require.True(t, after.Refreshed.After(before.Refreshed))
		})
	}
}

func largest(tenants []directory.TenantInfo, among []m365.TenantID) m365.TenantID {
	var most directory.TenantInfo
	for _, tenant := range tenants {
		for _, id := range among {
			if string(id) == tenant.ID && tenant.Users > most.Users {
				most = tenant
			}
		}
	}
	return m365.TenantID(most.ID)
}

// requireSentences checks that a failure is one that a technician can act on.
func requireSentences(t *testing.T, tenant m365.Tenant) {
	t.Helper()
	require.NotNil(t, tenant.Failure)
	require.Contains(t, tenant.Failure.What, tenant.Name)
	require.NotEmpty(t, tenant.Failure.Do)
	require.NotContains(t, tenant.Failure.What, "AADSTS")
	require.NotContains(t, tenant.Failure.What, "{")
}
