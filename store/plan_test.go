package store

import (
	"database/sql"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// TestFirstPagesComeFromAnIndexInTheirOrder looks at how SQLite means to find a page: without sorting all users; those that are
// equal in the key, or of one tenant, may be.
func TestFirstPagesComeFromAnIndexInTheirOrder(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	for column, index := range map[string]string{
		columns.DisplayName: "users_display_name", columns.Username: "users_username", columns.LastSignIn: "users_last_sign_in",
		columns.TenantName: "users_key",
	} {
		for _, descending := range []bool{false, true} {
			sort := totalOrder([]table.SortKey{{Column: column, Descending: descending}})
			plan := planOf(t, s, "SELECT u.id"+filtered{}.walk(sort)+orderBy(sort)+" LIMIT 100")
			require.Contains(t, plan, index)
			require.NotContains(t, plan, "USE TEMP B-TREE FOR ORDER BY", column)
		}
	}
}

// TestFiltersAreCountedWithinOneIndex looks at how SQLite means to count: without touching the users themselves.
func TestFiltersAreCountedWithinOneIndex(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	for name, filters := range map[string][]table.Filter{
		"users_display_name": {{Column: columns.DisplayName, Text: "a"}, {Column: columns.UserType, Any: []string{"Guest"}}},
		"users_username":     {{Column: columns.Username, Text: "a%b"}},
		"users_key":          {{Column: columns.ObjectID, Text: "a"}},
		"users_last_sign_in": {{Column: columns.LastSignIn, Last: 1}, {Column: columns.UserType, Any: []string{"Guest"}}},
	} {
		require.NoError(t, s.read(t.Context(), func(tx *sql.Tx) error {
			users, err := filterUsers(t.Context(), tx, table.Query{Filters: filters}, s.now())
			if err != nil {
				return err
			}
			where, args := users.where()
			require.Contains(t, planOf(t, s, "SELECT count(*) FROM users u"+users.hint()+where, args...), "COVERING INDEX "+name)
			return nil
		}))
	}
}

// TestRecentlyViewedIsReadWithoutWalkingAllUsers looks at how SQLite means to read it: it is read again with every change.
func TestRecentlyViewedIsReadWithoutWalkingAllUsers(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	plan := planOf(t, s, recentUsers, m365.Synced, recentsShown)
	require.Contains(t, plan, "SCAN r")
	require.Contains(t, plan, "SEARCH u USING INDEX users_key")
}

func planOf(t *testing.T, s *Store, query string, args ...any) string {
	t.Helper()
	steps, err := collect(t.Context(), s.reader, func(rows *sql.Rows) (step string, err error) {
		var ignored int
		return step, rows.Scan(&ignored, &ignored, &ignored, &step)
	}, "EXPLAIN QUERY PLAN "+query, args...)
	require.NoError(t, err)
	return strings.Join(steps, "\n")
}
