package refresh

import "time"

// stretched is how many times as long a tenant waits for its refresh where the computer is spared.
const stretched = 4

// Sparing is why less is read than was chosen.
type Sparing struct {
	// Battery says that the computer runs on its battery.
	Battery bool
	// Metered says that its line is paid by what goes through it.
	Metered bool
}

// Any says that there is a reason.
func (s Sparing) Any() bool { return s.Battery || s.Metered }

// SetPace changes the time between two refreshes of a tenant, from the next Tick on.
func (s *Service) SetPace(every time.Duration) { s.pace.Store(int64(every)) }

// Spare says whether the computer is to be spared from now on, which makes the times between refreshes longer. What a person
// asks for is read at once all the same.
func (s *Service) Spare(now Sparing) {
	if was := s.sparing.Swap(&now); was == nil && now.Any() || was != nil && *was != now {
		s.announce()
	}
}

// Sparing is why less is read.
func (s *Service) Sparing() Sparing {
	if now := s.sparing.Load(); now != nil {
		return *now
	}
	return Sparing{}
}

// Pace is the time between two refreshes of a tenant.
func (s *Service) Pace() time.Duration {
	pace := s.Every
	if chosen := time.Duration(s.pace.Load()); chosen > 0 {
		pace = chosen
	}
	if s.Sparing().Any() {
		pace *= stretched
	}
	return pace
}
