package change_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/signin"
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

// desk is a Service on a cloud in memory.
type desk struct {
	*change.Service
	cloud   *cloud
	journal *journal
	local   *local
	clock   *clock
	log     *syncBuffer
	tier    signin.Tier
}

func newDesk(keys ...m365.UserKey) *desk {
	d := &desk{
		cloud: newCloud(keys...), journal: newJournal(), local: newLocal(), log: &syncBuffer{}, tier: signin.Full,
		clock: &clock{now: time.Date(2026, 11, 20, 15, 4, 5, 0, time.UTC)},
	}
	names := map[m365.TenantID]string{contoso: "Contoso", fabrikam: "Fabrikam"}
	d.Service = change.New(change.Options{
		Directory: d.cloud, Users: d.local, Journal: d.journal, Now: d.clock.Now, Sleep: d.clock.Sleep, NewID: numbered("change-"),
		Tenant: func(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
			if names[id] == "" {
				return m365.Tenant{}, errors.New("not synced")
			}
			return m365.Tenant{ID: id, Name: names[id]}, nil
		},
		Tier: func() signin.Tier { return d.tier }, Who: func() string { return "tech@msp.example" },
		Log: slog.New(slog.NewJSONHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	for _, key := range keys {
		d.local.put(d.cloud.users[key].user)
	}
	return d
}

func (d *desk) plan(t *testing.T, action change.Action, key m365.UserKey, all ...change.Deed) change.Plan {
	t.Helper()
	plan, err := d.Plan(t.Context(), change.Intent{Action: action, User: key, Deeds: all})
	require.NoError(t, err)
	return plan
}

func denied(s send) (bool, error) {
	return false, &graph.Error{Op: s.request.Op, Tenant: s.tenant, Kind: graph.Denied, Status: 403, Message: "no"}
}

func TestAPlanIsCarriedOutOnce(t *testing.T) {
	d := newDesk(ada)
	plan := d.plan(t, change.Block, ada)
	outcome, err := d.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	require.Equal(t, change.Done, outcome.State())
	_, err = d.Carry(t.Context(), plan, nil)
	require.ErrorIs(t, err, change.ErrCarried)
	require.Equal(t, "This change was carried out already.", change.Explain(err).What)
	require.Len(t, d.cloud.sent(), 1)
	_, err = d.Carry(t.Context(), change.Plan{Target: plan.Target, Steps: plan.Steps}, nil)
	require.Error(t, err, "a plan without a name is nobody's")
}

func TestADoubleClickSendsOnce(t *testing.T) {
	d := newDesk(ada)
	plan := d.plan(t, change.RevokeSessions, ada)
	var clicks sync.WaitGroup
	var mu sync.Mutex
	refused := 0
	for range 8 {
		clicks.Go(func() {
			if _, err := d.Carry(t.Context(), plan, nil); errors.Is(err, change.ErrCarried) {
				mu.Lock()
				defer mu.Unlock()
				refused++
			}
		})
	}
	clicks.Wait()
	require.Equal(t, 7, refused)
	require.Len(t, d.cloud.sent(), 1)
	require.Equal(t, 1, d.cloud.users[ada].revoked)
}

func TestTwoChangesOfOneUserWaitForEachOtherAndOthersDoNot(t *testing.T) {
	d := newDesk(ada, otherAda)
	inside, others := make(chan struct{}), make(chan struct{})
	release := make(chan struct{})
	var first sync.Once
	d.cloud.before = func(s send) {
		if s.tenant == fabrikam {
			close(others)
			return
		}
		first.Do(func() {
			close(inside)
			<-release
		})
	}
	block, revoke, elsewhere := d.plan(t, change.Block, ada), d.plan(t, change.RevokeSessions, ada), d.plan(t, change.Block, otherAda)
	var running sync.WaitGroup
	carry := func(plan change.Plan) {
		running.Go(func() { _, _ = d.Carry(context.WithValue(t.Context(), planName{}, plan.ID), plan, nil) })
	}
	carry(block)
	<-inside
	carry(revoke)
	carry(elsewhere)
	<-others

	waiting, stop := context.WithCancel(t.Context())
	stop()
	third := d.plan(t, change.RevokeSessions, ada)
	_, err := d.Carry(waiting, third, nil)
	require.ErrorIs(t, err, context.Canceled, "who waits for a turn can leave")
	close(release)
	running.Wait()
	sent := d.cloud.sent()
	require.Len(t, sent, 3)
	require.Equal(t, revoke.ID, sent[2].plan, "the second change of the user came after the first")
	_, err = d.Carry(t.Context(), third, nil)
	require.NoError(t, err, "nothing of it was sent, so that it can still be carried out")
}

func TestProgressHearsEachStepAndTheEnd(t *testing.T) {
	d := newDesk(ada)
	plan := d.plan(t, change.ManageGroups, ada, change.Deed{Kind: change.AddGroup, Subject: "g1"}, change.Deed{Kind: change.AddGroup, Subject: "g2"})
	var heard []string
	var kept []change.Outcome
	outcome, err := d.Carry(t.Context(), plan, func(now change.Outcome) {
		heard = append(heard, fmt.Sprint(now.Steps[0].State, " ", now.Steps[1].State, " ", now.Ended.IsZero()))
		kept = append(kept, now)
	})
	require.NoError(t, err)
	require.Equal(t, []string{
		"running waiting true", "done waiting true", "done running true", "done done true", "done done false",
	}, heard)
	require.Equal(t, change.Running, kept[0].Steps[0].State, "what was heard stays as it was")
	require.Equal(t, outcome, kept[len(kept)-1])
	_, err = d.Retry(t.Context(), kept[0], nil)
	require.ErrorIs(t, err, change.ErrRunning)
}

func TestAFailedStepDoesNotStopOthersButThoseThatNeedIt(t *testing.T) {
	d := newDesk(ada)
	groups := d.plan(t, change.ManageGroups, ada, change.Deed{Kind: change.AddGroup, Subject: "g1"}, change.Deed{Kind: change.AddGroup, Subject: "g2"})
	d.cloud.failing(func(s send) (bool, error) {
		if strings.Contains(s.request.Path, "g1") {
			return denied(s)
		}
		return true, nil
	})
	outcome, err := d.Carry(t.Context(), groups, nil)
	require.NoError(t, err)
	require.Equal(t, []change.State{change.Failed, change.Done}, states(outcome))

	d.cloud.users[ada].user.UsageLocation = ""
	intent := change.Intent{Action: change.ManageLicenses, User: ada, UsageLocation: "FR", Deeds: []change.Deed{{Kind: change.AddLicense, Subject: "e3"}}}
	licenses, err := d.Plan(t.Context(), intent)
	require.NoError(t, err)
	d.cloud.failing(denied)
	outcome, err = d.Carry(t.Context(), licenses, nil)
	require.NoError(t, err)
	require.Equal(t, []change.State{change.Failed, change.Skipped}, states(outcome))
	require.Equal(t, "Not sent, because the usage location is not set.", outcome.Steps[1].Note)
	require.Len(t, d.cloud.sent(), 3)

	d.cloud.failing(nil)
	outcome, err = d.Retry(t.Context(), outcome, nil)
	require.NoError(t, err)
	require.Equal(t, []change.State{change.Done, change.Done}, states(outcome))
	require.Equal(t, "FR", d.cloud.users[ada].user.UsageLocation)
}

func TestALicenseIsNotTakenWhereItsSuccessorWasRefused(t *testing.T) {
	d := newDesk(ada)
	d.cloud.users[ada].licenses = []m365.HeldLicense{{SKU: "e3", Name: "E3", Direct: true}}
	plan := d.plan(t, change.ManageLicenses, ada, change.Deed{Kind: change.TakeLicense, Subject: "e3"}, change.Deed{Kind: change.AddLicense, Subject: "e5"})
	require.Equal(t, change.AddLicense, plan.Steps[0].Deed.Kind, "it is given first")
	d.cloud.failing(denied)
	outcome, err := d.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	require.Equal(t, []change.State{change.Failed, change.Skipped}, states(outcome))
	require.Contains(t, outcome.Steps[1].Note, "left without")
	require.Len(t, d.cloud.sent(), 1)
}

func states(outcome change.Outcome) []change.State {
	var all []change.State
	for _, step := range outcome.Steps {
		all = append(all, step.State)
	}
	return all
}

func TestWhatMicrosoftShowsLateStaysDone(t *testing.T) {
	d := newDesk(ada)
	d.cloud.stale = true
	plan := d.plan(t, change.Block, ada)
	outcome, err := d.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	require.Equal(t, change.Done, outcome.State())
	require.Equal(t, "Microsoft shows it in a few minutes.", outcome.Steps[0].Note)
	require.Equal(t, []time.Duration{time.Second, 2 * time.Second}, d.clock.slept)
	require.Equal(t, m365.Blocked, d.local.get(ada).SignIn)
}

func TestNothingIsSentThatIsNotRecorded(t *testing.T) {
	d := newDesk(ada)
	plan := d.plan(t, change.Block, ada)
	full := errors.New("disk full")
	d.journal.failBegin = full
	_, err := d.Carry(t.Context(), plan, nil)
	require.ErrorIs(t, err, change.ErrJournal)
	require.ErrorIs(t, err, full)
	require.Contains(t, change.Explain(err).What, "Nothing was sent")
	require.Empty(t, d.cloud.sent())
	require.Equal(t, m365.Allowed, d.local.get(ada).SignIn)

	d.journal.failBegin = nil
	d.journal.fail = full
	outcome, err := d.Carry(t.Context(), plan, nil)
	require.ErrorIs(t, err, change.ErrNotRecorded)
	require.Contains(t, change.Explain(err).What, "was carried out, but its result could not be written")
	require.Equal(t, change.Done, outcome.State(), "what was done is told all the same")
	require.Len(t, d.cloud.sent(), 1)
}

func TestTheTierThatHoldsIsThatOfTheMomentOfSending(t *testing.T) {
	d := newDesk(ada)
	plan := d.plan(t, change.Block, ada)
	d.tier = signin.ReadOnly
	_, err := d.Carry(t.Context(), plan, nil)
	require.ErrorIs(t, err, change.ErrTier)
	require.Empty(t, d.cloud.sent())
	d.tier = signin.HelpDesk
	_, err = d.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	_, err = d.UndoPlan(t.Context(), plan.ID)
	require.NoError(t, err, "undoing a block is what Help desk may do")
}

func TestALocalPictureThatCannotBeChangedStopsNoChange(t *testing.T) {
	d := newDesk(ada)
	d.local.fail = errors.New("database is locked")
	outcome, err := d.Carry(t.Context(), d.plan(t, change.Block, ada), nil)
	require.NoError(t, err)
	require.Equal(t, change.Done, outcome.State())
	require.Contains(t, d.log.text(), "database is locked")
}

func TestARefreshThatReadBeforeAChangeDoesNotTakeItBack(t *testing.T) {
	d := newDesk(ada, otherAda)
	before := d.local.get(ada)
	_, err := d.Carry(t.Context(), d.plan(t, change.Block, ada), nil)
	require.NoError(t, err)
	adjusted := func(user m365.User) m365.SignInStatus {
		d.Adjust(&user)
		return user.SignIn
	}
	require.Equal(t, m365.Blocked, adjusted(before))
	require.Equal(t, m365.Allowed, adjusted(m365.User{Key: otherAda, SignIn: m365.Allowed}), "the user of the same id in another tenant")
	d.clock.advance(10 * time.Minute)
	require.Equal(t, m365.Allowed, adjusted(before), "after ten minutes Microsoft knows better")

	d.cloud.failing(denied)
	_, err = d.Carry(t.Context(), d.plan(t, change.Unblock, ada), nil)
	require.NoError(t, err)
	require.Equal(t, m365.Blocked, adjusted(m365.User{Key: ada, SignIn: m365.Blocked}), "what Microsoft refused is not put in")
}

func TestARefusalBringsBackTheChangeBeforeIt(t *testing.T) {
	d := newDesk(ada)
	before := d.local.get(ada)
	_, err := d.Carry(t.Context(), d.plan(t, change.Block, ada), nil)
	require.NoError(t, err)
	plan := d.plan(t, change.Unblock, ada)
	d.cloud.failing(denied)
	_, err = d.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	d.Adjust(&before)
	require.Equal(t, m365.Blocked, before.SignIn)
	require.Equal(t, m365.Blocked, d.local.get(ada).SignIn)
}

func TestSecretsAreInTheOutcomeAndNowhereElse(t *testing.T) {
	d := newDesk(ada)
	var printed bytes.Buffer
	show := func(values ...any) {
		for _, value := range values {
			text, err := json.Marshal(value)
			require.NoError(t, err)
			fmt.Fprintf(&printed, "%v %+v %#v %s\n", value, value, value, text)
			slog.New(slog.NewTextHandler(&printed, nil)).Info("value", "value", value)
		}
	}
	var secrets []string
	for _, fault := range []func(string) func(send) (bool, error){
		func(string) func(send) (bool, error) { return nil },
		// An answer that repeats what was sent.
		func(secret string) func(send) (bool, error) {
			return func(s send) (bool, error) {
				return false, &graph.Error{Op: s.request.Op, Tenant: s.tenant, Kind: graph.BadRequest, Status: 400, Message: "bad password " + secret}
			}
		},
	} {
		for _, action := range []change.Action{change.ResetPassword, change.CreatePass} {
			plan := d.plan(t, action, ada)
			secret := passwordOf(plan)
			d.cloud.failing(fault(secret))
			outcome, err := d.Carry(t.Context(), plan, func(now change.Outcome) { show(now) })
			require.NoError(t, err)
			_, again := d.Carry(t.Context(), plan, nil)
			_, undo := d.UndoPlan(t.Context(), plan.ID)
			show(plan, &plan, outcome, again, undo, again.Error(), undo.Error(), plan.Steps[0].Request, plan.Steps[0].Request.Text(), change.Explain(undo))
			entry := d.journal.entry(t, plan.ID)
			show(entry, change.Summary(entry, time.UTC))
			for _, text := range []string{secret, outcome.Secret.Reveal()} {
				if text != "" {
					secrets = append(secrets, text)
				}
			}
		}
	}
	require.Len(t, secrets, 4)
	for _, secret := range secrets {
		require.NotContains(t, printed.String(), secret)
		require.NotContains(t, d.journal.text(), secret)
		require.NotContains(t, d.log.text(), secret)
	}
	require.Contains(t, d.journal.text(), "bad password [secret]")
}

// passwordOf is the password that a plan will set; empty for a plan without one.
func passwordOf(plan change.Plan) string {
	body, _ := plan.Steps[0].Request.Body.(map[string]any)
	profile, _ := body["passwordProfile"].(map[string]any)
	secret, _ := profile["password"].(m365.Secret)
	return secret.Reveal()
}
