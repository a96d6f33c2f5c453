package change_test

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// each is every action that changes something, on a plain user.
func each(w *world, u directory.User) []change.Intent {
	group := w.group(func(g directory.Group) bool { return g.Unified && w.inside.IsMember(g, u.Slot) })
	free := w.group(func(g directory.Group) bool {
		return g.Security && !g.MailEnabled && !g.Dynamic && !g.Synced && !g.AssignableToRole && !w.inside.IsMember(g, u.Slot)
	})
	other := "AT"
	return []change.Intent{
		{Action: change.Block},
		{Action: change.ResetPassword},
		{Action: change.ManageRoles, Writes: writes(change.Write{Kind: change.AddRole, Subject: directory.GroupsAdministrator, Name: "Groups Administrator"})},
		{Action: change.ManageGroups, Writes: writes(change.Write{Kind: change.AddGroup, Subject: free.ID})},
		{Action: change.ManageGroups, Writes: writes(change.Write{Kind: change.TakeGroup, Subject: group.ID})},
		{Action: change.ManageLicenses, UsageLocation: other, Writes: writes(change.Write{Kind: change.AddLicense, Subject: w.free(u)})},
		{Action: change.ManageLicenses, Writes: writes(change.Write{Kind: change.TakeLicense, Subject: u.Direct[0].SKU()})},
		{Action: change.RemoveMethod, Writes: writes(change.Write{Kind: change.TakeMethod, Subject: w.inside.MethodsOf(u.Slot)[1].ID})},
	}
}

// eachUncertain runs every action on a world of its own.
func eachUncertain(t *testing.T, run func(*testing.T, *world, change.Intent)) {
	for i := range 8 {
		w := newWorld(t)
		u := w.user(func(u *directory.User) bool {
			return !u.Guest() && !u.Service && !u.OnPremisesSynced && u.AccountEnabled && len(u.Direct) > 0 && len(w.inside.RolesOf(u.ID)) == 0 &&
				len(w.inside.MethodsOf(u.Slot)) > 1 && u.UsageLocation != "" &&
				slices.ContainsFunc(w.inside.Groups(), func(g directory.Group) bool { return g.Unified && w.inside.IsMember(g, u.Slot) })
		})
		w.local.put(m365.User{Key: w.key(u), SignIn: m365.Allowed})
		intent := each(w, u)[i]
		intent.User = w.key(u)
		name := string(intent.Action)
		if len(intent.Writes) > 0 {
			name += " " + string(intent.Writes[0].Kind)
		}
		t.Run(name, func(t *testing.T) { run(t, w, intent) })
	}
}

func TestAWriteThatHappenedAndWhoseAnswerWasLostIsDone(t *testing.T) {
	eachUncertain(t, func(t *testing.T, w *world, intent change.Intent) {
		plan := w.plan(intent)
		w.meddling(afterwards)
		outcome := w.carry(plan)
		w.done(outcome)
		for _, step := range outcome.Steps {
			require.Equal(t, "Microsoft's answer did not arrive; reading back shows that it is done.", step.Note)
		}
		require.Len(t, w.sent(), len(plan.Steps), "each step is sent once")
		require.Equal(t, intent.Action != change.ResetPassword, outcome.Secret.Empty())
		require.Equal(t, intent.Action == change.Block, w.local.get(intent.User).SignIn == m365.Blocked)
	})
}

func TestAWriteThatDidNotHappenSaysSoAndCanBeRetried(t *testing.T) {
	eachUncertain(t, func(t *testing.T, w *world, intent change.Intent) {
		plan := w.plan(intent)
		w.meddling(never)
		outcome := w.carry(plan)
		if last := outcome.Steps[len(outcome.Steps)-1]; intent.Action == change.ManageLicenses && last.State != change.Skipped {
			require.Equal(t, change.Unknown, last.State, "licenses show late, so that the old state proves nothing")
		} else {
			require.Equal(t, change.Failed, outcome.State())
			require.Contains(t, outcome.Steps[0].Failure.What, "reading back shows that it did not happen")
			require.Contains(t, outcome.Steps[0].Failure.Do, "Nothing was changed.")
		}
		require.True(t, outcome.Secret.Empty())
		require.Equal(t, m365.Allowed, w.local.get(intent.User).SignIn)
		sent := len(w.sent())

		w.meddling(nil)
		again, err := w.service.Retry(t.Context(), outcome, nil)
		if intent.Action == change.ResetPassword {
			require.ErrorIs(t, err, change.ErrNewPlan)
			return
		}
		require.NoError(t, err)
		w.done(again)
		require.Len(t, w.sent(), sent+len(plan.Steps))
		require.Len(t, again.Steps, len(plan.Steps))
		_, err = w.service.Retry(t.Context(), outcome, nil)
		require.ErrorIs(t, err, change.ErrCarried, "a double click on Retry")
		_, err = w.service.Retry(t.Context(), again, nil)
		require.ErrorIs(t, err, change.ErrNothingToDo)
	})
}

