package change_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

const externalName = "ada_other.example#EXT#@same.example"

func TestWhatOnlyTheHomeTenantCanDoIsRefusedForThoseWhoSignInElsewhere(t *testing.T) {
	for _, user := range []struct {
		name, username string
		kind           m365.UserType
		refused        []change.Action
	}{
		{"a guest of another organization", externalName, m365.Guest, []change.Action{change.ResetPassword, change.CreateTAP, change.RevokeSessions}},
		{"a member of another organization", externalName, m365.Member, []change.Action{change.ResetPassword, change.CreateTAP, change.RevokeSessions}},
		{"a guest with an account of this tenant", "ada@same.example", m365.Guest, []change.Action{change.CreateTAP}},
		{"a member of this tenant", "ada@same.example", m365.Member, nil},
	} {
		t.Run(user.name, func(t *testing.T) {
			s := newScenario(ada)
			s.cloud.users[ada].user.Type, s.cloud.users[ada].user.UserPrincipalName = user.kind, user.username
			for _, action := range []change.Action{change.ResetPassword, change.CreateTAP, change.RevokeSessions, change.Block} {
				_, err := s.Plan(t.Context(), change.Intent{Action: action, User: ada})
				shown := change.NotHere(action, s.cloud.users[ada].user)
				allowed := true
				for _, refused := range user.refused {
					allowed = allowed && refused != action
				}
				if allowed {
					require.NoError(t, err, action)
					require.Empty(t, shown, action)
					continue
				}
				require.ErrorIs(t, err, change.ErrGuest, action)
				failure := change.Explain(err)
				require.Contains(t, failure.What, "Ada Lovelace in Contoso")
				require.Contains(t, failure.What, shown, "the menu and the refusal give one reason")
				require.NotEmpty(t, shown, action)
				require.Contains(t, failure.Do, "organization", "it says who can do it")
			}
			require.Empty(t, s.cloud.sent())
			require.Empty(t, s.journal.text())
		})
	}
}

func TestAnInvitedUserWhoseNameWasChangedIsStillAtHomeElsewhere(t *testing.T) {
	s := newScenario(ada)
	s.cloud.users[ada].external = true
	for _, action := range []change.Action{change.ResetPassword, change.CreateTAP, change.RevokeSessions} {
		_, err := s.Plan(t.Context(), change.Intent{Action: action, User: ada})
		require.ErrorIs(t, err, change.ErrGuest, action)
		require.Contains(t, change.Explain(err).Do, "own organization")
	}
	s.plan(t, change.Block, ada)
}
