package program

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// TestAClientsTenantIsNotTakenForOnesOwn gives the domain of a client as Tenant ID: at first, and once the clients are listed.
func TestAClientsTenantIsNotTakenForOnesOwn(t *testing.T) {
	server := startSimulation(t, 24, 300)
	client := server.Estate().In(estate.Healthy)[0]
	domain := client.Domain
	fresh := startProgram(t, server)
	said := signInTo(t, fresh, domain)
	require.Contains(t, said.What, domain)
	require.Contains(t, said.What, client.ID)
	require.Contains(t, said.What, "an account of another tenant")
	require.Contains(t, said.Do, "your own CSP tenant as Tenant ID")
	require.NotContains(t, said.Sentence(), "Sync")

	known := startProgram(t, server)
	signIn(t, known)
	_, err := known.integration.Check(t.Context(), domain)
	said = known.explainer.Explain(err, "")
	own := m365.DomainOf(technician(server, directory.Administrator))
	require.Contains(t, said.What, client.Name+" ("+domain+", "+client.ID+"), a client of")
	require.Contains(t, said.What, own)
	require.Contains(t, said.Do, own)
}

// TestTheTenantOfAnAccountIsFoundWithTheApplicationAndWithMicrosoftsOwn signs in at no tenant in particular.
func TestTheTenantOfAnAccountIsFoundWithTheApplicationAndWithMicrosoftsOwn(t *testing.T) {
	server := startSimulation(t, 6, 60)
	p := startProgram(t, server)
	partner := server.Estate().Partner()
	ctx, cancel := context.WithTimeout(t.Context(), longest)
	defer cancel()
	for _, clientID := range []string{p.cloud.ClientID, ""} {
		own, err := p.integration.FindTenant(ctx, clientID, func(string) {})
		require.NoError(t, err)
		require.Equal(t, integration.OwnTenant{
			Account: technician(server, directory.Administrator), ID: m365.TenantID(partner.ID), Name: partner.Name, Domain: partner.Domain,
		}, own)
		require.False(t, p.session.SignedIn(), "nothing is kept of it")
	}
}

func TestATenantThatIsNotFoundSaysWhy(t *testing.T) {
	server := startSimulation(t, 6, 60)
	p := startProgram(t, server, func(in *environment) { in.openBrowser = cloudsim.Walker{Decline: true}.OpenURL })
	_, err := p.integration.FindTenant(t.Context(), "", func(string) {})
	said := p.explainer.Explain(err, "")
	require.Contains(t, said.Sentence(), "declined")
}

// signInTo is what the person reads who gives a tenant as their own.
func signInTo(t *testing.T, p *program, tenant string) m365.Failure {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), longest)
	defer cancel()
	require.NoError(t, p.integration.TurnOn(ctx))
	id, err := p.integration.Check(ctx, tenant)
	require.NoError(t, err)
	require.NoError(t, p.integration.Save(ctx, id, p.cloud.ClientID))
	_, err = p.integration.SignIn(ctx, access.Full, func(string) {})
	require.Error(t, err)
	return p.explainer.Explain(err, "")
}

func TestAnAccountWithoutMFAIsSignedInAndToldSo(t *testing.T) {
	server := startSimulation(t, 4, 60)
	bare := technician(server, directory.NoMFA)
	p := startProgram(t, server, func(in *environment) { in.openBrowser = cloudsim.Walker{Account: bare}.OpenURL })
	said := signInTo(t, p, string(p.cloud.Tenant))
	require.Contains(t, said.What, bare+" signed in without multifactor authentication")
	require.Contains(t, said.Do, "Set up MFA")
	connection, err := p.store.Connection(t.Context())
	require.NoError(t, err)
	require.True(t, connection.Authenticated())
}
