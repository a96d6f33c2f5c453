package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

func TestAPatchedUserIsStoredWhole(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", fullUser(), user(1, 2, "Bianca"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Twin"))
	want := fullUser()
	change := func(u *m365.User) {
		u.SignIn, u.JobTitle, u.UsageLocation, u.DisplayName = m365.Allowed, "Surgeon", "DE", "Zoe"
		u.Roles, u.SKUs, u.Licenses = nil, []string{"s3"}, []string{"E3"}
	}
	change(&want)
	require.NoError(t, s.Patch(t.Context(), userKey(1, 1), func(u *m365.User) {
		require.Equal(t, fullUser(), *u)
		change(u)
		u.Key = userKey(1, 2) // which names another user and does not count
	}))
	got, err := s.User(t.Context(), userKey(1, 1))
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Equal(t, []string{"Bianca", "Twin", "Zoe"}, displayNames(t, s))
	page, err := s.UserSource().Query(t.Context(), table.Query{Limit: 10, Filters: []table.Filter{
		{Column: columns.JobTitle, Text: "surg"},
		{Column: columns.SignInStatus, Any: []string{"Allowed"}},
		{Column: columns.Licenses, Text: "e3"},
	}})
	require.NoError(t, err)
	require.Equal(t, 1, page.Total, "filters find the new values")
	choices, err := s.UserSource().Choices(t.Context(), columns.JobTitle, table.Query{})
	require.NoError(t, err)
	require.NotContains(t, choices, table.ChoiceCount{Value: "Dentist", Label: "Dentist", Rows: 1})
}

func TestAPatchOfAnUnknownUserDoesNothing(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	for _, key := range []m365.UserKey{userKey(1, 9), userKey(9, 1)} {
		require.NoError(t, s.Patch(t.Context(), key, func(*m365.User) { t.Error("there is nothing to change") }))
	}
	require.Equal(t, []string{"Adele"}, displayNames(t, s))
}

func TestAnotherTenantsRefreshThatIsCancelledLeavesAChangeOfOurs(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Other"))
	_, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
		read := add([]m365.User{user(1, 1, "Adela")})
		patched := s.Patch(t.Context(), userKey(1, 1), func(u *m365.User) { u.DisplayName = "Ours" })
		cancelWithin(t, s, 2)
		return m365.Snapshot{}, errors.Join(read, patched)
	})
	require.NoError(t, err)
	require.Equal(t, []string{"Other", "Ours"}, displayNames(t, s))
}

// cancelWithin has the refresh of a tenant cancelled within its transaction.
func cancelWithin(t *testing.T, s *store.Store, tenant int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := s.ReplaceUsers(ctx, tenantID(tenant), reading(t, s, tenant), func(add func([]m365.User) error) (m365.Snapshot, error) {
		return m365.Snapshot{Differed: func([]string) {
			cancel()
			time.Sleep(50 * time.Millisecond) // Go's SQL package ends the transaction and closes its connection on a goroutine of its own.
		}}, add([]m365.User{user(tenant, 1, "Another")})
	})
	require.ErrorIs(t, err, context.Canceled)
}

func TestARefreshThatBringsThePatchedUserChangesNothing(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso")
	rapid.Check(t, func(rt *rapid.T) {
		before, after := anyUser(1, 1).Draw(rt, "before"), anyUser(1, 1).Draw(rt, "after")
		after.LastSignIn = before.LastSignIn // no change of ours touches it
		replaceIn(rt, s, 1, []m365.User{before}, m365.Available)
		require.NoError(rt, s.Patch(rt.Context(), userKey(1, 1), func(u *m365.User) { *u = after }))
		patched, err := s.User(rt.Context(), userKey(1, 1))
		require.NoError(rt, err)
		differs, err := store.Differs(rt.Context(), s, after)
		require.NoError(rt, err)
		require.False(rt, differs)
		replaceIn(rt, s, 1, []m365.User{after}, m365.Available)
		got, err := s.User(rt.Context(), userKey(1, 1))
		require.NoError(rt, err)
		require.Equal(rt, patched, got)
	})
}

