package change

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestEveryOperationOfTheCatalogueIsWhole(t *testing.T) {
	titles, places := make(map[string]bool), make(map[int]bool)
	for _, one := range operations {
		t.Run(string(one.Action), func(t *testing.T) {
			require.NotEmpty(t, one.Title)
			require.NotEmpty(t, one.Verb)
			require.NotEmpty(t, one.What)
			require.NotEmpty(t, one.kinds)
			for _, kind := range one.kinds {
				require.Contains(t, effects, kind)
			}
			require.NotEqual(t, effects[one.kinds[0]].inverse() == "", one.lasting == "", "what cannot be undone says why, and nothing else does")
			require.Equal(t, one.lasting == "", one.instead == "")
			require.True(t, one.Needs().Covers(access.HelpDesk))
			require.False(t, titles[one.Title], "two operations are called %q", one.Title)
			require.False(t, one.Place != 0 && places[one.Place], "two operations have the place %d", one.Place)
			titles[one.Title], places[one.Place] = true, true
			if one.asks != nil {
				for _, write := range one.asks() {
					require.Contains(t, one.kinds, write.Kind)
				}
			}
		})
	}
}

func TestEveryEffectIsSaidAndTakenBackByOneThatIsThere(t *testing.T) {
	for kind, effect := range effects {
		t.Run(string(kind), func(t *testing.T) {
			write := Write{Kind: kind, Subject: "subject", Name: "Name", After: string(m365.Blocked)}
			require.Contains(t, effect.doing("Ada", write), "Ada")
			require.NotEmpty(t, effect.need(write).role)
			require.NotEmpty(t, effect.parts())
			require.NotEmpty(t, effect.lost().undone)
			require.NotEmpty(t, effect.lost().uncertain)
			if back := effect.inverse(); back != "" {
				require.Equal(t, kind, effects[back].inverse(), "the inverse of the inverse")
			}
		})
	}
}

func TestAMenuShowsOneOfBlockAndUnblock(t *testing.T) {
	for _, status := range []m365.SignInStatus{m365.Allowed, m365.Blocked, ""} {
		shown := 0
		for _, one := range Menu() {
			if (one.Action == Block || one.Action == Unblock) && one.Applies(m365.User{SignIn: status}) {
				shown++
			}
		}
		require.Equal(t, 1, shown, "%q", status)
	}
}
