package change_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	contoso  = m365.TenantID("11111111-1111-1111-1111-111111111111")
	fabrikam = m365.TenantID("22222222-2222-2222-2222-222222222222")
)

var (
	ada      = m365.UserKey{Tenant: contoso, ID: "ada"}
	otherAda = m365.UserKey{Tenant: fabrikam, ID: "ada"}
)

// scenario is a Service on a cloud in memory.
type scenario struct {
	*change.Service
	cloud   *cloud
	journal *journal
	local   *local
	clock   *clock
	log     *syncBuffer
	tier    access.Tier
	who     string
}

func newScenario(keys ...m365.UserKey) *scenario {
	s := &scenario{
		cloud: newCloud(keys...), journal: newJournal(), local: newLocal(), log: &syncBuffer{}, tier: access.Full, who: "tech@msp.example",
		clock: &clock{now: time.Date(2026, 11, 20, 15, 4, 5, 0, time.UTC)},
	}
	names := map[m365.TenantID]string{contoso: "Contoso", fabrikam: "Fabrikam"}
	s.Service = change.New(change.Options{
		Directory: s.cloud, Users: s.local, Journal: s.journal, Now: s.clock.Now, Sleep: s.clock.Sleep, NewID: numbered("change-"),
		Tenant: func(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
			if names[id] == "" {
				return m365.Tenant{}, errors.New("not synced")
			}
			return m365.Tenant{ID: id, Name: names[id]}, nil
		},
		Tier: func() access.Tier { return s.tier }, Who: func() string { return s.who },
		Log: slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	for _, key := range keys {
		s.local.put(s.cloud.users[key].user)
	}
	return s
}

func (s *scenario) plan(t *testing.T, action change.Action, key m365.UserKey, all ...change.Write) change.Plan {
	t.Helper()
	plan, err := s.Plan(t.Context(), change.Intent{Action: action, User: key, Writes: all})
	require.NoError(t, err)
	return plan
}

func denied(got send) (bool, error) {
	return false, &call.Error{Op: got.request.Op, Tenant: got.tenant, Kind: call.Denied, Status: 403, Message: "no"}
}

func TestAPlanIsCarriedOutOnce(t *testing.T) {
	s := newScenario(ada)
	plan := s.plan(t, change.Block, ada)
	outcome, err := s.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	require.Equal(t, change.Done, outcome.State())
	_, err = s.Carry(t.Context(), plan, nil)
	require.ErrorIs(t, err, change.ErrCarried)
	require.Equal(t, "This change was carried out already.", change.Explain(err).What)
	require.Len(t, s.cloud.sent(), 1)
	_, err = s.Carry(t.Context(), change.Plan{Target: plan.Target, Steps: plan.Steps}, nil)
	require.Error(t, err, "a plan without a name is nobody's")
}

func TestADoubleClickSendsOnce(t *testing.T) {
	s := newScenario(ada)
	plan := s.plan(t, change.RevokeSessions, ada)
	var clicks sync.WaitGroup
	var mu sync.Mutex
	refused := 0
	for range 8 {
		clicks.Go(func() {
			if _, err := s.Carry(t.Context(), plan, nil); errors.Is(err, change.ErrCarried) {
				mu.Lock()
				defer mu.Unlock()
				refused++
			}
		})
	}
	clicks.Wait()
	require.Equal(t, 7, refused)
	require.Len(t, s.cloud.sent(), 1)
	require.Equal(t, 1, s.cloud.users[ada].revoked)
}

func TestTwoChangesOfOneUserWaitForEachOtherAndOthersDoNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScenario(ada, otherAda)
		release := make(chan struct{})
		var entered atomic.Bool
		s.cloud.before = func(got send) {
			if got.tenant == contoso && entered.CompareAndSwap(false, true) {
				<-release
			}
		}
		block, revoke, elsewhere := s.plan(t, change.Block, ada), s.plan(t, change.RevokeSessions, ada), s.plan(t, change.Block, otherAda)
		var running sync.WaitGroup
		carry := func(plan change.Plan) {
			running.Go(func() { _, _ = s.Carry(context.WithValue(t.Context(), planName{}, plan.ID), plan, nil) })
			synctest.Wait()
		}
		carry(block)
		carry(revoke)
		require.Empty(t, s.cloud.sent(), "one is under way, the other waits")
		carry(elsewhere)
		require.Len(t, s.cloud.sent(), 1, "the user of the same id in another tenant does not wait")

		waiting, stop := context.WithCancel(t.Context())
		stop()
		third := s.plan(t, change.RevokeSessions, ada)
		_, err := s.Carry(waiting, third, nil)
		require.ErrorIs(t, err, context.Canceled, "who waits can leave")
		close(release)
		running.Wait()
		sent := s.cloud.sent()
		require.Len(t, sent, 3)
		require.Equal(t, []string{elsewhere.ID, block.ID, revoke.ID}, []string{sent[0].plan, sent[1].plan, sent[2].plan})
		_, err = s.Carry(t.Context(), third, nil)
		require.NoError(t, err, "nothing of it was sent, so that it can still be carried out")
	})
}

