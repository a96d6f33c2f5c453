package estate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
)

const (
	day = 24 * time.Hour
	// extension is what an automatic extension adds; Microsoft knows no other: P180D.
	extension     = 180 * day
	extendsItself = "P180D"
	doesNotExtend = "PT0S"
)

// relationship is a GDAP relationship with what it gives to whom.
type relationship struct {
	graphsim.Relationship
	assignments []graphsim.AccessAssignment
}

// at returns the relationship as Graph shows it at a time.
func (r *relationship) at(now time.Time) graphsim.Relationship {
	seen := r.Relationship
	if seen.Status != "" {
		return seen
	}
	for seen.AutoExtend == extendsItself && !now.Before(seen.Ends) {
		seen.Ends = seen.Ends.Add(extension)
	}
	seen.Status = "active"
	if !now.Before(seen.Ends) {
		seen.Status = "expired"
	}
	return seen
}

// makePlan makes up the situations and relationships. e.mu is held, or nobody knows e yet.
func (e *Estate) makePlan() {
	e.situations = e.makeSituations()
	e.plan = e.plan[:0:0]
	e.byCustomer = make(map[string][]*relationship, len(e.options.Customers))
	today := e.options.Now().UTC().Truncate(day)
	taken := map[string]bool{}
	for _, customer := range e.options.Customers {
		key := strings.ToLower(customer.ID)
		made := e.relationshipsOf(customer, e.situations[key], today)
		for _, r := range made {
			r.DisplayName = freeName(r.DisplayName, taken)
		}
		e.byCustomer[key] = made
		e.plan = append(e.plan, made...)
	}
}

func (e *Estate) relationshipsOf(customer Tenant, situation Situation, today time.Time) []*relationship {
	m := maker{estate: e, customer: customer, today: today, dice: dice(e.options.Seed, customer.ID)}
	switch situation {
	case EndingSoon:
		ending := m.healthy()
		ending.AutoExtend = doesNotExtend
		// The last second of the twelfth day, so that it is twelve days whatever the hour.
		m.lasts(ending, 365, today.Add(13*day-time.Second))
		return []*relationship{ending}
	case NotInGroup:
		return []*relationship{m.make("managed services", e.groups.project, engineerRoles)}
	case Ended:
		ended := m.healthy()
		ended.AutoExtend = doesNotExtend
		m.lasts(ended, 180, today.Add(-time.Duration(3+m.dice.IntN(40))*day))
		return []*relationship{ended}
	case NoRole:
		return []*relationship{m.make("reporting only", e.groups.engineers, readerRoles)}
	case TwoRelationships:
		older := m.make("migration", e.groups.project, engineerRoles)
		m.lasts(older, 730, today.Add(200*day))
		newer := m.healthy()
		m.lasts(newer, 730, today.Add(600*day))
		return []*relationship{older, newer}
	default:
		return m.ordinary()
	}
}

// maker makes up the relationships of one customer.
type maker struct {
	estate   *Estate
	customer Tenant
	today    time.Time
	dice     *rand.Rand
}

// ordinary is a healthy relationship, for some customers after one that Microsoft or the partner ended.
func (m *maker) ordinary() []*relationship {
	current := m.healthy()
	if m.dice.IntN(6) != 0 {
		return []*relationship{current}
	}
	past := m.make("first year", m.estate.groups.desk, deskRoles)
	past.AutoExtend = doesNotExtend
	m.lasts(past, 365, current.Created.Add(60*day))
	past.Status = "terminated"
	return []*relationship{past, current}
}

func (m *maker) healthy() *relationship {
	// Every ninth customer trusts the engineers with everything, which rules out automatic extension.
	if m.dice.IntN(9) == 0 {
		r := m.make("full administration", m.estate.groups.engineers, append([]string{GlobalAdministrator}, engineerRoles...))
		r.AutoExtend = doesNotExtend
		return r
	}
	return m.make("managed services", m.estate.groups.engineers, engineerRoles)
}

// make makes an active relationship that gives roles to a group, and a little to the service desk.
func (m *maker) make(purpose string, group graphsim.SecurityGroup, roles []string) *relationship {
	e := m.estate
	id := e.id("relationship", m.customer.ID, purpose) + "-" + e.id("partner", m.customer.ID, purpose)
	r := &relationship{Relationship: graphsim.Relationship{
		ID:             id,
		DisplayName:    nameOf(m.customer.Name, purpose),
		CustomerTenant: m.customer.ID,
		Customer:       m.customer.Name,
		AutoExtend:     extendsItself,
		Roles:          union(roles, deskRoles),
	}}
	if m.dice.IntN(3) == 0 {
		r.AutoExtend = doesNotExtend
	}
	m.lasts(r, 730, m.today.Add(time.Duration(45+m.dice.IntN(620))*day+time.Duration(m.dice.IntN(86400))*time.Second))
	r.assignments = []graphsim.AccessAssignment{m.assign(r, group, roles)}
	if group.ID == e.groups.engineers.ID {
		r.assignments = append(r.assignments, m.assign(r, e.groups.desk, deskRoles))
	}
	return r
}

func (m *maker) assign(r *relationship, group graphsim.SecurityGroup, roles []string) graphsim.AccessAssignment {
	return graphsim.AccessAssignment{
		ID: m.estate.id("assignment", r.ID, group.ID), Status: "active", GroupID: group.ID, Roles: roles,
		Created: r.Activated.Add(10 * time.Minute),
	}
}

// lasts sets when the relationship ends, and with it when it began.
func (m *maker) lasts(r *relationship, days int, ends time.Time) {
	r.Duration = fmt.Sprintf("P%dD", days)
	r.Ends = ends
	r.Activated = ends.Add(-time.Duration(days) * day)
	r.Created = r.Activated.Add(-time.Duration(1+m.dice.IntN(20)) * time.Hour)
	for i := range r.assignments {
		r.assignments[i].Created = r.Activated.Add(10 * time.Minute)
	}
}

// longestName is what Microsoft allows for a relationship's name, which is also unique among a partner's.
const longestName = 50

func nameOf(customer, purpose string) string { return shortened(customer, " "+purpose) }

func freeName(name string, taken map[string]bool) string {
	free := name
	for n := 2; taken[free]; n++ {
		free = shortened(name, fmt.Sprintf(" %d", n))
	}
	taken[free] = true
	return free
}

// shortened cuts a name so that it fits with what follows.
func shortened(name, end string) string {
	runes := []rune(name)
	if room := longestName - len([]rune(end)); len(runes) > room {
		runes = runes[:room]
	}
	return strings.TrimSpace(string(runes)) + end
}

func union(lists ...[]string) []string {
	var all []string
	seen := map[string]bool{}
	for _, list := range lists {
		for _, item := range list {
			if !seen[item] {
				seen[item] = true
				all = append(all, item)
			}
		}
	}
	return all
}