func TestAWriteThatCannotBeReadBackIsUnknownAndCheckedBeforeItIsSentAgain(t *testing.T) {
	eachUncertain(t, func(t *testing.T, w *world, intent change.Intent) {
		plan := w.plan(intent)
		w.meddling(func(resp http.ResponseWriter, r *http.Request, next http.Handler) {
			w.blinded(true)
			afterwards(resp, r, next)
		})
		outcome := w.carry(plan)
		require.Equal(t, change.Unknown, outcome.State())
		require.Contains(t, outcome.Steps[0].Failure.What, "It is not known whether this was done")
		require.NotEmpty(t, outcome.Steps[0].Failure.Do)
		require.Equal(t, change.Unknown, w.journal.entry(t, plan.ID).State)
		sent := len(w.sent())
		if intent.Action == change.ResetPassword {
			require.False(t, outcome.Secret.Empty(), "it may be the only password of the user")
			return
		}

		blind, err := w.service.Retry(t.Context(), outcome, nil)
		require.NoError(t, err)
		require.Equal(t, change.Unknown, blind.State())
		require.Len(t, w.sent(), sent, "what cannot be checked is not sent")

		w.blinded(false)
		w.meddling(nil)
		seeing, err := w.service.Retry(t.Context(), blind, nil)
		require.NoError(t, err)
		w.done(seeing)
		require.Equal(t, "It was done already; reading back shows it.", seeing.Steps[0].Note)
		require.Equal(t, intent.Action == change.Block, w.local.get(intent.User).SignIn == m365.Blocked)
	})
}

func TestRevokedSessionsCannotBeReadBackAndAreRevokedAgain(t *testing.T) {
	w := newWorld(t)
	plan := w.plan(change.Intent{Action: change.RevokeSessions, User: w.key(w.plain())})
	w.meddling(afterwards)
	outcome := w.carry(plan)
	require.Equal(t, change.Unknown, outcome.State())
	require.Contains(t, outcome.Steps[0].Failure.Do, "twice does no harm")
	w.meddling(nil)
	again, err := w.service.Retry(t.Context(), outcome, nil)
	require.NoError(t, err)
	w.done(again)
	require.Len(t, w.sent(), 2)
}

func TestATAPWhoseAnswerWasLostIsNotDone(t *testing.T) {
	w := newWorld(t)
	w.enter((*directory.Tenant).TAPAllowed)
	plan := w.plan(change.Intent{Action: change.CreateTAP, User: w.key(w.plain())})
	w.meddling(afterwards)
	outcome := w.carry(plan)
	require.Equal(t, change.Failed, outcome.State())
	require.Contains(t, outcome.Steps[0].Failure.What, "shows it only once")
	require.Contains(t, outcome.Steps[0].Failure.Do, "Create another pass")
	require.True(t, outcome.Secret.Empty())
	_, err := w.service.Retry(t.Context(), outcome, nil)
	require.ErrorIs(t, err, change.ErrNewPlan)
}

func TestASyncedPasswordWhoseAnswerWasLostIsUnknown(t *testing.T) {
	w := newWorld(t)
	w.enter((*directory.Tenant).Synced)
	u := w.user(func(u *directory.User) bool { return u.OnPremisesSynced && len(w.inside.RolesOf(u.ID)) == 0 })
	plan := w.plan(change.Intent{Action: change.ResetPassword, User: w.key(u)})
	w.meddling(never)
	outcome := w.carry(plan)
	require.Equal(t, change.Unknown, outcome.State(), "writeback takes its time, so that the old state proves nothing")
	require.False(t, outcome.Secret.Empty())
}

func TestACallerWhoseTimeIsUpInFlightIsReadBack(t *testing.T) {
	w := newWorld(t)
	u := w.plain()
	plan := w.plan(change.Intent{Action: change.Block, User: w.key(u)})
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	w.meddling(func(resp http.ResponseWriter, r *http.Request, next http.Handler) {
		<-r.Context().Done()
		afterwards(resp, r.WithContext(context.WithoutCancel(r.Context())), next)
	})
	outcome, err := w.service.Carry(ctx, plan, nil)
	require.NoError(t, err)
	require.Contains(t, []change.State{change.Done, change.Failed}, outcome.State(), "it was read back")
	require.Equal(t, outcome.State(), w.journal.entry(t, plan.ID).State, "recorded all the same")
}

func TestACallerThatStopsIsNotKeptWaiting(t *testing.T) {
	w := newWorld(t)
	u := w.plain()
	plan := w.plan(change.Intent{Action: change.ManageRoles, User: w.key(u), Writes: writes(
		change.Write{Kind: change.AddRole, Subject: directory.GroupsAdministrator},
		change.Write{Kind: change.AddRole, Subject: directory.ReportsReader},
	)})
	ctx, stop := context.WithCancel(t.Context())
	w.meddling(func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		stop()
		<-r.Context().Done()
	})
	outcome, err := w.service.Carry(ctx, plan, nil)
	require.NoError(t, err)
	require.Equal(t, change.Unknown, outcome.Steps[0].State)
	require.Equal(t, change.Failed, outcome.Steps[1].State)
	require.Contains(t, outcome.Steps[1].Failure.What, "stopped before it was sent")
	require.Len(t, w.sent(), 1)
	require.Equal(t, change.Unknown, w.journal.entry(t, plan.ID).State, "the journal is written all the same")

	w.meddling(nil)
	again, err := w.service.Retry(t.Context(), outcome, nil)
	require.NoError(t, err)
	w.done(again)
}
