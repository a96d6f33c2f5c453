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
