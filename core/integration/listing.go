package integration

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// consentRoles are the directory roles of which a GDAP security group needs one for consent through Partner Center:
// Global Administrator, Cloud Application Administrator, Application Administrator.
var consentRoles = []string{globalAdmin, cloudAppAdmin, applicationAdmin}

// Reload lists the client tenants again: the customers of the GDAP relationships, and the partner's own tenant.
func (s *Service) Reload(ctx context.Context) error {
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return err
	}
	if !connection.Authenticated() {
		return refusal.ErrSignedOut
	}
	listed, err := s.list(ctx, connection)
	if err != nil {
		return fmt.Errorf("list the client tenants of %s: %w", connection.Tenant, err)
	}
	if err := s.Store.SaveListed(ctx, listed); err != nil {
		return err
	}
	s.TenantsChanged.Emit(struct{}{})
	return nil
}

func (s *Service) list(ctx context.Context, connection m365.Connection) ([]m365.Tenant, error) {
	gathering, losses := call.Gather(ctx)
	relationships, err := s.Directory.Relationships(gathering, connection.Tenant)
	if err != nil {
		return nil, err
	}
	mine := s.myGroups(ctx, connection.Tenant)
	known, err := s.Store.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	customers := byCustomer(relationships)
	tenants := make([]m365.Tenant, len(customers), len(customers)+1)
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(8)
	for i, customer := range customers {
		group.Go(func() error {
			access := s.access(groupCtx, connection.Tenant, customer, mine)
			tenants[i] = m365.Tenant{ID: customer[0].Customer, Name: customer[0].CustomerName, Access: access}
			return groupCtx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	tenants = slices.DeleteFunc(tenants, func(t m365.Tenant) bool {
		return t.Access.State == m365.AccessEnded && !wasUsed(known, t.ID)
	})
	tenants = append(tenants, s.unlisted(known, tenants, losses.All())...)
	return append(tenants, m365.Tenant{
		ID:      connection.Tenant,
		Name:    connection.TenantName,
		Primary: true,
		Access:  m365.Access{State: m365.AccessPrimary},
	}), nil
}

// unlisted are the known tenants that are not listed, where that may be for a relationship whose customer could not be read.
func (s *Service) unlisted(known, listed []m365.Tenant, losses []call.Loss) []m365.Tenant {
	if len(losses) == 0 {
		return nil
	}
	s.Log.Warn("GDAP relationships could not be read", "count", len(losses), "error", losses[0].Err)
	var kept []m365.Tenant
	for _, tenant := range known {
		isListed := slices.ContainsFunc(listed, func(t m365.Tenant) bool { return t.ID == tenant.ID })
		if tenant.Primary || isListed || tenant.Access.State == m365.AccessEnded {
			continue
		}
		tenant.Access = s.unread(losses[0].Err)
		kept = append(kept, tenant)
	}
	return kept
}

func (s *Service) unread(because error) m365.Access {
	return m365.Access{State: m365.AccessUnread, Why: s.Explain(because, "").What}
}

// wasUsed says that a tenant is more than an entry of the list. A customer whose relationship ended is of no use to
// somebody who never synced it.
func wasUsed(known []m365.Tenant, id m365.TenantID) bool {
	return slices.ContainsFunc(known, func(t m365.Tenant) bool { return t.ID == id && t.Status != m365.Deactivated })
}

// byCustomer groups the relationships, in the order in which their customers first appear, active ones first and among
// those the most recently activated: the one that Microsoft observes.
func byCustomer(relationships []m365.Relationship) [][]m365.Relationship {
	var groups [][]m365.Relationship
	place := make(map[m365.TenantID]int)
	for _, relationship := range relationships {
		at, known := place[relationship.Customer]
		if !known {
			at = len(groups)
			place[relationship.Customer] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], relationship)
	}
	for _, group := range groups {
		slices.SortStableFunc(group, observedFirst)
	}
	return groups
}

func observedFirst(a, b m365.Relationship) int {
	if active(a) != active(b) {
		if active(a) {
			return -1
		}
		return 1
	}
	if active(a) {
		return b.Activated.Compare(a.Activated)
	}
	return b.Ends.Compare(a.Ends)
}

func active(r m365.Relationship) bool { return r.Status == "active" }

// groups are those that the technician is a member of, or why they could not be read.
type groups struct {
	ids    []string
	unread error
}

func (s *Service) myGroups(ctx context.Context, home m365.TenantID) (mine groups) {
	defer crash.Into(&mine.unread)
	held, err := s.Directory.MyGroups(ctx, home)
	return groups{idsOf(held), err}
}

func idsOf(named []m365.NamedGroup) []string {
	ids := make([]string, len(named))
	for i, group := range named {
		ids[i] = group.ID
	}
	return ids
}

// access tells how the technician stands to the customer of these relationships, the observed one first. Where that cannot
// be read it says so, and the tenant is listed all the same.
func (s *Service) access(ctx context.Context, home m365.TenantID, relationships []m365.Relationship, mine groups) m365.Access {
	observed := relationships[0]
	access := m365.Access{Ends: observed.Ends, AutoExtend: observed.AutoExtend}
	for _, relationship := range relationships {
		if active(relationship) {
			access.Relationships++
		}
	}
	for _, relationship := range relationships {
		if relationship.Unread != nil {
			s.Log.Warn("a GDAP relationship could not be read", "tenant", relationship.Customer, "error", relationship.Unread)
			return s.unread(relationship.Unread)
		}
	}
	if !active(observed) {
		access.State = m365.AccessEnded
		return access
	}
	assignments, err := s.assignments(ctx, home, observed.ID)
	if unread := cmp.Or(mine.unread, err); unread != nil {
		s.Log.Warn("access could not be read", "tenant", observed.Customer, "error", unread)
		access.State, access.Why = m365.AccessUnread, s.Explain(unread, "").What
		return access
	}
	access.State = stateOf(observed, assignments, mine.ids, s.Now())
	return access
}

func (s *Service) assignments(ctx context.Context, home m365.TenantID, relationship string) (found []m365.AccessAssignment, err error) {
	defer crash.Into(&err)
	return s.Directory.AccessAssignments(ctx, home, relationship)
}

func stateOf(observed m365.Relationship, assignments []m365.AccessAssignment, mine []string, now time.Time) m365.AccessState {
	held := slices.DeleteFunc(slices.Clone(assignments), func(a m365.AccessAssignment) bool {
		return !a.Active() || !slices.Contains(mine, a.GroupID)
	})
	if len(held) == 0 {
		return m365.AccessNotInAny
	}
	canConsent := slices.ContainsFunc(held, func(a m365.AccessAssignment) bool {
		return slices.ContainsFunc(a.Roles, func(role string) bool { return slices.Contains(consentRoles, role) })
	})
	switch {
	case !canConsent:
		return m365.AccessNoRole
	case !observed.AutoExtend && observed.Ends.Sub(now) < m365.EndingSoon:
		return m365.AccessEnding
	}
	return m365.AccessHealthy
}
