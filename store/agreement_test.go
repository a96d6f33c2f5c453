package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

// scripts are letters of many scripts, with and without case, accents, compatibility forms and combining signs.
const scripts = "abABéÉèöÖßıİIçŁﬁＡｶか゛㍿한국日кКйлΣςσΩעבعربىहिन्दीไทกָქართՀհ𝔸𐐀𐐨中🙂"

// texts are texts of many scripts, with what means something to SQL and to patterns.
func texts() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune(scripts+" \u0301\u200d\u200f%_\\'\"\n\t\x00")), 0, 6, -1)
}

func patterns() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune(`%_\%_\ '`+scripts)), 1, 4, -1)
}

func times() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.IntRange(0, 3).Draw(t, "is there") == 0 {
			return time.Time{}
		}
		return noon.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "hours"))*time.Hour +
			time.Duration(rapid.IntRange(-1, 1).Draw(t, "micros"))*time.Microsecond)
	})
}

func anyUser(tenant, n int) *rapid.Generator[m365.User] {
	return rapid.Custom(func(t *rapid.T) m365.User {
		names := rapid.SliceOfN(texts(), 0, 2)
		return m365.User{
			Key: userKey(tenant, n), DisplayName: texts().Draw(t, "name"), UserPrincipalName: texts().Draw(t, "username"),
			Type:     rapid.SampledFrom([]m365.UserType{m365.Member, m365.Guest, ""}).Draw(t, "type"),
			SignIn:   rapid.SampledFrom([]m365.SignInStatus{m365.Allowed, m365.Blocked, ""}).Draw(t, "sign-in"),
			JobTitle: texts().Draw(t, "job"), Department: texts().Draw(t, "department"), Created: times().Draw(t, "created"),
			LastSignIn: times().Draw(t, "last sign-in"), LastPasswordReset: times().Draw(t, "password"),
			OnPremisesSynced: rapid.Bool().Draw(t, "synced"), Roles: names.Draw(t, "roles"), Licenses: names.Draw(t, "licences"),
		}
	})
}

func anyQuery(model []table.Column) *rapid.Generator[table.Query] {
	return rapid.Custom(func(t *rapid.T) table.Query {
		var q table.Query
		for range rapid.IntRange(0, 2).Draw(t, "filters") {
			q.Filters = append(q.Filters, anyFilter(rapid.SampledFrom(model).Draw(t, "column")).Draw(t, "filter"))
		}
		for range rapid.IntRange(0, 3).Draw(t, "keys") {
			column := rapid.SampledFrom(model).Draw(t, "sort column").ID
			q.Sort = append(q.Sort, table.SortKey{Column: column, Descending: rapid.Bool().Draw(t, "descending")})
		}
		q.Offset, q.Limit = rapid.IntRange(0, 12).Draw(t, "offset"), rapid.IntRange(3, 30).Draw(t, "limit")
		return q
	})
}

func anyFilter(column table.Column) *rapid.Generator[table.Filter] {
	return rapid.Custom(func(t *rapid.T) table.Filter {
		filter := table.Filter{Column: column.ID}
		switch column.Kind {
		case table.Text:
			filter.Text = patterns().Draw(t, "pattern")
		case table.Time:
			if rapid.Bool().Draw(t, "by age") {
				age := time.Duration(rapid.IntRange(1, 3).Draw(t, "age")) * time.Hour
				*rapid.SampledFrom([]*time.Duration{&filter.Last, &filter.Next, &filter.Older}).Draw(t, "which age") = age
			} else {
				filter.From, filter.To = times().Draw(t, "from"), times().Draw(t, "to").Add(time.Nanosecond)
			}
			filter.Untimed = rapid.Bool().Draw(t, "untimed")
			if filter.Untimed && rapid.Bool().Draw(t, "alone") {
				filter = table.Filter{Column: column.ID, Untimed: true}
			}
		default:
			filter.Any = rapid.SliceOfDistinct(rapid.SampledFrom([]string{"", "Guest", "Member", "Allowed", "Blocked", "Yes", "No", "x"}),
				rapid.ID[string]).Draw(t, "any")
		}
		return filter
	})
}

