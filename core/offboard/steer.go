package offboard

import "context"

// Pause lets the step that is under way come to its end, and begins no other one.
func (s *Service) Pause(ctx context.Context, id string) error {
	return s.change(ctx, id, func(run *Run) { run.Paused, run.Pausing = true, run.Active })
}

// GoOn goes on with a run that was paused or stopped.
func (s *Service) GoOn(ctx context.Context, id string) error {
	err := s.change(ctx, id, func(run *Run) { run.Paused, run.Pausing, run.Stopped = false, false, nil })
	s.start(id)
	return err
}

// Retry carries out a step again. What of it is done is looked at first, and stays.
func (s *Service) Retry(ctx context.Context, id string, kind Kind) error {
	return s.settle(ctx, id, kind, Step.Troubled, func(step *Step) { step.State, step.Failure = Waiting, nil })
}

// Confirm says that a step was done by hand.
func (s *Service) Confirm(ctx context.Context, id string, kind Kind) error {
	return s.settle(ctx, id, kind, func(step Step) bool { return step.State == ByHand }, s.confirm)
}

func (s *Service) confirm(step *Step) {
	step.State, step.Note = Done, "Done by hand."
	step.By, step.Ended = s.options.Who(), s.options.Now()
}

// LeaveOut says that a step is not to be done.
func (s *Service) LeaveOut(ctx context.Context, id string, kind Kind) error {
	may := func(step Step) bool { return step.State == ByHand || step.State == Waiting || step.Troubled() }
	return s.settle(ctx, id, kind, may, s.leaveOut)
}

func (s *Service) leaveOut(step *Step) {
	step.State, step.Note = LeftOut, "Left out."
	step.By, step.Ended = s.options.Who(), s.options.Now()
}

// EndHere leaves out everything that is to come.
func (s *Service) EndHere(ctx context.Context, id string) error {
	return s.change(ctx, id, func(run *Run) {
		s.endHere(run)
		run.finish(s.options.Now())
	})
}

func (s *Service) endHere(run *Run) {
	for i := range run.Steps {
		if step := &run.Steps[i]; !step.Over() && step.State != Running {
			s.leaveOut(step)
		}
	}
}

// settle changes a step that may be changed so, and goes on with what waited for it.
func (s *Service) settle(ctx context.Context, id string, kind Kind, may func(Step) bool, do func(*Step)) error {
	err := s.change(ctx, id, func(run *Run) {
		if step := run.Of(kind); step != nil && may(*step) {
			do(step)
			run.finish(s.options.Now())
		}
	})
	s.start(id)
	return err
}