func TestProgressHearsEachStepAndTheEnd(t *testing.T) {
	s := newScenario(ada)
	plan := s.plan(t, change.ManageGroups, ada, change.Write{Kind: change.AddGroup, Subject: "g1"}, change.Write{Kind: change.AddGroup, Subject: "g2"})
	var heard []string
	var kept []change.Outcome
	outcome, err := s.Carry(t.Context(), plan, func(now change.Outcome) {
		heard = append(heard, fmt.Sprint(now.Steps[0].State, " ", now.Steps[1].State, " ", now.Ended.IsZero()))
		kept = append(kept, now)
	})
	require.NoError(t, err)
	require.Equal(t, []string{
		"running waiting true", "done waiting true", "done running true", "done done true", "done done false",
	}, heard)
	require.Equal(t, change.Running, kept[0].Steps[0].State, "what was heard stays as it was")
	require.Equal(t, outcome, kept[len(kept)-1])
	_, err = s.Retry(t.Context(), kept[0], nil)
	require.ErrorIs(t, err, change.ErrRunning)
}

func TestAFailedStepDoesNotStopOthersButThoseThatNeedIt(t *testing.T) {
	s := newScenario(ada)
	groups := s.plan(t, change.ManageGroups, ada, change.Write{Kind: change.AddGroup, Subject: "g1"}, change.Write{Kind: change.AddGroup, Subject: "g2"})
	s.cloud.failing(func(got send) (bool, error) {
		if strings.Contains(got.request.Path, "g1") {
			return denied(got)
		}
		return true, nil
	})
	outcome, err := s.Carry(t.Context(), groups, nil)
	require.NoError(t, err)
	require.Equal(t, []change.State{change.Failed, change.Done}, states(outcome))

	s.cloud.users[ada].user.UsageLocation = ""
	intent := change.Intent{Action: change.ManageLicenses, User: ada, UsageLocation: "FR", Writes: []change.Write{{Kind: change.AddLicense, Subject: "e3"}}}
	licenses, err := s.Plan(t.Context(), intent)
	require.NoError(t, err)
	s.cloud.failing(denied)
	outcome, err = s.Carry(t.Context(), licenses, nil)
	require.NoError(t, err)
	require.Equal(t, []change.State{change.Failed, change.Skipped}, states(outcome))
	require.Equal(t, "Not sent, because the usage location is not set.", outcome.Steps[1].Note)
	require.Len(t, s.cloud.sent(), 3)

	s.cloud.failing(nil)
	outcome, err = s.Retry(t.Context(), outcome, nil)
	require.NoError(t, err)
	require.Equal(t, []change.State{change.Done, change.Done}, states(outcome))
	require.Equal(t, "FR", s.cloud.users[ada].user.UsageLocation)
}