// anyKeys are keys of some rows, and some that no row has.
func anyKeys(rows []table.Row) *rapid.Generator[[]string] {
	known := []string{"", "no key", userKey(9, 1).String(), userKey(1, 99).String()}
	for _, row := range rows {
		known = append(known, row.Key)
	}
	return rapid.SliceOfN(rapid.SampledFrom(known), 0, 6)
}

// TestTheDatabaseAgreesWithATableInMemory holds both sources to the same filters, order, pages and counts.
func TestTheDatabaseAgreesWithATableInMemory(t *testing.T) { agrees(t, open(t), func(*rapid.T) {}) }

// TestUsersHeldInMemoryAgreeWithATableInMemory is the same with what answers for many users.
func TestUsersHeldInMemoryAgreeWithATableInMemory(t *testing.T) {
	s := open(t)
	s.HoldFrom(1)
	agrees(t, s, func(rt *rapid.T) {
		_, _, err := s.Roster(rt.Context())
		require.NoError(rt, err)
	})
}

func agrees(t *testing.T, s *store.Store, stored func(*rapid.T)) {
	t.Helper()
	source := s.UserSource()
	model := source.Columns()
	for n := range 3 {
		synced(t, s, n, fmt.Sprint("Tenant ", n))
	}
	rapid.Check(t, func(rt *rapid.T) {
		var rows []table.Row
		list := make([]m365.Tenant, 3)
		for n := range list {
			list[n] = listed(n, rapid.SampledFrom([]string{"Contoso", "çontoso", "Fabrikam", "", "50%_\\"}).Draw(rt, "tenant"))
			if list[n].Name == "" {
				list[n].Name = "\u0301"
			}
		}
		require.NoError(rt, s.SaveListed(rt.Context(), list))
		for n := range list {
			users := make([]m365.User, rapid.IntRange(0, 8).Draw(rt, "users"))
			activity := rapid.SampledFrom([]m365.Availability{m365.Available, m365.NeedsPremium, m365.NoPermission}).Draw(rt, "activity")
			for k := range users {
				users[k] = anyUser(n, k).Draw(rt, "user")
				rows = append(rows, memoryRow(users[k], list[n].Name, activity))
			}
			replaceIn(rt, s, n, users, activity)
		}
		stored(rt)
		memory := table.NewSlice(model, rows)
		memory.Now = func() time.Time { return noon }
		for range 4 {
			q := anyQuery(model).Draw(rt, "query")
			if rapid.IntRange(0, 2).Draw(rt, "by key") == 0 {
				q.Keys = anyKeys(rows).Draw(rt, "keys")
			}
			want, err := memory.Query(rt.Context(), q)
			require.NoError(rt, err)
			got, err := source.Query(rt.Context(), q)
			require.NoError(rt, err)
			require.Equal(rt, want.Total, got.Total)
			require.Equal(rt, outlines(want.Rows), outlines(got.Rows))
			whole := each(rt, source, q)
			require.Equal(rt, each(rt, memory, q), whole)
			require.Equal(rt, whole, paged(rt, source, q), "pages hold every row once, in the same order")
			if column := rapid.SampledFrom(model).Draw(rt, "choices of"); column.Kind != table.Time {
				want, err := memory.Choices(rt.Context(), column.ID, q)
				require.NoError(rt, err)
				got, err := source.Choices(rt.Context(), column.ID, q)
				require.NoError(rt, err)
				require.Equal(rt, want, got)
			}
		}
	})
}

