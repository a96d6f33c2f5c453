package program

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// jobsEnd waits for the end of the job that something starts.
func jobsEnd(t *testing.T, p *program, start func(ctx context.Context) error) integration.Job {
	t.Helper()
	ended := make(chan integration.Job, 1)
	stop := p.integration.JobChanged.Listen(func(job integration.Job) {
		if job.Ended {
			ended <- job
		}
	})
	defer stop()
	require.NoError(t, start(t.Context()))
	select {
	case job := <-ended:
		return job
	case <-time.After(longest):
		t.Fatal("the job did not end")
		return integration.Job{}
	}
}

func turnOff(ctx context.Context, p *program) error {
	return p.integration.TurnOff(ctx, true, func(string) {})
}

// requireNothingOfOurs fails the test where a simulated tenant holds the application, a grant or a consent of it.
func requireNothingOfOurs(t *testing.T, server *cloudsim.Server) {
	t.Helper()
	app := server.Estate().Client().ID
	for _, tenant := range server.Directory().Tenants() {
		for _, principal := range server.Estate().ServicePrincipals(tenant.ID) {
			require.NotEqual(t, app, principal.AppID, "%s holds the enterprise application", tenant.Name)
		}
		require.Empty(t, server.Estate().Grants(tenant.ID), "%s holds a grant", tenant.Name)
		_, consented := server.Estate().Consented(tenant.ID, app)
		require.False(t, consented, "%s holds a consent", tenant.Name)
	}
}

// requireNothingOfClients fails the test where a file of the data folder holds the name, a domain or the id of a client.
func requireNothingOfClients(t *testing.T, server *cloudsim.Server, folder string) {
	t.Helper()
	var names []string
	for _, tenant := range server.Directory().Tenants() {
		names = append(names, tenant.Name, tenant.ID, tenant.DefaultDomain, tenant.InitialDomain)
	}
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, name := range names {
			require.False(t, bytes.Contains(bytes.ToLower(content), []byte(strings.ToLower(name))), "%s holds %q", path, name)
		}
		return err
	}))
}

// reachable are the healthy tenants whose policies let partners in.
func reachable(t *testing.T, server *cloudsim.Server, p *program) []m365.TenantID {
	return slices.DeleteFunc(healthy(t, p), func(id m365.TenantID) bool {
		return server.Estate().BlocksPartners(string(id))
	})
}

func TestTurnOffOfATenantThatBlocksPartnersTakesTheConsentBackAndNamesWhatStays(t *testing.T) {
	server := startSimulation(t, 18, 100)
	p := startProgram(t, server)
	signIn(t, p)
	blocking := server.Estate().In(estate.BlocksPartners)[0].ID
	syncThem(t, p, m365.TenantID(blocking))
	require.True(t, jobsEnd(t, p, func(ctx context.Context) error { return turnOff(ctx, p) }).Failed)
	off, _, err := p.integration.TurningOff(t.Context())
	require.NoError(t, err)
	require.Equal(t, m365.RemovalFailed, off.Removals[0].State)
	require.Equal(t, "AADSTS53003", off.Removals[0].Failure.Code)
	require.Equal(t, m365.RemovalStopped, off.Removals[1].State)

	require.NoError(t, p.integration.FinishTurningOff(t.Context()))
	_, consented := server.Estate().Consented(blocking, server.Estate().Client().ID)
	require.False(t, consented)
	require.Empty(t, server.Estate().Grants(server.Estate().Partner().ID), "the own tenant is cleared")
	requireNothingOfClients(t, server, p.folder)
}

func TestTurnOffLeavesNothingInTheTenantsAndNothingOfThemHereAndCanBeTurnedOnAgain(t *testing.T) {
	server := startSimulation(t, 18, 300)
	p := startProgram(t, server)
	signIn(t, p)
	ids := reachable(t, server, p)
	syncThem(t, p, append(ids, m365.TenantID(server.Estate().Partner().ID))...)
	require.NoError(t, p.integration.Unsync(t.Context(), ids[:1]))

	job := jobsEnd(t, p, func(ctx context.Context) error { return turnOff(ctx, p) })
	require.False(t, job.Failed, "%s %s", job.Text, job.Details)
	requireNothingOfOurs(t, server)
	requireNothingOfClients(t, server, p.folder)
	require.False(t, p.session.SignedIn())

	signIn(t, p)
	syncThem(t, p, ids[0])
	again, err := p.store.Tenant(t.Context(), ids[0])
	require.NoError(t, err)
	require.Equal(t, m365.Synced, again.Status, "%v", again.Failure)
}

