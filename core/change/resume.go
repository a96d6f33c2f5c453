package change

import (
	"context"
	"fmt"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/call"
)

// Resume carries on a change of the journal of which no plan is at hand any more, as after the program ended: what is not
// done is planned anew, and each step is looked at before it is sent. A change that is done is given back as it ended, and
// nothing is sent. A password or a TAP that is to be seen is not made again: ErrNewPlan. The journal's error says that there is
// no such change: nothing of it was sent.
func (s *Service) Resume(ctx context.Context, entryID string, progress func(Outcome)) (Outcome, error) {
	entry, err := s.options.Journal.Entry(ctx, entryID)
	if err != nil {
		return Outcome{}, fmt.Errorf("resume change %s: %w", entryID, err)
	}
	outcome := recorded(entry)
	if outcome.State() == Done {
		return outcome, nil
	}
	for i, step := range outcome.Plan.Steps {
		if outcome.Steps[i].State != Done && sentOnce(step.Write) {
			return Outcome{}, refuseResend(outcome.Plan, step.Write)
		}
	}
	if err := s.checkTier(entry.Action, entry.Target.Key, kindsOf(outcome.Plan)...); err != nil {
		return Outcome{}, err
	}
	if err := s.replan(ctx, &outcome); err != nil {
		return Outcome{}, err
	}
	outcome.round = s.freeRound(entryID)
	return s.carry(ctx, outcome, progress, func(r *run) error {
		return s.options.Journal.Again(ctx, r.entry(Running))
	})
}

// recorded is a change as the journal has it, without its requests.
func recorded(entry Entry) Outcome {
	outcome := Outcome{
		Plan:  Plan{ID: entry.ID, Action: entry.Action, Target: entry.Target, Title: entry.Title, Undoes: entry.Undoes},
		Ended: entry.Ended, began: entry.At,
	}
	for _, step := range entry.Steps {
		outcome.Plan.Steps = append(outcome.Plan.Steps, Step{Write: step.Write, Text: step.Text})
		outcome.Steps = append(outcome.Steps, StepResult{
			State: step.State, Note: step.Note, Already: step.Already, Failure: step.Failure, RequestID: step.RequestID, At: step.At,
		})
	}
	return outcome
}

// replan finds out what of an outcome is done by now, and plans the rest anew.
func (s *Service) replan(ctx context.Context, outcome *Outcome) error {
	key, now := outcome.Plan.Target.Key, s.look(ctx, outcome.Plan.Target.Key)
	for i, step := range outcome.Plan.Steps {
		if told, err := now.tells(step.Write); outcome.Steps[i].State != Done && err == nil && told == done {
			s.show(ctx, key, step.Write)(true)
			outcome.Steps[i] = StepResult{State: Done, Note: doneAlready, Ended: s.options.Now()}
		}
	}
	if outcome.State() == Done {
		return nil
	}
	draft, err := s.draft(ctx, Intent{Action: outcome.Plan.Action, User: key}, kindsOf(outcome.Plan)...)
	if err != nil {
		return err
	}
	for i := range outcome.Steps {
		if outcome.Steps[i].State != Done {
			draft.again(ctx, outcome, i)
		}
	}
	return nil
}

// again plans a step of an outcome anew. One that is so by now is done; one that cannot be planned keeps no request, and says
// why.
func (d *draft) again(ctx context.Context, outcome *Outcome, i int) {
	step := &outcome.Plan.Steps[i]
	d.plan.Steps = nil
	err := effects[step.Write.Kind].plan(ctx, d, step.Write)
	if err != nil {
		failure := d.service.options.Explain(err, d.plan.Target.Tenant)
		outcome.Steps[i] = StepResult{State: Failed, Failure: &failure, Ended: d.service.options.Now()}
		if found := call.As(err); found != nil {
			outcome.Steps[i].RequestID = found.RequestID
		}
		return
	}
	at := slices.IndexFunc(d.plan.Steps, func(one Step) bool {
		return one.Write.Kind == step.Write.Kind && one.Write.Subject == step.Write.Subject
	})
	if at < 0 {
		d.service.show(ctx, d.intent.User, step.Write)(true)
		outcome.Steps[i] = StepResult{State: Done, Note: doneAlready, Ended: d.service.options.Now()}
		return
	}
	step.Request, outcome.Plan.secret = d.plan.Steps[at].Request, d.plan.secret
	outcome.Steps[i].State = Unknown
}

// freeRound is the first round of a plan that nobody carried out.
func (s *Service) freeRound(plan string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	round := 1
	for {
		if _, taken := s.attempts[attempt{plan, round}]; !taken {
			return round
		}
		round++
	}
}
