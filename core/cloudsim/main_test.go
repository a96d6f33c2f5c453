package cloudsim_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T, options cloudsim.Options) *cloudsim.Server {
	t.Helper()
	if options.Users == 0 {
		options.Users = 300
	}
	server, err := cloudsim.Start(t.Context(), options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close()) })
	return server
}

// trusting returns a client that trusts the simulated cloud and nobody else.
func trusting(t *testing.T, server *cloudsim.Server) *http.Client {
	t.Helper()
	certificate, err := os.ReadFile(server.CAFile())
	require.NoError(t, err)
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(certificate))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func account(t *testing.T, server *cloudsim.Server, kind directory.TechnicianKind) string {
	t.Helper()
	for _, technician := range server.Directory().Technicians() {
		if technician.Kind == kind {
			return technician.UPN
		}
	}
	t.Fatalf("no technician of kind %v", kind)
	return ""
}

type answered struct {
	status int
	header http.Header
	body   string
}

// json reads the body, with or without Partner Center's byte order mark.
func (a answered) json(t *testing.T, to any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(strings.TrimPrefix(a.body, "\ufeff")), to), a.body)
}

func send(t *testing.T, client *http.Client, method, address, token, body string) answered {
	t.Helper()
	request, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), method, address, strings.NewReader(body))
	require.NoError(t, err)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return answered{response.StatusCode, response.Header, string(content)}
}
