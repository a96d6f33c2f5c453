package integration_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

const (
	userAdmin = "fe930be7-5e62-47db-91af-98c3a49a38b1"
)

// sound is a harness in which every prerequisite holds, and Contoso is a healthy client.
func sound(t *testing.T) *harness {
	t.Helper()
	h := newHarness(t)
	h.store.connection.Tier = string(access.ReadOnly)
	h.account.permitted = access.HomeScopes(access.Full)
	h.graph.groups = []string{"AdminAgents", "helpdesk"}
	h.graph.relationships = []m365.Relationship{{
		ID: "r1", Name: "Managed services", Customer: contoso, CustomerName: "Contoso", Status: "active",
		Activated: h.now.AddDate(-1, 0, 0), Ends: h.now.AddDate(1, 0, 0),
	}}
	h.graph.assignments = map[string][]m365.AccessAssignment{
		"r1": {{ID: "a1", Status: "active", GroupID: "helpdesk", Roles: []string{globalAdmin}}},
	}
	h.store.tenants = map[m365.TenantID]m365.Tenant{contoso: {ID: contoso, Name: "Contoso", Status: m365.Synced, Consented: string(access.Full)}}
	return h
}

func (h *harness) check(t *testing.T) integration.Checkup {
	t.Helper()
	found, err := h.CheckSetup(t.Context())
	require.NoError(t, err)
	return found
}

func TestACheckOfASoundSetupHoldsWhole(t *testing.T) {
	found := sound(t).check(t)
	for _, one := range found.Own {
		require.Equal(t, integration.Holds, one.Standing, "%s: %s", one.Name, one.Text)
	}
	require.Len(t, found.Tenants, 1)
	require.Equal(t, integration.Healthy, found.Tenants[0].Standing)
	require.Equal(t, "1 role through helpdesk.", found.Tenants[0].Text)
	require.Equal(t, "6 of 6 hold for you; 1 of 1 tenant is healthy.", found.Summary())
	require.Contains(t, found.Report(), "Healthy: Contoso: 1 role through helpdesk.")
}

