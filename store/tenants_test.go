package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/store"
)

func tenantNames(t *testing.T, s *store.Store) []string {
	t.Helper()
	tenants, err := s.Tenants(t.Context())
	require.NoError(t, err)
	var names []string
	for _, tenant := range tenants {
		names = append(names, tenant.Name)
	}
	return names
}

func tenant(t *testing.T, s *store.Store, n int) m365.Tenant {
	t.Helper()
	got, err := s.Tenant(t.Context(), tenantID(n))
	require.NoError(t, err)
	return got
}

func TestTenantsComeByNameWithoutCaseAndAccents(t *testing.T) {
	s := open(t)
	require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{
		listed(1, "Zeta"), listed(2, "éclair"), listed(3, "Echo"), listed(4, ""), listed(5, "alpha"), listed(6, "Ecma"),
	}))
	require.Equal(t, []string{"alpha", "Echo", "éclair", "Ecma", "Zeta", ""}, tenantNames(t, s))
}

func TestAListedTenantIsKeptWhole(t *testing.T) {
	s := open(t)
	want := m365.Tenant{
		ID: tenantID(1), Name: "Contoso", DefaultDomain: "contoso.com", InitialDomain: "contoso.onmicrosoft.com",
		SharePointName: "contoso", Primary: true, Status: m365.Deactivated,
		Access: m365.Access{State: m365.AccessEnding, Ends: noon.Add(time.Hour), Relationships: 2, AutoExtend: true},
	}
	require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{want}))
	require.Equal(t, want, tenant(t, s, 1))
	_, err := s.Tenant(t.Context(), tenantID(2))
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestANewListChangesNameAndAccessAndKeepsStatusAndSnapshot(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	renamed := listed(1, "Contoso Dental")
	renamed.Status = m365.Failed
	renamed.Access = m365.Access{State: m365.AccessNoRole, Relationships: 3}
	require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{renamed}))
	got := tenant(t, s, 1)
	require.Equal(t, "Contoso Dental", got.Name)
	require.Equal(t, m365.Access{State: m365.AccessNoRole, Relationships: 3}, got.Access)
	require.Equal(t, m365.Synced, got.Status)
	require.Equal(t, 1, got.Users)
	require.Equal(t, noon, got.Refreshed)
}

func TestATenantThatIsNoLongerListed(t *testing.T) {
	for name, c := range map[string]struct {
		status m365.TenantStatus
		stays  bool
	}{
		"leaves while it is Deactivated": {m365.Deactivated, false},
		"stays while it is Pending":      {m365.Pending, true},
		"stays while it is Synced":       {m365.Synced, true},
		"stays while it is Failed":       {m365.Failed, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{listed(1, "Contoso"), listed(2, "Fabrikam")}))
			require.NoError(t, s.SetTenantStatus(t.Context(), tenantID(1), c.status, "", nil))
			require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{listed(2, "Fabrikam")}))
			if !c.stays {
				require.Equal(t, []string{"Fabrikam"}, tenantNames(t, s))
				return
			}
			require.Equal(t, m365.AccessEnded, tenant(t, s, 1).Access.State)
			require.Equal(t, c.status, tenant(t, s, 1).Status)
			require.Equal(t, m365.AccessHealthy, tenant(t, s, 2).Access.State)
		})
	}
}

func TestStatusAndFailuresAreKeptWhole(t *testing.T) {
	s := open(t)
	require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{listed(1, "Contoso")}))
	failure := &m365.Failure{
		What: "Contoso refused.", Do: "Ask its administrator.", Code: "AADSTS65001", RequestID: "id", At: noon, Technical: "whole",
	}
	require.NoError(t, s.SetTenantStatus(t.Context(), tenantID(1), m365.Failed, "Consenting", failure))
	require.NoError(t, s.SetRefreshFailure(t.Context(), tenantID(1), failure))
	got := tenant(t, s, 1)
	require.Equal(t, m365.Failed, got.Status)
	require.Equal(t, "Consenting", got.Doing)
	require.Equal(t, failure, got.Failure)
	require.Equal(t, failure, got.RefreshFailure)

	require.NoError(t, s.SetTenantStatus(t.Context(), tenantID(1), m365.Pending, "", nil))
	require.NoError(t, s.SetRefreshFailure(t.Context(), tenantID(1), nil))
	got = tenant(t, s, 1)
	require.Nil(t, got.Failure)
	require.Nil(t, got.RefreshFailure)

	require.ErrorIs(t, s.SetTenantStatus(t.Context(), tenantID(9), m365.Failed, "", nil), store.ErrNotFound)
	require.ErrorIs(t, s.SetRefreshFailure(t.Context(), tenantID(9), nil), store.ErrNotFound)
	require.ErrorIs(t, s.RemoveTenantData(t.Context(), tenantID(9)), store.ErrNotFound)
}

func TestTheConsentedTierOutlivesAnUnsyncBecauseMicrosoftHasTheConsentStill(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	synced(t, s, 2, "Fabrikam")
	require.Empty(t, tenant(t, s, 1).Consented)
	require.NoError(t, s.SetConsented(t.Context(), tenantID(1), "help-desk"))
	require.NoError(t, s.SetConsented(t.Context(), tenantID(1), "full"))
	require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{listed(1, "Contoso Dental"), listed(2, "Fabrikam")}))
	replace(t, s, 1, m365.Snapshot{}, user(1, 1, "Adele"))
	require.Equal(t, "full", tenant(t, s, 1).Consented)
	require.Empty(t, tenant(t, s, 2).Consented)
	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
	require.Equal(t, "full", tenant(t, s, 1).Consented)
	require.ErrorIs(t, s.SetConsented(t.Context(), tenantID(9), "full"), store.ErrNotFound)
}

func TestRemovingATenantsDataLeavesTheOthers(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Adele too"))
	for n := 1; n <= 2; n++ {
		require.NoError(t, s.Visit(t.Context(), userKey(n, 1), noon))
	}
	require.NoError(t, s.SetTenantStatus(t.Context(), tenantID(1), m365.Synced, "x", &m365.Failure{What: "x"}))
	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))

	require.Equal(t, m365.Tenant{
		ID: tenantID(1), Name: "Contoso", Status: m365.Deactivated, Access: listed(1, "").Access,
	}, tenant(t, s, 1))
	_, err := s.User(t.Context(), userKey(1, 1))
	require.ErrorIs(t, err, store.ErrNotFound)
	_, err = s.User(t.Context(), userKey(2, 1))
	require.NoError(t, err)
	count, err := s.CountUsers(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, count)
	recent, err := s.Recent(t.Context())
	require.NoError(t, err)
	require.Equal(t, []m365.Recent{{Key: userKey(2, 1), DisplayName: "Adele too", Tenant: m365.Tenant{ID: tenantID(2), Name: "Fabrikam"}}}, recent)

	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	require.Equal(t, m365.Synced, tenant(t, s, 1).Status, "it can be synced again")
}

func TestWhyTheAccessToATenantCouldNotBeReadIsKeptUntilItCan(t *testing.T) {
	s := open(t)
	unread := listed(1, "Contoso")
	unread.Access.State, unread.Access.Why = m365.AccessUnread, "Microsoft's service failed."
	require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{unread}))
	require.Equal(t, unread.Access, tenant(t, s, 1).Access)
	require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{listed(1, "Contoso")}))
	require.Empty(t, tenant(t, s, 1).Access.Why)
}
