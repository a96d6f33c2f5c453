package change_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestARefreshThatReadBeforeAChangeDoesNotTakeItBack(t *testing.T) {
	d := newDesk(ada, otherAda)
	before := d.local.get(ada)
	_, err := d.Carry(t.Context(), d.plan(t, change.Block, ada), nil)
	require.NoError(t, err)
	adjusted := func(user m365.User) m365.SignInStatus {
		d.Adjust(&user, d.clock.Now())
		return user.SignIn
	}
	require.Equal(t, m365.Blocked, adjusted(before))
	require.Equal(t, m365.Allowed, adjusted(m365.User{Key: otherAda, SignIn: m365.Allowed}), "the user of the same id in another tenant")
	d.clock.advance(10 * time.Minute)
	require.Equal(t, m365.Allowed, adjusted(before), "after ten minutes Microsoft knows better")

	d.cloud.failing(denied)
	_, err = d.Carry(t.Context(), d.plan(t, change.Unblock, ada), nil)
	require.NoError(t, err)
	require.Equal(t, m365.Blocked, adjusted(m365.User{Key: ada, SignIn: m365.Blocked}), "what Microsoft refused is not put in")
}

func TestARefusalBringsBackTheChangeBeforeIt(t *testing.T) {
	d := newDesk(ada)
	before := d.local.get(ada)
	_, err := d.Carry(t.Context(), d.plan(t, change.Block, ada), nil)
	require.NoError(t, err)
	plan := d.plan(t, change.Unblock, ada)
	d.cloud.failing(denied)
	_, err = d.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	d.Adjust(&before, d.clock.Now())
	require.Equal(t, m365.Blocked, before.SignIn)
	require.Equal(t, m365.Blocked, d.local.get(ada).SignIn)
}
