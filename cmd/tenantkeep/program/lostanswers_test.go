package program

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
)

// TestChangesWhoseAnswerIsCutOffAreDoneOnce breaks the connection after Microsoft did what was asked. Reading back finds that
// it is done, and nothing is sent twice.
func TestChangesWhoseAnswerIsCutOffAreDoneOnce(t *testing.T) {
	d := openHarness(t, startSimulation(t, 10, 700))
	for _, one := range scenarios() {
		t.Run(one.name, func(t *testing.T) {
			at, wanted, plan := d.begin(t, one)
			done := &carriedOut{scenario: one, task: wanted, at: at, live: d.live(t, at), listed: d.listed(t, at.key)}
			hits, _ := d.fault(t, plan, fault.Rule{Kind: fault.Cut})
			done.outcome = d.carry(t, plan)
			require.Equal(t, len(plan.Requests()), hits(), "each is sent once")
			d.requireThere(t, done)
			if plan.Action == change.CreateTAP {
				require.Equal(t, change.Failed, done.outcome.State(), "nobody saw the pass")
				requireWords(t, *done.outcome.Steps[0].Failure, "Microsoft shows it only once", "Create another Temporary Access Password", plan.Target.Tenant)
				return
			}
			if plan.Action == change.ResetPassword && wanted.writes[0].method == http.MethodPatch {
				require.Equal(t, change.Unknown, done.outcome.State(), "Microsoft shows only when, not who")
				require.False(t, done.outcome.Secret.Empty())
				requireWords(t, *done.outcome.Steps[0].Failure, "It is not known whether this was done", "Try the password that is shown.", plan.Target.Tenant)
				return
			}
			requireDone(t, done.outcome)
			require.Equal(t, plan.Action == change.ResetPassword, !done.outcome.Secret.Empty())
			require.Equal(t, change.Done, d.entry(t, plan.ID).State)
			// Where an answer has a body, the cut comes after Microsoft's word that it is done.
			if wanted.writes[0].method != http.MethodPost && plan.Action != change.ChangeMethod {
				require.Equal(t, "Microsoft's answer did not arrive; reading back shows that it is done.", done.outcome.Steps[0].Note)
			}
		})
	}
}

// TestChangesThatGoWrongOnTheWayAreReadBack lets a block and a password fail after they were sent.
func TestChangesThatGoWrongOnTheWayAreReadBack(t *testing.T) {
	t.Parallel()
	d := openHarness(t, startSimulation(t, 8, 600))
	ends := &timeUp{Context: t.Context(), done: make(chan struct{})}
	for _, one := range []struct {
		name   string
		ctx    context.Context
		meddle through
	}{
		{"a timeout after the write happened", ends, func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
			response, err := next.RoundTrip(request)
			if err != nil {
				return nil, err
			}
			close(ends.done)
			<-request.Context().Done()
			_ = response.Body.Close()
			return nil, request.Context().Err()
		}},
		{"a 503 after the write happened", t.Context(), func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
			response, err := next.RoundTrip(request)
			if err != nil {
				return nil, err
			}
			_ = response.Body.Close()
			response.StatusCode, response.Status = http.StatusServiceUnavailable, "503 Service Unavailable"
			response.Body = io.NopCloser(bytes.NewReader([]byte(`{"error":{"code":"serviceNotAvailable","message":"busy"}}`)))
			response.ContentLength = -1
			response.Header.Set("Content-Type", "application/json")
			return response, nil
		}},
	} {
		t.Run(one.name, func(t *testing.T) {
			at := d.find(t, subject.plain)
			plan := d.plan(t, change.Intent{Action: change.Block, User: at.key})
			first := len(d.wire.since(0))
			d.wire.meddling(one.meddle)
			defer d.wire.meddling(nil)
			outcome, err := d.program.change.Carry(one.ctx, plan, nil)
			require.NoError(t, err)
			requireDone(t, outcome)
			require.Contains(t, outcome.Steps[0].Note, "reading back shows that it is done")
			require.Len(t, d.wire.since(first), 1)
			require.Equal(t, "Blocked", d.live(t, at).SignIn)
			require.Equal(t, "Blocked", string(d.listed(t, at.key).SignIn))
			require.Equal(t, change.Done, d.entry(t, plan.ID).State)
		})
	}
	for _, one := range []struct {
		name   string
		rule   fault.Rule
		action change.Action
	}{
		{"a block that is cut before it happens", fault.Rule{Kind: fault.Dropped}, change.Block},
		{"a password that is cut before it happens", fault.Rule{Kind: fault.Dropped}, change.ResetPassword},
		{"a block that a 503 answers", fault.Rule{Kind: fault.Unavailable}, change.Block},
		{"a block that a 504 answers", fault.Rule{Kind: fault.GatewayTimeout}, change.Block},
	} {
		at := d.find(t, subject.plain)
		plan := d.plan(t, change.Intent{Action: one.action, User: at.key})
		t.Run(one.name, func(t *testing.T) {
			t.Parallel() // Microsoft is asked for six seconds whether it happened.
			shown, before := d.listed(t, at.key), d.live(t, at)
			hits, end := d.fault(t, plan, one.rule)
			outcome := d.carry(t, plan)
			if one.action == change.ResetPassword {
				require.Equal(t, change.Unknown, outcome.State())
				require.False(t, outcome.Secret.Empty(), "it may be the user's only password")
				require.Equal(t, 1, hits())
				end()
				_, err := d.program.change.Retry(t.Context(), outcome, nil)
				require.ErrorIs(t, err, change.ErrNewPlan)
				require.Len(t, d.wire.about(plan), 1)
				return
			}
			require.Equal(t, change.Failed, outcome.State())
			requireWords(t, *outcome.Steps[0].Failure, "reading back shows that it did not happen", "Nothing was changed.", plan.Target.Tenant)
			require.True(t, outcome.Secret.Empty())
			require.Equal(t, 1, hits())
			require.Len(t, d.wire.about(plan), 1, "it is not sent again by itself")
			require.Equal(t, before, d.live(t, at))
			require.Equal(t, shown, d.listed(t, at.key), "what showed was taken back")
			end()

			again, err := d.program.change.Retry(t.Context(), outcome, nil)
			require.NoError(t, err)
			requireDone(t, again)
			require.Len(t, d.wire.about(plan), 2)
			require.Equal(t, "Blocked", d.live(t, at).SignIn)
			_, err = d.program.change.Retry(t.Context(), outcome, nil)
			require.ErrorIs(t, err, change.ErrCarried)
		})
	}
}

// timeUp is a context whose deadline passes when done is closed.
type timeUp struct {
	context.Context
	done chan struct{}
}

func (c *timeUp) Done() <-chan struct{} { return c.done }

func (c *timeUp) Err() error {
	select {
	case <-c.done:
		return context.DeadlineExceeded
	default:
		return c.Context.Err()
	}
}
