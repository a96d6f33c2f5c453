package offboard

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Resume goes on with what the end of the program, or of a sign-in, interrupted. What a person paused stays so, and what
// another account began waits for it, or for a person who goes on with it.
func (s *Service) Resume(ctx context.Context) {
	for _, run := range s.resting() {
		if run.Who != s.options.Who() {
			s.hold(run, s.options.Explain(refuseOthers(run), run.Target.Tenant))
			continue
		}
		if run.Stopped != nil {
			_ = s.change(ctx, run.ID, func(run *Run) { run.Stopped = nil })
		}
		s.start(run.ID)
	}
}

// Hold tells of what the end of the program interrupted, and why it cannot go on yet, as that nobody is signed in.
func (s *Service) Hold(why error) {
	for _, run := range s.resting() {
		failure := s.options.Explain(why, run.Target.Tenant)
		failure.What = "It was interrupted. " + failure.What
		s.hold(run, failure)
	}
}

// resting are the runs that no person paused and that are not at their end.
func (s *Service) resting() []Run {
	return slices.DeleteFunc(s.Runs(), func(run Run) bool { return !run.Ended.IsZero() || run.Paused })
}

// hold says why a run does not go on by itself that otherwise would. That is not kept: the next start finds out anew.
func (s *Service) hold(run Run, why m365.Failure) {
	s.mu.Lock()
	if held := s.find(run.ID); held != nil && !held.Active && (held.Stopped != nil || held.next() != "") {
		held.Stopped = &why
	}
	s.mu.Unlock()
	s.Changed.Emit(run.ID)
}

// start carries out what can be of a run, unless that is being done. Where as many are under way as may be at once, it begins
// when one of them ends.
func (s *Service) start(id string) {
	if !s.enter(id) {
		return
	}
	s.options.Background(func(ctx context.Context) (err error) {
		defer func() {
			if ctx.Err() == nil {
				s.startWaiting()
			}
		}()
		defer func() {
			if err != nil {
				s.broken(id, err)
			}
		}()
		defer crash.Into(&err)
		return s.work(ctx, id)
	})
}

func (s *Service) enter(id string) bool {
	s.mu.Lock()
	run := s.find(id)
	begins := run != nil && !run.Active && s.hasPlace(run)
	if run != nil {
		run.Awake = true
		run.Active = run.Active || begins
	}
	s.mu.Unlock()
	if begins {
		s.Changed.Emit(id)
	}
	return begins
}

// broken ends the work on a run that could not be kept, or by a defect.
func (s *Service) broken(id string, err error) {
	s.mu.Lock()
	if run := s.find(id); run != nil {
		run.Active, run.Pausing = false, false
		for i := range run.Steps {
			if step := &run.Steps[i]; step.State == Running {
				failure := s.options.Explain(err, run.Target.Tenant)
				step.State, step.Failure, step.Ended = Unknown, &failure, s.options.Now()
			}
		}
		s.halt(run, err)
	}
	s.mu.Unlock()
	s.Changed.Emit(id)
}

// work carries out one step after the other, until none is left that can be.
func (s *Service) work(ctx context.Context, id string) error {
	for {
		run, kind := s.next(ctx, id)
		if kind == "" {
			s.Changed.Emit(id)
			return nil
		}
		if err := s.step(ctx, run, kind); err != nil {
			return err
		}
	}
}

// next is the step to be carried out. Where there is none the work is over with the answer, so that whoever frees a step later
// begins it anew.
func (s *Service) next(ctx context.Context, id string) (Run, Kind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	run := s.find(id)
	if run == nil {
		return Run{}, ""
	}
	kind := run.next()
	if kind == "" || ctx.Err() != nil {
		run.Active, run.Pausing = false, false
		return Run{}, ""
	}
	return run.clone(), kind
}

// next is the step that can be carried out now; empty for none. One that was under way when the program ended comes first.
func (r *Run) next() Kind {
	if r.Paused || r.Stopped != nil {
		return ""
	}
	for _, step := range r.Steps {
		if step.State == Running || step.State == Waiting && r.HeldUp(step) == "" {
			return step.Kind
		}
	}
	return ""
}

// step carries out one step. Where the program ends meanwhile the step stays under way, and is looked at at the next start.
func (s *Service) step(ctx context.Context, run Run, kind Kind) error {
	if err := s.change(ctx, run.ID, func(run *Run) { run.Of(kind).State, run.Of(kind).Failure = Running, nil }); err != nil {
		return err
	}
	outcome, err := s.carry(ctx, run, *run.Of(kind))
	if ctx.Err() != nil {
		return nil
	}
	return s.change(ctx, run.ID, func(run *Run) { s.end(run, run.Of(kind), outcome, err) })
}

// carry hands a step to core/change: a change that began goes on, and another is planned as Microsoft knows the user now.
func (s *Service) carry(ctx context.Context, run Run, step Step) (change.Outcome, error) {
	progress := func(outcome change.Outcome) { s.tell(run.ID, step.Kind, outcome) }
	if step.Change != "" {
		outcome, err := s.options.Changes.Resume(ctx, step.Change, progress)
		if err == nil || !s.options.NotBegun(err) {
			return outcome, err
		}
	}
	plan, err := s.plan(ctx, step.intent(run.Target.Key))
	if err != nil {
		return change.Outcome{}, err
	}
	if err := s.change(ctx, run.ID, func(run *Run) { run.Of(step.Kind).Change = plan.ID }); err != nil {
		return change.Outcome{}, err
	}
	return s.options.Changes.Carry(ctx, plan, progress)
}

