package page_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/card"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

func TestChangesAreGatheredByUserAndCardOnce(t *testing.T) {
	ada, ben := m365.UserKey{Tenant: "t", ID: "ada"}, m365.UserKey{Tenant: "t", ID: "ben"}
	var none page.Changes
	require.False(t, none.Any())
	require.False(t, none.With(page.Change{Kind: page.CardsChanged, User: ada}).Any(), "what Microsoft did not confirm changes no card")
	first := none.With(page.Change{Kind: page.CardsChanged, User: ada, Cards: []card.Part{card.Roles}})
	both := first.With(page.Change{Kind: page.CardsChanged, User: ada, Cards: []card.Part{card.Groups, card.Roles}}).
		With(page.Change{Kind: page.CardsChanged, User: ben, Cards: []card.Part{card.Details}})
	require.True(t, first.Any())
	require.Equal(t, map[m365.UserKey][]card.Part{ada: {card.Roles}}, first.Cards, "what was handed out stays")
	require.Equal(t, map[m365.UserKey][]card.Part{ada: {card.Groups, card.Roles}, ben: {card.Details}}, both.Cards)
	require.True(t, both.With(page.Change{Kind: page.UsersChanged}).Users)
}
