package store

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// TestTheIndexesAreThereAfterTheFirstUsersOfAll fills an empty database with so many users that their indexes are built at the end.
func TestTheIndexesAreThereAfterTheFirstUsersOfAll(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	tenants := []m365.Tenant{{ID: "00000000-0000-4000-8000-000000000001", Name: "Contoso"}, {ID: "00000000-0000-4000-8000-000000000002", Name: "Fabrikam"}}
	require.NoError(t, s.SaveListed(t.Context(), tenants))
	indexes := func() (made []string) {
		rows, err := s.reader.QueryContext(t.Context(), "SELECT sql FROM sqlite_schema WHERE type = 'index' ORDER BY name")
		require.NoError(t, err)
		for rows.Next() {
			var one *string
			require.NoError(t, rows.Scan(&one))
			if one != nil {
				made = append(made, *one)
			}
		}
		require.NoError(t, rows.Close())
		require.NoError(t, rows.Err())
		return made
	}
	fill := func(ctx context.Context, tenant m365.TenantID, end func() error) error {
		since, err := s.Reading(t.Context(), tenant)
		require.NoError(t, err)
		_, err = s.ReplaceUsers(ctx, tenant, since, func(add func([]m365.User) error) (m365.Snapshot, error) {
			users := make([]m365.User, worthSorting)
			for i := range users {
				users[i] = m365.User{
					Key: m365.UserKey{Tenant: tenant, ID: fmt.Sprint("user ", i)}, DisplayName: fmt.Sprint("Name ", i%7, i), UserPrincipalName: fmt.Sprint(i, "@contoso.com"),
					Aliases: []string{fmt.Sprint("alias", i)},
				}
			}
			if err := add(users); err != nil {
				return m365.Snapshot{}, err
			}
			return m365.Snapshot{}, end()
		})
		return err
	}
	before := indexes()
	stopped, stop := context.WithCancel(t.Context())
	require.Error(t, fill(stopped, tenants[0].ID, func() error { stop(); return nil }))
	require.Equal(t, before, indexes(), "nothing was written")
	for _, tenant := range tenants {
		require.NoError(t, fill(t.Context(), tenant.ID, func() error { return nil }))
		require.Equal(t, before, indexes(), tenant.Name)
		var found string
		require.NoError(t, s.reader.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&found))
		require.Equal(t, "ok", found)
	}
}
