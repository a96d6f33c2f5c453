package profile

import "github.com/tenantkeep/tenantkeep/core/m365"

// Waiting counts the readers of the request under way.
func Waiting(s *Service, user m365.UserKey, part Part) int {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	if found := s.requests.running[requestKey{user, part}]; found != nil {
		return found.waiting
	}
	return 0
}
