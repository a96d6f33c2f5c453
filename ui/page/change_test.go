package page_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

func TestChangesAreGatheredByUserAndCardOnce(t *testing.T) {
	ada, ben := m365.UserKey{Tenant: "t", ID: "ada"}, m365.UserKey{Tenant: "t", ID: "ben"}
	var none page.Changes
	require.False(t, none.Any())
	require.False(t, none.With(page.Change{Kind: page.CardsChanged, User: ada}).Any(), "what Microsoft did not confirm changes no card")
	first := none.With(page.Change{Kind: page.CardsChanged, User: ada, Cards: []profile.Part{profile.Roles}})
	both := first.With(page.Change{Kind: page.CardsChanged, User: ada, Cards: []profile.Part{profile.Groups, profile.Roles}}).
		With(page.Change{Kind: page.CardsChanged, User: ben, Cards: []profile.Part{profile.Details}})
	require.True(t, first.Any())
	require.Equal(t, map[m365.UserKey][]profile.Part{ada: {profile.Roles}}, first.Cards, "what was handed out stays")
	require.Equal(t, map[m365.UserKey][]profile.Part{ada: {profile.Groups, profile.Roles}, ben: {profile.Details}}, both.Cards)
	require.True(t, both.With(page.Change{Kind: page.UsersChanged}).Users)
}
