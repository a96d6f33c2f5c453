package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/store"
)

var _ profile.Store = (*store.Store)(nil)

func savePart(t *testing.T, s *store.Store, key m365.UserKey, part, body string, taken time.Time) {
	t.Helper()
	require.NoError(t, s.SaveProfilePart(t.Context(), key, profile.Kept{Part: part, Taken: taken, Body: []byte(body)}))
}

// partBodies are a user's kept snapshots by part.
func partBodies(t *testing.T, s *store.Store, key m365.UserKey) map[string]string {
	t.Helper()
	kept, err := s.ProfileParts(t.Context(), key)
	require.NoError(t, err)
	bodies := map[string]string{}
	for _, one := range kept {
		bodies[one.Part] = string(one.Body)
	}
	return bodies
}

func TestProfilesAreKeptForEachUser(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Adele too"))
	savePart(t, s, userKey(1, 1), "groups", `["Zoë 한"]`, noon.Add(time.Microsecond))
	savePart(t, s, userKey(1, 1), "roles", `[]`, noon)
	savePart(t, s, userKey(2, 1), "groups", `["Fabrikam's"]`, noon)
	kept, err := s.ProfileParts(t.Context(), userKey(1, 1))
	require.NoError(t, err)
	require.ElementsMatch(t, []profile.Kept{
		{Part: "groups", Taken: noon.Add(time.Microsecond), Body: []byte(`["Zoë 한"]`)}, {Part: "roles", Taken: noon, Body: []byte(`[]`)},
	}, kept)
	require.Equal(t, map[string]string{"groups": `["Fabrikam's"]`}, partBodies(t, s, userKey(2, 1)))
	require.Empty(t, partBodies(t, s, userKey(1, 2)))
	require.Empty(t, partBodies(t, s, userKey(9, 9)))
}

func TestASnapshotTakenLaterStaysWhenAnEarlierOneComesLate(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	savePart(t, s, userKey(1, 1), "groups", "first", noon)
	savePart(t, s, userKey(1, 1), "groups", "second", noon.Add(time.Second))
	savePart(t, s, userKey(1, 1), "groups", "late", noon)
	require.Equal(t, map[string]string{"groups": "second"}, partBodies(t, s, userKey(1, 1)))
	savePart(t, s, userKey(1, 1), "groups", "of the same time", noon.Add(time.Second))
	require.Equal(t, map[string]string{"groups": "of the same time"}, partBodies(t, s, userKey(1, 1)))
}

func TestProfilesLeaveWithTheUser(t *testing.T) {
	for name, leave := range map[string]func(t *testing.T, s *store.Store){
		"who is gone from the tenant": func(t *testing.T, s *store.Store) {
			replace(t, s, 1, m365.Snapshot{}, user(1, 2, "Bianca"))
		},
		"whose tenant is unsynced": func(t *testing.T, s *store.Store) {
			require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
		},
		"with all local data": func(t *testing.T, s *store.Store) {
			require.NoError(t, s.Forget(t.Context()))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openIn(t, dir)
			synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"))
			savePart(t, s, userKey(1, 1), "groups", `["Unmistakable Group"]`, noon)
			leave(t, s)
			savePart(t, s, userKey(1, 1), "groups", `["Unmistakable too late"]`, noon.Add(time.Hour))
			if name != "who is gone from the tenant" {
				requireNowhere(t, dir, "unmistakable")
			}
			synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
			require.Empty(t, partBodies(t, s, userKey(1, 1)))
		})
	}
}

func TestProfilesStayWhenARefreshChangesTheUser(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	savePart(t, s, userKey(1, 1), "groups", "[]", noon)
	replace(t, s, 1, m365.Snapshot{}, user(1, 1, "Adela"))
	require.Equal(t, map[string]string{"groups": "[]"}, partBodies(t, s, userKey(1, 1)))
}
