package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestUsersAreSearchedByNameAndUsernameAtOnce(t *testing.T) {
	s := open(t)
	named := func(n int, name, username string) m365.User {
		u := user(1, n, name)
		u.UserPrincipalName = username
		return u
	}
	synced(t, s, 1, "Contoso",
		named(1, "Adele Vance", "avance@contoso.com"), named(2, "Megan Bowen", "adele@contoso.com"), named(3, "Zoë Çelik", "zc_1@contoso.com"))
	for typed, want := range map[string]int{
		"adele": 2, "vance adele": 1, "adele bowen": 1, "ZOE": 1, "a%e": 2, `zc\_`: 1, "contoso": 3, "nobody": 0, "   ": 3,
	} {
		page, err := s.UserSource().Query(t.Context(), table.Query{Filters: []table.Filter{{Column: columns.Search, Text: typed}}, Limit: 10})
		require.NoError(t, err)
		require.Equal(t, want, page.Total, typed)
	}
}

func TestUsersAreSearchedByAliasInTheDatabaseAndInMemory(t *testing.T) {
	s := open(t)
	adele, megan := user(1, 1, "Adele Vance"), user(1, 2, "Megan Bowen")
	adele.UserPrincipalName, adele.Aliases = "avance@contoso.com", []string{"appointments@fabrikam.com", "avance@contoso.onmicrosoft.com"}
	megan.UserPrincipalName, megan.Aliases = "mbowen@contoso.com", []string{"sales_1@contoso.com"}
	synced(t, s, 1, "Contoso", adele, megan, user(1, 3, "Nobody Else"))
	searched := func(want map[string]int) {
		for typed, total := range want {
			page, err := s.UserSource().Query(t.Context(), table.Query{Filters: []table.Filter{{Column: columns.Search, Text: typed}}, Limit: 10})
			require.NoError(t, err)
			require.Equal(t, total, page.Total, typed)
		}
	}
	want := map[string]int{
		"appointments@fabrikam.com": 1, "Appointments": 1, "avance@contoso.onmicrosoft.com": 1, "nts@fab": 1, "fabrikam": 1, "megan sales_1@": 1,
		"adele sales": 0, `sales\_`: 1, "app%fabrikam": 1, "fabrikam.com%avance": 1, "onmicrosoft": 1, "appointments@contoso": 0,
	}
	searched(want)
	s.HoldFrom(1)
	_, _, err := s.Roster(t.Context())
	require.NoError(t, err)
	searched(want)
	require.NoError(t, s.Patch(t.Context(), userKey(1, 2), func(u *m365.User) { u.Aliases = nil }))
	searched(map[string]int{"sales": 0, "appointments": 1})
}
