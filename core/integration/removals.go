package integration

import (
	"context"
	"errors"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
)

// ending is the Turn Off that runs.
type ending struct {
	mu     sync.Mutex
	cancel context.CancelFunc
	ended  chan struct{}
	// again says that somebody wanted it to go on while it ran, which it may not have heard of.
	again bool
}

func (e *ending) begin(life context.Context) (context.Context, chan struct{}, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.cancel != nil {
		e.again = true
		return nil, nil, false
	}
	ctx, cancel := context.WithCancel(life)
	e.cancel, e.ended = cancel, make(chan struct{})
	return ctx, e.ended, true
}

func (e *ending) end(ended chan struct{}) (again bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.cancel()
	again, e.cancel, e.again = e.again, nil, false
	close(ended)
	return again
}

func (e *ending) stop() {
	e.mu.Lock()
	cancel, ended := e.cancel, e.ended
	e.again = false
	e.mu.Unlock()
	if cancel != nil {
		cancel()
		<-ended
	}
}

// turnOffJob is the job of every Turn Off: what the last one says takes the place of what those before said.
const turnOffJob = "turn-off"

// goOff works through the removals that wait. Where that is under way, it looks once more at its end for some that wait.
func (s *Service) goOff() {
	ctx, ended, free := s.off.begin(s.life)
	if !free {
		return
	}
	s.running.Go(func() {
		defer s.endOff(ended)
		s.tell(Job{ID: turnOffJob, Text: "Turning off Microsoft 365."})
		end, err := s.turnOff(ctx)
		if ctx.Err() != nil && s.life.Err() != nil {
			return
		}
		s.tell(s.offEnded(ctx, end, err))
		s.TenantsChanged.Emit(struct{}{})
	})
}

func (s *Service) endOff(ended chan struct{}) {
	if !s.off.end(ended) || s.life.Err() != nil {
		return
	}
	if _, err := s.resumeTurnOff(s.life); err != nil {
		s.Log.Error("Turn Off does not go on", "error", err)
	}
}

func (s *Service) offEnded(ctx context.Context, end ends, err error) Job {
	told := Job{ID: turnOffJob, Ended: true, Text: "Microsoft 365 is turned off. " + end.rollUp("cleared")}
	switch {
	case ctx.Err() != nil:
		told.Text = "Turn Off was stopped."
	case err != nil:
		failure := s.Explain(err, "")
		told.Failed, told.Text, told.Details = true, "Turn Off did not end. "+failure.Sentence(), failure.Details()
	case end.failed > 0:
		told.Failed, told.Text = true, "Turn Off left something in "+countTenants(end.failed)+". Setup says what to do."
	}
	return told
}

// turnOff removes the application everywhere, the own tenant last, and then what is kept here where nothing was left.
func (s *Service) turnOff(ctx context.Context) (all ends, err error) {
	defer crash.Into(&err)
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return all, err
	}
	off, _, err := s.Store.TurnOff(ctx)
	if err != nil {
		return all, err
	}
	r := &removals{Service: s, connection: connection, of: len(off.Removals)}
	var own []m365.Removal
	var group sync.WaitGroup
	slots := pause.NewPlaces(s.Parallel)
	for _, removal := range off.Removals {
		switch {
		case removal.State != m365.RemovalWaits:
			r.count(isLeft(removal))
		case removal.Primary:
			own = append(own, removal)
		default:
			group.Go(func() { r.clearInTurn(ctx, slots, removal) })
		}
	}
	group.Wait()
	err = errors.Join(r.clearOwn(ctx, own), ctx.Err())
	if err != nil || r.all.failed > 0 {
		return r.all, err
	}
	return r.all, s.purge(ctx, off)
}

// removals are those of one working through them.
type removals struct {
	*Service
	connection m365.Connection
	// of is how many there are; through of them ended, as all says.
	of int

	mu      sync.Mutex
	through int
	all     ends
}

// count notes how one ended, and tells how far the whole is.
func (r *removals) count(left bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.through++
	if left {
		r.all.failed++
	} else {
		r.all.done++
	}
	if more := r.of - r.through; more > 0 {
		r.tell(Job{ID: turnOffJob, Text: r.all.goesOn("cleared", more, r.of), Done: r.through, Total: r.of})
	}
}

// clearInTurn clears a client tenant once there is a slot for it. One that ctx ended is not counted.
func (r *removals) clearInTurn(ctx context.Context, slots pause.Places, removal m365.Removal) {
	left := true
	err := inTurn(ctx, slots, func(ctx context.Context) error {
		left = isLeft(r.clear(ctx, removal, r.connection))
		return nil
	})
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		r.Log.Error("turn off of a tenant: a defect", "tenant", removal.Tenant, "error", err)
	}
	r.count(left)
}

// clearOwn clears the own tenant where nothing is left in the others: without it nothing could be tried again there.
func (r *removals) clearOwn(ctx context.Context, own []m365.Removal) (err error) {
	for _, removal := range own {
		switch {
		case ctx.Err() != nil:
			return err
		case r.all.failed > 0:
			removal.State = m365.RemovalStopped
			err = errors.Join(err, r.Store.SetRemoval(ctx, removal))
		default:
			r.count(isLeft(r.clear(ctx, removal, r.connection)))
		}
	}
	return err
}

func isLeft(removal m365.Removal) bool {
	return removal.State == m365.RemovalFailed || removal.State == m365.RemovalStopped
}

// clear removes the application from a tenant, and then what is kept of the tenant here. It returns how that ended; one that ctx
// ended waits still.
func (s *Service) clear(ctx context.Context, removal m365.Removal, connection m365.Connection) m365.Removal {
	s.syncing.stop(removal.Tenant)
	err := s.guardedClear(ctx, removal, connection)
	if ctx.Err() != nil {
		return removal
	}
	removal.State, removal.Doing, removal.Failure = m365.RemovalDone, "", nil
	if err == nil && !removal.Primary {
		err = s.forget(ctx, removal.Tenant)
	}
	if err != nil {
		failure := s.Explain(err, removal.Name)
		removal.State, removal.Failure = m365.RemovalFailed, &failure
		s.Log.Warn("the application was not removed", "tenant", removal.Tenant, "code", failure.Code, "request", failure.RequestID, "error", err)
	}
	if keepErr := s.Store.SetRemoval(ctx, removal); keepErr != nil {
		s.Log.Error("how far Turn Off is could not be kept", "tenant", removal.Tenant, "error", keepErr)
	}
	s.TenantsChanged.Emit(struct{}{})
	return removal
}

// forget deletes what is kept of a tenant, whose consent is gone.
func (s *Service) forget(ctx context.Context, id m365.TenantID) error {
	s.Session.Forget(id)
	return errors.Join(s.Store.RemoveTenantData(ctx, id), s.Store.SetConsented(ctx, id, ""))
}

func (s *Service) guardedClear(ctx context.Context, removal m365.Removal, connection m365.Connection) (err error) {
	defer crash.Into(&err)
	return s.clearSteps(ctx, removal, connection)
}
