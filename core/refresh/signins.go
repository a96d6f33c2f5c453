package refresh

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// How often last sign-ins are read.
const (
	// allSignInsEvery is for all users of a tenant; the shorter one where Microsoft did not tell of those alone who signed in
	// since, which it is asked for again after that.
	allSignInsEvery         = 24 * time.Hour
	allSignInsUnfilteredFor = 6 * time.Hour
	// withheldFor is how long what Microsoft withholds is not asked for again, and unreadFor what could not be read.
	withheldFor = 24 * time.Hour
	unreadFor   = time.Hour
	// signInsLate is how late Microsoft may tell of a sign-in.
	signInsLate = 6 * time.Hour
)

// signInsAtOnce bounds the tenants whose last sign-ins are read at once: it is the work that has time.
const signInsAtOnce = 4

// shownEvery is after how many pages of a long list the window is told what came.
const shownEvery = 20

// signIns is what is known of the reading of last sign-ins.
type signIns struct {
	woken chan struct{}

	mu sync.Mutex
	// unfiltered are the tenants of which Microsoft did not tell those alone who signed in since, and when that was.
	unfiltered map[m365.TenantID]time.Time
	// lost are the tenants with a user whose last sign-in left the local snapshot with it.
	lost map[m365.TenantID]bool
}

func newSignIns() *signIns {
	return &signIns{
		woken: make(chan struct{}, 1), unfiltered: make(map[m365.TenantID]time.Time), lost: make(map[m365.TenantID]bool),
	}
}

// wake has it looked for tenants that are due.
func (i *signIns) wake() {
	select {
	case i.woken <- struct{}{}:
	default:
	}
}

func (i *signIns) miss(id m365.TenantID) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.lost[id] = true
}

func (i *signIns) found(id m365.TenantID) {
	i.mu.Lock()
	defer i.mu.Unlock()
	delete(i.lost, id)
}

func (i *signIns) notFiltered(id m365.TenantID, now time.Time) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.unfiltered[id] = now
}

// due says whether it is time to read a tenant's last sign-ins, and since when; the zero time is all of them.
func (i *signIns) due(tenant m365.Tenant, reading m365.Reading, now time.Time, every time.Duration) (since time.Time, is bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	old := now.Sub(reading.SignIns)
	switch {
	case reading.SignIns.IsZero() || old < 0: // the clock was set back
		return time.Time{}, true
	case tenant.SignInActivity == m365.NeedsPremium || tenant.SignInActivity == m365.NoPermission:
		return time.Time{}, old >= withheldFor
	case tenant.SignInActivity == m365.Unreadable:
		return time.Time{}, old >= unreadFor
	case reading.AllSignIns.IsZero() || i.lost[tenant.ID] || passed(reading.AllSignIns, now, allSignInsEvery):
		return time.Time{}, true
	case !passed(i.unfiltered[tenant.ID], now, allSignInsUnfilteredFor):
		return time.Time{}, now.Sub(reading.AllSignIns) >= allSignInsUnfilteredFor
	}
	return reading.SignIns.Add(-signInsLate), old >= every
}

