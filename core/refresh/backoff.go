package refresh

import (
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// pauses are how long a tenant is left alone after it failed once, twice and so on; the last one repeats.
var pauses = []time.Duration{5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 40 * time.Minute, time.Hour}

// outcomes remembers how the refreshes of this run went, so that a failing tenant is tried less and less often.
type outcomes struct {
	mu   sync.Mutex
	held map[m365.TenantID]failing
	// answered is when Microsoft last gave an answer, good or bad, for any tenant.
	answered time.Time
}

// failing is a tenant that failed at its last refreshes.
type failing struct {
	times int
	// lost says that Microsoft was not reached at all.
	lost bool
}

func newOutcomes() *outcomes { return &outcomes{held: make(map[m365.TenantID]failing)} }

// note takes the outcome of a refresh.
func (o *outcomes) note(id m365.TenantID, err error, now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	lost := refusal.Unreachable(err)
	if !lost {
		o.answered = now
	}
	if err == nil {
		delete(o.held, id)
		return
	}
	o.held[id] = failing{times: o.held[id].times + 1, lost: lost}
}

// standing is whether it is time to try a tenant.
type standing int

const (
	// waiting: it failed not long ago.
	waiting standing = iota
	// looking: so it did, but only for want of a network, which may be back.
	looking
	// due: it never failed, or long enough ago, or the network is back.
	due
)

// of tells how a tenant stands. What failed in an earlier run counts as failed once.
func (o *outcomes) of(tenant m365.Tenant, now time.Time) standing {
	if tenant.RefreshFailure == nil {
		return due
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	failed := o.held[tenant.ID]
	pause := pauses[min(max(failed.times, 1), len(pauses))-1]
	switch at := tenant.RefreshFailure.At; {
	case passed(at, now, pause):
		return due
	case failed.lost && o.answered.After(at):
		return due
	case failed.lost:
		return looking
	}
	return waiting
}

// chooser says of one tenant after the other whether it is time to refresh it. Of those that lost the network only one is
// tried, to look whether it is back.
func (s *Service) chooser() func(m365.Tenant) bool {
	now, looked := s.Now(), false
	return func(tenant m365.Tenant) bool {
		if !passed(tenant.Refreshed, now, s.Pace()) {
			return false
		}
		switch s.outcomes.of(tenant, now) {
		case due:
			return true
		case looking:
			first := !looked
			looked = true
			return first
		}
		return false
	}
}
