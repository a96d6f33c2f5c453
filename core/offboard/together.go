package offboard

import (
	"context"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// BeginTogether carries out plans that the person confirmed, in the background: each is a run of its own, under one name. All of
// them are kept before anything is sent.
func (s *Service) BeginTogether(ctx context.Context, plans []Plan) (together string, err error) {
	if len(plans) == 0 {
		return "", fmt.Errorf("%w: no plan", ErrNotSo)
	}
	together = s.options.NewID()
	runs := make([]Run, len(plans))
	for i, plan := range plans {
		runs[i] = s.newRun(plan, together)
	}
	return together, s.begin(ctx, runs...)
}

// Together are the runs that were begun at once under a name, in their order.
func (s *Service) Together(name string) (runs []Run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, run := range s.runs {
		if run.Together == name && name != "" {
			runs = append(runs, run.clone())
		}
	}
	return runs
}

// PauseAll lets the steps that are under way come to their end, and begins no other one.
func (s *Service) PauseAll(ctx context.Context, together string) error {
	return s.changeAll(ctx, together, func(run *Run) bool {
		run.Paused, run.Pausing = true, run.Active
		return true
	})
}

// HoldAll lets the users who are under way come to their end, and begins no other one.
func (s *Service) HoldAll(ctx context.Context, together string) error {
	return s.changeAll(ctx, together, func(run *Run) bool {
		held := !run.Paused && !run.Begun()
		run.Paused = run.Paused || held
		return held
	})
}

// GoOnAll goes on with those that were paused or stopped.
func (s *Service) GoOnAll(ctx context.Context, together string) error {
	return s.changeAll(ctx, together, func(run *Run) bool {
		run.Paused, run.Pausing, run.Stopped = false, false, nil
		return true
	})
}

// RetryAll carries out again every step that failed or is not certain. What of it is done is looked at first, and stays.
func (s *Service) RetryAll(ctx context.Context, together string) error {
	return s.changeAll(ctx, together, func(run *Run) bool {
		again := run.Stopped != nil
		run.Stopped = nil
		for i := range run.Steps {
			if step := &run.Steps[i]; step.Troubled() {
				step.State, step.Failure, again = Waiting, nil, true
			}
		}
		return again
	})
}

// ConfirmAll says of a step that it was done by hand for everybody of whom it waits for that.
func (s *Service) ConfirmAll(ctx context.Context, together string, kind Kind) error {
	return s.changeAll(ctx, together, func(run *Run) bool {
		step := run.Of(kind)
		if step == nil || step.State != ByHand {
			return false
		}
		s.confirm(step)
		return true
	})
}

// EndAll leaves out everything that is to come, for everybody.
func (s *Service) EndAll(ctx context.Context, together string) error {
	return s.changeAll(ctx, together, func(run *Run) bool {
		s.endHere(run)
		return true
	})
}

// changeAll changes those of the runs begun together that are not at their end, keeps them at once, and goes on with what can
// be. change says whether it changed one.
func (s *Service) changeAll(ctx context.Context, together string, change func(*Run) bool) error {
	s.mu.Lock()
	var ids []string
	for _, run := range s.runs {
		if run.Together == together && together != "" && run.Ended.IsZero() && change(run) {
			run.finish(s.options.Now())
			ids = append(ids, run.ID)
		}
	}
	s.mu.Unlock()
	for _, id := range ids {
		s.Changed.Emit(id)
	}
	if err := s.keep(ctx, ids...); err != nil {
		return err
	}
	for _, id := range ids {
		if run, known := s.Run(id); known && run.Waits() {
			s.start(id)
		}
	}
	return nil
}

// Begun says that something of it was begun.
func (r Run) Begun() bool {
	if r.Active {
		return true
	}
	for _, step := range r.Steps {
		if step.State == Running || step.Change != "" {
			return true
		}
	}
	return false
}

// Waits says that a step could begin now, and waits for a place.
func (r Run) Waits() bool { return !r.Active && r.next() != "" }

// Standing is how a run stands, in a word.
type Standing string

// The standings. Queued: it waits for a place. Held: it goes on when a person says so. Attention: a step failed or is not certain.
// Stopped: something ended it meanwhile. ForPerson: what is left is done by hand.
const (
	Ended     Standing = "Done"
	UnderWay  Standing = "Running"
	Queued    Standing = "Waiting"
	Held      Standing = "Paused"
	Attention Standing = "Failed"
	Stopped   Standing = "Stopped"
	ForPerson Standing = "Manual"
)

// Standing says how it stands.
func (r Run) Standing() Standing {
	switch {
	case !r.Ended.IsZero():
		return Ended
	case r.Active:
		return UnderWay
	case r.Troubled() > 0:
		return Attention
	case r.Stopped != nil:
		return Stopped
	case r.Paused || r.Waits() && !r.Awake:
		return Held
	case r.Waits():
		return Queued
	}
	return ForPerson
}

// Count says how many runs stand how.
func Count(runs []Run) map[Standing]int {
	counts := make(map[Standing]int)
	for _, run := range runs {
		counts[run.Standing()]++
	}
	return counts
}

// StandingOf says how runs that were begun at once stand as a whole: what wants to be looked at first.
func StandingOf(runs []Run) Standing {
	counts := Count(runs)
	for _, standing := range []Standing{UnderWay, Attention, Stopped, Held, Queued, ForPerson} {
		if counts[standing] > 0 {
			return standing
		}
	}
	return Ended
}

// StoppedBy is what stopped one of runs that were begun at once, and with it those that wait; nil where nothing did.
func StoppedBy(runs []Run) *m365.Failure {
	for _, run := range runs {
		if run.Ended.IsZero() && run.Stopped != nil {
			return run.Stopped
		}
	}
	return nil
}