func TestALicenseIsNotTakenWhereItsSuccessorWasRefused(t *testing.T) {
	s := newScenario(ada)
	s.cloud.users[ada].licenses = []m365.HeldLicense{{SKU: "e3", Name: "E3", Direct: true}}
	plan := s.plan(t, change.ManageLicenses, ada, change.Write{Kind: change.TakeLicense, Subject: "e3"}, change.Write{Kind: change.AddLicense, Subject: "e5"})
	require.Equal(t, change.AddLicense, plan.Steps[0].Write.Kind, "it is given first")
	s.cloud.failing(denied)
	outcome, err := s.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	require.Equal(t, []change.State{change.Failed, change.Skipped}, states(outcome))
	require.Contains(t, outcome.Steps[1].Note, "left without")
	require.Len(t, s.cloud.sent(), 1)
}

func states(outcome change.Outcome) []change.State {
	var all []change.State
	for _, step := range outcome.Steps {
		all = append(all, step.State)
	}
	return all
}

func TestWhatMicrosoftShowsLateStaysDone(t *testing.T) {
	s := newScenario(ada)
	s.cloud.stale = true
	plan := s.plan(t, change.Block, ada)
	outcome, err := s.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	require.Equal(t, change.Done, outcome.State())
	require.Equal(t, "Microsoft shows it in a few minutes.", outcome.Steps[0].Note)
	require.Equal(t, []time.Duration{time.Second, 2 * time.Second}, s.clock.slept)
	require.Equal(t, m365.Blocked, s.local.get(ada).SignIn)
}

func TestNothingIsSentThatIsNotRecorded(t *testing.T) {
	s := newScenario(ada)
	plan := s.plan(t, change.Block, ada)
	full := errors.New("disk full")
	s.journal.failBegin = full
	_, err := s.Carry(t.Context(), plan, nil)
	require.ErrorIs(t, err, change.ErrJournal)
	require.ErrorIs(t, err, full)
	require.Contains(t, change.Explain(err).What, "Nothing was sent")
	require.Empty(t, s.cloud.sent())
	require.Equal(t, m365.Allowed, s.local.get(ada).SignIn)

	s.journal.failBegin = nil
	s.journal.fail = full
	outcome, err := s.Carry(t.Context(), plan, nil)
	require.ErrorIs(t, err, change.ErrNotRecorded)
	require.Contains(t, change.Explain(err).What, "was carried out, but its result could not be written")
	require.Equal(t, change.Done, outcome.State(), "what was done is told all the same")
	require.Len(t, s.cloud.sent(), 1)
}

func TestARetryThatIsNotRecordedSendsNothing(t *testing.T) {
	s := newScenario(ada)
	plan := s.plan(t, change.Block, ada)
	s.cloud.failing(denied)
	outcome, err := s.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	require.Equal(t, change.Failed, outcome.State())
	s.cloud.failing(nil)

	full := errors.New("disk full")
	s.journal.failBegin = full
	_, err = s.Retry(t.Context(), outcome, nil)
	require.ErrorIs(t, err, change.ErrJournal)
	require.ErrorIs(t, err, full)
	require.Len(t, s.cloud.sent(), 1)

	s.journal.failBegin = nil
	s.cloud.before = func(send) {
		require.Equal(t, change.Running, s.journal.entry(t, plan.ID).State, "a program that is killed now left word of it")
	}
	again, err := s.Retry(t.Context(), outcome, nil)
	require.NoError(t, err)
	require.Equal(t, change.Done, again.State())
	require.Len(t, s.cloud.sent(), 2)
}

func TestTheTierThatHoldsIsThatOfTheMomentOfSending(t *testing.T) {
	s := newScenario(ada)
	plan := s.plan(t, change.Block, ada)
	s.tier = access.ReadOnly
	_, err := s.Carry(t.Context(), plan, nil)
	require.ErrorIs(t, err, change.ErrTier)
	require.Empty(t, s.cloud.sent())
	s.tier = access.HelpDesk
	_, err = s.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	_, err = s.UndoPlan(t.Context(), plan.ID)
	require.NoError(t, err, "undoing a block is what Help desk may do")
}

func TestALocalSnapshotThatCannotBeChangedStopsNoChange(t *testing.T) {
	s := newScenario(ada)
	s.local.fail = errors.New("database is locked")
	outcome, err := s.Carry(t.Context(), s.plan(t, change.Block, ada), nil)
	require.NoError(t, err)
	require.Equal(t, change.Done, outcome.State())
	require.Contains(t, s.log.text(), "database is locked")
}
