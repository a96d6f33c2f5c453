package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestARowShowsTheUser(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", fullUser())
	page, err := s.UserSource().Query(t.Context(), table.Query{Limit: 10})
	require.NoError(t, err)
	u := fullUser()
	require.Equal(t, table.Page{Total: 1, Rows: []table.Row{{
		Key: u.Key.String(),
		Cells: []table.Cell{
			{Text: u.DisplayName, Link: true},
			{Text: u.UserPrincipalName},
			{Text: "Global Administrator, User, Administrator"},
			{Text: "Contoso", Tip: "Contoso"},
			{Text: "Guest"},
			{Text: "Blocked", Tone: table.Danger},
			{Time: u.LastSignIn},
			{Time: u.LastPasswordReset},
			{Text: "E5, P2"},
			{Text: "Dentist"},
			{Text: "Surgery"},
			{Time: u.Created},
			{Text: "Yes"},
			{Text: u.Key.ID},
		},
	}}}, page)
	require.Len(t, s.UserSource().Columns(), len(page.Rows[0].Cells))
}

func TestWordsStandForALastSignInThatMicrosoftDoesNotGive(t *testing.T) {
	s := open(t)
	never, seen := user(1, 1, "Never"), user(1, 2, "Seen")
	seen.LastSignIn = noon
	synced(t, s, 1, "Contoso", never, seen)
	for activity, want := range map[m365.Availability]string{
		m365.Available: "", m365.NeedsPremium: "Needs Entra ID P1", m365.NoPermission: "No permission",
	} {
		replace(t, s, 1, m365.Snapshot{SignInActivity: activity}, never, seen)
		page, err := s.UserSource().Query(t.Context(), table.Query{Sort: []table.SortKey{{Column: columns.DisplayName}}, Limit: 2})
		require.NoError(t, err)
		require.Equal(t, want, page.Rows[0].Cells[6].Text)
		require.Equal(t, want != "", page.Rows[0].Cells[6].Muted)
		require.Equal(t, table.Cell{Time: noon}, page.Rows[1].Cells[6])
	}
}

func TestUsersOfChosenTenants(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Carl"))
	synced(t, s, 3, "Contoso", user(3, 1, "Diego"))
	of := func(ids ...int) table.Query {
		var any []string
		for _, id := range ids {
			any = append(any, string(tenantID(id)))
		}
		return table.Query{Filters: []table.Filter{{Column: columns.TenantID, Any: any}}, Limit: 10}
	}
	for want, q := range map[int]table.Query{4: of(), 2: of(1), 3: of(1, 3), 0: of(9)} {
		page, err := s.UserSource().Query(t.Context(), q)
		require.NoError(t, err)
		require.Equal(t, want, page.Total)
		require.Len(t, page.Rows, want)
	}
	choices, err := s.UserSource().Choices(t.Context(), columns.TenantID, of(2))
	require.NoError(t, err)
	same := []table.ChoiceCount{
		{Value: string(tenantID(2)), Label: "Fabrikam", Rows: 1}, {Value: string(tenantID(3)), Label: "Contoso (" + string(tenantID(3)) + ")", Rows: 1},
	}
	table.SortChoices(same)
	require.Equal(t, append([]table.ChoiceCount{{Value: string(tenantID(1)), Label: "Contoso (" + string(tenantID(1)) + ")", Rows: 2}}, same...), choices)
}

func TestASourceRefusesWhatItDoesNotHave(t *testing.T) {
	source := open(t).UserSource()
	for _, c := range []struct {
		query table.Query
		want  error
	}{
		{table.Query{Filters: []table.Filter{{Column: "x"}}}, table.ErrUnknownColumn},
		{table.Query{Sort: []table.SortKey{{Column: "x"}}}, table.ErrUnknownColumn},
		{table.Query{Sort: []table.SortKey{{Column: columns.TenantID}}}, table.ErrUnknownColumn},
	} {
		_, err := source.Query(t.Context(), c.query)
		require.ErrorIs(t, err, c.want)
		require.ErrorIs(t, source.Each(t.Context(), c.query, nil), c.want)
	}
	_, err := source.Choices(t.Context(), columns.Created, table.Query{})
	require.ErrorIs(t, err, table.ErrNoChoices)
}

