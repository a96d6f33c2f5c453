package refresh

import (
	"context"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Comparison is what came of holding what was followed against what was read whole, since the program began.
type Comparison struct {
	// Tenants and Users count what was compared, and Different the users who were otherwise than they should have been.
	Tenants, Users, Different int
	// Last is when a tenant was compared last; zero for never.
	Last time.Time
}

// comparisons keeps count of them.
type comparisons struct {
	mu  sync.Mutex
	all Comparison
}

func (c *comparisons) add(users, different int, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all.Tenants++
	c.all.Users += users
	c.all.Different += different
	c.all.Last = now
}

// Compared says whether following what changed gave what reading everything gives. Each tenant is compared once a day.
func (s *Service) Compared() Comparison {
	s.comparisons.mu.Lock()
	defer s.comparisons.mu.Unlock()
	return s.comparisons.all
}

// comparison is what hears of the users that differ from what was followed. Those that changed while the list was read do not
// count: Microsoft tells of them since the mark.
func (r *round) comparison(ctx context.Context, users int) (differed func(ids []string), err error) {
	meanwhile := make(map[string]bool)
	_, err = r.Directory.EachChangedUsers(ctx, r.id, r.mark, func(page []m365.UserChange) error {
		for _, one := range page {
			meanwhile[one.ID] = true
		}
		return nil
	})
	if err != nil {
		// Without it nobody can tell: there is nothing to compare, and nothing is lost.
		return nil, ctx.Err()
	}
	return func(ids []string) {
		different := 0
		for _, id := range ids {
			if !meanwhile[id] {
				different++
			}
		}
		r.comparisons.add(users, different, r.Now())
		log := r.Log.Info
		if different > 0 {
			log = r.Log.Warn
		}
		log("followed changes compared with the whole", "tenant", r.id, "users", users, "different", different)
	}, nil
}
