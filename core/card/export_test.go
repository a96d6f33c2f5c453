package card

import "github.com/tenantkeep/tenantkeep/core/m365"

// Waiting counts the readers of the request under way.
func Waiting(s *Service, user m365.UserKey, part Part) int {
	s.flights.mu.Lock()
	defer s.flights.mu.Unlock()
	if running := s.flights.under[flightKey{user, part}]; running != nil {
		return running.waiting
	}
	return 0
}