func TestEachIsOneStateOfTheDatabaseHoweverLongItTakes(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"), user(1, 3, "Carl"))
	var seen []string
	q := table.Query{Sort: []table.SortKey{{Column: columns.DisplayName, Descending: true}}}
	require.NoError(t, s.UserSource().Each(t.Context(), q, func(r table.Row) error {
		if seen == nil {
			replace(t, s, 1, m365.Snapshot{}, user(1, 4, "Somebody else"))
		}
		seen = append(seen, r.Cells[0].Text)
		return nil
	}))
	require.Equal(t, []string{"Carl", "Bianca", "Adele"}, seen)
	require.Equal(t, []string{"Somebody else"}, displayNames(t, s))
}

func TestEachStopsAtAnErrorAndAtTheEndOfItsContext(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"), user(1, 3, "Carl"))
	full := errors.New("full")
	require.ErrorIs(t, s.UserSource().Each(t.Context(), table.Query{}, func(table.Row) error { return full }), full)
	ctx, cancel := context.WithCancel(t.Context())
	given := 0
	err := s.UserSource().Each(ctx, table.Query{}, func(table.Row) error { given++; cancel(); return nil })
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 1, given)
	_, err = s.UserSource().Query(ctx, table.Query{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestFarPagesHoldWhatEachGives(t *testing.T) {
	s := open(t)
	const count = 7000
	users := make([]m365.User, count)
	for n := range users {
		users[n] = user(1, n, fmt.Sprintf("Name %02d", n%37))
		if n%3 == 0 {
			users[n].LastSignIn = noon.Add(time.Duration(n%100) * time.Hour)
		}
		if n%50 == 0 {
			users[n].DisplayName = ""
		}
		if n%10 == 0 {
			users[n].Type = m365.Guest
		}
	}
	synced(t, s, 2, "Fabrikam", user(2, 1, "Name 05"))
	synced(t, s, 1, "Contoso", users...)
	synced(t, s, 3, "Hidden", user(3, 1, "Name 05"))
	require.NoError(t, s.SetTenantStatus(t.Context(), tenantID(3), m365.Pending, "", nil))
	for _, column := range []string{columns.DisplayName, columns.LastSignIn, columns.TenantName, columns.Username, columns.UserType} {
		for _, descending := range []bool{false, true} {
			for _, filters := range [][]table.Filter{nil, {{Column: columns.UserType, Any: []string{"Member"}}}} {
				q := table.Query{
					Filters: filters, Limit: 50,
					Sort: []table.SortKey{{Column: column, Descending: descending}, {Column: columns.UserType, Descending: true}},
				}
				var whole []string
				require.NoError(t, s.UserSource().Each(t.Context(), q, func(r table.Row) error {
					whole = append(whole, r.Key)
					return nil
				}))
				for _, q.Offset = range []int{0, 1999, 2000, 2333, 4990, 6200, len(whole) - 50, len(whole) - 3, len(whole)} {
					page, err := s.UserSource().Query(t.Context(), q)
					require.NoError(t, err)
					require.Equal(t, len(whole), page.Total)
					var got []string
					for _, r := range page.Rows {
						got = append(got, r.Key)
					}
					require.True(t, slices.Equal(whole[q.Offset:min(q.Offset+50, len(whole))], got), "%v", q)
				}
			}
		}
	}
}

func TestManyMatchesAreCountedWhole(t *testing.T) {
	s := open(t)
	users := make([]m365.User, 9000)
	withA := 0
	for n := range users {
		users[n] = user(1, n, fmt.Sprintf("Name %d", n%3))
		if strings.Contains(users[n].Key.ID, "a") {
			withA++
		}
	}
	require.Greater(t, withA, 5001, "more than are looked at one by one")
	synced(t, s, 1, "Contoso", users...)
	synced(t, s, 2, "Fabrikam", user(2, 1, "Name 0"))
	synced(t, s, 3, "Hidden", manyUsers(3, 6000)...)
	require.NoError(t, s.SetTenantStatus(t.Context(), tenantID(3), m365.Pending, "", nil))
	contoso := table.Filter{Column: columns.TenantName, Text: "contoso"}
	for name, c := range map[string]struct {
		filters []table.Filter
		want    int
	}{
		"within the index of ids":   {[]table.Filter{contoso, {Column: columns.ObjectID, Text: "a"}}, withA},
		"within no index":           {[]table.Filter{{Column: columns.DisplayName, Text: "name"}, {Column: columns.Username, Text: "user"}}, 9001},
		"within the index of names": {[]table.Filter{{Column: columns.DisplayName, Text: "name"}}, 9001},
		"within the index of words": {[]table.Filter{{Column: columns.UserType, Any: []string{"Member"}}}, 9001},
		"in no row but some":        {[]table.Filter{{Column: columns.DisplayName, Text: "0"}, {Column: columns.Username, Text: "user"}}, 3001},
	} {
		t.Run(name, func(t *testing.T) {
			page, err := s.UserSource().Query(t.Context(), table.Query{Filters: c.filters})
			require.NoError(t, err)
			require.Equal(t, c.want, page.Total)
		})
	}
}

func manyUsers(tenant, count int) []m365.User {
	users := make([]m365.User, count)
	for n := range users {
		users[n] = user(tenant, n, "Name 0")
	}
	return users
}

func TestUsersThatAreEqualInTheOrderGoByName(t *testing.T) {
	s := open(t)
	guest := func(tenant, n int, name string) m365.User {
		u := user(tenant, n, name)
		u.Type = m365.Guest
		return u
	}
	synced(t, s, 1, "Contoso", user(1, 1, "zoe"), user(1, 2, "Émile"), user(1, 3, ""), guest(1, 4, "Yan"))
	synced(t, s, 2, "Contoso", user(2, 1, "Frank"), guest(2, 2, "adele"))
	byName := []string{"adele", "Émile", "Frank", "Yan", "zoe", ""}
	up := func(column string) []table.SortKey { return []table.SortKey{{Column: column}} }
	down := func(column string) []table.SortKey { return []table.SortKey{{Column: column, Descending: true}} }
	for name, c := range map[string]struct {
		sort []table.SortKey
		want []string
	}{
		"by nothing":                {nil, byName},
		"by type":                   {up(columns.UserType), []string{"adele", "Yan", "Émile", "Frank", "zoe", ""}},
		"by type, down":             {down(columns.UserType), []string{"Émile", "Frank", "zoe", "", "adele", "Yan"}},
		"by tenants of one name":    {up(columns.TenantName), byName},
		"by those, down":            {down(columns.TenantName), byName},
		"by a time that nobody has": {up(columns.LastSignIn), byName},
		"by name, down":             {down(columns.DisplayName), []string{"zoe", "Yan", "Frank", "Émile", "adele", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			var whole, paged []string
			require.NoError(t, s.UserSource().Each(t.Context(), table.Query{Sort: c.sort}, func(r table.Row) error {
				whole = append(whole, r.Cells[0].Text)
				return nil
			}))
			require.Equal(t, c.want, whole)
			for offset := range c.want {
				page, err := s.UserSource().Query(t.Context(), table.Query{Sort: c.sort, Offset: offset, Limit: 1})
				require.NoError(t, err)
				paged = append(paged, page.Rows[0].Cells[0].Text)
			}
			require.Equal(t, c.want, paged)
		})
	}
}
