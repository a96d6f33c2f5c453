package change_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// requireUncertainPassword demands that a password of which nobody knows is shown with a warning: it may be the user's only one.
func requireUncertainPassword(t *testing.T, outcome change.Outcome) {
	t.Helper()
	require.Equal(t, change.Unknown, outcome.State())
	require.False(t, outcome.Secret.Empty())
	require.Contains(t, outcome.Steps[0].Failure.What, "It is not known whether this was done: reset the password of ")
	require.Contains(t, outcome.Steps[0].Failure.Do, "Try the password that is shown. Where it does not work, reset the password again.")
}

func TestAPasswordIsSetOnlyWhereMicrosoftSaysSo(t *testing.T) {
	hangUp := func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }
	answers := map[string]func(http.ResponseWriter, *http.Request, http.Handler){
		"nothing":                 hangUp,
		"Graph's 408":             refusing(408, "RequestTimeout", "slow"),
		"Graph's 499":             refusing(499, "ClientClosedRequest", "gone"),
		"Graph's 500":             refusing(500, "generalException", "x"),
		"Graph's 503":             refusing(503, "serviceNotAvailable", "x"),
		"a good page of a portal": page(200),
		"a redirect": func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
			http.Redirect(w, r, "/login", http.StatusFound)
		},
	}
	for _, status := range []int{400, 401, 403, 404, 407, 408, 409, 412, 429, 499, 502, 503, 504} {
		answers[fmt.Sprintf("a gateway's page with %d", status)] = page(status)
		answers[fmt.Sprintf("a gateway's %d with nothing", status)] = func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(status) }
	}
	for name, answer := range answers {
		for _, happened := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, and it happened: %t", name, happened), func(t *testing.T) {
				h := newHarness(t)
				u := h.plain()
				plan := h.plan(change.Intent{Action: change.ResetPassword, User: h.key(u)})
				h.meddling(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
					if happened {
						next.ServeHTTP(discard(), r)
					} else { // Somebody else sets another password meanwhile, which the time of the last change shows.
						h.edit(u, func(u *directory.User) { u.LastPasswordChange = h.clock.Now() })
					}
					answer(w, r, next)
				})
				requireUncertainPassword(t, h.carry(plan))
				require.Len(t, h.sent(), 1, "a password is not sent twice")
			})
		}
	}
}

func TestAPasswordThatMicrosoftRefusesIsNotShown(t *testing.T) {
	for _, status := range []int{400, 403, 404, 409, 412} {
		h := newHarness(t)
		plan := h.plan(change.Intent{Action: change.ResetPassword, User: h.key(h.plain())})
		h.meddling(refusing(status, "Request_BadRequest", "no"))
		outcome := h.carry(plan)
		require.Equal(t, change.Failed, outcome.State())
		require.True(t, outcome.Secret.Empty())
	}
}

// resetSynced carries out a reset of a synced user, of which Microsoft's operation goes on as progress says.
func resetSynced(t *testing.T, progress func() (call.Progress, error)) (*scenario, change.Outcome) {
	t.Helper()
	s := newScenario(ada)
	s.cloud.users[ada].user.OnPremisesSynced = true
	s.cloud.progress = progress
	outcome, err := s.Carry(t.Context(), s.plan(t, change.ResetPassword, ada), nil)
	require.NoError(t, err)
	return s, outcome
}

func TestAPasswordForOnPremisesIsSetWhenMicrosoftSaysThatItSucceeded(t *testing.T) {
	asked := 0
	s, outcome := resetSynced(t, func() (call.Progress, error) {
		asked++
		if asked == 2 {
			return call.Progress{}, errors.New("the network is gone for a moment")
		}
		return call.Progress{Ended: asked == 4, Succeeded: true}, nil
	})
	require.Equal(t, change.Done, outcome.State())
	require.Equal(t, 4, asked)
	require.Contains(t, outcome.Steps[0].Note, "writeback carried it on-premises")
	require.False(t, outcome.Secret.Empty())
	require.Equal(t, []time.Duration{time.Second, 2 * time.Second, 3 * time.Second, 4 * time.Second}, s.clock.slept)
}

func TestAPasswordForOnPremisesThatFailsInTheBackgroundSaysWhy(t *testing.T) {
	for _, test := range []struct{ detail, says string }{
		{"The password does not meet the password complexity requirements of the domain.", "the tenant's rules are stricter"},
		{"OnPremisesConnectivityFailure.", "failed in the background (OnPremisesConnectivityFailure)"},
		{"", "failed in the background"},
	} {
		_, outcome := resetSynced(t, func() (call.Progress, error) { return call.Progress{Ended: true, Detail: test.detail}, nil })
		require.Equal(t, change.Failed, outcome.State())
		require.Contains(t, outcome.Steps[0].Failure.What, test.says)
		require.NotEmpty(t, outcome.Steps[0].Failure.Do)
		require.True(t, outcome.Secret.Empty(), "the old password is the right one")
	}
}

func TestAPasswordForOnPremisesWhoseEndIsNotKnownIsUncertain(t *testing.T) {
	for name, progress := range map[string]func() (call.Progress, error){
		"it goes on for ever": func() (call.Progress, error) { return call.Progress{}, nil },
		"nobody can ask":      func() (call.Progress, error) { return call.Progress{}, errors.New("no network") },
	} {
		t.Run(name, func(t *testing.T) {
			s, outcome := resetSynced(t, progress)
			requireUncertainPassword(t, outcome)
			require.Equal(t, change.Unknown, s.journal.entry(t, outcome.Plan.ID).State)
		})
	}
	t.Run("nobody may ask", func(t *testing.T) {
		s, outcome := resetSynced(t, func() (call.Progress, error) { return call.Progress{}, &call.Error{Kind: call.Denied, Status: 403} })
		requireUncertainPassword(t, outcome)
		require.Len(t, s.clock.slept, 1, "nobody waits in vain")
	})
	t.Run("Microsoft names no operation", func(t *testing.T) {
		h := newHarness(t)
		h.enter((*directory.Tenant).Synced)
		u := h.user(func(u *directory.User) bool { return u.OnPremisesSynced && len(h.inside.RolesOf(u.ID)) == 0 })
		plan := h.plan(change.Intent{Action: change.ResetPassword, User: h.key(u)})
		h.meddling(func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.Header().Set("request-id", "graph-request")
			w.WriteHeader(202)
		})
		requireUncertainPassword(t, h.carry(plan))
	})
	t.Run("the person does not wait", func(t *testing.T) {
		s := newScenario(ada)
		s.cloud.users[ada].user.OnPremisesSynced = true
		ctx, stop := context.WithCancel(t.Context())
		s.cloud.progress = func() (call.Progress, error) {
			stop()
			return call.Progress{}, nil
		}
		outcome, err := s.Carry(ctx, s.plan(t, change.ResetPassword, ada), nil)
		require.NoError(t, err)
		requireUncertainPassword(t, outcome)
	})
}

func TestANewPasswordIsToldOfTheMethodsToo(t *testing.T) {
	h := newHarness(t)
	var told []profile.Part
	defer h.service.Changed.Listen(func(event change.Event) { told = append(told, event.Parts...) })()
	h.carry(h.plan(change.Intent{Action: change.ResetPassword, User: h.key(h.plain())}))
	require.Contains(t, told, profile.Methods, "Microsoft tells there since when the password is good")
}
