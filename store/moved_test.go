package store_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/store"
)

func TestAUserWhoIsTakenOutIsGoneUntilPutIn(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", fullUser(), user(1, 2, "Bianca"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Twin"))
	taken, was, err := s.TakeOut(t.Context(), userKey(1, 1))
	require.NoError(t, err)
	require.True(t, was)
	require.Equal(t, fullUser(), taken)
	require.Equal(t, []string{"Bianca", "Twin"}, displayNames(t, s))
	_, err = s.User(t.Context(), userKey(1, 1))
	require.ErrorIs(t, err, store.ErrNotFound)
	requireUsers(t, s, 2)

	_, was, err = s.TakeOut(t.Context(), userKey(1, 1))
	require.NoError(t, err)
	require.False(t, was)

	require.NoError(t, s.PutIn(t.Context(), taken))
	got, err := s.User(t.Context(), userKey(1, 1))
	require.NoError(t, err)
	require.Equal(t, fullUser(), got)
	requireUsers(t, s, 3)
	stranger := taken
	stranger.Key = userKey(9, 1)
	require.NoError(t, s.PutIn(t.Context(), stranger), "of a tenant that is not known")
	requireUsers(t, s, 3)
}

func TestAUserOfATenantThatWasRemovedIsNotPutIn(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
	require.NoError(t, s.PutIn(t.Context(), user(1, 2, "Bianca")))
	_, err := s.User(t.Context(), userKey(1, 2))
	require.ErrorIs(t, err, store.ErrNotFound)
}

func requireUsers(t *testing.T, s *store.Store, want int) {
	t.Helper()
	count, err := s.CountUsers(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, count)
}

func TestARefreshThatBeganBeforeLeavesOutWhoWasTakenOutAndKeepsWhoWasPutIn(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"), user(1, 3, "Carl"))
	carl, _, err := s.TakeOut(t.Context(), userKey(1, 3))
	require.NoError(t, err)
	_, err = s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
		read := add([]m365.User{user(1, 1, "Adele"), user(1, 2, "Bea")})
		_, _, taken := s.TakeOut(t.Context(), userKey(1, 1))
		put := s.PutIn(t.Context(), carl)
		patched := s.Patch(t.Context(), carl.Key, func(u *m365.User) { u.DisplayName = "Carla" })
		return m365.Snapshot{}, errors.Join(read, taken, put, patched)
	})
	require.NoError(t, err)
	require.Equal(t, []string{"Bea", "Carla"}, displayNames(t, s))
	requireUsers(t, s, 2)
	replace(t, s, 1, m365.Snapshot{}, user(1, 1, "Adele"), user(1, 2, "Bea"))
	require.Equal(t, []string{"Adele", "Bea"}, displayNames(t, s), "the next refresh knows better")
}
