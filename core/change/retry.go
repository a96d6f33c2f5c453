package change

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Retry carries out again what did not succeed in an outcome of Carry or Retry: each step that failed or is uncertain is
// looked at first, and sent only where it is not done; steps that were held up by them follow. A password or a TAP is not
// sent twice: ErrNewPlan. Each outcome is retried once, errors are as of Carry.
func (s *Service) Retry(ctx context.Context, outcome Outcome, progress func(Outcome)) (Outcome, error) {
	plan := outcome.Plan
	if outcome.Ended.IsZero() {
		return Outcome{}, &Refusal{
			Reason: ErrRunning, Action: plan.Action, User: plan.Target.Key,
			What: "This change is still being carried out.", Do: "Wait for its end.",
		}
	}
	if outcome.State() == Done {
		return Outcome{}, &Refusal{
			Reason: ErrNothingToDo, Action: plan.Action, User: plan.Target.Key,
			What: fmt.Sprintf("There is nothing to retry for %s in %s: every step is done.", plan.Target.Name, plan.Target.Tenant),
		}
	}
	for i, step := range plan.Steps {
		if outcome.Steps[i].State != Done && sentOnce(step.Write) {
			return Outcome{}, refuseResend(plan, step.Write)
		}
	}
	again := outcome
	again.Steps = slices.Clone(outcome.Steps)
	again.round++
	again.Ended, again.Secret = time.Time{}, m365.Secret{}
	return s.carry(ctx, again, progress, func(r *run) error {
		return s.options.Journal.Again(ctx, r.entry(Running))
	})
}

// sentOnce says that a write is never sent twice. A password that nobody is shown may be.
func sentOnce(write Write) bool { return effects[write.Kind].lost().once != "" && !unseen(write) }

func refuseResend(plan Plan, write Write) error {
	return &Refusal{
		Reason: ErrNewPlan, Action: plan.Action, User: plan.Target.Key, What: effects[write.Kind].lost().once,
		Do: "Begin anew: the new one takes the place of any that was set.",
	}
}
