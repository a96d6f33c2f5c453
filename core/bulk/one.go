package bulk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// check plans the change of a user. One for whom there is none is left out, with the reason.
func (r *Run) check(ctx context.Context, i int) {
	plan, err := r.plan(ctx, r.at(i).task)
	if err != nil && ctx.Err() != nil {
		return
	}
	r.change(i, func(user *User) {
		if err != nil {
			user.leaveOut(r, err)
			return
		}
		user.LacksPlace = false
		user.State, user.Plan, user.Target, user.Failure = Waiting, plan, plan.Target, nil
	})
}

// plan refuses a plan that is for anybody else.
func (r *Run) plan(ctx context.Context, task Task) (plan change.Plan, err error) {
	defer crash.Into(&err)
	if task.Err != nil {
		return change.Plan{}, task.Err
	}
	plan, err = r.options.Changes.Plan(ctx, task.Intent)
	if err == nil && plan.Target.Key != task.Target.Key {
		err = fmt.Errorf("plan %s of %s: the plan is for %s", r.options.Action, task.Target.Key, plan.Target.Key)
	}
	return plan, err
}

func (u *User) leaveOut(r *Run, err error) {
	failure := r.options.Explain(err)
	if errors.Is(err, change.ErrNothingToDo) {
		failure.Because = "It is so already."
	}
	u.State, u.Failure, u.Final = LeftOut, &failure, change.As(err) != nil
	u.LacksPlace = errors.Is(err, change.ErrNoUsageLocation)
}

// carry carries out the plan of a user, or again what of it is not done.
func (r *Run) carry(ctx context.Context, i int) {
	r.change(i, func(user *User) {
		user.State, user.Failure, user.Note = Running, nil, ""
		if r.began.IsZero() {
			r.began = r.options.Now()
		}
	})
	outcome, err := r.send(ctx, r.at(i))
	r.change(i, func(user *User) { user.end(r, outcome, err) })
}

// send hands a user to core/change. An outcome without an end says that nothing was sent.
func (r *Run) send(ctx context.Context, user User) (outcome change.Outcome, err error) {
	defer crash.Into(&err)
	if user.outcome.Ended.IsZero() {
		return r.options.Changes.Carry(ctx, user.Plan, nil)
	}
	outcome, err = r.options.Changes.Retry(ctx, user.outcome, nil)
	if errors.Is(err, change.ErrNewPlan) {
		return r.anew(ctx, user)
	}
	return outcome, err
}

// anew makes a secret anew that is not sent twice. Nobody confirmed it for a user who has become an administrator since.
func (r *Run) anew(ctx context.Context, user User) (change.Outcome, error) {
	plan, err := r.plan(ctx, user.task)
	if err != nil {
		return change.Outcome{}, err
	}
	if len(plan.AdminRoles) > 0 && !user.IsAdmin() {
		return change.Outcome{}, &change.Refusal{
			Reason: change.ErrIntent, Action: plan.Action, User: plan.Target.Key,
			What: plan.Target.Name + " in " + plan.Target.Tenant + " is an administrator by now.", Do: "Begin anew for this user.",
		}
	}
	return r.options.Changes.Carry(ctx, plan, nil)
}

// end takes over how it went. Of what ended by a defect nobody knows how far it came.
func (u *User) end(r *Run, outcome change.Outcome, err error) {
	u.Ended = r.options.Now()
	u.broken = u.broken || errors.As(err, new(*crash.Error))
	if !outcome.Ended.IsZero() {
		u.outcome, u.Plan, u.Ended, u.broken = outcome, outcome.Plan, outcome.Ended, false
		u.Note, u.Failure = told(outcome)
		if !outcome.Secret.Empty() {
			u.secret = outcome.Secret
		}
		u.outcome.Secret = m365.Secret{}
	}
	if err != nil {
		failure := r.options.Explain(err)
		u.Failure = &failure
	}
	u.State = u.stands()
}

// stands is the state after an end. Where nothing was sent this time, it is that of the time before.
func (u *User) stands() State {
	switch {
	case u.broken:
		return Unknown
	case u.outcome.Ended.IsZero():
		return Failed
	}
	state := stateOf(u.outcome)
	if state == Failed && !u.secret.Empty() { // that of a try before, which may have been set
		return Unknown
	}
	return state
}

func stateOf(outcome change.Outcome) State {
	switch outcome.State() {
	case change.Done:
		return Done
	case change.Unknown:
		return Unknown
	}
	return Failed
}

// told is what an outcome says beside its state: the notes of its steps, and the first thing that went wrong.
func told(outcome change.Outcome) (note string, failure *m365.Failure) {
	var notes []string
	for _, step := range outcome.Steps {
		if step.Note != "" {
			notes = append(notes, step.Note)
		}
	}
	return strings.Join(notes, " "), outcome.Failure()
}
