package fault

import (
	"sync"
	"sync/atomic"
	"time"
)

// Status is a rule with what became of it.
type Status struct {
	ID   int  `json:"id"`
	Rule Rule `json:"rule"`
	// Hits is how many requests it has failed.
	Hits int `json:"hits"`
}

// Rules is the set of faults in force. The zero value is not usable: take New. It is safe for use by many goroutines.
type Rules struct {
	after func(time.Duration) <-chan time.Time

	mu     sync.Mutex
	last   int
	active []*Status
	// any spares requests the lock while there is no rule.
	any atomic.Bool
}

// New returns an empty set. after is time.After or a test's stand-in for it; it times the slow answers.
func New(after func(time.Duration) <-chan time.Time) *Rules {
	return &Rules{after: after}
}

// Add puts a rule in force behind those that are, and returns its id. The first rule that matches a request acts.
func (r *Rules) Add(rule Rule) (int, error) {
	if err := rule.Validate(); err != nil {
		return 0, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last++
	r.active = append(r.active, &Status{ID: r.last, Rule: rule})
	r.any.Store(true)
	return r.last, nil
}

// Remove ends a rule; it is false when there is none with the id.
func (r *Rules) Remove(id int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, s := range r.active {
		if s.ID == id {
			r.active = append(r.active[:i], r.active[i+1:]...)
			r.any.Store(len(r.active) > 0)
			return true
		}
	}
	return false
}

// Clear ends all rules and forgets their counts.
func (r *Rules) Clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.active = nil
	r.any.Store(false)
}

// List returns the rules in the order they are asked, those used up among them.
func (r *Rules) List() []Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]Status, 0, len(r.active))
	for _, s := range r.active {
		list = append(list, *s)
	}
	return list
}

// Hits returns how many requests the rule has failed, zero for an unknown id.
func (r *Rules) Hits(id int) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.active {
		if s.ID == id {
			return s.Hits
		}
	}
	return 0
}

// Propagation returns how long a consent given now in the tenant takes to have effect, and counts it.
func (r *Rules) Propagation(tenant string) time.Duration {
	rule, ok := r.take(func(rule Rule) bool {
		return rule.Kind == Propagating && rule.concerns(Partner, tenant)
	})
	if !ok {
		return 0
	}
	return rule.Delay
}

// take finds the first rule that matches and is not used up, and counts a hit on it.
func (r *Rules) take(matches func(Rule) bool) (Rule, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.active {
		usedUp := s.Rule.Times > 0 && s.Hits >= s.Rule.Times
		if !usedUp && matches(s.Rule) {
			s.Hits++
			return s.Rule, true
		}
	}
	return Rule{}, false
}
