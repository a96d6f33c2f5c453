package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/card"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/store"
)

var _ card.Store = (*store.Store)(nil)

func saveCard(t *testing.T, s *store.Store, key m365.UserKey, part, body string, taken time.Time) {
	t.Helper()
	require.NoError(t, s.SaveCard(t.Context(), key, card.Kept{Part: part, Taken: taken, Body: []byte(body)}))
}

// cardBodies are a user's kept cards by part.
func cardBodies(t *testing.T, s *store.Store, key m365.UserKey) map[string]string {
	t.Helper()
	kept, err := s.Cards(t.Context(), key)
	require.NoError(t, err)
	bodies := map[string]string{}
	for _, one := range kept {
		bodies[one.Part] = string(one.Body)
	}
	return bodies
}

func TestCardsAreKeptForEachUser(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Adele too"))
	saveCard(t, s, userKey(1, 1), "groups", `["Zoë 한"]`, noon.Add(time.Microsecond))
	saveCard(t, s, userKey(1, 1), "roles", `[]`, noon)
	saveCard(t, s, userKey(2, 1), "groups", `["Fabrikam's"]`, noon)
	kept, err := s.Cards(t.Context(), userKey(1, 1))
	require.NoError(t, err)
	require.ElementsMatch(t, []card.Kept{
		{Part: "groups", Taken: noon.Add(time.Microsecond), Body: []byte(`["Zoë 한"]`)}, {Part: "roles", Taken: noon, Body: []byte(`[]`)},
	}, kept)
	require.Equal(t, map[string]string{"groups": `["Fabrikam's"]`}, cardBodies(t, s, userKey(2, 1)))
	require.Empty(t, cardBodies(t, s, userKey(1, 2)))
	require.Empty(t, cardBodies(t, s, userKey(9, 9)))
}

func TestACardTakenLaterStaysWhenAnEarlierOneComesLate(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	saveCard(t, s, userKey(1, 1), "groups", "first", noon)
	saveCard(t, s, userKey(1, 1), "groups", "second", noon.Add(time.Second))
	saveCard(t, s, userKey(1, 1), "groups", "late", noon)
	require.Equal(t, map[string]string{"groups": "second"}, cardBodies(t, s, userKey(1, 1)))
	saveCard(t, s, userKey(1, 1), "groups", "of the same time", noon.Add(time.Second))
	require.Equal(t, map[string]string{"groups": "of the same time"}, cardBodies(t, s, userKey(1, 1)))
}

func TestCardsLeaveWithTheUser(t *testing.T) {
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
			saveCard(t, s, userKey(1, 1), "groups", `["Unmistakable Group"]`, noon)
			leave(t, s)
			saveCard(t, s, userKey(1, 1), "groups", `["Unmistakable too late"]`, noon.Add(time.Hour))
			if name != "who is gone from the tenant" {
				requireNowhere(t, dir, "unmistakable")
			}
			synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
			require.Empty(t, cardBodies(t, s, userKey(1, 1)))
		})
	}
}

func TestCardsStayWhenARefreshChangesTheUser(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	saveCard(t, s, userKey(1, 1), "groups", "[]", noon)
	replace(t, s, 1, m365.Snapshot{}, user(1, 1, "Adela"))
	require.Equal(t, map[string]string{"groups": "[]"}, cardBodies(t, s, userKey(1, 1)))
}