// plan refuses a plan that is for anybody else.
func (s *Service) plan(ctx context.Context, intent change.Intent) (change.Plan, error) {
	plan, err := s.options.Changes.Plan(ctx, intent)
	if err == nil && plan.Target.Key != intent.User {
		err = fmt.Errorf("plan %s of %s: the plan is for %s", intent.Action, intent.User, plan.Target.Key)
	}
	return plan, err
}

func (s Step) intent(user m365.UserKey) change.Intent {
	return change.Intent{Action: s.Kind.choosable().action, User: user, Writes: s.Writes}
}

// tell shows how the change of a step stands. It is not kept: the journal has it.
func (s *Service) tell(id string, kind Kind, outcome change.Outcome) {
	s.mu.Lock()
	if run := s.find(id); run != nil && run.Of(kind) != nil {
		run.Of(kind).Parts = partsOf(outcome)
	}
	s.mu.Unlock()
	s.Changed.Emit(id)
}

func partsOf(outcome change.Outcome) []Part {
	parts := make([]Part, len(outcome.Steps))
	for i, result := range outcome.Steps {
		parts[i] = Part{Text: outcome.Plan.Steps[i].Text, State: result.State, Note: result.Note, RequestID: result.RequestID, At: result.At}
		if result.Failure != nil {
			parts[i].Why = result.Failure.Sentence()
		}
	}
	return parts
}

// end takes over how the change of a step went. For want of a sign-in or of a network the whole run stops: the others would
// only fail too.
func (s *Service) end(run *Run, step *Step, outcome change.Outcome, err error) {
	step.Ended = s.options.Now()
	if len(outcome.Steps) > 0 {
		step.Parts = partsOf(outcome)
	}
	switch {
	case errors.Is(err, change.ErrNothingToDo):
		step.State, step.Note, step.Change = Done, "It was so already.", ""
	case err != nil && !errors.Is(err, change.ErrNotRecorded):
		failure := s.options.Explain(err, run.Target.Tenant)
		step.State, step.Failure = Failed, &failure
	default:
		step.State, step.Note, step.Failure = stateOf(outcome.State()), noteOf(*step, outcome), outcome.Failure()
	}
	if step.Failure != nil && (step.Failure.SignIn || step.Failure.Offline) && nothingDone(outcome) {
		step.State, run.Stopped = Waiting, step.Failure
	}
	run.finish(step.Ended)
}

func nothingDone(outcome change.Outcome) bool {
	return !slices.ContainsFunc(outcome.Steps, func(result change.StepResult) bool {
		return result.State == change.Done || result.State == change.Unknown
	})
}

func stateOf(state change.State) State {
	switch state {
	case change.Done:
		return Done
	case change.Unknown:
		return Unknown
	}
	return Failed
}

// noteOf is what is said of a step that was carried out, with what it had to leave.
func noteOf(step Step, outcome change.Outcome) string {
	done := 0
	var notes []string
	for _, result := range outcome.Steps {
		if result.State == change.Done {
			done++
		}
		if result.Note != "" && !slices.Contains(notes, result.Note) {
			notes = append(notes, strings.TrimSuffix(result.Note, "."))
		}
	}
	said := step.Kind.choosable().done
	if said == "" || done < len(outcome.Steps) {
		said = fmt.Sprintf("%d of %d done", done, len(outcome.Steps))
	}
	return strings.Join(slices.Concat([]string{said}, notes, leftOf(step)), ". ") + "."
}

func leftOf(step Step) []string {
	if len(step.Left) == 0 {
		return nil
	}
	return []string{"Left: " + strings.Join(step.Left, "; ")}
}

// change changes a run, keeps it and tells. Where it cannot be kept it is changed all the same, and the error says so.
func (s *Service) change(ctx context.Context, id string, change func(*Run)) error {
	s.mu.Lock()
	run := s.find(id)
	if run == nil {
		s.mu.Unlock()
		return noRun(id)
	}
	change(run)
	s.mu.Unlock()
	s.Changed.Emit(id)
	return s.keep(ctx, id)
}

// keep keeps runs as they stand by then, one call after the other, so that nothing older is kept after what is newer. It does so
// also where ctx ended meanwhile.
func (s *Service) keep(ctx context.Context, ids ...string) error {
	if len(ids) == 0 {
		return nil
	}
	defer s.keepAlone()()
	runs := make([]Run, len(ids))
	for i, id := range ids {
		run, known := s.Run(id)
		if !known {
			return noRun(id)
		}
		runs[i] = run
	}
	if err := s.options.Kept.SaveRuns(context.WithoutCancel(ctx), runs...); err != nil {
		return fmt.Errorf("keep offboarding %s: %w", ids[0], err)
	}
	return nil
}

func noRun(id string) error { return fmt.Errorf("there is no offboarding %s", id) }
