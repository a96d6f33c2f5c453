package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/store"
)

// heldUsers are all users in memory.
func heldUsers(t tester, s *store.Store) roster.Roster {
	t.Helper()
	all, _, err := s.Roster(t.Context())
	require.NoError(t, err)
	return all
}

// Whoever was read into memory first, and then what was written, holds the same as whoever reads all of it at the end.
func TestUsersInMemoryThatFollowWhatIsWrittenAreThoseThatAreStored(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir := t.TempDir()
		s, err := store.Open(r.Context(), dir, store.Options{})
		require.NoError(r, err)
		defer s.Close()
		const people = 40
		for tenant := range 2 {
			users := make([]m365.User, people)
			for n := range users {
				users[n] = user(tenant, n, fmt.Sprint("Name ", n))
			}
			synced(t, s, tenant, fmt.Sprint("Tenant ", tenant), users...)
		}
		heldUsers(r, s)
		number := rapid.IntRange(0, people+5)
		for step := range rapid.IntRange(1, 12).Draw(r, "steps") {
			tenant, n := rapid.IntRange(0, 1).Draw(r, "tenant"), number.Draw(r, "user")
			name := rapid.SampledFrom([]string{"Adele", "Ünal", "王小明", "Ω"}).Draw(r, "name")
			changed := user(tenant, n, name)
			changed.Mail = name + "@other.example"
			changed.Aliases = []string{fmt.Sprintf("a%d@alias%d.example", n, n%3), changed.UserPrincipalName}
			switch rapid.SampledFrom([]string{"patch", "undone", "put in", "take out", "follow", "sign in", "withheld", "domain", "look"}).Draw(r, "what") {
			case "patch":
				require.NoError(r, s.Patch(r.Context(), changed.Key, func(u *m365.User) { *u = changed }))
			case "undone":
				require.ErrorIs(r, s.FailAfterPatch(r.Context(), changed), store.ErrNotFound)
			case "put in":
				require.NoError(r, s.PutIn(r.Context(), changed))
			case "take out":
				_, _, err := s.TakeOut(r.Context(), changed.Key)
				require.NoError(r, err)
			case "follow":
				_, err := s.ChangeUsers(r.Context(), tenantID(tenant), reading(r, s, tenant), func(knownUsers) (m365.Changes, error) {
					return m365.Changes{Users: []m365.User{changed}, Gone: []string{userKey(tenant, n+1).ID}}, nil
				})
				require.NoError(r, err)
			case "sign in":
				_, err := s.SetLastSignIns(r.Context(), tenantID(tenant), []m365.LastSignIn{{ID: changed.Key.ID, At: noon.Add(time.Duration(step) * time.Hour)}})
				require.NoError(r, err)
			case "withheld":
				require.NoError(r, s.SignInsUnread(r.Context(), tenantID(tenant), noon, m365.NoPermission, nil))
			case "domain":
				_, err := s.ChangeUsers(r.Context(), tenantID(tenant), reading(r, s, tenant), func(knownUsers) (m365.Changes, error) {
					domain := rapid.SampledFrom([]string{"example.com", "other.example"}).Draw(r, "domain")
					return m365.Changes{Snapshot: m365.Snapshot{Rest: true, Organization: m365.Organization{DefaultDomain: domain}}}, nil
				})
				require.NoError(r, err)
			case "look":
				heldUsers(r, s)
			}
		}
		anew, err := store.Open(r.Context(), dir, store.Options{})
		require.NoError(r, err)
		defer anew.Close()
		require.Equal(r, heldUsers(r, anew), heldUsers(r, s))
	})
}

func TestWhatWasNotWrittenAfterAllLeavesNothingInMemory(t *testing.T) {
	s := inMemory(t)
	require.ErrorIs(t, s.FailAfterPatch(t.Context(), user(0, 3, "Another")), store.ErrNotFound)
	_, _, err := s.TakeOut(t.Context(), userKey(1, 4)) // comes to the version that was not
	require.NoError(t, err)
	require.Equal(t, 39, heldUsers(t, s).Users())
}
