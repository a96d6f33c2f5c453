package change_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestAUserWhoWasCreatedStaysUntilAReadingLongEnoughAfterwards(t *testing.T) {
	h := newHarness(t)
	began := h.clock.Now()
	outcome := h.do(h.noor())
	h.done(outcome)
	id := outcome.Plan.Target.Key.ID
	require.Equal(t, []string{id}, h.service.Stays(h.tenant, began), "a reading that began before")
	require.Empty(t, h.service.Stays("another", began))
	h.clock.advance(9 * time.Minute)
	require.Equal(t, []string{id}, h.service.Stays(h.tenant, h.clock.Now()), "Microsoft's list may lag by minutes")
	require.True(t, h.service.Adjust(&m365.User{Key: outcome.Plan.Target.Key}, h.clock.Now()))
	h.clock.advance(2 * time.Minute)
	require.Empty(t, h.service.Stays(h.tenant, h.clock.Now()), "Microsoft knows better by now")
}

func TestWhoWasRestoredStaysAndWhoWasDeletedDoesNot(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	h.listed(u)
	deletion := h.delete(u)
	require.Empty(t, h.service.Stays(h.tenant, h.clock.Now()))
	h.undo(deletion.Plan.ID)
	require.Equal(t, []string{u.ID}, h.service.Stays(h.tenant, h.clock.Now()))
	h.delete(u)
	require.Empty(t, h.service.Stays(h.tenant, h.clock.Now()), "the last that was done counts")
	require.False(t, h.service.Adjust(&m365.User{Key: h.key(u)}, h.clock.Now()))
}

func TestNobodyStaysWhoWasNotCreated(t *testing.T) {
	h := newHarness(t)
	plan := h.plan(h.noor())
	h.as("none")
	require.Equal(t, change.Failed, h.carry(plan).State())
	require.Empty(t, h.service.Stays(h.tenant, h.clock.Now()))
}

func TestARestartForgetsNothingThatMicrosoftMayShowLate(t *testing.T) {
	h := newHarness(t)
	created := h.do(h.noor())
	h.done(created)
	u, other := h.plain(), h.user(func(u *directory.User) bool {
		return u.AccountEnabled && !u.OnPremisesSynced && u.Slot > h.plain().Slot
	})
	blocked := h.do(change.Intent{Action: change.Block, User: h.key(other)})
	h.listed(u)
	deleted := h.delete(u)

	again := change.New(h.options)
	again.Recall([]change.Entry{h.journal.entry(t, created.Plan.ID), h.journal.entry(t, blocked.Plan.ID), h.journal.entry(t, deleted.Plan.ID)})
	require.Equal(t, []string{created.Plan.Target.Key.ID}, again.Stays(h.tenant, h.clock.Now()))
	require.False(t, again.Adjust(&m365.User{Key: h.key(u)}, h.clock.Now()))
	stale := m365.User{Key: h.key(other), SignIn: m365.Allowed}
	require.True(t, again.Adjust(&stale, h.clock.Now()))
	require.Equal(t, m365.Blocked, stale.SignIn)
	h.clock.advance(11 * time.Minute)
	require.Empty(t, again.Stays(h.tenant, h.clock.Now()))
}
