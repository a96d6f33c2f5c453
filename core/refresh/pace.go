package refresh

import "time"

// SetPace changes the time between two refreshes of a tenant, from the next Tick on.
func (s *Service) SetPace(every time.Duration) { s.pace.Store(int64(every)) }

// Pace is the time between two refreshes of a tenant.
func (s *Service) Pace() time.Duration {
	if chosen := time.Duration(s.pace.Load()); chosen > 0 {
		return chosen
	}
	return s.Every
}
