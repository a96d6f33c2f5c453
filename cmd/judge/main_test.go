package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/cloudsim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func poolOf(t *testing.T, file string) *x509.CertPool {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(content))
	return pool
}

func TestMicrosoftsHostsLeadToTheSimulatedCloudAndNoOthersAnywhere(t *testing.T) {
	server, err := cloudsim.Start(t.Context(), cloudsim.Options{Seed: 1, Tenants: 3, Users: 60})
	require.NoError(t, err)
	defer func() { require.NoError(t, server.Close()) }()
	simulated := map[string]string{signInHost: server.Authority(), graphHost: server.Graph()}
	at, err := openStand(t.Context(), filepath.Join(t.TempDir(), "ca.pem"), simulated, poolOf(t, server.CAFile()))
	require.NoError(t, err)
	defer func() { require.NoError(t, at.close()) }()

	proxy, err := url.Parse(at.proxyURL)
	require.NoError(t, err)
	client := &http.Client{Transport: &http.Transport{
		Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: poolOf(t, at.caFile)}, DisableKeepAlives: true,
	}}
	response, err := client.Get("https://" + signInHost + "/" + server.Estate().Partner().ID + "/v2.0/.well-known/openid-configuration")
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Contains(t, string(body), `"https://`+signInHost+"/"+server.Estate().Partner().ID+"/oauth2/v2.0/token")
	require.NotContains(t, string(body), server.Authority())
	response, err = client.Get("https://" + graphHost + "/v1.0/users")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusUnauthorized, response.StatusCode)
	_, err = client.Get("https://elsewhere.example/")
	require.ErrorContains(t, err, "Forbidden")
}

func TestACheckSaysWhatOnlyOneOfTheTwoHas(t *testing.T) {
	has := func(things ...string) func(context.Context) (found, error) {
		return func(context.Context) (found, error) { return things, nil }
	}
	count, err := check{foreign: has("b", "a"), programs: has("a", "b")}.compare(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, count)
	_, err = check{foreign: has("a", "b"), programs: has("a", "c")}.compare(t.Context())
	require.ErrorContains(t, err, "only the command has [b], only the program [c]")
	_, err = check{foreign: has("a"), programs: has("a", "a")}.compare(t.Context())
	require.Error(t, err, "one more of the same")
	broken := func(context.Context) (found, error) { return nil, errors.New("it broke") }
	_, err = check{foreign: broken, programs: has()}.compare(t.Context())
	require.ErrorContains(t, err, "the command failed: it broke")
	_, err = check{foreign: has(), programs: broken}.compare(t.Context())
	require.ErrorContains(t, err, "the program failed: it broke")
}
