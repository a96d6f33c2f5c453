package integration_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestAccessTellsHowTheTechnicianStandsToATenant(t *testing.T) {
	now := newHarness(t).now
	inAYear := now.AddDate(1, 0, 0)
	with := func(change func(*m365.Relationship)) m365.Relationship {
		r := m365.Relationship{
			ID: "r", Customer: contoso, CustomerName: "Contoso", Status: "active",
			Activated: now.AddDate(0, -6, 0), Ends: inAYear,
		}
		if change != nil {
			change(&r)
		}
		return r
	}
	admins := []m365.AccessAssignment{{Status: "active", GroupID: "helpdesk", Roles: []string{globalReader, globalAdmin}}}
	cases := []struct {
		name          string
		relationships []m365.Relationship
		assignments   map[string][]m365.AccessAssignment
		want          m365.Access
	}{
		{
			"a member of the group with a role that can consent is healthy",
			[]m365.Relationship{with(nil)},
			map[string][]m365.AccessAssignment{"r": admins},
			m365.Access{State: m365.AccessHealthy, Ends: inAYear, Relationships: 1},
		},
		{
			"a stranger to the group has no access",
			[]m365.Relationship{with(nil)},
			map[string][]m365.AccessAssignment{"r": {{Status: "active", GroupID: "others", Roles: []string{globalAdmin}}}},
			m365.Access{State: m365.AccessNotInAny, Ends: inAYear, Relationships: 1},
		},
		{
			"an assignment that Microsoft has not carried out yet gives nothing",
			[]m365.Relationship{with(nil)},
			map[string][]m365.AccessAssignment{"r": {{Status: "pending", GroupID: "helpdesk", Roles: []string{globalAdmin}}}},
			m365.Access{State: m365.AccessNotInAny, Ends: inAYear, Relationships: 1},
		},
		{
			"a group without a role that can consent is named",
			[]m365.Relationship{with(nil)},
			map[string][]m365.AccessAssignment{"r": {{Status: "active", GroupID: "helpdesk", Roles: []string{globalReader}}}},
			m365.Access{State: m365.AccessNoRole, Ends: inAYear, Relationships: 1},
		},
		{
			"an end within 30 days is a warning",
			[]m365.Relationship{with(func(r *m365.Relationship) { r.Ends = now.Add(12 * 24 * time.Hour) })},
			map[string][]m365.AccessAssignment{"r": admins},
			m365.Access{State: m365.AccessEnding, Ends: now.Add(12 * 24 * time.Hour), Relationships: 1},
		},
		{
			"an end that Microsoft moves by itself is none",
			[]m365.Relationship{with(func(r *m365.Relationship) { r.Ends, r.AutoExtend = now.Add(12*24*time.Hour), true })},
			map[string][]m365.AccessAssignment{"r": admins},
			m365.Access{State: m365.AccessHealthy, Ends: now.Add(12 * 24 * time.Hour), Relationships: 1, AutoExtend: true},
		},
		{
			"of two active relationships the one activated last counts",
			[]m365.Relationship{
				with(nil),
				with(func(r *m365.Relationship) { r.ID, r.Activated = "newer", now.AddDate(0, -1, 0) }),
			},
			map[string][]m365.AccessAssignment{"r": admins},
			m365.Access{State: m365.AccessNotInAny, Ends: inAYear, Relationships: 2},
		},
		{
			"an active relationship counts before an expired one that is newer",
			[]m365.Relationship{
				with(func(r *m365.Relationship) { r.ID, r.Status, r.Activated = "old", "expired", now }),
				with(nil),
			},
			map[string][]m365.AccessAssignment{"r": admins},
			m365.Access{State: m365.AccessHealthy, Ends: inAYear, Relationships: 1},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := newHarness(t)
			h.graph.relationships, h.graph.assignments = c.relationships, c.assignments
			require.NoError(t, h.Reload(t.Context()))
			require.Len(t, h.store.listed, 2, "the customer and the own tenant, each once")
			require.Equal(t, contoso, h.store.listed[0].ID)
			require.Equal(t, "Contoso", h.store.listed[0].Name)
			require.Equal(t, c.want, h.store.listed[0].Access)
		})
	}
}