func TestARefreshThatBeganBeforeAPatchLeavesTheUserAsPatched(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"), user(1, 3, "Carl"))
	block := func(u *m365.User) { u.SignIn = m365.Blocked }
	late := user(1, 1, "Adela")
	_, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
		before := s.Patch(t.Context(), userKey(1, 1), block)
		read := add([]m365.User{late, user(1, 2, "Bea"), user(1, 3, "Carla")})
		after := s.Patch(t.Context(), userKey(1, 3), block)
		return m365.Snapshot{}, errors.Join(before, read, after)
	})
	require.NoError(t, err)
	want := user(1, 1, "Adele")
	block(&want)
	got, err := s.User(t.Context(), userKey(1, 1))
	require.NoError(t, err)
	require.Equal(t, want, got, "patched before its page came")
	require.Equal(t, []string{"Adele", "Bea", "Carl"}, displayNames(t, s))

	replace(t, s, 1, m365.Snapshot{}, late, user(1, 2, "Bea"), user(1, 3, "Carla"))
	require.Equal(t, []string{"Adela", "Bea", "Carla"}, displayNames(t, s), "the next refresh read them after the patch")
	replace(t, s, 1, m365.Snapshot{}, user(1, 2, "Bea"))
	require.Equal(t, []string{"Bea"}, displayNames(t, s))
}

func TestAUserWhoWasCreatedIsListedAtOnceAndStaysThroughARefreshThatBeganBefore(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 2, "Bianca"))
	refresh := func(create func() error) {
		_, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
			return m365.Snapshot{Taken: noon.Add(time.Minute)}, errors.Join(add([]m365.User{user(1, 2, "Bianca")}), create())
		})
		require.NoError(t, err)
	}
	refresh(func() error {
		return errors.Join(s.PutIn(t.Context(), user(1, 1, "Adele")), s.Patch(t.Context(), userKey(1, 1), func(u *m365.User) { u.JobTitle = "Pilot" }))
	})
	require.Equal(t, []string{"Adele", "Bianca"}, displayNames(t, s))
	tenant, err := s.Tenant(t.Context(), tenantID(1))
	require.NoError(t, err)
	require.Equal(t, 2, tenant.Users)
	refresh(func() error { return nil })
	require.Equal(t, []string{"Bianca"}, displayNames(t, s), "a later refresh knows better")
	require.NoError(t, s.PutIn(t.Context(), user(9, 1, "Nobody")), "a tenant that is not known")
}

func TestAUserWhoStaysIsKeptThoughAReadingLeftThemOut(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 2, "Bianca"))
	require.NoError(t, s.PutIn(t.Context(), user(1, 1, "Adele")))
	replace(t, s, 1, m365.Snapshot{}, user(1, 2, "Bianca"), user(1, 1, "Adele"))
	stays := m365.Snapshot{Mark: "mark", Stay: []string{userKey(1, 1).ID, userKey(1, 9).ID}}
	users, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
		return stays, add([]m365.User{user(1, 2, "Bea")})
	})
	require.NoError(t, err)
	require.Equal(t, 2, users)
	require.Equal(t, []string{"Adele", "Bea"}, displayNames(t, s), "and nobody is made up who is not stored")
	reading, err := s.Reading(t.Context(), tenantID(1))
	require.NoError(t, err)
	require.Empty(t, reading.Mark, "the next reading is whole, so that a deletion by others is seen")
	replace(t, s, 1, stays, user(1, 2, "Bea"), user(1, 1, "Adela"))
	require.Equal(t, []string{"Adela", "Bea"}, displayNames(t, s), "what was read counts")
	reading, err = s.Reading(t.Context(), tenantID(1))
	require.NoError(t, err)
	require.Equal(t, "mark", reading.Mark)
	replace(t, s, 1, m365.Snapshot{}, user(1, 2, "Bea"))
	require.Equal(t, []string{"Bea"}, displayNames(t, s))
}

func TestAPatchedUserWhoIsGoneLeaves(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"))
	_, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
		return m365.Snapshot{Taken: noon.Add(time.Minute)}, errors.Join(
			s.Patch(t.Context(), userKey(1, 1), func(u *m365.User) { u.SignIn = m365.Blocked }), add([]m365.User{user(1, 2, "Bianca")}))
	})
	require.NoError(t, err)
	require.Equal(t, []string{"Bianca"}, displayNames(t, s))
}

func TestTheNamesOfATenantAreThoseOfItsOwnMembers(t *testing.T) {
	s := open(t)
	adele, guest, machine := user(1, 1, "Adele Vance"), user(1, 2, "Bo Ek"), user(1, 3, "Scanner")
	adele.GivenName, adele.Surname, adele.UserPrincipalName = "Adele", "Vance", "avance@contoso.com"
	guest.GivenName, guest.Surname, guest.Type = "Bo", "Ek", m365.Guest
	machine.GivenName, machine.Surname = "", ""
	synced(t, s, 1, "Contoso", adele, guest, machine)
	names, err := s.NewestNames(t.Context(), tenantID(1))
	require.NoError(t, err)
	require.Equal(t, []m365.User{{DisplayName: "Adele Vance", UserPrincipalName: "avance@contoso.com", GivenName: "Adele", Surname: "Vance"}}, names)
}
