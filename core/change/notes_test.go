package change_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func TestANewPasswordOrTAPOfABlockedUserSaysThatItDoesNotHelpYet(t *testing.T) {
	for _, intent := range []change.Intent{
		{Action: change.ResetPassword, Password: change.PasswordOptions{Length: 16}},
		{Action: change.CreateTAP},
	} {
		h := newHarness(t)
		h.enter((*directory.Tenant).TAPAllowed)
		u := h.plain()
		intent.User = h.key(u)
		require.NotContains(t, strings.Join(h.plan(intent).Notes, " "), "is blocked")
		h.done(h.do(change.Intent{Action: change.Block, User: h.key(u)}))
		require.Contains(t, strings.Join(h.plan(intent).Notes, " "), "is blocked: unblock it too")
	}
}

func TestLeavingAGroupNamesTheLicenseThatGoesWithIt(t *testing.T) {
	h := newHarness(t)
	var group string
	given := func(u *directory.User) bool {
		states := u.Licences
		if len(states) != 1 || states[0].ByGroup == "" || u.OnPremisesSynced {
			return false
		}
		group = states[0].ByGroup
		return true
	}
	u := h.user(given)
	plan := h.plan(change.Intent{Action: change.ManageGroups, User: h.key(u), Writes: []change.Write{{Kind: change.TakeGroup, Subject: group}}})
	require.Contains(t, strings.Join(plan.Notes, " "), "the user loses it")
}
