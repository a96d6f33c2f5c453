package cloudsim_test

import (
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
)

// clock is a clock that tests set. It starts today, for MSAL compares expiries with the true time.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Now()} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func TestTheCloudFileLeadsToTheServer(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	path := filepath.Join(t.TempDir(), "cloud.json")
	require.NoError(t, server.CloudFile(path))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var file map[string]any
	require.NoError(t, json.Unmarshal(data, &file))
	require.Equal(t, map[string]any{
		"name": "Demo", "authority": server.Authority(), "graph": server.Graph(), "partnerCenter": server.PartnerCenter(),
		"caFile": server.CAFile(), "portalBase": server.PortalBase(), "clientId": server.Estate().Client().ID,
		"tenant": server.Estate().Partner().ID, "demo": true,
	}, file)
	require.True(t, strings.HasPrefix(server.Authority(), "https://127.0.0.1:"))
	require.True(t, strings.HasPrefix(server.Graph(), "http://127.0.0.1:"))
	require.True(t, strings.HasSuffix(server.PortalBase(), "/portal/"))
	require.True(t, filepath.IsAbs(server.CAFile()))
}

func TestTheSameDirKeepsAddressesAndCertificate(t *testing.T) {
	dir := t.TempDir()
	run := func() (cloud, certificate []byte) {
		server, err := cloudsim.Start(t.Context(), cloudsim.Options{Seed: 1, Users: 100, Dir: dir})
		require.NoError(t, err)
		certificate, err = os.ReadFile(server.CAFile())
		require.NoError(t, err)
		cloud = server.Cloud()
		require.NoError(t, server.Close())
		return cloud, certificate
	}
	firstCloud, firstCertificate := run()
	secondCloud, secondCertificate := run()
	require.Equal(t, string(firstCloud), string(secondCloud))
	require.Equal(t, firstCertificate, secondCertificate)
}

func TestAPortThatIsTakenIsReplaced(t *testing.T) {
	dir := t.TempDir()
	first, err := cloudsim.Start(t.Context(), cloudsim.Options{Seed: 1, Users: 100, Dir: dir})
	require.NoError(t, err)
	graph := strings.TrimPrefix(first.Graph(), "http://")
	authority := first.Authority()
	require.NoError(t, first.Close())
	var config net.ListenConfig
	taken, err := config.Listen(t.Context(), "tcp", graph)
	require.NoError(t, err)
	defer taken.Close()

	second := start(t, cloudsim.Options{Seed: 1, Dir: dir})
	require.Equal(t, authority, second.Authority())
	require.NotEqual(t, "http://"+graph, second.Graph())
}

func TestAddressesThatOthersCouldReachAreRefused(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":8080", "192.168.1.1:0", "localhost", "127.0.0.1:seven", "127.0.0.1:65534"} {
		_, err := cloudsim.Start(t.Context(), cloudsim.Options{Seed: 1, Users: 100, Addr: addr})
		require.Error(t, err, addr)
	}
}

func TestSignedInProgramsAndConsentsSurviveARestart(t *testing.T) {
	dir := t.TempDir()
	first, err := cloudsim.Start(t.Context(), cloudsim.Options{Seed: 1, Users: 100, Dir: dir})
	require.NoError(t, err)
	p := newProgram(t, first)
	require.NoError(t, p.signIn(cloudsim.Walker{Account: account(t, first, directory.Administrator)}))
	customer := first.Estate().In(estate.Healthy)[0].ID
	require.Equal(t, http.StatusCreated, p.consent(customer).status)
	require.NoError(t, first.Close())

	p.server = start(t, cloudsim.Options{Seed: 1, Users: 100, Dir: dir})
	_, err = p.silent(customer, p.graphScope())
	require.NoError(t, err)
	require.NoError(t, p.server.StartOver())
	_, err = p.silent(p.server.Estate().In(estate.Healthy)[1].ID, p.graphScope())
	require.Equal(t, []int{90099}, refusalIn(t, err).Codes, "still signed in, consents forgotten")
	require.Empty(t, p.server.Estate().Grants(customer))
}

func TestCloseEndsRequestsUnderWayAndMayBeRepeated(t *testing.T) {
	server, err := cloudsim.Start(t.Context(), cloudsim.Options{Seed: 1, Users: 100})
	require.NoError(t, err)
	_, err = server.Faults().Add(fault.Rule{Kind: fault.Slow, Delay: time.Hour})
	require.NoError(t, err)
	client := trusting(t, server)
	answered := make(chan error)
	go func() {
		response, err := client.Get(server.Graph() + "/v1.0/users")
		if err == nil {
			err = response.Body.Close()
		}
		answered <- err
	}()
	require.Eventually(t, func() bool { return server.Faults().List()[0].Hits == 1 }, 10*time.Second, time.Millisecond)
	require.NoError(t, server.Close())
	require.Error(t, <-answered)
	require.NoError(t, server.Close())
	require.NoFileExists(t, server.CAFile(), "a folder of its own goes with it")
}

func TestOnlyItsOwnAddressIsServed(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	client := trusting(t, server)
	for _, address := range []string{server.Graph() + "/v1.0/users", server.Control() + "/rules", server.Pages() + "/device"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		require.NoError(t, err)
		request.Host = "rebound.example"
		response, err := client.Do(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, http.StatusMisdirectedRequest, response.StatusCode)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.Control()+"/start-over", nil)
	require.NoError(t, err)
	request.Header.Set("Origin", "https://evil.example")
	response, err := client.Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusForbidden, response.StatusCode)
}

func TestTheCertificateIsGoodForThisMachineOnly(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	client := trusting(t, server)
	u, err := url.Parse(server.Authority())
	require.NoError(t, err)
	for _, host := range []string{"127.0.0.1", "localhost"} {
		got := send(t, client, "GET", "https://"+host+":"+u.Port()+"/organizations/v2.0/.well-known/openid-configuration", "", "")
		require.Equal(t, http.StatusOK, got.status)
	}
	info, err := os.Stat(filepath.Join(filepath.Dir(server.CAFile()), "ca-key.pem"))
	require.NoError(t, err)
	if runtime.GOOS != "windows" { // which keeps rights otherwise
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
}

func TestPortalPagesNamePortalAndTenant(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	client := trusting(t, server)
	tenant := server.Directory().Tenants()[1]
	cases := []struct{ path, portal string }{
		{"entra.microsoft.com/" + tenant.DefaultDomain, "Microsoft Entra admin center"},
		{"portal.azure.com/" + tenant.DefaultDomain, "Azure portal"},
		{"admin.cloud.microsoft/exchange?delegatedOrg=" + tenant.InitialDomain, "Exchange admin center"},
		{"admin.cloud.microsoft/?delegatedOrg=" + tenant.InitialDomain, "Microsoft 365 admin center"},
		{"intune.microsoft.com/" + tenant.DefaultDomain, "Microsoft Intune admin center"},
		{"security.microsoft.com/?tid=" + tenant.ID, "Microsoft Defender portal"},
		{tenant.SharePointName + "-admin.sharepoint.com", "SharePoint admin center"},
		{"admin.teams.microsoft.com/?delegatedOrg=" + tenant.InitialDomain, "Microsoft Teams admin center"},
	}
	for _, c := range cases {
		t.Run(c.portal, func(t *testing.T) {
			page := send(t, client, "GET", server.PortalBase()+c.path, "", "")
			require.Equal(t, http.StatusOK, page.status)
			require.Contains(t, page.body, `<h1 id="portal">`+c.portal+`</h1>`)
			require.Contains(t, page.body, tenant.ID)
		})
	}
	page := send(t, client, "GET", server.PortalBase()+"entra.microsoft.com/nobody.example", "", "")
	require.Contains(t, page.body, "no tenant of this simulation")
}

func TestTheControlInterface(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	client := trusting(t, server)
	var rows []struct{ ID, Name, Situation string }
	send(t, client, "GET", server.Control()+"/tenants", "", "").json(t, &rows)
	require.Len(t, rows, directory.DefaultTenants)

	added := send(t, client, "POST", server.Control()+"/rules", "", `{"service":"graph","kind":"503"}`)
	require.Equal(t, http.StatusCreated, added.status)
	require.Len(t, server.Faults().List(), 1)
	require.Equal(t, http.StatusNoContent, send(t, client, "POST", server.Control()+"/start-over", "", "").status)
	require.Empty(t, server.Faults().List())
	require.Equal(t, http.StatusNotFound, send(t, client, "POST", server.Control()+"/challenge/nobody", "", "").status)
	require.Equal(t, http.StatusNoContent, send(t, client, "POST", server.Control()+"/challenge/"+rows[0].ID, "", "").status)
}
