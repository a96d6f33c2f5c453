package integration

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// TenantAccess is how the technician comes into a client tenant.
type TenantAccess struct {
	// Relationships are the names of the active ones, the observed one first.
	Relationships []string
	Ends          time.Time
	AutoExtend    bool
	// Mapped are the names of the groups that hold access, Mine those that the technician is in.
	Mapped, Mine []string
	// Roles are the names of those that the technician has there, Missing what the others of the tier take away.
	Roles, Missing []string
	// Activate are the groups that would give more once they are activated.
	Activate []string
}

// mapping is what the relationships of a customer give to whom.
type mapping struct {
	customer    []m365.Relationship
	assignments map[string][]m365.AccessAssignment
	unread      error
}

// checkTenants finds out how every client tenant stands, worst first.
func (s *Service) checkTenants(ctx context.Context, e *evidence) ([]Finding, error) {
	gathering, _ := call.Gather(ctx)
	relationships, err := s.Directory.Relationships(gathering, e.connection.Tenant)
	if err != nil {
		return []Finding{s.untold("Client tenants", err)}, ctx.Err()
	}
	known, err := s.Store.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	mappings, err := s.mappings(ctx, e.connection.Tenant, relationships)
	if err != nil {
		return nil, err
	}
	names := s.groupNames(ctx, e, mappings)
	var found []Finding
	for _, one := range mappings {
		tenant := m365.Tenant{ID: one.customer[0].Customer, Name: one.customer[0].CustomerName}
		at := slices.IndexFunc(known, func(t m365.Tenant) bool { return t.ID == tenant.ID })
		if at >= 0 {
			tenant = known[at]
		}
		if at < 0 && !active(one.customer[0]) {
			continue // nobody used it, and nobody can
		}
		finding := s.checkTenant(e, tenant, one, names)
		finding.Tenant, finding.Name = tenant.ID, tenant.FullName()
		found = append(found, finding)
	}
	slices.SortStableFunc(found, func(a, b Finding) int {
		if by := slices.Index(worstFirst, a.Standing) - slices.Index(worstFirst, b.Standing); by != 0 {
			return by
		}
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return found, nil
}

// mappings reads what the active relationships give to which groups, some customers at once.
func (s *Service) mappings(ctx context.Context, home m365.TenantID, relationships []m365.Relationship) ([]mapping, error) {
	customers := byCustomer(relationships)
	read := make([]mapping, len(customers))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(8)
	for i, customer := range customers {
		group.Go(func() error {
			read[i] = mapping{customer: customer, assignments: make(map[string][]m365.AccessAssignment)}
			for _, relationship := range customer {
				if relationship.Unread != nil {
					read[i].unread = relationship.Unread
				}
				if !active(relationship) {
					continue
				}
				assignments, err := s.assignments(groupCtx, home, relationship.ID)
				if err != nil {
					read[i].unread = err
				}
				read[i].assignments[relationship.ID] = assignments
			}
			return groupCtx.Err()
		})
	}
	return read, group.Wait()
}

// groupNames are those of all groups that hold access. One without a name goes by its id.
func (s *Service) groupNames(ctx context.Context, e *evidence, mappings []mapping) map[string]string {
	names := make(map[string]string)
	for _, group := range slices.Concat(e.mine, e.eligible) {
		if group.Name != "" {
			names[group.ID] = group.Name
		}
	}
	unnamed := make(map[string]bool)
	for _, one := range mappings {
		for _, assignments := range one.assignments {
			for _, assignment := range assignments {
				if names[assignment.GroupID] == "" {
					unnamed[assignment.GroupID] = true
				}
			}
		}
	}
	if len(unnamed) == 0 {
		return names
	}
	read, err := s.Directory.NamedGroups(ctx, e.connection.Tenant, slices.Sorted(maps.Keys(unnamed)))
	if err != nil {
		s.Log.Warn("the names of security groups could not be read", "error", err)
	}
	for _, group := range read {
		names[group.ID] = group.Name
	}
	return names
}

// accessOf works out what the technician has in a tenant.
func (e *evidence) accessOf(one mapping, names map[string]string) (has TenantAccess, roles []string) {
	observed := one.customer[0]
	has.Ends, has.AutoExtend = observed.Ends, observed.AutoExtend
	name := func(id string) string {
		if names[id] != "" {
			return names[id]
		}
		return "group " + id
	}
	for _, relationship := range one.customer {
		if !active(relationship) {
			continue
		}
		has.Relationships = append(has.Relationships, relationship.Name)
		for _, assignment := range one.assignments[relationship.ID] {
			if !assignment.Active() {
				continue
			}
			has.Mapped = appendNew(has.Mapped, name(assignment.GroupID))
			switch {
			case slices.Contains(idsOf(e.mine), assignment.GroupID):
				has.Mine = appendNew(has.Mine, name(assignment.GroupID))
				roles = appendNew(roles, assignment.Roles...)
			case slices.Contains(idsOf(e.eligible), assignment.GroupID):
				has.Activate = appendNew(has.Activate, name(assignment.GroupID))
			}
		}
	}
	for _, role := range roles {
		has.Roles = append(has.Roles, roleName(role))
	}
	has.Missing = takenAway(e.tier, roles)
	return has, roles
}

func appendNew(to []string, more ...string) []string {
	for _, one := range more {
		if !slices.Contains(to, one) {
			to = append(to, one)
		}
	}
	return to
}

// checkTenant says how one tenant stands: the first thing that is wrong with it.
func (s *Service) checkTenant(e *evidence, tenant m365.Tenant, one mapping, names map[string]string) Finding {
	observed := one.customer[0]
	has, roles := e.accessOf(one, names)
	until := "Relationship active to " + day(observed.Ends)
	found := func(standing Standing, text string, remedy Remedy) Finding {
		return Finding{Standing: standing, Text: text, Remedy: remedy, Access: &has}
	}
	switch {
	case one.unread != nil:
		untold := s.untold("", one.unread)
		untold.Access = &has
		return untold
	case e.mineErr != nil:
		return s.untold("", e.mineErr)
	case !active(observed):
		return found(Broken, noRelationship(observed), OpenPartnerCenter)
	case len(has.Mine) == 0 && len(has.Activate) > 0:
		return found(Broken, until+", and you are eligible, not active: activate "+listed(has.Activate)+".", ActivateGroup)
	case len(has.Mine) == 0:
		return found(Broken, until+", but "+unmapped(one, has, e, names), OpenPartnerCenter)
	}
	if barred := Barred(tenant); barred != nil {
		blocked := found(Broken, barred.Sentence(), TellCustomer)
		blocked.Failure, blocked.Words = barred, wordsForCustomer(e.connection, *barred)
		return blocked
	}
	if state := stateOf(observed, one.assignments[observed.ID], idsOf(e.mine), e.now); state == m365.AccessNoRole || state == m365.AccessNotInAny {
		return found(Broken, noConsentRole(observed, has, len(has.Relationships)), OpenPartnerCenter)
	}
	switch {
	case !observed.AutoExtend && observed.Ends.Sub(e.now) < m365.EndingSoon:
		return found(Soon, endsSoon(observed, e.now), OpenPartnerCenter)
	case tenant.Status == m365.Synced && !tierNamed(tenant.Consented).Covers(e.tier):
		return found(Attention, needsUpdate(tenant, e.tier), SyncAgain)
	case len(has.Activate) > 0:
		return found(Attention, through(has, roles)+" Activate "+listed(has.Activate)+" for more.", ActivateGroup)
	case len(has.Relationships) > 1:
		return found(Attention, fmt.Sprintf("%d relationships are active: %s. Microsoft goes by the first, which was activated last.", len(has.Relationships), listed(has.Relationships)), OpenPartnerCenter)
	}
	text := through(has, roles)
	if len(has.Missing) > 0 {
		text += " Missing for " + e.tier.Label() + ": " + strings.Join(has.Missing, "; ") + "."
	}
	return found(Healthy, text, "")
}

func noRelationship(last m365.Relationship) string {
	switch last.Status {
	case "approvalPending", "created":
		return "The relationship " + last.Name + " waits for the customer's approval. Send them its link again from Partner Center."
	}
	return "No relationship is active: the last one ended " + day(last.Ends) + ". Ask the customer for a new one in Partner Center."
}

// unmapped says why none of the technician's groups gives access.
func unmapped(one mapping, has TenantAccess, e *evidence, names map[string]string) string {
	for _, assignments := range one.assignments {
		for _, assignment := range assignments {
			if !assignment.Active() && slices.Contains(idsOf(e.mine), assignment.GroupID) {
				return "the mapping of " + names[assignment.GroupID] + " is " + assignment.Status + ". If that stays longer than 15 minutes, assign the group again."
			}
		}
	}
	if len(has.Mapped) == 0 {
		return "no security group is mapped to it. Assign one that you are in."
	}
	return "none of your groups is mapped: " + listed(has.Mapped) + " " + isOrAre(len(has.Mapped)) + "."
}

func noConsentRole(observed m365.Relationship, has TenantAccess, active int) string {
	text := "None of the roles that a sync takes (Global, Cloud Application or Application Administrator) comes with " + listed(has.Mine) + "."
	if active > 1 {
		text += " Microsoft goes by " + observed.Name + ", the relationship that was activated last."
	}
	return text
}

func endsSoon(r m365.Relationship, now time.Time) string {
	text := "GDAP ends in " + table.Counted(int(r.Ends.Sub(now)/(24*time.Hour)), "day", "days") + " and does not extend by itself"
	if slices.Contains(r.Roles, globalAdmin) {
		return text + ", because it holds Global Administrator."
	}
	return text + ". Turn automatic extension on in Partner Center, or make a new relationship."
}

func through(has TenantAccess, roles []string) string {
	return table.Counted(len(roles), "role", "roles") + " through " + listed(has.Mine) + "."
}

// wordsForCustomer are what a technician sends to the client's administrator whose policy keeps them out.
func wordsForCustomer(connection m365.Connection, barred m365.Failure) string {
	return "A policy of your Microsoft 365 tenant keeps our technicians out (" + barred.Code + ").\n\n" +
		"In the Entra admin center open Conditional Access. In every policy that blocks a sign-in or asks for a device, terms of use or session controls, " +
		"open Users, Exclude, Guest or external users, and tick Service provider users. To limit that to us, select the organization " +
		connection.TenantName + ", tenant ID " + string(connection.Tenant) + ".\n\n" +
		"The sign-in log of your tenant names the policy." + requestOf(barred) + "\n"
}

func requestOf(barred m365.Failure) string {
	if barred.RequestID == "" {
		return ""
	}
	return " The correlation ID of the last attempt is " + barred.RequestID + "."
}

func day(at time.Time) string {
	if at.IsZero() {
		return "an unknown day"
	}
	return at.Format("2 Jan 2006")
}

func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