func TestACustomerWhoseRelationshipEndedIsListedOnlyIfItWasUsed(t *testing.T) {
	h := newHarness(t)
	ended := h.now.AddDate(0, 0, -8)
	h.graph.relationships = []m365.Relationship{
		{ID: "a", Customer: contoso, Status: "expired", Ends: ended},
		{ID: "b", Customer: fabrikam, Status: "terminated", Ends: ended},
	}
	synced := h.store.tenants[contoso]
	synced.Status = m365.Synced
	h.store.tenants[contoso] = synced
	require.NoError(t, h.Reload(t.Context()))
	require.Len(t, h.store.listed, 2)
	require.Equal(t, contoso, h.store.listed[0].ID)
	require.Equal(t, m365.Access{State: m365.AccessEnded, Ends: ended}, h.store.listed[0].Access)
	require.True(t, h.store.listed[1].Primary)
}

func TestARelationshipThatCannotBeReadTakesNoOtherTenantWithIt(t *testing.T) {
	h := newHarness(t)
	inAYear := h.now.AddDate(1, 0, 0)
	h.graph.relationships = []m365.Relationship{
		{ID: "a", Customer: contoso, Status: "active", Ends: inAYear, Unread: errors.New("a number where a text was")},
		{ID: "b", Customer: fabrikam, Status: "active", Ends: inAYear},
	}
	h.graph.assignments = map[string][]m365.AccessAssignment{"b": {{Status: "active", GroupID: "helpdesk", Roles: []string{globalAdmin}}}}
	require.NoError(t, h.Reload(t.Context()))
	require.Equal(t, m365.AccessUnread, h.store.listed[0].Access.State)
	require.Contains(t, h.store.listed[0].Access.Why, "a number where a text was")
	require.Equal(t, m365.AccessHealthy, h.store.listed[1].Access.State)
}

func TestATenantWhoseRelationshipMayBeTheOneThatIsUnreadableIsKept(t *testing.T) {
	h := newHarness(t)
	h.graph.relationships = []m365.Relationship{{ID: "b", Customer: fabrikam, Status: "active", Ends: h.now.AddDate(1, 0, 0)}}
	h.graph.relationshipLost = errors.New("a part of the answer is empty")
	require.NoError(t, h.Reload(t.Context()))
	var kept m365.Tenant
	for _, tenant := range h.store.listed {
		if tenant.ID == contoso {
			kept = tenant
		}
	}
	require.Equal(t, m365.AccessUnread, kept.Access.State, "it is not said to have ended")
	require.Contains(t, kept.Access.Why, "a part of the answer is empty")
}

func TestAccessThatCannotBeReadIsSaidOfItsTenantAndTheOthersAreListed(t *testing.T) {
	h := newHarness(t)
	inAYear := h.now.AddDate(1, 0, 0)
	h.graph.relationships = []m365.Relationship{
		{ID: "a", Customer: contoso, Status: "active", Ends: inAYear}, {ID: "b", Customer: fabrikam, Status: "active", Ends: inAYear},
	}
	h.graph.assignments = map[string][]m365.AccessAssignment{"b": {{Status: "active", GroupID: "helpdesk", Roles: []string{globalAdmin}}}}
	h.graph.assignmentsFail = map[string]error{"a": errors.New("no answer")}
	require.NoError(t, h.Reload(t.Context()))
	unread, healthy := h.store.listed[0].Access, h.store.listed[1].Access
	require.Equal(t, m365.AccessUnread, unread.State)
	require.Contains(t, unread.Why, "no answer")
	require.True(t, unread.Usable(), "it may be well all the same")
	require.Equal(t, m365.AccessHealthy, healthy.State)

	h.graph.groupsFail = errors.New("no groups")
	require.NoError(t, h.Reload(t.Context()))
	require.Len(t, h.store.listed, 3)
	for _, tenant := range h.store.listed[:2] {
		require.Equal(t, m365.AccessUnread, tenant.Access.State)
	}
	require.Equal(t, m365.AccessPrimary, h.store.listed[2].Access.State)
}
