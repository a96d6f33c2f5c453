package action_test

import (
	"context"
	"fmt"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
)

// offboarding stands in for core/offboard: nothing goes on by itself.
type offboarding struct {
	mu      sync.Mutex
	choice  offboard.Choice
	own     bool
	plan    offboard.Plan
	planErr error
	runs    []offboard.Run
	told    []string
	kept    []offboard.Choice
	keptOwn []bool
	// planOf are the plans of many, chosen the steps that they were made of, refused why there is none, and ownOf what tenants
	// keep for themselves.
	planOf  map[m365.UserKey]offboard.Plan
	chosen  map[m365.UserKey]offboard.Choice
	refused map[m365.UserKey]error
	ownOf   map[m365.TenantID]offboard.Choice
	// began is called when a run has begun, before that is said.
	began func()
}

func newOffboarding() *offboarding {
	key := adele(contoso).User.Key
	return &offboarding{choice: offboard.Usual(), plan: offboard.Plan{
		Target: change.Target{Key: key, Name: "Adele Vance", Username: "adele.vance@contoso.com", Tenant: contoso.Name},
		Steps:  leavingSteps(key.ID),
	}}
}

// leavingSteps are those of the picture.
func leavingSteps(user string) []offboard.Step {
	of := func(requests ...call.Request) []call.Request { return requests }
	return []offboard.Step{
		{Kind: offboard.Block, Title: "Block sign-in", State: offboard.Waiting, Requests: of(call.SetSignIn(user, m365.Blocked))},
		{Kind: offboard.Password, Title: "Reset password", State: offboard.Waiting, Requests: of(call.SetPassword(user, m365.NewSecret("hunter2"), true))},
		{Kind: offboard.Sessions, Title: "Revoke all sessions", State: offboard.Waiting, Requests: of(call.RevokeSessions(user))},
		{Kind: offboard.Roles, Title: "Remove roles (Global Administrator)", State: offboard.Waiting, Requests: of(call.RemoveRole("assignment"))},
		{
			Kind: offboard.Groups, Title: "Remove from 5 groups", State: offboard.Waiting, Requests: of(call.RemoveFromGroup(user, contosoGroup)),
			About: "Finance, Legal, Board, Berlin, Everybody. Left: All staff (members follow a rule)",
		},
		{Kind: offboard.Manager, Title: "Clear manager", State: offboard.LeftOut, Note: "The user has none."},
		{Kind: offboard.Mailbox, Title: "Convert mailbox to shared", State: offboard.ByHand, About: "Needs Exchange: do this before licenses are removed.", Line: "Set-Mailbox -Type Shared"},
		{Kind: offboard.Notice, Title: "Tell the manager", State: offboard.ByHand, About: "Miriam Graham", Text: "Hello Miriam"},
		{Kind: offboard.Licenses, Title: "Remove 2 direct licenses", State: offboard.Waiting, About: "Business Premium, Visio Plan 2", Requests: of(call.AssignLicenses(user, nil, []string{contosoGroup}))},
	}
}

const contosoGroup = "8f3c0000-0000-4000-8000-0000000041bb"

func (o *offboarding) note(what string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.told = append(o.told, what)
	return nil
}

func (o *offboarding) Choice(_ context.Context, tenant m365.TenantID) (offboard.Choice, bool, error) {
	if own, has := o.ownOf[tenant]; has {
		return own, true, nil
	}
	return o.choice, o.own, nil
}

func (o *offboarding) Keep(_ context.Context, _ m365.TenantID, own bool, choice offboard.Choice) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.kept, o.keptOwn = append(o.kept, choice), append(o.keptOwn, own)
	return nil
}

func (o *offboarding) Plan(_ context.Context, key m365.UserKey, choice offboard.Choice, _ ...m365.UserKey) (offboard.Plan, error) {
	if of, many := o.planOf[key]; many {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.chosen[key] = choice
		return of, o.refused[key]
	}
	return o.plan, o.planErr
}

func (o *offboarding) BeginTogether(_ context.Context, plans []offboard.Plan) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, plan := range plans {
		o.runs = append(o.runs, offboard.Run{
			ID: fmt.Sprintf("run-%d", i), Together: "all", Target: plan.Target, Who: "j.tan@msp.example", Began: noon,
			Steps: plan.Steps, Active: i < 4, Awake: true,
		})
	}
	return "all", nil
}

func (o *offboarding) Together(name string) (together []offboard.Run) {
	for _, run := range o.Runs() {
		if run.Together == name {
			together = append(together, run)
		}
	}
	return together
}

func (o *offboarding) PauseAll(_ context.Context, name string) error {
	return o.note("pause all " + name)
}

func (o *offboarding) HoldAll(_ context.Context, name string) error {
	return o.note("hold all " + name)
}

func (o *offboarding) GoOnAll(_ context.Context, name string) error {
	return o.note("go on all " + name)
}

func (o *offboarding) RetryAll(_ context.Context, name string) error {
	return o.note("retry all " + name)
}

func (o *offboarding) EndAll(_ context.Context, name string) error { return o.note("end all " + name) }

func (o *offboarding) ConfirmAll(_ context.Context, name string, kind offboard.Kind) error {
	return o.note("confirm all " + name + " " + string(kind))
}

func (o *offboarding) Begin(_ context.Context, plan offboard.Plan) (offboard.Run, error) {
	if o.began != nil {
		defer o.began()
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	run := offboard.Run{ID: "run-1", Target: plan.Target, Who: "j.tan@msp.example", Began: noon, Steps: plan.Steps, Active: true}
	o.runs = append(o.runs, run)
	return run, nil
}

func (o *offboarding) Of(user m365.UserKey) (offboard.Run, bool) {
	for _, run := range o.Runs() {
		if run.Target.Key == user && run.Ended.IsZero() {
			return run, true
		}
	}
	return offboard.Run{}, false
}

func (o *offboarding) Run(id string) (offboard.Run, bool) {
	for _, run := range o.Runs() {
		if run.ID == id {
			return run, true
		}
	}
	return offboard.Run{}, false
}

// Runs are copies.
func (o *offboarding) Runs() []offboard.Run {
	o.mu.Lock()
	defer o.mu.Unlock()
	var runs []offboard.Run
	for _, run := range o.runs {
		run.Steps = append([]offboard.Step{}, run.Steps...)
		runs = append(runs, run)
	}
	return runs
}

// change changes the run as the background does.
func (o *offboarding) change(change func(*offboard.Run)) { o.changeAt(0, change) }

func (o *offboarding) changeAt(at int, change func(*offboard.Run)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.runs[at].Steps = append([]offboard.Step{}, o.runs[at].Steps...)
	change(&o.runs[at])
}

func (o *offboarding) Pause(_ context.Context, id string) error { return o.note("pause " + id) }
func (o *offboarding) GoOn(_ context.Context, id string) error  { return o.note("go on " + id) }
func (o *offboarding) EndHere(_ context.Context, id string) error {
	return o.note("end " + id)
}

func (o *offboarding) Retry(_ context.Context, id string, kind offboard.Kind) error {
	return o.note("retry " + id + " " + string(kind))
}

func (o *offboarding) Confirm(_ context.Context, id string, kind offboard.Kind) error {
	return o.note("confirm " + id + " " + string(kind))
}

func (o *offboarding) LeaveOut(_ context.Context, id string, kind offboard.Kind) error {
	return o.note("leave out " + id + " " + string(kind))
}

func (o *offboarding) OpenPortal(_ context.Context, key m365.UserKey) error {
	return o.note("portal " + key.ID)
}
