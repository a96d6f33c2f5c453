package bulk_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestFiveHundredUsersOfTwentyTenantsAreBlockedAndUnblockedAsFastAsMicrosoftsLimitsAllow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{most: 40, window: 10 * time.Second})
		people := e.people(20, 25)
		began := time.Now()
		for _, step := range []struct {
			action  change.Action
			enabled bool
		}{{change.Block, false}, {change.Unblock, true}} {
			run := e.run(step.action, people, nil)
			run.Check(t.Context())
			count(t, run, map[bulk.State]int{bulk.Waiting: 500})
			run.Carry(t.Context())
			count(t, run, map[bulk.State]int{bulk.Done: 500})
			for _, one := range people {
				require.Equal(t, step.enabled, e.enabled(one.Key))
			}
		}
		require.Equal(t, map[change.State]int{change.Done: 1000}, e.journal.states())
		require.Equal(t, 2000, e.journal.rows, "each begins and ends once")
		require.Len(t, e.microsoft.writes, 1000, "nothing is sent twice")
		require.Positive(t, e.microsoft.refused, "the limits were met")
		took, floor := time.Since(began), e.microsoft.floor()
		t.Logf("%s, where the limits allow %s; %d requests refused", took, floor, e.microsoft.refused)
		require.Less(t, took, floor*5/4)
	})
}

func TestUsersForWhomThereIsNothingToDoAreLeftOutWithTheReason(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{})
		people := e.people(2, 4)
		e.edit(people[0].Key, func(u *directory.User) { u.AccountEnabled = false })
		gone := people[1]
		gone.Key.ID = "00000000-0000-4000-8000-00000000dead"
		users := append([]change.Target{gone, people[2], people[2]}, people...)
		run := e.run(change.Block, users, nil)
		run.Check(t.Context())
		why := func(i int) string { return run.Users()[i].Why() }
		require.Contains(t, why(0), "does not know this user")
		require.Contains(t, why(2), "it is so already")
		count(t, run, map[bulk.State]int{bulk.LeftOut: 2, bulk.Waiting: 7})
		run.Carry(t.Context())
		count(t, run, map[bulk.State]int{bulk.LeftOut: 2, bulk.Done: 7})
		require.Len(t, e.microsoft.writes, 7, "a user who is named twice is changed once")
	})
}

func TestAUserWhoCannotBeCheckedIsLeftOutUntilCheckedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{})
		people := e.people(2, 2)
		e.unsynced[people[0].Key.Tenant] = true
		run := e.run(change.Block, people, nil)
		run.Check(t.Context())
		count(t, run, map[bulk.State]int{bulk.LeftOut: 2, bulk.Waiting: 2})
		require.Equal(t, 2, bulk.Count(run.Users()).Unchecked)
		e.unsynced = nil
		run.Check(t.Context())
		count(t, run, map[bulk.State]int{bulk.Waiting: 4})
	})
}

func TestAdministratorsAndUsersWhoseRolesCannotBeReadAreCounted(t *testing.T) {
	plan := func(target m365.UserKey, roles ...string) change.Plan {
		return change.Plan{ID: target.ID, Target: change.Target{Key: target}, AdminRoles: roles}
	}
	run := bulk.New(bulk.Options{Action: change.Block, Explain: explain, Tasks: tasks("a", "b", "c"), Changes: &fake{
		plan: func(key m365.UserKey) (change.Plan, error) {
			return plan(key, map[string][]string{"a": {"Global Administrator"}, "b": {"unknown (no answer)"}}[key.ID]...), nil
		},
	}})
	run.Check(t.Context())
	require.Equal(t, bulk.Counts{Waiting: 3, Admins: 2, Tenants: 1}, bulk.Count(run.Users()))
}

func TestAPlanForAnybodyElseIsNotCarriedOut(t *testing.T) {
	other := m365.UserKey{Tenant: "fabrikam", ID: "a"}
	changes := &fake{plan: func(m365.UserKey) (change.Plan, error) {
		return change.Plan{ID: "1", Target: change.Target{Key: other}}, nil
	}}
	run := bulk.New(bulk.Options{Action: change.Block, Explain: explain, Tasks: tasks("a"), Changes: changes})
	run.Check(t.Context())
	run.Carry(t.Context())
	count(t, run, map[bulk.State]int{bulk.LeftOut: 1})
	require.Empty(t, changes.carried)
}

func TestWhatFailsIsRetriedAloneAndLookedAtFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{})
		people := e.people(4, 5)
		refused, lost := people[3].Key, people[11].Key
		down := true
		e.microsoft.meddle = func(r *http.Request, next http.Handler) (*http.Response, error) {
			switch {
			case down && strings.Contains(r.URL.Path, refused.ID):
				return answer(r, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(http.StatusForbidden)
					_, _ = w.Write([]byte(`{"error":{"code":"Authorization_RequestDenied","message":"no"}}`))
				})), nil
			case down && strings.Contains(r.URL.Path, lost.ID):
				next.ServeHTTP(httptest.NewRecorder(), received(r))
				return nil, errors.New("connection reset")
			}
			return answer(r, next), nil
		}
		run := e.run(change.RevokeSessions, people, nil)
		run.Check(t.Context())
		run.Carry(t.Context())
		count(t, run, map[bulk.State]int{bulk.Failed: 1, bulk.Unknown: 1, bulk.Done: 18})
		require.Equal(t, "1 of 20 failed, 1 not certain, 18 done", bulk.RollUp(bulk.Count(run.Users())))
		summary := run.Summary(table.Printer{})
		require.Contains(t, summary, "Revoke All User Sessions: 1 of 20 failed")
		require.Less(t, strings.Index(summary, people[3].Name), strings.Index(summary, people[0].Name), "who is not done stands first")
		down = false
		run.Retry(t.Context())
		count(t, run, map[bulk.State]int{bulk.Done: 20})
		require.Len(t, e.microsoft.writes, 22)
		require.Equal(t, map[change.State]int{change.Done: 20}, e.journal.states())
	})
}

