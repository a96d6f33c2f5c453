package change_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// walksPerCheck makes ten thousand walks of rapid's hundred checks, done twice at the same time.
const walksPerCheck = 50

// TestAWriteGoesToTheTenantAndUserOfItsConfirmation walks at random through two tenants whose users have the same ids,
// names and addresses: plans are made and left open, carried out once, twice and at the same time, retried, undone, and the
// local snapshot is refreshed in between, while Microsoft fails in every way that it has.
func TestAWriteGoesToTheTenantAndUserOfItsConfirmation(t *testing.T) {
	for _, half := range []string{"one half", "the other half"} {
		t.Run(half, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				for range walksPerCheck {
					walk(rt, rapid.Uint64().Draw(rt, "seed"))
				}
			})
		})
	}
}

// walker is one walk.
type walker struct {
	*scenario
	rt   *rapid.T
	draw *rand.Rand
	keys []m365.UserKey

	mu sync.Mutex
	// confirmed are all plans that there were, by name.
	confirmed map[string]change.Plan
	// shown are the requests that each plan showed.
	shown    map[string]map[string]bool
	names    []string
	outcomes []change.Outcome
	// rounds counts how often a plan was carried out.
	rounds  map[string]int
	changed map[m365.UserKey]bool
	secrets []string
}

func walk(rt *rapid.T, seed uint64) {
	keys := []m365.UserKey{{Tenant: contoso, ID: "u1"}, {Tenant: contoso, ID: "u2"}, {Tenant: fabrikam, ID: "u1"}, {Tenant: fabrikam, ID: "u2"}}
	w := &walker{
		scenario: newScenario(keys...), rt: rt, draw: rand.New(rand.NewPCG(seed, 0)), keys: keys,
		confirmed: make(map[string]change.Plan), shown: make(map[string]map[string]bool), rounds: make(map[string]int), changed: make(map[m365.UserKey]bool),
	}
	w.cloud.fault = w.fault()
	defer w.Changed.Listen(func(told change.Event) {
		key := told.User
		w.mu.Lock()
		defer w.mu.Unlock()
		w.changed[key] = true
	})()
	for range 5 + w.draw.IntN(4) {
		var together sync.WaitGroup
		if w.draw.IntN(4) == 0 {
			together.Go(w.step())
			together.Go(w.step())
		}
		w.step()()
		together.Wait()
	}
	w.check()
}

// fault draws beforehand what becomes of each write.
func (w *walker) fault() func(send) (bool, error) {
	fates := make([]int, 32)
	for i := range fates {
		fates[i] = w.draw.IntN(9)
	}
	next := 0
	return func(got send) (bool, error) {
		next++
		failed := func(kind call.Kind, status int) error {
			return &call.Error{Op: got.request.Op, Tenant: got.tenant, Kind: kind, Status: status, Message: "the body was " + got.revealed()}
		}
		switch fates[next%len(fates)] {
		case 0:
			return false, failed(call.Denied, 403)
		case 1:
			return false, failed(call.Server, 503)
		case 2:
			return true, failed(call.Server, 504)
		case 3:
			return true, failed(call.Network, 0)
		case 4:
			return false, failed(call.Throttled, 429)
		}
		return true, nil
	}
}

// revealed is what a careless server would repeat of a request.
func (got send) revealed() string {
	body, _ := got.request.Body.(map[string]any)
	profile, _ := body["passwordProfile"].(map[string]any)
	secret, _ := profile["password"].(m365.Secret)
	return secret.Reveal()
}

// step draws something to do. The draw is made at once, the doing may be at the same time as another.
func (w *walker) step() func() {
	key, pick := w.keys[w.draw.IntN(len(w.keys))], w.draw.IntN(1<<16)
	switch w.draw.IntN(8) {
	case 0, 1, 2:
		intent := w.intent(key)
		return func() { w.planned(w.Plan(context.Background(), intent)) }
	case 3, 4:
		return func() { w.carry(pick) }
	case 5:
		return func() { w.carry(pick); w.carry(pick) }
	case 6:
		if w.draw.IntN(2) == 0 {
			return func() { w.retry(pick) }
		}
		return func() { w.undo(pick) }
	}
	return func() { w.refresh(key) }
}

