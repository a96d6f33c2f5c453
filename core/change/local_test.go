package change_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestARefreshThatReadBeforeAChangeDoesNotTakeItBack(t *testing.T) {
	s := newScenario(ada, otherAda)
	before := s.local.get(ada)
	_, err := s.Carry(t.Context(), s.plan(t, change.Block, ada), nil)
	require.NoError(t, err)
	adjusted := func(user m365.User) m365.SignInStatus {
		s.Adjust(&user, s.clock.Now())
		return user.SignIn
	}
	require.Equal(t, m365.Blocked, adjusted(before))
	require.Equal(t, m365.Allowed, adjusted(m365.User{Key: otherAda, SignIn: m365.Allowed}), "the user of the same id in another tenant")
	s.clock.advance(10 * time.Minute)
	require.Equal(t, m365.Allowed, adjusted(before), "after ten minutes Microsoft knows better")

	s.cloud.failing(denied)
	_, err = s.Carry(t.Context(), s.plan(t, change.Unblock, ada), nil)
	require.NoError(t, err)
	require.Equal(t, m365.Blocked, adjusted(m365.User{Key: ada, SignIn: m365.Blocked}), "what Microsoft refused is not put in")
}

func TestARefusalBringsBackTheChangeBeforeIt(t *testing.T) {
	s := newScenario(ada)
	before := s.local.get(ada)
	_, err := s.Carry(t.Context(), s.plan(t, change.Block, ada), nil)
	require.NoError(t, err)
	plan := s.plan(t, change.Unblock, ada)
	s.cloud.failing(denied)
	_, err = s.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	s.Adjust(&before, s.clock.Now())
	require.Equal(t, m365.Blocked, before.SignIn)
	require.Equal(t, m365.Blocked, s.local.get(ada).SignIn)
}