func TestARunThatIsStoppedEndsBetweenUsersAndCanGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{})
		var run *bulk.Run
		var asked atomic.Bool
		run = e.run(change.Block, e.people(3, 20), func() {
			if bulk.Count(run.Users()).Done >= 10 && asked.CompareAndSwap(false, true) {
				run.Stop()
			}
		})
		run.Check(t.Context())
		run.Carry(t.Context())
		counts := bulk.Count(run.Users())
		require.Zero(t, counts.Running+counts.Failed+counts.Unknown)
		require.Equal(t, counts.Done, e.journal.states()[change.Done])
		require.Less(t, counts.Done, 60)
		require.Len(t, e.microsoft.writes, counts.Done, "nothing was sent for those who wait")
		run.Carry(t.Context())
		count(t, run, map[bulk.State]int{bulk.Done: 60})
		require.Len(t, e.microsoft.writes, 60)
	})
}

func TestARunThatIsKilledLeavesAJournalThatTellsWhatIsDoneAndWhatIsNotKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEstate(t, &microsoft{most: 30, window: 10 * time.Second})
		run := e.run(change.Block, e.people(5, 20), nil)
		run.Check(t.Context())
		killed, kill := context.WithCancel(t.Context())
		time.AfterFunc(2*time.Second, func() {
			told := e.journal.byUser()
			for _, user := range run.Users() {
				key := user.Target.Key
				switch told[key] {
				case change.Done:
					require.False(t, e.enabled(key), "done is done")
				case "":
					require.True(t, e.enabled(key), "nothing was done of which the journal does not know")
				default:
					require.Equal(t, change.Running, told[key], "under way: it is not known")
				}
			}
			states := e.journal.states()
			require.Positive(t, states[change.Done])
			require.Positive(t, states[change.Running])
			require.Less(t, len(told), 100)
			kill()
		})
		run.Carry(killed)
		require.Error(t, killed.Err())
	})
}

func TestADefectInOneChangeLeavesThatOneUnknownAndTheOthersGoOn(t *testing.T) {
	changes := &fake{carry: func(plan change.Plan) (change.Outcome, error) {
		if plan.ID == "b" {
			panic("a defect")
		}
		return done(plan), nil
	}}
	run := bulk.New(bulk.Options{Action: change.Block, Explain: explain, Tasks: tasks("a", "b", "c"), Changes: changes})
	run.Check(t.Context())
	run.Carry(t.Context())
	count(t, run, map[bulk.State]int{bulk.Done: 2, bulk.Unknown: 1})
}

func TestANewTryThatSendsNothingLeavesWhatIsKnown(t *testing.T) {
	unknown := func(plan change.Plan) change.Outcome {
		outcome := done(plan)
		outcome.Steps = []change.StepResult{{State: change.Unknown}}
		return outcome
	}
	changes := &fake{
		carry: func(plan change.Plan) (change.Outcome, error) { return unknown(plan), nil },
		retry: func(change.Outcome) (change.Outcome, error) { return change.Outcome{}, errors.New("the disk is full") },
	}
	run := bulk.New(bulk.Options{Action: change.Block, Explain: explain, Tasks: tasks("a"), Changes: changes})
	run.Check(t.Context())
	run.Carry(t.Context())
	run.Retry(t.Context())
	count(t, run, map[bulk.State]int{bulk.Unknown: 1})
	require.NotNil(t, run.Users()[0].Failure)
}

func (e *estate) edit(key m365.UserKey, edit func(*directory.User)) {
	e.t.Helper()
	inside, _ := e.world.Open(string(key.Tenant))
	user, _ := inside.User(key.ID)
	_, err := inside.ChangeUser(user.Slot, func(u *directory.User) error {
		edit(u)
		return nil
	})
	require.NoError(e.t, err)
}

// fake plans and carries out what a test says.
type fake struct {
	plan  func(m365.UserKey) (change.Plan, error)
	carry func(change.Plan) (change.Outcome, error)
	retry func(change.Outcome) (change.Outcome, error)

	mu      sync.Mutex
	carried []change.Plan
}

func (f *fake) Plan(_ context.Context, intent change.Intent) (change.Plan, error) {
	if f.plan == nil {
		return change.Plan{ID: intent.User.ID, Target: change.Target{Key: intent.User}}, nil
	}
	return f.plan(intent.User)
}

func (f *fake) Carry(_ context.Context, plan change.Plan, _ func(change.Outcome)) (change.Outcome, error) {
	f.mu.Lock()
	f.carried = append(f.carried, plan)
	f.mu.Unlock()
	return f.carry(plan)
}

func (f *fake) Retry(_ context.Context, outcome change.Outcome, _ func(change.Outcome)) (change.Outcome, error) {
	return f.retry(outcome)
}

func tasks(ids ...string) []bulk.Task {
	return bulk.ForEach(change.Intent{Action: change.Block}, targets(ids...))
}

func targets(ids ...string) []change.Target {
	var users []change.Target
	for _, id := range ids {
		users = append(users, change.Target{Key: m365.UserKey{Tenant: "contoso", ID: id}, Name: id})
	}
	return users
}

func done(plan change.Plan) change.Outcome {
	return change.Outcome{Plan: plan, Steps: []change.StepResult{{State: change.Done}}, Ended: time.Unix(1, 0)}
}