// followSignIns reads last sign-ins as they become due, until ctx ends. It looks for them once nothing is under way: every tenant
// of a round wakes it.
func (s *Service) followSignIns(ctx context.Context) {
	for s.work.idle(ctx) == nil {
		if err := s.SignIns(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("refresh: which last sign-ins are due", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.signIns.woken:
		}
	}
}

// SignIns reads the last sign-ins of the tenants, synced or about to be, for which it is time, behind every refresh that is under
// way, and returns when all are done. A failure is kept with its tenant.
func (s *Service) SignIns(ctx context.Context) (err error) {
	defer crash.Into(&err)
	if !s.Ready() {
		return nil
	}
	tenants, err := s.Store.Tenants(ctx)
	if err != nil {
		return err
	}
	readings, err := s.Store.Readings(ctx)
	if err != nil {
		return err
	}
	looked := s.turns.lookedAt()
	slices.SortStableFunc(tenants, func(a, b m365.Tenant) int {
		switch {
		case a.ID == looked:
			return -1
		case b.ID == looked:
			return 1
		}
		return 0
	})
	var group sync.WaitGroup
	places := pause.NewPlaces(signInsAtOnce)
	for _, tenant := range tenants {
		if tenant.Status != m365.Synced && tenant.Status != m365.Pending || tenant.Refreshed.IsZero() {
			continue
		}
		since, due := s.signIns.due(tenant, readings[tenant.ID], s.Now(), s.Pace())
		if !due {
			continue
		}
		if places.Take(ctx) != nil {
			break
		}
		group.Go(func() {
			ctx, end := pause.Lending(ctx, places)
			defer end()
			s.guardedSignIns(ctx, tenant, since)
		})
	}
	group.Wait()
	return ctx.Err()
}

// guardedSignIns is signInsOf, of which a defect of the program fails this tenant alone.
func (s *Service) guardedSignIns(ctx context.Context, tenant m365.Tenant, since time.Time) {
	err := func() (err error) {
		defer crash.Into(&err)
		return s.signInsOf(ctx, tenant, since)
	}()
	if err != nil && ctx.Err() == nil {
		s.Log.Warn("last sign-ins were not read", "tenant", tenant.ID, "error", err)
	}
}

// signInsOf reads the last sign-ins of a tenant, page by page, since a time or all of them.
func (s *Service) signInsOf(ctx context.Context, tenant m365.Tenant, since time.Time) error {
	began := s.Now()
	changed, err := s.readSignIns(ctx, tenant.ID, since)
	if !since.IsZero() && isRefused(err) {
		s.signIns.notFiltered(tenant.ID, s.Now())
		if !call.Is(err, call.BadRequest) {
			// Whether that is for the filter alone, the next reading of all tells.
			s.signIns.miss(tenant.ID)
		}
		return nil // all of them are read when that is due
	}
	switch said := s.Availability(err); {
	case err == nil:
		if since.IsZero() {
			s.signIns.found(tenant.ID)
		}
		if err := s.Store.SignInsRead(ctx, tenant.ID, began, since.IsZero()); err != nil || changed == 0 && tenant.SignInActivity == m365.Available {
			return err
		}
	case ctx.Err() != nil, call.As(err) == nil, refusal.Unreachable(err):
		return err // nothing is known, and it is tried again
	case said == m365.Unreadable:
		failure := s.Explain(err, tenant.FullName())
		lack := m365.Lack{Of: call.ReadActivity.Feeds, Part: true, Failure: failure}
		err = errors.Join(err, s.Store.SignInsUnread(ctx, tenant.ID, began, said, &lack))
	default:
		err = s.Store.SignInsUnread(ctx, tenant.ID, began, said, nil)
	}
	s.TenantChanged.Emit(tenant.ID)
	return err
}

// isRefused says that what was asked may never be answered, whenever it is asked. Where Microsoft named a time it will.
func isRefused(err error) bool {
	failed := call.As(err)
	return failed != nil && failed.RetryAfter == 0 && (call.Is(err, call.BadRequest, call.Denied, call.NeedsPremium, call.NotFound, call.Server) ||
		failed.Kind == call.Malformed && failed.Status/100 == 4)
}

// readSignIns says of how many users it told something new.
func (s *Service) readSignIns(ctx context.Context, id m365.TenantID, since time.Time) (changed int, err error) {
	pages := 0
	if err := s.work.idle(ctx); err != nil {
		return 0, err
	}
	err = s.Directory.EachLastSignIn(ctx, id, since, func(page []m365.LastSignIn) error {
		fresh, err := s.Store.SetLastSignIns(ctx, id, page)
		if err != nil {
			return err
		}
		changed += fresh
		if pages++; pages%shownEvery == 0 {
			s.TenantChanged.Emit(id)
		}
		return s.work.idle(ctx)
	})
	return changed, err
}
