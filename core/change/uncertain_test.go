package change_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/tunnel"
)

// each is every action that changes something, on a plain user.
func each(h *harness, u directory.User) []change.Intent {
	group := h.group(func(g directory.Group) bool { return g.Unified && h.inside.IsMember(g, u.Slot) })
	free := h.group(func(g directory.Group) bool {
		return g.Security && !g.MailEnabled && !g.Dynamic && !g.Synced && !g.AssignableToRole && !h.inside.IsMember(g, u.Slot)
	})
	require.NoError(h.t, h.inside.RemoveMethod(u.Slot, directory.OfficePhoneID))
	_, err := h.inside.AddMethod(u.Slot, directory.Method{ID: directory.EmailMethodID, Kind: directory.EmailMethod, Email: "old@home.example"})
	require.NoError(h.t, err)
	other := "AT"
	return []change.Intent{
		{Action: change.Block},
		{Action: change.ResetPassword},
		{Action: change.ManageRoles, Writes: writes(change.Write{Kind: change.AddRole, Subject: directory.GroupsAdministrator, Name: "Groups Administrator"})},
		{Action: change.ManageGroups, Writes: writes(change.Write{Kind: change.AddGroup, Subject: free.ID})},
		{Action: change.ManageGroups, Writes: writes(change.Write{Kind: change.TakeGroup, Subject: group.ID})},
		{Action: change.ManageLicenses, UsageLocation: other, Writes: writes(change.Write{Kind: change.AddLicense, Subject: h.free(u)})},
		{Action: change.ManageLicenses, Writes: writes(change.Write{Kind: change.TakeLicense, Subject: u.Direct[0].SKU()})},
		{Action: change.RemoveMethod, Writes: writes(change.Write{Kind: change.TakeMethod, Subject: h.removable(u)[0].ID})},
		{Action: change.AddMethod, Writes: writes(change.Write{Kind: change.PutMethod, Subject: directory.OfficePhoneID, After: "+1 2065550100"})},
		{Action: change.ChangeMethod, Writes: writes(change.Write{Kind: change.SetMethod, Subject: directory.EmailMethodID, After: "new@home.example"})},
	}
}

// eachUncertain runs every action on a harness of its own.
func eachUncertain(t *testing.T, run func(*testing.T, *harness, change.Intent)) {
	for i := range 10 {
		h := newHarness(t)
		u := h.user(func(u *directory.User) bool {
			return !u.Guest() && !u.Service && !u.OnPremisesSynced && u.AccountEnabled && len(u.Direct) > 0 && len(h.inside.RolesOf(u.ID)) == 0 &&
				len(h.removable(*u)) > 0 && u.UsageLocation != "" &&
				slices.ContainsFunc(h.inside.Groups(), func(g directory.Group) bool { return g.Unified && h.inside.IsMember(g, u.Slot) })
		})
		h.local.put(m365.User{Key: h.key(u), SignIn: m365.Allowed})
		intent := each(h, u)[i]
		intent.User = h.key(u)
		name := string(intent.Action)
		if len(intent.Writes) > 0 {
			name += " " + string(intent.Writes[0].Kind)
		}
		t.Run(name, func(t *testing.T) { run(t, h, intent) })
	}
}

func TestAWriteThatHappenedAndWhoseAnswerWasLostIsDone(t *testing.T) {
	eachUncertain(t, func(t *testing.T, h *harness, intent change.Intent) {
		plan := h.plan(intent)
		h.meddling(afterwards)
		outcome := h.carry(plan)
		if intent.Action == change.ResetPassword {
			requireUncertainPassword(t, outcome)
			return
		}
		h.done(outcome)
		for _, step := range outcome.Steps {
			require.Equal(t, "Microsoft's answer did not arrive; reading back shows that it is done.", step.Note)
		}
		require.Len(t, h.sent(), len(plan.Steps), "each step is sent once")
		require.True(t, outcome.Secret.Empty())
		require.Equal(t, intent.Action == change.Block, h.local.get(intent.User).SignIn == m365.Blocked)
	})
}