// TestACheckTellsEveryPrerequisiteApart breaks one thing at a time.
func TestACheckTellsEveryPrerequisiteApart(t *testing.T) {
	unsure := errors.New("no answer")
	for name, c := range map[string]struct {
		breakIt  func(h *harness)
		of       string
		standing integration.Standing
		says     string
		remedy   integration.Remedy
	}{
		"a guest":                        {func(h *harness) { h.graph.me.Guest = true }, "Member of your tenant", integration.Broken, "You are a guest in MSP Example.", ""},
		"a blocked account":              {func(h *harness) { h.graph.me.Blocked = true }, "Member of your tenant", integration.Broken, "Your account is blocked.", ""},
		"an account that cannot be read": {func(h *harness) { h.graph.meFails = unsure }, "Member of your tenant", integration.CouldNotTell, "no answer", ""},
		"no MFA": {func(h *harness) {
			h.consents.unreached = &call.Error{Service: call.PartnerCenter, Kind: call.Unauthorized, Message: "MFA required"}
		}, "Microsoft multifactor authentication", integration.Broken, "MFA", integration.SignInAgain},
		"no right at Partner Center": {func(h *harness) {
			h.consents.unreached = &call.Error{Service: call.PartnerCenter, Kind: call.Denied, Status: 403, Code: "2000"}
		}, "Microsoft multifactor authentication", integration.Holds, "though not your rights", ""},
		"a refusal that is not Partner Center's": {func(h *harness) {
			h.consents.unreached = &call.Error{Service: call.PartnerCenter, Kind: call.Denied, Status: 403}
		}, "Microsoft multifactor authentication", integration.CouldNotTell, "", ""},
		"Partner Center out of reach": {func(h *harness) { h.consents.unreached = unsure }, "Microsoft multifactor authentication", integration.CouldNotTell, "no answer", ""},
		"not in AdminAgents":          {func(h *harness) { h.graph.groups = []string{"helpdesk"} }, "AdminAgents", integration.Attention, "You are not a member.", ""},
		"groups that cannot be read by name": {func(h *harness) {
			h.graph.groupsFail = &call.Error{Kind: call.Denied, Status: 403}
		}, "AdminAgents", integration.CouldNotTell, "denied", ""},
		"a permission that is missing at home": {func(h *harness) { h.account.permitted = nil }, "Application and permissions", integration.Attention, "not consented at home: User.Read", integration.SignInAgain},
		"an application that is gone at home":  {func(h *harness) { h.graph.gone[home] = true }, "Application and permissions", integration.Broken, "", integration.SignInAgain},
		"PIM that cannot be read":              {func(h *harness) { h.graph.eligibleFail = unsure }, "Groups to activate (PIM)", integration.CouldNotTell, "no answer", ""},
		"PIM that is not consented":            {func(h *harness) { h.graph.eligibleFail = &call.Error{Kind: call.Denied, Status: 403} }, "Groups to activate (PIM)", integration.CouldNotTell, "PrivilegedEligibilitySchedule", ""},
		"a group to activate":                  {func(h *harness) { h.graph.eligible = []string{"GDAP-Exchange"} }, "Groups to activate (PIM)", integration.Attention, "GDAP-Exchange", integration.ActivateGroup},

		"policies that cannot be read": {func(h *harness) { h.graph.policiesFail = &call.Error{Kind: call.Denied, Status: 403} }, policies, integration.CouldNotTell, "Policies cannot be read with your roles.", ""},
		"policies without an answer":   {func(h *harness) { h.graph.policiesFail = unsure }, policies, integration.CouldNotTell, "no answer", ""},
		"a new sign-in every hour":     {policy(m365.AccessPolicy{Every: "1 hour"}), policies, integration.Attention, "“Strict” asks for a new sign-in after 1 hour,", ""},
		"a managed device":             {policy(m365.AccessPolicy{Controls: []string{"mfa", "compliantDevice"}}), policies, integration.Attention, "a device that your organization manages", ""},
		"a managed device or MFA":      {policy(m365.AccessPolicy{Controls: []string{"mfa", "compliantDevice"}, Any: true}), policies, integration.Holds, "1 policy is for you, and none gets in the way.", ""},
		"an approved app":              {policy(m365.AccessPolicy{Controls: []string{"approvedApplication"}, Any: true}), policies, integration.Attention, "an approved app", ""},
		"a policy that blocks":         {policy(m365.AccessPolicy{Controls: []string{"block"}}), policies, integration.Attention, "“Strict” blocks", ""},
		"a policy for others":          {policy(m365.AccessPolicy{Controls: []string{"block"}, NotGroups: []string{"HELPDESK"}}), policies, integration.Holds, "No policy is for you", ""},
		"a policy for other apps":      {policy(m365.AccessPolicy{Controls: []string{"block"}, Apps: []string{"Office365"}}), policies, integration.Holds, "No policy is for you", ""},
		"a policy that only reports": {func(h *harness) {
			h.graph.policies = []m365.AccessPolicy{{Users: []string{"All"}, Apps: []string{"All"}, Controls: []string{"block"}}}
		}, policies, integration.Holds, "No policy is for you", ""},

		"a relationship that ended":       {func(h *harness) { h.graph.relationships[0].Status = "expired" }, "Contoso", integration.Broken, "No relationship is active", integration.OpenPartnerCenter},
		"a relationship without approval": {func(h *harness) { h.graph.relationships[0].Status = "approvalPending" }, "Contoso", integration.Broken, "waits for the customer's approval", integration.OpenPartnerCenter},
		"a group that I am not in":        {func(h *harness) { h.graph.groups = []string{"AdminAgents"} }, "Contoso", integration.Broken, "none of your groups is mapped: helpdesk is.", integration.OpenPartnerCenter},
		"no group at all":                 {func(h *harness) { h.graph.assignments = nil }, "Contoso", integration.Broken, "no security group is mapped", integration.OpenPartnerCenter},
		"a mapping under way":             {func(h *harness) { h.graph.assignments["r1"][0].Status = "pending" }, "Contoso", integration.Broken, "the mapping of helpdesk is pending", integration.OpenPartnerCenter},
		"eligible, not active": {func(h *harness) {
			h.graph.groups, h.graph.eligible = []string{"AdminAgents"}, []string{"helpdesk"}
		}, "Contoso", integration.Broken, "activate helpdesk.", integration.ActivateGroup},
		"mappings that cannot be read": {func(h *harness) { h.graph.assignmentsFail = map[string]error{"r1": unsure} }, "Contoso", integration.CouldNotTell, "no answer", ""},
		"none of the three roles":      {func(h *harness) { h.graph.assignments["r1"][0].Roles = []string{globalReader} }, "Contoso", integration.Broken, "None of the roles that a sync takes", integration.OpenPartnerCenter},
		"an end that is near":          {func(h *harness) { h.graph.relationships[0].Ends = h.now.Add(12*24*time.Hour + time.Hour) }, "Contoso", integration.Soon, "GDAP ends in 12 days and does not extend by itself. Turn automatic", integration.OpenPartnerCenter},
		"an end that is near with Global Administrator": {func(h *harness) {
			h.graph.relationships[0].Ends = h.now.Add(12*24*time.Hour + time.Hour)
			h.graph.relationships[0].Roles = []string{globalAdmin}
		}, "Contoso", integration.Soon, "because it holds Global Administrator", integration.OpenPartnerCenter},
		"a consent of before": {func(h *harness) {
			h.store.connection.Tier = string(access.Full)
			tenant := h.store.tenants[contoso]
			tenant.Consented = string(access.ReadOnly)
			h.store.tenants[contoso] = tenant
		}, "Contoso", integration.Attention, "Needs update: its consent is for Read only, and you chose Full.", integration.SyncAgain},
		"a policy of the customer's": {func(h *harness) {
			tenant := h.store.tenants[contoso]
			tenant.RefreshFailure = &m365.Failure{What: "A policy blocked it.", Code: "AADSTS53003", RequestID: "c-1"}
			h.store.tenants[contoso] = tenant
		}, "Contoso", integration.Broken, "A policy blocked it.", integration.TellCustomer},
		"a role that is missing": {func(h *harness) {
			h.store.connection.Tier = string(access.Full)
			h.graph.assignments["r1"][0].Roles = []string{"158c047a-c907-4556-b7ef-446551a6b5f7", globalReader, userAdmin, "c4e39bd9-1100-46d3-8c65-fb160da0071f"}
		}, "Contoso", integration.Healthy, "Missing for Full: Privileged Role Administrator, so roles are read only.", ""},
		"several relationships": {func(h *harness) {
			second := h.graph.relationships[0]
			second.ID, second.Name, second.Activated = "r2", "Newer", h.now.AddDate(0, -1, 0)
			h.graph.relationships = append(h.graph.relationships, second)
			h.graph.assignments["r2"] = h.graph.assignments["r1"]
		}, "Contoso", integration.Attention, "2 relationships are active: Newer and Managed services.", integration.OpenPartnerCenter},
	} {
		t.Run(name, func(t *testing.T) {
			h := sound(t)
			c.breakIt(h)
			checked := h.check(t)
			at := -1
			all := append(checked.Own, checked.Tenants...)
			for i, one := range all {
				if one.Name == c.of {
					at = i
				}
			}
			require.GreaterOrEqual(t, at, 0)
			require.Equal(t, c.standing, all[at].Standing, all[at].Text)
			require.Contains(t, all[at].Text, c.says)
			require.Equal(t, c.remedy, all[at].Remedy)
			if c.remedy == integration.TellCustomer {
				require.Contains(t, all[at].Words, "Service provider users")
				require.Contains(t, all[at].Words, string(home))
				require.Contains(t, all[at].Words, "c-1")
			}
		})
	}
}

const policies = "Conditional Access at home"

// policy gives the own tenant one that is for all people and applications, where it does not say otherwise.
func policy(one m365.AccessPolicy) func(*harness) {
	return func(h *harness) {
		one.Name, one.On, one.Users = "Strict", true, []string{"All"}
		if one.Apps == nil {
			one.Apps = []string{"All"}
		}
		h.graph.policies = []m365.AccessPolicy{one}
	}
}

func TestACheckNeedsSomebodyWhoIsSignedIn(t *testing.T) {
	h := sound(t)
	h.store.connection.HomeAccountID = ""
	_, err := h.CheckSetup(t.Context())
	require.ErrorIs(t, err, refusal.ErrSignedOut)
}
