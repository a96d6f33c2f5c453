package refresh

import (
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// pauses are how long a tenant is left alone after it failed once, twice and so on; the last one repeats.
var pauses = []time.Duration{5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 40 * time.Minute, time.Hour}

// outcomes remembers how the refreshes of this run went, so that a failing tenant is tried less and less often.
type outcomes struct {
	mu   sync.Mutex
	held map[m365.TenantID]failing
	// answered is when Microsoft last gave an answer, good or bad, for any tenant; kept is when one was kept.
	answered, kept time.Time
	// lost is how many tenants in a row did not reach Microsoft.
	lost int
	// unkept is a failure that the disk did not take, and nobody was told of; told says that one was since a tenant was kept.
	unkept *m365.Failure
	told   bool
}

// failing is a tenant that failed at its last refreshes.
type failing struct {
	times int
	// lost says that Microsoft was not reached at all, unkept that the disk took nothing.
	lost, unkept bool
	at           time.Time
}

func newOutcomes() *outcomes { return &outcomes{held: make(map[m365.TenantID]failing)} }

// note takes the outcome of a refresh.
func (o *outcomes) note(id m365.TenantID, err error, now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	lost := refusal.Unreachable(err)
	if lost {
		o.lost++
	} else {
		o.answered, o.lost = now, 0
	}
	if err == nil {
		delete(o.held, id)
		o.kept, o.told = now, false
		return
	}
	o.held[id] = failing{times: o.held[id].times + 1, lost: lost, unkept: disk.TakesNothing(err), at: now}
}

// mostLost is how many tenants in a row do not reach Microsoft before others are not tried any more.
const mostLost = 8

// isOffline says that no tenant reaches Microsoft.
func (o *outcomes) isOffline() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.lost >= mostLost
}

// notKept takes a failure that could not be kept with its tenant.
func (o *outcomes) notKept(failure m365.Failure) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.unkept = &failure
}

// toTell is a failure that can be seen nowhere, or nil: one in a row, and with again each.
func (o *outcomes) toTell(again bool) *m365.Failure {
	o.mu.Lock()
	defer o.mu.Unlock()
	failure := o.unkept
	if o.unkept = nil; failure == nil || o.told && !again {
		return nil
	}
	o.told = true
	return failure
}

// standing is whether it is time to try a tenant.
type standing int

const (
	// waiting: it failed, or was refreshed, not long ago.
	waiting standing = iota
	// looking: so it did, but only for want of a network or of room on the disk, which may be back.
	looking
	// due: it failed or was refreshed long enough ago, or what it wanted is back.
	due
)

// of tells how a tenant stands. What failed in an earlier run counts as failed once. Why one failed is nowhere but here where the
// disk took nothing.
func (o *outcomes) of(tenant m365.Tenant, now time.Time, pace time.Duration) standing {
	o.mu.Lock()
	defer o.mu.Unlock()
	failed, held := o.held[tenant.ID]
	if tenant.RefreshFailure == nil && !held {
		if passed(tenant.Refreshed, now, pace) {
			return due
		}
		return waiting
	}
	at := failed.at
	if tenant.RefreshFailure != nil {
		at = tenant.RefreshFailure.At
	}
	pause := pauses[min(max(failed.times, 1), len(pauses))-1]
	switch {
	case failed.unkept && o.kept.After(at), failed.lost && o.answered.After(at):
		return due
	case failed.unkept && passed(at, now, pauses[0]):
		return looking
	case failed.unkept:
		return waiting
	case passed(at, now, pause):
		return due
	case failed.lost:
		return looking
	}
	return waiting
}

// chooser says of one tenant after the other whether it is time to refresh it, and nobody does so now. Of those that lost the
// network, or found the disk full, only one is tried, to look whether it is over; and of all where nobody reaches Microsoft.
func (s *Service) chooser() func(m365.Tenant) bool {
	now, looked, offline := s.Now(), false, s.outcomes.isOffline()
	return func(tenant m365.Tenant) bool {
		switch standing := s.outcomes.of(tenant, now, s.Pace()); {
		case standing == waiting || s.work.has(tenant.ID):
			return false
		case standing == due && !offline:
			return true
		}
		first := !looked
		looked = true
		return first
	}
}
