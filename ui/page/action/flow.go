package action

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// planner makes a plan, elsewhere than where widgets may be touched.
type planner func(ctx context.Context) (change.Plan, error)

// flow leads one change from the question to its end.
type flow struct {
	a         *Actions
	operation change.Operation
	// target is who the change is for; what the plan says of them takes the place of what the page knew.
	target change.Target
	// planner is asked where widgets may be touched, for what the options of the form say at that time.
	planner func() planner
	// options stand under the explanation; optional.
	options fyne.CanvasObject
	// secret says how a secret is given that the change makes; nil where it makes none.
	secret *secretWords
	// back leads to the form before; optional.
	back func()
	// again is what Retry does where asking itself failed; nil plans anew.
	again func()
	// objected is where a plan goes back to that fields stand in the way of; optional.
	objected func([]change.Objection)
	// created hears who was created, as soon as that is known; optional.
	created func(m365.UserKey)
	// filled says whether something was filled in before the question, and goes with it; nil where nothing was.
	filled func() bool
	// reopen makes a form in the place of one that made way for a sign-in.
	reopen func()

	form *form
	// work is what the form reads. It ends with the form, unlike the change.
	work *uithread.Work

	// round counts the plans that were asked for: an answer to an older question is dropped.
	round   int
	plan    change.Plan
	ready   bool
	refused *m365.Failure
	// way is another way out of a refusal or a failure, and ways finds it; nil for none.
	way  *widget.Action
	ways func(refusal error, outcome change.Outcome) *widget.Action
	// then is what is offered once the change is done; nil for nothing.
	then *widget.Action
	// final says that asking again would be refused in the same way.
	final  bool
	needed bool
	begun  bool

	preview *preview
	steps   *stepList
	outcome change.Outcome
	// made says that the change has ended, so that its secret is there.
	made bool
	// remark is what went wrong with the change as a whole: it could not be recorded.
	remark *m365.Failure
}

// plain leads through an action without options.
func (a *Actions) plain(s Subject, action change.Action) {
	f := a.newFlow(change.Of(action), s.target())
	f.planner = func() planner { return a.planOf(change.Intent{Action: action, User: s.User.Key}) }
	f.start()
}

// RemoveMethod takes away a way in which a user proves who they are.
func (a *Actions) RemoveMethod(s Subject, method m365.AuthMethod) {
	f := a.newFlow(change.Of(change.RemoveMethod), s.target())
	intent := change.Intent{Action: change.RemoveMethod, User: s.User.Key, Writes: []change.Write{takeMethod(method)}}
	f.planner = func() planner { return a.planOf(intent) }
	f.start()
}

// Undo takes back a change of the journal, after the same question as any other change.
func (a *Actions) Undo(entryID string) { a.undoThen(entryID, "", nil) }

// undoThen takes back a change, and offers what follows once that is done.
func (a *Actions) undoThen(entryID, label string, then func()) {
	f := a.newFlow(change.Of(change.Undo), change.Target{})
	if then != nil {
		f.then = &widget.Action{Label: label, Do: then}
	}
	f.planner = func() planner {
		return func(ctx context.Context) (change.Plan, error) { return a.o.Changes.UndoPlan(ctx, entryID) }
	}
	f.start()
}

// planOf plans an intent, and refuses a plan that is for anybody else.
func (a *Actions) planOf(intent change.Intent) planner {
	return func(ctx context.Context) (change.Plan, error) {
		plan, err := a.o.Changes.Plan(ctx, intent)
		if err == nil && plan.Target.Key != intent.User {
			return change.Plan{}, fmt.Errorf("plan %s of %s: the plan is for %s", intent.Action, intent.User, plan.Target.Key)
		}
		return plan, err
	}
}

func (a *Actions) newFlow(operation change.Operation, target change.Target) *flow {
	f := &flow{a: a, operation: operation, target: target, needed: true}
	f.reopen = f.openForm
	return f
}

// start opens a form of its own for the flow.
func (f *flow) start() {
	f.openForm()
	f.prepare()
}

func (f *flow) openForm() {
	f.work = f.a.o.Work.Child()
	f.form = newForm(f.a.o.Host.Canvas(), f.operation.Title, f.work.Cancel)
}

