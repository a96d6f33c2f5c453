package estate

import (
	"math/rand/v2"
	"strings"
)

// Situation is what is particular about the partner's access to a customer.
type Situation string

// The situations. All but Healthy are rare; they are given out in this order.
const (
	Healthy Situation = "healthy"
	// EndingSoon has a relationship that ends in 12 days and does not extend itself.
	EndingSoon Situation = "ending-soon"
	// NotInGroup gave access to a group that holds none of the accounts.
	NotInGroup Situation = "not-in-group"
	// Ended had a relationship that ran out.
	Ended Situation = "ended"
	// NoRole gave the engineers roles of which none lets them consent.
	NoRole Situation = "no-role"
	// TwoRelationships has an older one for a group that holds nobody, and a newer one that is healthy.
	TwoRelationships Situation = "two-relationships"
	// BlocksPartners has a Conditional Access policy that does not except service providers.
	BlocksPartners Situation = "blocks-partners"
)

var particular = []Situation{EndingSoon, NotInGroup, Ended, NoRole, TwoRelationships, BlocksPartners}

const (
	// customersARound is among how many customers every particular situation occurs once.
	customersARound = 100
	// particularShare is the reciprocal of the largest share of customers that are not healthy, so that a very small
	// estate is still one to work with.
	particularShare = 3
)

// Situation returns what is particular about a customer; an unknown tenant and the partner are Healthy.
func (e *Estate) Situation(tenant string) Situation {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if s, ok := e.situations[strings.ToLower(tenant)]; ok {
		return s
	}
	return Healthy
}

// In returns the customers in a situation. From 18 customers on, every situation has one at least.
func (e *Estate) In(situation Situation) []Tenant {
	var found []Tenant
	for _, customer := range e.options.Customers {
		if e.Situation(customer.ID) == situation {
			found = append(found, customer)
		}
	}
	return found
}

func (e *Estate) makeSituations() map[string]Situation {
	count := len(e.options.Customers)
	rounds := (count + customersARound - 1) / customersARound
	special := min(rounds*len(particular), count/particularShare)
	situations := make(map[string]Situation, special)
	order := rand.New(rand.NewPCG(e.options.Seed, 7)).Perm(count)
	for i, customer := range order[:special] {
		situations[strings.ToLower(e.options.Customers[customer].ID)] = particular[i%len(particular)]
	}
	return situations
}