func TestTurnOffNamesTheTenantThatAFaultKeepsItOutOfAndClearsItOnceTheFaultIsOver(t *testing.T) {
	for name, rule := range map[string]fault.Rule{
		"Microsoft does not delete":                 {Service: fault.Graph, Method: "DELETE", PathContains: "/servicePrincipals/", Kind: fault.Denied},
		"Microsoft does not show the application":   {Service: fault.Graph, PathContains: "/servicePrincipals", Kind: fault.Null},
		"Partner Center refuses":                    {Service: fault.Partner, Kind: fault.Denied},
		"a proxy answers in Partner Center's place": {Service: fault.Partner, Kind: fault.WithPage(403)},
		"the sign-in service is down":               {Service: fault.Login, Kind: fault.BadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			server := startSimulation(t, 18, 100)
			p := startProgram(t, server)
			signIn(t, p)
			ids := reachable(t, server, p)[:2]
			syncThem(t, p, ids...)
			rule.Tenant = string(ids[0])
			added, err := server.Faults().Add(rule)
			require.NoError(t, err)

			job := jobsEnd(t, p, func(ctx context.Context) error { return turnOff(ctx, p) })
			require.True(t, job.Failed)
			off, found, err := p.integration.TurningOff(t.Context())
			require.NoError(t, err)
			require.True(t, found)
			at := slices.IndexFunc(off.Removals, func(r m365.Removal) bool { return r.Tenant == ids[0] })
			require.Equal(t, m365.RemovalFailed, off.Removals[at].State)
			require.NotEmpty(t, off.Removals[at].Failure.What)
			require.NotEmpty(t, off.Removals[at].Failure.Do)
			_, consented := server.Estate().Consented(string(ids[1]), server.Estate().Client().ID)
			require.False(t, consented, "the fault of one tenant keeps no other from being cleared")

			server.Faults().Remove(added)
			job = jobsEnd(t, p, func(ctx context.Context) error { return p.integration.GoOnTurningOff(ctx, func(string) {}) })
			require.False(t, job.Failed, "%s %s", job.Text, job.Details)
			requireNothingOfOurs(t, server)
			requireNothingOfClients(t, server, p.folder)
		})
	}
}

func TestTurnOffIsDoneOnceWhateverHappensToTheAnswers(t *testing.T) {
	for name, rule := range map[string]fault.Rule{
		"the deletion's answer is cut":         {Service: fault.Graph, Method: "DELETE", PathContains: "/servicePrincipals/", Kind: fault.Cut, Times: 3},
		"the deletion is throttled":            {Service: fault.Graph, Method: "DELETE", PathContains: "/servicePrincipals/", Kind: fault.Throttled, Times: 2},
		"a consent takes a while":              {Service: fault.Partner, Kind: fault.Propagating, Delay: 3 * time.Second},
		"Partner Center's answers are cut":     {Service: fault.Partner, Kind: fault.Cut, Times: 2},
		"Partner Center is out of order a bit": {Service: fault.Partner, Kind: fault.Unavailable, Times: 2},
	} {
		t.Run(name, func(t *testing.T) {
			server := startSimulation(t, 18, 100)
			p := startProgram(t, server)
			signIn(t, p)
			syncThem(t, p, reachable(t, server, p)[:2]...)
			_, err := server.Faults().Add(rule)
			require.NoError(t, err)
			job := jobsEnd(t, p, func(ctx context.Context) error { return turnOff(ctx, p) })
			require.False(t, job.Failed, "%s %s", job.Text, job.Details)
			requireNothingOfOurs(t, server)
		})
	}
}

// turnOff turns the program of a harness off, and counts the applications that it deleted.
func (d *harness) turnOff(t *testing.T) (deleted int) {
	t.Helper()
	jobsEnd(t, d.program, func(ctx context.Context) error { return turnOff(ctx, d.program) })
	off, _, err := d.program.integration.TurningOff(t.Context())
	require.NoError(t, err)
	for _, removal := range off.Removals {
		if removal.State == m365.RemovalDone {
			deleted++
		}
	}
	require.Greater(t, deleted, 5)
	return deleted
}
