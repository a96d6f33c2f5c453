package program

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestACloudWithoutPartnerCenterTakesASignInAndSaysWhyNothingIsSynced(t *testing.T) {
	p := startProgram(t, startSimulation(t, 3, 30), func(in *environment) { in.cloud.PartnerCenter = "" })
	signIn(t, p)
	require.True(t, p.session.SignedIn())
	id := healthy(t, p)[0]
	syncThem(t, p, id)
	tenant, err := p.store.Tenant(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, m365.Failed, tenant.Status)
	require.NotNil(t, tenant.Failure)
	require.Contains(t, tenant.Failure.What, "Partner Center")
}

// network leads to one cloud alone, by the names of its hosts, and notes who else was asked for.
type network struct {
	server *cloudsim.Server
	wire   http.RoundTripper

	mu      sync.Mutex
	asked   map[string]bool
	foreign []string
}

func (n *network) RoundTrip(request *http.Request) (*http.Response, error) {
	address, served := n.server.Listening(request.URL.Host)
	n.mu.Lock()
	n.asked[request.URL.Host] = true
	if !served {
		n.foreign = append(n.foreign, request.URL.Host)
	}
	n.mu.Unlock()
	if !served {
		return nil, errors.New("no such host: " + request.URL.Host)
	}
	moved := request.Clone(request.Context())
	moved.Host = request.URL.Host
	moved.URL.Scheme, moved.URL.Host, _ = strings.Cut(address, "://")
	response, err := n.wire.RoundTrip(moved)
	if response != nil {
		response.Request = request
	}
	return response, err
}

// browser is the same network, in which this computer is reached too.
func (n *network) browser() http.RoundTripper {
	return roundTripper(func(request *http.Request) (*http.Response, error) {
		if strings.HasPrefix(request.URL.Host, "localhost:") {
			return http.DefaultTransport.RoundTrip(request)
		}
		return n.RoundTrip(request)
	})
}

// startCloud simulates one of Microsoft's clouds under the names of its hosts, and starts the program for it.
func startCloud(t *testing.T, in cloud.Cloud) (*program, *network, *[]string) {
	t.Helper()
	server, err := cloudsim.Start(t.Context(), cloudsim.Options{
		Seed: 1, Tenants: 3, Users: 30, Dir: t.TempDir(),
		Names: cloudsim.Names{SignIn: in.Authority, Graph: in.Graph, PartnerCenter: in.PartnerCenter},
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close()) })
	simulated, err := cloud.Parse(server.Cloud(), t.TempDir())
	require.NoError(t, err)
	way := &network{server: server, wire: simulated.Transport(), asked: make(map[string]bool)}
	walker := cloudsim.Walker{Account: technician(server, directory.Administrator), Transport: way.browser()}
	opened := new([]string)
	p := startProgram(t, server, func(env *environment) {
		env.cloud = in
		env.cloud.Tenant, env.cloud.ClientID = simulated.Tenant, simulated.ClientID
		env.wrap = func(http.RoundTripper) http.RoundTripper { return way }
		env.openBrowser = func(url string) error {
			if strings.HasPrefix(url, in.Authority) {
				return walker.OpenURL(url)
			}
			*opened = append(*opened, url)
			return nil
		}
	})
	return p, way, opened
}

func TestInEveryCloudOneSignsInSyncsAndOpensPortalsAndNoOtherCloudIsAsked(t *testing.T) {
	for _, in := range cloud.Ready() {
		t.Run(in.Name, func(t *testing.T) {
			p, way, opened := startCloud(t, in)
			signIn(t, p)
			id := healthy(t, p)[0]
			if in.PartnerCenter == "" {
				id = p.cloud.Tenant // which needs no consent from there
			}
			syncThem(t, p, id)
			tenant, err := p.store.Tenant(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, m365.Synced, tenant.Status, "%+v", tenant.Failure)
			count, err := p.store.CountUsers(t.Context())
			require.NoError(t, err)
			require.Positive(t, count)

			services := p.services().Portals
			for _, one := range services.Portals() {
				link, err := services.Link(one.ID, tenant)
				require.NoError(t, err, one.Name)
				require.NoError(t, services.Open(t.Context(), link))
				require.Contains(t, portalPage(t, way.server, link), tenant.Name, "%s opens in the tenant", one.Name)
			}
			require.Len(t, *opened, len(services.Portals()))

			require.Empty(t, way.foreign)
			require.True(t, way.asked[strings.TrimPrefix(in.Graph, "https://")])
			require.True(t, way.asked[strings.TrimPrefix(in.Authority, "https://")])
		})
	}
}

// portalPage is what the simulated portal shows at an address.
func portalPage(t *testing.T, server *cloudsim.Server, link string) string {
	t.Helper()
	response, err := http.Get(server.PortalBase() + strings.TrimPrefix(link, "https://"))
	require.NoError(t, err)
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.NotContains(t, string(page), "<h1 id=\"portal\">"+response.Request.URL.Host)
	return string(page)
}
