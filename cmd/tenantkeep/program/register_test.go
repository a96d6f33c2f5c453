package program

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// withoutApplication starts a simulated cloud in which nobody registered Tenantkeep.
func withoutApplication(t *testing.T) *cloudsim.Server {
	t.Helper()
	server := startSimulation(t, 6, 60)
	app := registrations(server, "Tenantkeep")[0]
	app.DisplayName = "Another program"
	_, ok := server.Estate().SaveApplication(app)
	require.True(t, ok)
	return server
}

// registrations are the applications of a name.
func registrations(server *cloudsim.Server, name string) []graphsim.Application {
	return slices.DeleteFunc(server.Estate().Applications(), func(app graphsim.Application) bool { return app.DisplayName != name })
}

func create(t *testing.T, p *program, tier access.Tier) (string, error) {
	t.Helper()
	return p.integration.CreateApplication(t.Context(), p.cloud.Tenant, tier, func(string) {}, func(string) {})
}

// requireNothingBorrowed fails the test where Microsoft's client for administrators still has a grant.
func requireNothingBorrowed(t *testing.T, server *cloudsim.Server) {
	t.Helper()
	_, granted := server.Estate().Consented(server.Estate().Partner().ID, estate.CommandLineTools)
	require.False(t, granted, "what the creation borrowed is taken back")
}

func TestTheApplicationIsCreatedWithTheTiersPermissionsAndTheProgramGoesOnWithIt(t *testing.T) {
	server := withoutApplication(t)
	p := startProgram(t, server)
	clientID, err := create(t, p, access.ReadOnly)
	require.NoError(t, err)
	made := registrations(server, "Tenantkeep")
	require.Len(t, made, 1)
	require.Equal(t, clientID, made[0].AppID)
	require.Equal(t, "AzureADMultipleOrgs", made[0].Audience)
	require.Equal(t, []string{"http://localhost"}, made[0].Redirects)
	require.True(t, made[0].Fallback)
	require.Len(t, made[0].Access[access.GraphAppID], len(access.Permissions(access.ReadOnly))-1)
	require.Len(t, made[0].Access[access.PartnerAppID], 1)
	requireNothingBorrowed(t, server)

	ctx := t.Context()
	require.NoError(t, p.integration.TurnOn(ctx))
	require.NoError(t, p.integration.Save(ctx, p.cloud.Tenant, clientID))
	_, err = p.integration.SignIn(ctx, access.ReadOnly, func(string) {})
	require.NoError(t, err)
	ids := healthy(t, p)
	syncThem(t, p, ids[0])
	synced, err := p.store.Tenant(ctx, ids[0])
	require.NoError(t, err)
	require.Equal(t, m365.Synced, synced.Status, "%v", synced.Failure)
}

func TestAnApplicationThatIsThereIsCompletedAndNotCreatedTwice(t *testing.T) {
	server := withoutApplication(t)
	p := startProgram(t, server)
	first, err := create(t, p, access.ReadOnly)
	require.NoError(t, err)
	second, err := create(t, p, access.Full)
	require.NoError(t, err)
	require.Equal(t, first, second)
	made := registrations(server, "Tenantkeep")
	require.Len(t, made, 1)
	require.Greater(t, len(made[0].Access[access.GraphAppID]), len(access.Permissions(access.Full))-1, "what was there stays")

	other := made[0]
	other.ID = ""
	_, ok := server.Estate().SaveApplication(other)
	require.True(t, ok)
	_, err = create(t, p, access.Full)
	require.Error(t, err)
	require.Contains(t, p.explainer.Explain(err, "").What, "Several applications of your tenant are called Tenantkeep")
}

func TestTheApplicationIsCreatedOnceWhateverHappensToTheAnswers(t *testing.T) {
	for name, rule := range map[string]fault.Rule{
		"the answer to the registration is cut":         {Service: fault.Graph, Operation: "POST /applications", Kind: fault.Cut, Times: 1},
		"the answer to the registration is a gateway's": {Service: fault.Graph, Operation: "GET /applications", Kind: fault.WithPage(502), Times: 1},
		"the enterprise application is not yet known":   {Service: fault.Graph, Operation: "POST /servicePrincipals", Kind: fault.BadRequest, Times: 1},
		"the answer to the enterprise application cut":  {Service: fault.Graph, Operation: "POST /servicePrincipals", Kind: fault.Cut, Times: 1},
		"the answer to the consent is cut":              {Service: fault.Graph, Operation: "POST /oauth2PermissionGrants", Kind: fault.Cut, Times: 1},
		"Microsoft limits the requests":                 {Service: fault.Graph, Kind: fault.Throttled, Times: 2},
		"the answer to the taking back is cut":          {Service: fault.Graph, Method: "DELETE", PathContains: "oauth2PermissionGrants", Kind: fault.Cut, Times: 1},
	} {
		t.Run(name, func(t *testing.T) {
			server := withoutApplication(t)
			p := startProgram(t, server)
			_, err := server.Faults().Add(rule)
			require.NoError(t, err)
			clientID, err := create(t, p, access.ReadOnly)
			require.NoError(t, err)
			require.Len(t, registrations(server, "Tenantkeep"), 1)
			granted, ok := server.Estate().Consented(server.Estate().Partner().ID, clientID)
			require.True(t, ok)
			require.Len(t, granted, 2)
			requireNothingBorrowed(t, server)
		})
	}
}

func TestWhoMayNotCreateTheApplicationIsToldAndNothingIsLeft(t *testing.T) {
	for name, c := range map[string]struct {
		walker func(*cloudsim.Server) cloudsim.Walker
		rule   fault.Rule
		says   string
	}{
		"who declines": {func(*cloudsim.Server) cloudsim.Walker { return cloudsim.Walker{Decline: true} }, fault.Rule{}, "declined"},
		"a guest": {func(s *cloudsim.Server) cloudsim.Walker {
			return cloudsim.Walker{Account: technician(s, directory.GuestAccount)}
		}, fault.Rule{}, "guest"},
		"whom Microsoft refuses": {
			func(*cloudsim.Server) cloudsim.Walker { return cloudsim.Walker{} },
			fault.Rule{Service: fault.Graph, Operation: "POST /applications", Kind: fault.Denied},
			"register the application",
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := withoutApplication(t)
			p := startProgram(t, server, func(in *environment) { in.openBrowser = c.walker(server).OpenURL })
			if c.rule.Kind != "" {
				_, err := server.Faults().Add(c.rule)
				require.NoError(t, err)
			}
			_, err := create(t, p, access.ReadOnly)
			require.Error(t, err)
			failure := p.explainer.Explain(err, "your tenant")
			require.Contains(t, failure.Sentence(), c.says)
			require.NotEmpty(t, failure.Do)
			require.Empty(t, registrations(server, "Tenantkeep"))
			if name != "a guest" {
				requireNothingBorrowed(t, server)
			}
		})
	}
}

// createTwice creates the application for a small tier, completes it for a wide one, and counts the writes.
func (d *harness) createTwice(t *testing.T, server *cloudsim.Server) (writes int) {
	t.Helper()
	app := registrations(server, "Tenantkeep")[0]
	app.DisplayName = "Another program"
	_, ok := server.Estate().SaveApplication(app)
	require.True(t, ok)
	for _, tier := range []access.Tier{access.ReadOnly, access.Full} {
		_, err := create(t, d.program, tier)
		require.NoError(t, err)
	}
	// The application, its principal, two consents and what was borrowed; then the application, a consent and what was borrowed.
	return 5 + 3
}
