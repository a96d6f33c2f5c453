package program

import (
	"context"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// longest is how long a test waits for what must happen.
const longest = 2 * time.Minute

// startSimulation starts a simulated cloud that ends with the test.
func startSimulation(t *testing.T, tenants, users int) *cloudsim.Server {
	t.Helper()
	server, err := cloudsim.Start(t.Context(), cloudsim.Options{Seed: 1, Tenants: tenants, Users: users, Dir: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close()) })
	return server
}

// startProgram starts the program without a window, in a data folder of the test.
func startProgram(t *testing.T, server *cloudsim.Server, change ...func(*environment)) *program {
	t.Helper()
	chosen, err := cloud.Parse(server.Cloud(), t.TempDir())
	require.NoError(t, err)
	in := environment{
		cloud:       chosen,
		folder:      t.TempDir(),
		version:     "0.1.0",
		openBrowser: cloudsim.Walker{Account: technician(server, directory.Administrator)}.OpenURL,
		log:         slog.New(slog.DiscardHandler),
	}
	for _, apply := range change {
		apply(&in)
	}
	p, err := newProgram(t.Context(), in)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.close(context.WithoutCancel(t.Context()))) })
	return p
}

// technician is the account of a kind.
func technician(server *cloudsim.Server, kind directory.TechnicianKind) string {
	for _, one := range server.Directory().Technicians() {
		if one.Kind == kind {
			return one.UPN
		}
	}
	return ""
}

// signIn connects the program to the simulated partner tenant.
func signIn(t *testing.T, p *program) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), longest)
	defer cancel()
	require.NoError(t, p.integration.TurnOn(ctx))
	tenant, err := p.integration.Check(ctx, string(p.cloud.Tenant))
	require.NoError(t, err)
	require.NoError(t, p.integration.Save(ctx, tenant, p.cloud.ClientID))
	_, err = p.integration.SignIn(ctx, access.Full, func(string) {})
	require.NoError(t, err)
}

// syncThem syncs tenants and waits for the end of all.
func syncThem(t *testing.T, p *program, ids ...m365.TenantID) {
	t.Helper()
	ended := make(chan struct{}, 1)
	stop := p.integration.JobChanged.Listen(func(job integration.Job) {
		if job.Ended {
			ended <- struct{}{}
		}
	})
	defer stop()
	require.NoError(t, p.integration.Sync(t.Context(), ids))
	select {
	case <-ended:
	case <-time.After(longest):
		t.Fatal("the sync did not end")
	}
}

// healthy lists the tenants whose sync should succeed, the primary one left out.
func healthy(t *testing.T, p *program) []m365.TenantID {
	t.Helper()
	tenants, err := p.store.Tenants(t.Context())
	require.NoError(t, err)
	var ids []m365.TenantID
	for _, tenant := range tenants {
		if tenant.Access.State == m365.AccessHealthy {
			ids = append(ids, tenant.ID)
		}
	}
	require.NotEmpty(t, ids)
	return ids
}

// through lets a function see every exchange.
type through func(request *http.Request, next http.RoundTripper) (*http.Response, error)

func (f through) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(request *http.Request) (*http.Response, error) { return f(request, next) })
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }
