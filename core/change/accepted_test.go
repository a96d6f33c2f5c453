package change_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
)

// accepting answers 202 to what Microsoft otherwise answers when it is done, and does it or not.
func accepting(does bool) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if does {
			next.ServeHTTP(httptest.NewRecorder(), r)
		}
		w.Header().Set("request-id", "accepted")
		w.WriteHeader(http.StatusAccepted)
	}
}

func TestWhatMicrosoftOnlyAcceptedIsDoneWhereReadingBackShowsIt(t *testing.T) {
	eachUncertain(t, func(t *testing.T, h *harness, intent change.Intent) {
		plan := h.plan(intent)
		h.meddling(accepting(true))
		outcome := h.carry(plan)
		if intent.Action == change.ResetPassword {
			requireUncertainPassword(t, outcome)
			return
		}
		h.done(outcome)
		require.Len(t, h.sent(), len(plan.Steps), "each step is sent once")
	})
}

func TestWhatMicrosoftOnlyAcceptedIsNotKnownWhereReadingBackDoesNotShowIt(t *testing.T) {
	eachUncertain(t, func(t *testing.T, h *harness, intent change.Intent) {
		plan := h.plan(intent)
		h.meddling(accepting(false))
		outcome := h.carry(plan)
		if intent.Action == change.ResetPassword {
			requireUncertainPassword(t, outcome)
			return
		}
		require.Equal(t, change.Unknown, outcome.Steps[0].State)
		require.Contains(t, outcome.Steps[0].Failure.What, "It is not known whether this was done")
		require.Contains(t, outcome.Steps[0].Failure.What, "Microsoft accepted it")
	})
}
