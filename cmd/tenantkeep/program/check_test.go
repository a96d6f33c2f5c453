package program

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// findingOf is what a check finds of a prerequisite, or of a tenant by its id.
func findingOf(t *testing.T, p *program, of string) integration.Finding {
	t.Helper()
	checked, err := p.integration.CheckSetup(t.Context())
	require.NoError(t, err)
	all := slices.Concat(checked.Own, checked.Tenants)
	at := slices.IndexFunc(all, func(one integration.Finding) bool { return one.Name == of || string(one.Tenant) == of })
	require.GreaterOrEqual(t, at, 0, of)
	return all[at]
}

// objectID is the account of a kind by its id.
func objectID(server *cloudsim.Server, kind directory.TechnicianKind) string {
	for _, one := range server.Directory().Technicians() {
		if one.Kind == kind {
			return one.ObjectID
		}
	}
	return ""
}

// TestTheCheckTellsEveryPrerequisiteOfTheSimulatedCloudApart breaks one thing at a time, and mends it again.
func TestTheCheckTellsEveryPrerequisiteOfTheSimulatedCloudApart(t *testing.T) {
	server := startSimulation(t, 18, 100)
	server.Estate().Widen(server.Estate().Partner().ID, server.Estate().Client(), map[string][]string{
		estate.GraphResource: {"PrivilegedEligibilitySchedule.Read.AzureADGroup"},
	})
	p := startProgram(t, server)
	signIn(t, p)
	me, client := objectID(server, directory.Administrator), string(reachable(t, server, p)[0])
	technician := func(change func(*estate.Technician)) func() func() {
		return func() func() {
			var before estate.Technician
			server.Estate().ChangeTechnician(me, func(t *estate.Technician) { before = *t; change(t) })
			return func() { server.Estate().ChangeTechnician(me, func(t *estate.Technician) { *t = before }) }
		}
	}
	relationship := func(change func(r *graphsim.Relationship, a []graphsim.AccessAssignment)) func() func() {
		return func() func() {
			var before graphsim.Relationship
			var given []graphsim.AccessAssignment
			server.Estate().ChangeRelationship(client, func(r *graphsim.Relationship, a []graphsim.AccessAssignment) {
				before, given = *r, slices.Clone(a)
				change(r, a)
			})
			return func() {
				server.Estate().ChangeRelationship(client, func(r *graphsim.Relationship, a []graphsim.AccessAssignment) { *r = before; copy(a, given) })
			}
		}
	}
	faulty := func(rule fault.Rule) func() func() {
		return func() func() {
			id, err := server.Faults().Add(rule)
			require.NoError(t, err)
			return func() { server.Faults().Remove(id) }
		}
	}
	everyGroup := func(change func(a *graphsim.AccessAssignment)) func(*graphsim.Relationship, []graphsim.AccessAssignment) {
		return func(_ *graphsim.Relationship, all []graphsim.AccessAssignment) {
			for i := range all {
				change(&all[i])
			}
		}
	}
	const member, mfa, agents, permissions, pim = "Member of your tenant", "Microsoft multifactor authentication", "AdminAgents", "Application and permissions", "Groups to activate (PIM)"
	const policies = "Conditional Access at home"
	for _, sound := range []string{member, mfa, agents, permissions, pim, policies} {
		require.Equal(t, integration.Holds, findingOf(t, p, sound).Standing, findingOf(t, p, sound).Text)
	}
	require.Equal(t, integration.Healthy, findingOf(t, p, client).Standing, findingOf(t, p, client).Text)

	for name, c := range map[string]struct {
		breakIt  func() (mend func())
		of       string
		standing integration.Standing
		says     string
	}{
		"not in AdminAgents":          {technician(func(t *estate.Technician) { t.NotAgent = true }), agents, integration.Attention, "You are not a member."},
		"eligible for AdminAgents":    {technician(func(t *estate.Technician) { t.NotAgent, t.EligibleAgent = true, true }), agents, integration.Attention, "activate AdminAgents"},
		"in no group of GDAP":         {technician(func(t *estate.Technician) { t.Engineer = false }), client, integration.Broken, "none of your groups is mapped: GDAP Tier 2 Engineers"},
		"eligible for a group":        {technician(func(t *estate.Technician) { t.Engineer, t.EligibleEngineer = false, true }), client, integration.Broken, "activate GDAP Tier 2 Engineers."},
		"a group to activate":         {technician(func(t *estate.Technician) { t.Engineer, t.EligibleEngineer = false, true }), pim, integration.Attention, "GDAP Tier 2 Engineers"},
		"no consent at home":          {func() func() { return server.Estate().WithoutGrants(server.Estate().Partner().ID) }, permissions, integration.Broken, "not accepted"},
		"Partner Center wants MFA":    {faulty(fault.Rule{Service: fault.Partner, Kind: fault.Unauthorized}), mfa, integration.Broken, "did not accept the sign-in"},
		"Partner Center is down":      {faulty(fault.Rule{Service: fault.Partner, Kind: fault.WithPage(503)}), mfa, integration.CouldNotTell, "Partner Center"},
		"groups that are not shown":   {faulty(fault.Rule{Service: fault.Graph, PathContains: "transitiveMemberOf", Kind: fault.Denied}), agents, integration.CouldNotTell, "Could not read your groups"},
		"an account that is odd":      {faulty(fault.Rule{Service: fault.Graph, Operation: "GET /me", Kind: fault.Null}), member, integration.CouldNotTell, "Could not read your account"},
		"PIM that is not shown":       {faulty(fault.Rule{Service: fault.Graph, PathContains: "privilegedAccess", Kind: fault.Denied}), pim, integration.CouldNotTell, "which an administrator of your tenant can accept"},
		"mappings that are not read":  {faulty(fault.Rule{Service: fault.Graph, PathContains: "accessAssignments", Kind: fault.Denied}), client, integration.CouldNotTell, "Could not read the security groups"},
		"policies that are not shown": {technician(func(t *estate.Technician) { t.Roles = nil }), policies, integration.CouldNotTell, "Policies cannot be read with your roles."},
		"policies that are not there": {faulty(fault.Rule{Service: fault.Graph, PathContains: "conditionalAccess", Kind: fault.WithPage(503)}), policies, integration.CouldNotTell, "Could not read the Conditional Access policies"},
		"a sign-in that ends soon": {func() func() {
			home, _ := server.Directory().Open(server.Estate().Partner().ID)
			before := home.AccessPolicies()
			home.ChangePolicies(func(all []directory.AccessPolicy) []directory.AccessPolicy {
				return append(all, directory.AccessPolicy{
					ID: "c0ffee00-0000-4000-8000-000000000001", Name: "Sign in anew", State: "enabled", Users: []string{"All"}, Apps: []string{"All"}, Hours: 4,
				})
			})
			return func() { home.ChangePolicies(func([]directory.AccessPolicy) []directory.AccessPolicy { return before }) }
		}, policies, integration.Attention, "“Sign in anew” asks for a new sign-in after 4 hours"},
		"an end that is near": {relationship(func(r *graphsim.Relationship, _ []graphsim.AccessAssignment) {
			r.Ends, r.AutoExtend = time.Now().Add(12*24*time.Hour+time.Hour), "PT0S"
		}), client, integration.Soon, "GDAP ends in 12 days"},
		"a relationship that ended": {relationship(func(r *graphsim.Relationship, _ []graphsim.AccessAssignment) { r.Status = "terminated" }), client, integration.Broken, "No relationship is active"},
		"a mapping under way":       {relationship(everyGroup(func(a *graphsim.AccessAssignment) { a.Status = "pending" })), client, integration.Broken, "is pending"},
		"none of the three roles":   {relationship(everyGroup(func(a *graphsim.AccessAssignment) { a.Roles = []string{"f2ef992c-3afb-46b9-b7cf-a126ee74c451"} })), client, integration.Broken, "None of the roles that a sync takes"},
		"a role that is missing": {relationship(everyGroup(func(a *graphsim.AccessAssignment) {
			a.Roles = slices.DeleteFunc(slices.Clone(a.Roles), func(id string) bool {
				return id == "e8611ab8-c189-46e8-94e1-60213ab1f814" || id == "62e90394-69f5-4237-9190-012177145e10"
			})
		})), client, integration.Healthy, "Privileged Role Administrator, so roles are read only"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.of == client {
				require.NoError(t, p.store.SetConsented(t.Context(), m365.TenantID(client), "full"))
			}
			mend := c.breakIt()
			found := findingOf(t, p, c.of)
			mend()
			require.Equal(t, c.standing, found.Standing, found.Text)
			require.Contains(t, found.Text, c.says)
		})
	}
}