// prepare plans the change for what the options say now. Until the plan is there nothing can be confirmed.
func (f *flow) prepare() {
	f.round++
	f.ready, f.refused, f.final, f.needed, f.way = false, nil, false, true, nil
	round, plan := f.round, f.planner()
	f.ask()
	f.work.Do(func(ctx context.Context) func() {
		made, err := plan(ctx)
		return func() {
			if round == f.round {
				f.prepared(made, err)
			}
		}
	})
}

func (f *flow) prepared(plan change.Plan, err error) {
	switch {
	case errors.Is(err, change.ErrNothingToDo):
		f.needed = false
	case f.objected != nil && len(objections(err)) > 0:
		f.objected(objections(err))
		return
	case err != nil:
		failure := f.a.o.Host.Explain(err)
		f.refused, f.final = &failure, change.As(err) != nil
		f.findWay(err)
	default:
		f.plan, f.ready, f.target = plan, true, plan.Target
	}
	f.ask()
}

// objections are what is wrong with fields, where that is why there is no plan.
func objections(err error) []change.Objection {
	if refusal := change.As(err); refusal != nil {
		return refusal.Objections
	}
	return nil
}

func (f *flow) findWay(refusal error) {
	if f.ways != nil {
		f.way = f.ways(refusal, f.outcome)
	}
}

// drop forgets the question: an answer that is still to come is not shown.
func (f *flow) drop() { f.round++ }

// confirm is the press of the verb: an administrator is asked about again, everybody else's change begins.
func (f *flow) confirm() {
	switch {
	case !f.ready || f.begun:
	case len(f.plan.AdminRoles) > 0:
		f.askAgain()
	default:
		f.begin()
	}
}

// begin carries the plan out, once.
func (f *flow) begin() {
	if !f.ready || f.begun {
		return
	}
	f.begun = true
	plan := f.plan
	f.carry(func(ctx context.Context, progress func(change.Outcome)) (change.Outcome, error) {
		return f.a.o.Changes.Carry(ctx, plan, progress)
	})
}

// retry does again what is not done. A secret is made anew, so that is asked about anew.
func (f *flow) retry() {
	if f.secret != nil && !f.hasCreated() {
		f.planAgain()
		return
	}
	outcome := f.outcome
	f.carry(func(ctx context.Context, progress func(change.Outcome)) (change.Outcome, error) {
		return f.a.o.Changes.Retry(ctx, outcome, progress)
	})
}

// planAgain asks anew.
func (f *flow) planAgain() {
	f.begun, f.outcome = false, change.Outcome{}
	f.prepare()
}

type carrier func(ctx context.Context, progress func(change.Outcome)) (change.Outcome, error)

// carry runs on the window's work: closing the form does not end it.
func (f *flow) carry(carry carrier) {
	work := f.a.o.Work
	f.makes()
	f.running()
	work.Do(func(ctx context.Context) func() {
		outcome, err := carry(ctx, func(now change.Outcome) {
			results := append([]change.StepResult{}, now.Steps...)
			work.Run(func() { f.progressed(results) })
		})
		return func() { f.ended(outcome, err) }
	})
}

func (f *flow) progressed(results []change.StepResult) {
	f.steps.set(results)
	if f.form.isOpen() {
		f.form.refresh()
	}
}

// ended shows how it went: in the form, or in the corner where the form is closed.
func (f *flow) ended(outcome change.Outcome, err error) {
	f.remark = nil
	f.hasMade(outcome.Secret)
	if err != nil {
		failure := f.a.o.Host.Explain(err)
		f.remark = &failure
	}
	switch {
	case err == nil || wasBegun(outcome):
		f.outcome = outcome
	case len(f.outcome.Steps) == 0:
		f.notBegun(*f.remark)
		return
	}
	f.steps.set(f.outcome.Steps)
	if f.hasCreated() && f.created != nil {
		f.created(f.outcome.Plan.Target.Key)
	}
	if !f.form.isOpen() {
		f.tell()
		return
	}
	f.showEnd()
}

// wasBegun says whether a step of a change was carried out. What was and could not be recorded comes with an error too.
func wasBegun(outcome change.Outcome) bool {
	return slices.ContainsFunc(outcome.Steps, func(step change.StepResult) bool {
		return step.State != "" && step.State != change.Waiting && step.State != change.Skipped
	})
}
