package estate

import (
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
)

// Relationships returns all GDAP relationships, ended ones too, as they are now.
func (e *Estate) Relationships() []graphsim.Relationship {
	now := e.options.Now()
	e.mu.RLock()
	defer e.mu.RUnlock()
	all := make([]graphsim.Relationship, 0, len(e.plan))
	for _, r := range e.plan {
		all = append(all, r.at(now))
	}
	return all
}

// AccessAssignments returns what a relationship gives to which group.
func (e *Estate) AccessAssignments(relationship string) []graphsim.AccessAssignment {
	e.mu.RLock()
	defer e.mu.RUnlock()
	for _, r := range e.plan {
		if r.ID == relationship {
			return slices.Clone(r.assignments)
		}
	}
	return nil
}

// RolesIn returns the template ids of the directory roles that a technician has in a tenant: its own at home, those that
// active relationships give to its groups elsewhere. A guest has none elsewhere.
func (e *Estate) RolesIn(objectID, tenant string) []string {
	account, ok := e.Technician(objectID)
	if !ok {
		return nil
	}
	if strings.EqualFold(tenant, e.options.Partner.ID) {
		return account.Roles
	}
	if account.Guest {
		return nil
	}
	var given [][]string
	for _, r := range e.active(tenant) {
		given = append(given, e.rolesThrough(r, objectID))
	}
	return union(given...)
}

// Reaches says whether an account can get a token for a tenant at all.
func (e *Estate) Reaches(objectID, tenant string) bool {
	if strings.EqualFold(tenant, e.options.Partner.ID) {
		_, ok := e.Technician(objectID)
		return ok
	}
	return len(e.RolesIn(objectID, tenant)) > 0
}

// Related says whether the customer has an active relationship.
func (e *Estate) Related(tenant string) bool { return len(e.active(tenant)) > 0 }

// MayConsent says whether Partner Center lets a technician consent for a customer: only the active relationship that was
// created last is observed, and it must give one of three roles to a group of the technician's.
func (e *Estate) MayConsent(objectID, tenant string) bool {
	active := e.active(tenant)
	if len(active) == 0 {
		return false
	}
	newest := slices.MaxFunc(active, func(a, b *relationship) int { return a.Created.Compare(b.Created) })
	return mayConsent(e.rolesThrough(newest, objectID))
}

// ConsentsAtHome says whether an account may consent for the whole partner tenant on a consent page.
func (e *Estate) ConsentsAtHome(objectID string) bool {
	account, _ := e.Technician(objectID)
	return mayConsent(account.Roles)
}

// BlocksPartners says whether the customer's Conditional Access refuses service providers.
func (e *Estate) BlocksPartners(tenant string) bool { return e.Situation(tenant) == BlocksPartners }

func (e *Estate) active(tenant string) []*relationship {
	now := e.options.Now()
	e.mu.RLock()
	defer e.mu.RUnlock()
	var active []*relationship
	for _, r := range e.byCustomer[strings.ToLower(tenant)] {
		if r.at(now).Status == "active" {
			active = append(active, r)
		}
	}
	return active
}

func (e *Estate) rolesThrough(r *relationship, objectID string) []string {
	e.mu.RLock()
	assignments := r.assignments
	e.mu.RUnlock()
	var roles []string
	for _, a := range assignments {
		if a.Status == "active" && e.holds(a.GroupID, objectID) {
			roles = append(roles, a.Roles...)
		}
	}
	return roles
}
