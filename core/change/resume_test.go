package change_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// broken carries a plan out of which the journal gets no end, as where the program ends in its middle. Of the writes only the
// first so many reach Microsoft.
func (h *harness) broken(plan change.Plan, reach int) {
	h.t.Helper()
	h.journal.fail = errors.New("the program ended")
	h.meddling(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if reach--; reach >= 0 {
			next.ServeHTTP(w, r)
			return
		}
		never(w, r, next)
	})
	_, err := h.service.Carry(h.t.Context(), plan, nil)
	require.ErrorIs(h.t, err, change.ErrNotRecorded)
	h.meddling(nil)
	h.journal.fail = nil
	require.Equal(h.t, change.Running, h.journal.entry(h.t, plan.ID).State)
}

// leaving is an intent that takes methods from a user who has some.
func (h *harness) leaving() change.Intent {
	h.t.Helper()
	u := h.plain()
	for len(h.removable(u)) < 2 {
		u = h.user(func(next *directory.User) bool { return next.Slot > u.Slot && !next.Guest() && !next.Service })
	}
	intent := change.Intent{Action: change.RemoveMethod, User: h.key(u)}
	for _, method := range h.removable(u) {
		intent.Writes = append(intent.Writes, change.Write{Kind: change.TakeMethod, Subject: method.ID})
	}
	return intent
}

func TestAChangeOfWhichTheJournalHasNoEndGoesOn(t *testing.T) {
	for reach := range 3 {
		h := newHarness(t)
		plan := h.plan(h.leaving())
		h.broken(plan, reach)
		before := len(h.sent())
		outcome, err := h.service.Resume(t.Context(), plan.ID, nil)
		require.NoError(t, err)
		h.done(outcome)
		require.Len(t, h.sent(), before+max(0, len(plan.Steps)-reach), "what reached Microsoft is not sent again")
		require.Equal(t, plan.Target, outcome.Plan.Target)

		again, err := h.service.Resume(t.Context(), plan.ID, nil)
		require.NoError(t, err)
		h.done(again)
		require.Len(t, h.sent(), before+max(0, len(plan.Steps)-reach), "what is done is left alone")
	}
}

func TestAPasswordThatNobodySeesIsSetAgainAndNeverShown(t *testing.T) {
	h := newHarness(t)
	plan := h.plan(change.Intent{Action: change.LosePassword, User: h.key(h.plain())})
	require.Contains(t, plan.Requests()[0].Text(), m365.Hidden)
	h.broken(plan, 1)
	outcome, err := h.service.Resume(t.Context(), plan.ID, nil)
	require.NoError(t, err)
	h.done(outcome)
	require.True(t, outcome.Secret.Empty())
	require.Len(t, h.sent(), 2)
	require.NotEqual(t, h.sent()[0].body, h.sent()[1].body, "it is made anew")
}

func TestAPasswordThatIsToBeSeenIsNotMadeAgain(t *testing.T) {
	h := newHarness(t)
	plan := h.plan(change.Intent{Action: change.ResetPassword, User: h.key(h.plain()), Password: change.PasswordOptions{Length: 20}})
	h.broken(plan, 1)
	_, err := h.service.Resume(t.Context(), plan.ID, nil)
	require.ErrorIs(t, err, change.ErrNewPlan)
	require.Len(t, h.sent(), 1)
}

func TestAChangeThatNeverBeganCannotGoOn(t *testing.T) {
	h := newHarness(t)
	_, err := h.service.Resume(t.Context(), "unknown", nil)
	require.Error(t, err)
	require.Empty(t, h.sent())
}