func TestAWriteThatDidNotHappenSaysSoAndCanBeRetried(t *testing.T) {
	eachUncertain(t, func(t *testing.T, h *harness, intent change.Intent) {
		plan := h.plan(intent)
		h.meddling(never)
		outcome := h.carry(plan)
		if intent.Action == change.ResetPassword {
			requireUncertainPassword(t, outcome)
			_, err := h.service.Retry(t.Context(), outcome, nil)
			require.ErrorIs(t, err, change.ErrNewPlan)
			return
		}
		if last := outcome.Steps[len(outcome.Steps)-1]; intent.Action == change.ManageLicenses && last.State != change.Skipped {
			require.Equal(t, change.Unknown, last.State, "licenses show late, so that the old state proves nothing")
		} else {
			require.Equal(t, change.Failed, outcome.State())
			require.Contains(t, outcome.Steps[0].Failure.What, "reading back shows that it did not happen")
			require.Equal(t, "Microsoft's answer did not arrive, and reading back shows that it did not happen.", outcome.Steps[0].Failure.Reason())
			require.Contains(t, outcome.Steps[0].Failure.Do, "Nothing was changed.")
		}
		require.True(t, outcome.Secret.Empty())
		require.Equal(t, m365.Allowed, h.local.get(intent.User).SignIn)
		sent := len(h.sent())

		h.meddling(nil)
		again, err := h.service.Retry(t.Context(), outcome, nil)
		require.NoError(t, err)
		h.done(again)
		require.Len(t, h.sent(), sent+len(plan.Steps))
		require.Len(t, again.Steps, len(plan.Steps))
		_, err = h.service.Retry(t.Context(), outcome, nil)
		require.ErrorIs(t, err, change.ErrCarried, "a double click on Retry")
		_, err = h.service.Retry(t.Context(), again, nil)
		require.ErrorIs(t, err, change.ErrNothingToDo)
	})
}

func TestAWriteThatCannotBeReadBackIsUnknownAndCheckedBeforeItIsSentAgain(t *testing.T) {
	eachUncertain(t, func(t *testing.T, h *harness, intent change.Intent) {
		plan := h.plan(intent)
		h.meddling(func(resp http.ResponseWriter, r *http.Request, next http.Handler) {
			h.blinded(true)
			afterwards(resp, r, next)
		})
		outcome := h.carry(plan)
		require.Equal(t, change.Unknown, outcome.State())
		require.Contains(t, outcome.Steps[0].Failure.What, "It is not known whether this was done")
		require.NotEmpty(t, outcome.Steps[0].Failure.Do)
		require.Equal(t, change.Unknown, h.journal.entry(t, plan.ID).State)
		sent := len(h.sent())
		if intent.Action == change.ResetPassword {
			require.False(t, outcome.Secret.Empty(), "it may be the only password of the user")
			return
		}

		blind, err := h.service.Retry(t.Context(), outcome, nil)
		require.NoError(t, err)
		require.Equal(t, change.Unknown, blind.State())
		require.Len(t, h.sent(), sent, "what cannot be checked is not sent")

		h.blinded(false)
		h.meddling(nil)
		seeing, err := h.service.Retry(t.Context(), blind, nil)
		require.NoError(t, err)
		h.done(seeing)
		require.Equal(t, "It was done already; reading back shows it.", seeing.Steps[0].Note)
		require.Equal(t, intent.Action == change.Block, h.local.get(intent.User).SignIn == m365.Blocked)
	})
}

func TestRevokedSessionsCannotBeReadBackAndAreRevokedAgain(t *testing.T) {
	h := newHarness(t)
	plan := h.plan(change.Intent{Action: change.RevokeSessions, User: h.key(h.plain())})
	h.meddling(afterwards)
	outcome := h.carry(plan)
	require.Equal(t, change.Unknown, outcome.State())
	require.Contains(t, outcome.Steps[0].Failure.Do, "twice does no harm")
	h.meddling(nil)
	again, err := h.service.Retry(t.Context(), outcome, nil)
	require.NoError(t, err)
	h.done(again)
	require.Len(t, h.sent(), 2)
}