func TestTheCheckNamesWhatIsParticularAboutATenant(t *testing.T) {
	server := startSimulation(t, 18, 100)
	p := startProgram(t, server)
	signIn(t, p)
	for situation, c := range map[estate.Situation]struct {
		standing integration.Standing
		says     string
	}{
		estate.EndingSoon:       {integration.Soon, "does not extend by itself"},
		estate.NotInGroup:       {integration.Broken, "none of your groups is mapped: GDAP Migration Project 2024 is."},
		estate.NoRole:           {integration.Broken, "None of the roles that a sync takes"},
		estate.TwoRelationships: {integration.Attention, "2 relationships are active"},
	} {
		found := findingOf(t, p, server.Estate().In(situation)[0].ID)
		require.Equal(t, c.standing, found.Standing, "%s: %s", situation, found.Text)
		require.Contains(t, found.Text, c.says)
	}
	blocking := server.Estate().In(estate.BlocksPartners)[0].ID
	syncThem(t, p, m365.TenantID(blocking))
	found := findingOf(t, p, blocking)
	require.Equal(t, integration.Broken, found.Standing)
	require.Equal(t, integration.TellCustomer, found.Remedy)
	require.Contains(t, found.Words, "AADSTS53003")
}

func TestTheCheckTellsAnAccountWithoutMFAFromTheOthers(t *testing.T) {
	server := startSimulation(t, 6, 60)
	p := startProgram(t, server, func(in *environment) {
		in.openBrowser = cloudsim.Walker{Account: technician(server, directory.NoMFA)}.OpenURL
	})
	ctx := t.Context()
	require.NoError(t, p.integration.TurnOn(ctx))
	require.NoError(t, p.integration.Save(ctx, p.cloud.Tenant, p.cloud.ClientID))
	// It is signed in, and told what it cannot do.
	_, err := p.integration.SignIn(ctx, "full", func(string) {})
	require.Error(t, err)
	require.Equal(t, integration.Broken, findingOf(t, p, "Microsoft multifactor authentication").Standing)
	require.Equal(t, integration.Holds, findingOf(t, p, "Member of your tenant").Standing)
}