// TestWildcardsMeanTheSameInBothSources asks for what a person types, on texts that hold the signs themselves.
func TestWildcardsMeanTheSameInBothSources(t *testing.T) {
	s := open(t)
	names := []string{"", "50% off", "50 off", "a_b", "aXb", `a\b`, `a\%b`, "Zoë", "ZOE", "%", "_", `\`, `\\`, "100", "Ǆ", "ﬁn"}
	var rows []table.Row
	users := make([]m365.User, len(names))
	for n, name := range names {
		users[n] = user(1, n, name)
		users[n].JobTitle = name // a word, which is matched in another way
		rows = append(rows, memoryRow(users[n], "Contoso", m365.Available))
	}
	synced(t, s, 1, "Contoso", users...)
	replace(t, s, 1, m365.Snapshot{SignInActivity: m365.Available}, users...)
	source := s.UserSource()
	memory := table.NewSlice(source.Columns(), rows)
	for _, pattern := range []string{
		"%", "%%", "_", "__", `\%`, `\_`, `\\`, `\`, `\\%`, `\\\%`, "0%o", "0% o", "a_b", `a\_b`, `a\%b`, `a\\b`, `a\b`, "z_e", "ZOE", "_%_",
		"%_", "dž", "fi", `5\`, `%\%`, `\%%`,
	} {
		for _, column := range []string{columns.DisplayName, columns.JobTitle} {
			q := table.Query{Filters: []table.Filter{{Column: column, Text: pattern}}, Limit: 50}
			want, err := memory.Query(t.Context(), q)
			require.NoError(t, err)
			got, err := source.Query(t.Context(), q)
			require.NoError(t, err)
			require.Equal(t, outlines(want.Rows), outlines(got.Rows), "%s in %s", pattern, column)
		}
	}
}

func replaceIn(t *rapid.T, s *store.Store, tenant int, users []m365.User, activity m365.Availability) {
	count, err := s.ReplaceUsers(t.Context(), tenantID(tenant), reading(t, s, tenant), func(add func([]m365.User) error) (m365.Snapshot, error) {
		half := len(users) / 2
		return m365.Snapshot{SignInActivity: activity}, errors.Join(add(users[:half]), add(users[half:]))
	})
	require.NoError(t, err)
	require.Equal(t, len(users), count)
	signIns := make([]m365.LastSignIn, len(users))
	for i := range users {
		signIns[i] = m365.LastSignIn{ID: users[i].Key.ID, At: users[i].LastSignIn}
	}
	_, err = s.SetLastSignIns(t.Context(), tenantID(tenant), signIns)
	require.NoError(t, err)
}

// memoryRow is the row of a user, made without the database.
func memoryRow(u m365.User, tenant string, activity m365.Availability) table.Row {
	if u.Type == "" {
		u.Type = m365.Member
	}
	onPremises := "No"
	if u.OnPremisesSynced {
		onPremises = "Yes"
	}
	lastSignIn := table.Cell{Time: u.LastSignIn}
	if u.LastSignIn.IsZero() {
		lastSignIn.Text = map[m365.Availability]string{m365.NeedsPremium: "Needs Entra ID P1", m365.NoPermission: "No permission"}[activity]
	}
	return table.Row{Key: u.Key.String(), Cells: []table.Cell{
		{Text: u.DisplayName},
		{Text: u.UserPrincipalName},
		{Text: strings.Join(u.Roles, ", ")},
		{Text: tenant},
		{Text: string(u.Type)},
		{Text: string(u.SignIn)},
		lastSignIn,
		{Time: u.LastPasswordReset},
		{Text: strings.Join(u.Licenses, ", ")},
		{Text: u.JobTitle},
		{Text: u.Department},
		{Time: u.Created},
		{Text: onPremises},
		{Text: u.Key.ID},
	}}
}

// outlines are rows as texts and times, without how they are drawn.
func outlines(rows []table.Row) []string {
	var all []string
	for _, r := range rows {
		outline := r.Key
		for _, c := range r.Cells {
			outline += fmt.Sprintf("|%q", c.Text)
			if !c.Time.IsZero() {
				outline += c.Time.String()
			}
		}
		all = append(all, outline)
	}
	return all
}

// paged are the rows of all pages, one after the other.
func paged(t *rapid.T, source table.Source, q table.Query) []string {
	var all []string
	for q.Offset = 0; ; q.Offset += q.Limit {
		page, err := source.Query(t.Context(), q)
		require.NoError(t, err)
		if len(page.Rows) == 0 {
			return all
		}
		all = append(all, outlines(page.Rows)...)
	}
}

func each(t *rapid.T, source table.Source, q table.Query) []string {
	var rows []table.Row
	require.NoError(t, source.Each(t.Context(), q, func(r table.Row) error {
		rows = append(rows, r)
		return nil
	}))
	return outlines(rows)
}