func TestATAPWhoseAnswerWasLostIsNotDone(t *testing.T) {
	h := newHarness(t)
	h.enter((*directory.Tenant).TAPAllowed)
	plan := h.plan(change.Intent{Action: change.CreateTAP, User: h.key(h.plain())})
	h.meddling(afterwards)
	outcome := h.carry(plan)
	require.Equal(t, change.Failed, outcome.State())
	require.Contains(t, outcome.Steps[0].Failure.What, "shows it only once")
	require.Contains(t, outcome.Steps[0].Failure.Do, "Create another Temporary Access Password")
	require.True(t, outcome.Secret.Empty())
	_, err := h.service.Retry(t.Context(), outcome, nil)
	require.ErrorIs(t, err, change.ErrNewPlan)
}

func TestACallerWhoseTimeIsUpInFlightIsReadBack(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	plan := h.plan(change.Intent{Action: change.Block, User: h.key(u)})
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	h.meddling(func(resp http.ResponseWriter, r *http.Request, next http.Handler) {
		<-r.Context().Done()
		afterwards(resp, r.WithContext(context.WithoutCancel(r.Context())), next)
	})
	outcome, err := h.service.Carry(ctx, plan, nil)
	require.NoError(t, err)
	require.Contains(t, []change.State{change.Done, change.Failed}, outcome.State(), "it was read back")
	require.Equal(t, outcome.State(), h.journal.entry(t, plan.ID).State, "recorded all the same")
}

func TestACallerThatStopsIsNotKeptWaiting(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	plan := h.plan(change.Intent{Action: change.ManageRoles, User: h.key(u), Writes: writes(
		change.Write{Kind: change.AddRole, Subject: directory.GroupsAdministrator},
		change.Write{Kind: change.AddRole, Subject: directory.ReportsReader},
	)})
	ctx, stop := context.WithCancel(t.Context())
	h.meddling(func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		stop()
		<-r.Context().Done()
	})
	outcome, err := h.service.Carry(ctx, plan, nil)
	require.NoError(t, err)
	require.Equal(t, change.Unknown, outcome.Steps[0].State)
	require.Equal(t, change.Failed, outcome.Steps[1].State)
	require.Contains(t, outcome.Steps[1].Failure.What, "stopped before it was sent")
	require.Len(t, h.sent(), 1)
	require.Equal(t, change.Unknown, h.journal.entry(t, plan.ID).State, "the journal is written all the same")

	h.meddling(nil)
	again, err := h.service.Retry(t.Context(), outcome, nil)
	require.NoError(t, err)
	h.done(again)
}

func TestWhatDidNotLeaveIsRecordedAsNotSent(t *testing.T) {
	for name, failure := range map[string]error{
		"no way through the proxy": &call.Error{Op: "reset the password", Kind: call.Network, NothingSent: true, Err: &tunnel.Error{Proxy: "proxy.example:8080", Status: 407}},
		"no network":               &call.Error{Op: "reset the password", Kind: call.Network, NothingSent: true},
		"no id":                    fmt.Errorf("reset the password: %w", call.ErrID),
		"no sign-in":               errors.New("signed out"),
	} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(ada)
			plan := s.plan(t, change.ResetPassword, ada)
			s.cloud.failing(func(send) (bool, error) { return false, failure })
			outcome, err := s.Carry(t.Context(), plan, nil)
			require.NoError(t, err)
			require.Equal(t, change.Failed, outcome.State())
			require.True(t, outcome.Secret.Empty(), "no password was set")
			require.Equal(t, "Nothing was sent.", s.journal.entry(t, plan.ID).Steps[0].Note)
			if strings.Contains(name, "proxy") {
				require.Contains(t, outcome.Steps[0].Failure.What, "the proxy proxy.example:8080 asks for a user name and a password")
			}
		})
	}
	s := newScenario(ada)
	plan := s.plan(t, change.Block, ada)
	s.cloud.failing(denied)
	outcome, err := s.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	require.Empty(t, outcome.Steps[0].Note, "Microsoft got it and refused")
}