func (w *walker) intent(key m365.UserKey) change.Intent {
	thing := []string{"a", "b"}[w.draw.IntN(2)]
	write := func(kind change.WriteKind) []change.Write {
		return []change.Write{{Kind: kind, Subject: thing, Name: thing}}
	}
	intents := []change.Intent{
		{Action: change.Block},
		{Action: change.Unblock},
		{Action: change.ResetPassword},
		{Action: change.CreateTAP},
		{Action: change.RevokeSessions},
		{Action: change.ManageGroups, Writes: write(change.AddGroup)},
		{Action: change.ManageGroups, Writes: write(change.TakeGroup)},
		{Action: change.ManageRoles, Writes: write(change.AddRole)},
		{Action: change.ManageRoles, Writes: write(change.TakeRole)},
		{Action: change.ManageLicenses, Writes: write(change.AddLicense), UsageLocation: []string{"", "DE"}[w.draw.IntN(2)]},
		{Action: change.ManageLicenses, Writes: append(write(change.TakeLicense), change.Write{Kind: change.AddLicense, Subject: "c"})},
	}
	intent := intents[w.draw.IntN(len(intents))]
	intent.User = key
	return intent
}

func (w *walker) planned(plan change.Plan, err error) {
	if err != nil {
		require.NotNil(w.rt, change.As(err), "%v", err)
		return
	}
	shown := make(map[string]bool)
	for _, step := range plan.Steps {
		shown[step.Request.Text()] = true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.confirmed[plan.ID], w.shown[plan.ID] = plan, shown
	w.names = append(w.names, plan.ID)
}

// carry carries out a plan that was left open some time ago, or was carried out before.
func (w *walker) carry(pick int) {
	w.mu.Lock()
	if len(w.names) == 0 {
		w.mu.Unlock()
		return
	}
	plan := w.confirmed[w.names[pick%len(w.names)]]
	w.mu.Unlock()
	w.ended(w.Carry(context.WithValue(context.Background(), planName{}, plan.ID), plan, func(change.Outcome) {}))
}

func (w *walker) retry(pick int) {
	w.mu.Lock()
	if len(w.outcomes) == 0 {
		w.mu.Unlock()
		return
	}
	outcome := w.outcomes[pick%len(w.outcomes)]
	w.mu.Unlock()
	w.ended(w.Retry(context.WithValue(context.Background(), planName{}, outcome.Plan.ID), outcome, nil))
}

func (w *walker) ended(outcome change.Outcome, err error) {
	if err != nil {
		require.NotNil(w.rt, change.As(err), "%v", err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.outcomes = append(w.outcomes, outcome)
	w.rounds[outcome.Plan.ID]++
	if secret := outcome.Secret.Reveal(); secret != "" {
		w.secrets = append(w.secrets, secret)
	}
}

func (w *walker) undo(pick int) {
	w.mu.Lock()
	if len(w.outcomes) == 0 {
		w.mu.Unlock()
		return
	}
	id := w.outcomes[pick%len(w.outcomes)].Plan.ID
	w.mu.Unlock()
	w.planned(w.UndoPlan(context.Background(), id))
}

// refresh stores what a reading of the tenant says, as a refresh does.
func (w *walker) refresh(key m365.UserKey) {
	read, err := w.cloud.User(context.Background(), key)
	require.NoError(w.rt, err)
	w.Adjust(&read.User, w.clock.Now())
	w.local.put(read.User)
}

func (w *walker) check() {
	type step struct{ plan, text string }
	times := make(map[step]int)
	targets := make(map[m365.UserKey]bool)
	for _, got := range w.cloud.sent() {
		plan, known := w.confirmed[got.plan]
		text := got.request.Text()
		require.True(w.rt, known, "a write that nobody confirmed: %s", text)
		about, err := got.target()
		require.NoError(w.rt, err)
		if plan.Target.Key != about || !w.shown[got.plan][text] {
			require.Fail(w.rt, "a write that the plan did not show", "%s of plan %s for %s, to %s", text, got.plan, plan.Target.Key, about)
		}
		times[step{got.plan, text}]++
		targets[about] = true
	}
	for step, count := range times {
		require.LessOrEqual(w.rt, count, w.rounds[step.plan], "%s of plan %s", step.text, step.plan)
	}
	for key := range w.changed {
		touched := targets[key]
		for _, outcome := range w.outcomes {
			touched = touched || outcome.Plan.Target.Key == key
		}
		require.True(w.rt, touched, "a change of %s was told that nobody made", key)
	}
	for id, target := range w.journal.targets {
		require.Equal(w.rt, w.confirmed[id].Target, target)
	}
	told := w.journal.text() + w.log.text()
	if len(w.secrets) > 0 {
		told += fmt.Sprintf("%+v", w.outcomes)
	}
	for _, secret := range w.secrets {
		require.False(w.rt, strings.Contains(told, secret), "a secret was written down")
	}
}
