package offboard

import (
	"errors"

	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// How many of the runs that were begun together are under way at once: a few tenants, and a few users of each. Microsoft limits
// requests by tenant, so that more would only wait there. One that was begun by itself needs no place.
const (
	tenantsAtOnce = 24
	usersAtOnce   = 4
)

// hasPlace says that a run may begin beside those that are under way.
func (s *Service) hasPlace(run *Run) bool {
	if run.Together == "" {
		return true
	}
	active := make(map[m365.TenantID]int)
	for _, other := range s.runs {
		if other.Active && other.Together != "" {
			active[other.Target.Key.Tenant]++
		}
	}
	mine := active[run.Target.Key.Tenant]
	return mine < usersAtOnce && (mine > 0 || len(active) < tenantsAtOnce)
}

// startWaiting starts those that waited for a place.
func (s *Service) startWaiting() {
	for _, id := range s.waiting() {
		s.start(id)
	}
}

// waiting are those of the runs begun together that could go on by themselves. Where one of them stopped for want of a sign-in
// or of a network, the others wait with it: they would only fail too.
func (s *Service) waiting() (ids []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	halted := make(map[string]bool)
	for _, run := range s.runs {
		if run.Ended.IsZero() && run.Stopped != nil {
			halted[run.Together] = true
		}
	}
	for _, run := range s.runs {
		if run.Together != "" && run.Awake && run.Waits() && !halted[run.Together] {
			ids = append(ids, run.ID)
		}
	}
	return ids
}

// halt stops those that were begun together with a run that cannot be kept: what nobody keeps is not begun. A defect ends one
// run alone.
func (s *Service) halt(run *Run, err error) {
	if run.Together == "" || errors.As(err, new(*crash.Error)) {
		return
	}
	failure := s.options.Explain(err, run.Target.Tenant)
	run.Stopped = &failure
}
