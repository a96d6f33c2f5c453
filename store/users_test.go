package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

func recentNames(t *testing.T, s *store.Store) []string {
	t.Helper()
	recent, err := s.Recent(t.Context())
	require.NoError(t, err)
	names := []string{}
	for _, r := range recent {
		names = append(names, r.DisplayName+" of "+r.Tenant.FullName())
	}
	return names
}

func TestRecentlyViewedHoldsTheFiveNewest(t *testing.T) {
	s := open(t)
	var users []m365.User
	for n := range 40 {
		users = append(users, user(1, n, fmt.Sprint("User ", n)))
	}
	synced(t, s, 1, "Contoso", users...)
	synced(t, s, 2, "Fabrikam", user(2, 0, "Zero"))
	for n := range 40 {
		require.NoError(t, s.Visit(t.Context(), userKey(1, n), noon.Add(time.Duration(n)*time.Second)))
	}
	require.NoError(t, s.Visit(t.Context(), userKey(2, 0), noon.Add(time.Minute)))
	require.NoError(t, s.Visit(t.Context(), userKey(1, 37), noon.Add(2*time.Minute)))
	require.Equal(t, []string{
		"User 37 of Contoso", "Zero of Fabrikam", "User 39 of Contoso", "User 38 of Contoso", "User 36 of Contoso",
	}, recentNames(t, s))
	require.ErrorIs(t, s.Visit(t.Context(), userKey(1, 99), noon), store.ErrNotFound)
}

func TestTenantsOfOneNameAreToldApartWhereverTheyAreRead(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso Dental", user(1, 1, "Adele"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Bianca"))
	require.NoError(t, s.Visit(t.Context(), userKey(1, 1), noon))
	require.Equal(t, []string{"Adele of Contoso Dental"}, recentNames(t, s))

	first, twin := listed(1, "Contoso Dental"), listed(3, "contoso dental")
	first.DefaultDomain, twin.DefaultDomain = "contoso.example", "dental.example"
	require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{first, listed(2, "Fabrikam"), twin}))
	whole := "Contoso Dental (contoso.example)"
	require.Equal(t, []string{"Adele of " + whole}, recentNames(t, s))
	require.Equal(t, whole, tenant(t, s, 1).FullName())
	require.Equal(t, "contoso dental (dental.example)", tenant(t, s, 3).FullName(), "capitals do not tell names apart")
	require.Equal(t, "Fabrikam", tenant(t, s, 2).FullName())
	all, err := s.Tenants(t.Context())
	require.NoError(t, err)
	for _, one := range all {
		require.Equal(t, one.Name != "Fabrikam", one.Twin, one.Name)
	}

	source := s.UserSource()
	page, err := source.Query(t.Context(), table.Query{Limit: 10})
	require.NoError(t, err)
	at := table.Index(source.Columns(), columns.TenantName)
	notes := map[string]string{}
	for _, row := range page.Rows {
		notes[row.Cells[at].Tip] = row.Cells[at].Note
	}
	require.Equal(t, map[string]string{whole: "contoso.example", "Fabrikam": ""}, notes)
	choices, err := source.Choices(t.Context(), columns.TenantID, table.Query{})
	require.NoError(t, err)
	require.Equal(t, whole, choices[0].Label)
}

func TestRecentlyViewedLeavesOutWhoIsNotThere(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"))
	require.NoError(t, s.Visit(t.Context(), userKey(1, 1), noon))
	require.NoError(t, s.Visit(t.Context(), userKey(1, 2), noon.Add(1)))
	replace(t, s, 1, m365.Snapshot{}, user(1, 1, "Adele"))
	require.Equal(t, []string{"Adele of Contoso"}, recentNames(t, s))
	require.NoError(t, s.SetTenantStatus(t.Context(), tenantID(1), m365.Pending, "", nil))
	require.Empty(t, recentNames(t, s))
}

func TestAUserOfAnUnsyncedTenantLeavesRecentlyViewedForGood(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Adele"))
	for n := 1; n <= 2; n++ {
		require.NoError(t, s.Visit(t.Context(), userKey(n, 1), noon))
	}
	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
	require.Equal(t, []string{"Adele of Fabrikam"}, recentNames(t, s))
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	require.Equal(t, []string{"Adele of Fabrikam"}, recentNames(t, s), "also when the tenant is synced again")
	require.NoError(t, s.Visit(t.Context(), userKey(1, 1), noon.Add(time.Second)))
	require.Equal(t, []string{"Adele of Contoso", "Adele of Fabrikam"}, recentNames(t, s))
}

func TestOnlyUsersOfSyncedTenantsAreListedAndCounted(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Bianca"))
	synced(t, s, 3, "Tailspin", user(3, 1, "Carl"))
	require.NoError(t, s.SetTenantStatus(t.Context(), tenantID(2), m365.Pending, "", nil))
	require.NoError(t, s.SetRefreshFailure(t.Context(), tenantID(3), &m365.Failure{What: "GDAP ended."}))
	require.Equal(t, []string{"Adele", "Carl"}, displayNames(t, s))
	count, err := s.CountUsers(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, count)
}
