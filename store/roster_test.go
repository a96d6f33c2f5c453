package store_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

// inMemory is a store whose users are answered from memory, with two tenants.
func inMemory(t *testing.T) *store.Store {
	t.Helper()
	s := open(t)
	s.HoldFrom(1)
	for tenant := range 2 {
		users := make([]m365.User, 20)
		for n := range users {
			users[n] = user(tenant, n, fmt.Sprintf("Name %02d", (n*7)%20))
		}
		synced(t, s, tenant, fmt.Sprint("Tenant ", tenant), users...)
	}
	hold(t, s)
	return s
}

func hold(t *testing.T, s *store.Store) {
	t.Helper()
	_, _, err := s.Roster(t.Context())
	require.NoError(t, err)
}

func TestUsersInMemoryFollowEveryChangeAtOnce(t *testing.T) {
	s := inMemory(t)
	source := s.UserSource()
	for what, change := range map[string]func() error{
		"a user is patched": func() error {
			return s.Patch(t.Context(), userKey(0, 3), func(u *m365.User) { u.DisplayName = "Name 99" })
		},
		"a user is taken out": func() error {
			_, _, err := s.TakeOut(t.Context(), userKey(0, 4))
			return err
		},
		"a user is put in": func() error { return s.PutIn(t.Context(), user(1, 77, "Name 55")) },
		"a user signs in": func() error {
			_, err := s.SetLastSignIns(t.Context(), tenantID(1), []m365.LastSignIn{{ID: userKey(1, 5).ID, At: noon}})
			return err
		},
		"sign-ins are withheld": func() error {
			return s.SignInsUnread(t.Context(), tenantID(1), noon, m365.NoPermission, nil)
		},
		"a tenant is read whole": func() error {
			replace(t, s, 0, m365.Snapshot{}, user(0, 1, "Name 01"), user(0, 30, "Name 30"))
			return nil
		},
		"a tenant is renamed": func() error {
			return s.SaveListed(t.Context(), []m365.Tenant{listed(0, "Another"), listed(1, "Tenant 1")})
		},
	} {
		require.NoError(t, change(), what)
		held, err := s.IsHeld(t.Context())
		require.NoError(t, err)
		require.True(t, held, what)
		for _, q := range []table.Query{
			{Sort: []table.SortKey{{Column: columns.TenantName}}, Limit: 100},
			{Sort: []table.SortKey{{Column: columns.LastSignIn, Descending: true}}, Limit: 100},
			{Filters: []table.Filter{{Column: columns.DisplayName, Text: "5"}}, Sort: []table.SortKey{{Column: columns.DisplayName}}, Limit: 100},
			{Filters: []table.Filter{{Column: columns.LastSignIn, Untimed: true}}, Sort: []table.SortKey{{Column: columns.DisplayName}}, Limit: 100},
		} {
			page, err := source.Query(t.Context(), q)
			require.NoError(t, err, what)
			var rows []table.Row
			require.NoError(t, source.Each(t.Context(), q, func(row table.Row) error {
				rows = append(rows, row)
				return nil
			}))
			require.Equal(t, outlines(rows), outlines(page.Rows), what)
			require.Len(t, rows, page.Total, what)
		}
	}
}

func TestTheDatabaseAnswersWhereTooMuchChangedForWhatIsInMemory(t *testing.T) {
	s := open(t)
	s.HoldFrom(1)
	const many = 4 * 4096
	users := make([]m365.User, many)
	for n := range users {
		users[n] = user(1, n, fmt.Sprintf("Name %06d", n))
	}
	synced(t, s, 1, "Contoso", users...)
	hold(t, s)
	for n := range users {
		users[n].DisplayName = strings.Replace(users[n].DisplayName, "Name", "Person", 1)
	}
	replace(t, s, 1, m365.Snapshot{}, users...)
	held, err := s.IsHeld(t.Context())
	require.NoError(t, err)
	require.False(t, held)
	q := table.Query{
		Filters: []table.Filter{{Column: columns.DisplayName, Text: "person"}}, Sort: []table.SortKey{{Column: columns.DisplayName}},
		Offset: many - 1, Limit: 5,
	}
	outdated := 0
	s.Outdated.Listen(func(struct{}) { outdated++ })
	page, err := s.UserSource().Query(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, 1, outdated, "somebody may read them sooner for it")
	require.Equal(t, many, page.Total)
	require.Equal(t, fmt.Sprintf("Person %06d", many-1), page.Rows[0].Cells[0].Text)
	hold(t, s)
	held, err = s.IsHeld(t.Context())
	require.NoError(t, err)
	require.True(t, held)
	again, err := s.UserSource().Query(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, page, again)
	require.Equal(t, 1, outdated)
}
