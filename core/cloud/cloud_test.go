package cloud_test

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

const whole = `{
 "name": "Demo",
 "authority": "https://127.0.0.1:8443",
 "graph": "http://127.0.0.1:8080",
 "partnerCenter": "http://localhost:8081/",
 "portalBase": "http://127.0.0.1:8080/portal",
 "clientId": "AAAAAAAA-0000-4000-8000-000000000001",
 "tenant": "BBBBBBBB-0000-4000-8000-000000000002",
 "demo": true
}`

func TestAWholeFileIsRead(t *testing.T) {
	read, err := cloud.Parse([]byte(whole), t.TempDir())
	require.NoError(t, err)
	require.Equal(t, cloud.Cloud{
		Name:          "Demo",
		Authority:     "https://127.0.0.1:8443",
		Graph:         "http://127.0.0.1:8080",
		PartnerCenter: "http://localhost:8081",
		PortalBase:    "http://127.0.0.1:8080/portal/",
		ClientID:      "aaaaaaaa-0000-4000-8000-000000000001",
		Tenant:        m365.TenantID("bbbbbbbb-0000-4000-8000-000000000002"),
		Demo:          true,
		Custom:        true,
	}, read)
	require.Equal(t, "http://127.0.0.1:8080/.default", read.GraphScope())
	require.Equal(t, "http://127.0.0.1:8080/User.Read", read.GraphPermission("User.Read"))
	require.Equal(t, "http://localhost:8081/user_impersonation", read.PartnerScope())
}

func TestAFileMayBeginWithTheMarkThatEditorsOfWindowsWrite(t *testing.T) {
	marked, err := cloud.Parse([]byte("\ufeff"+whole), t.TempDir())
	require.NoError(t, err)
	require.Equal(t, "Demo", marked.Name)
}

func TestNameAuthorityAndGraphAreEnough(t *testing.T) {
	read, err := cloud.Parse([]byte(`{"name":"Mine","authority":"https://login.example","graph":"https://graph.example"}`), "")
	require.NoError(t, err)
	require.Empty(t, read.PartnerScope())
	require.Nil(t, read.CA)
	require.False(t, read.Demo)
}

func TestAWrongFileIsRefusedByFileAndField(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"no name":                             {`{"authority":"https://a.example","graph":"https://g.example"}`, "field name: is missing"},
		"no authority":                        {`{"name":"x","graph":"https://g.example"}`, "field authority: is missing"},
		"no Graph":                            {`{"name":"x","authority":"https://a.example"}`, "field graph: is missing"},
		"an authority without encryption":     {`{"name":"x","authority":"http://127.0.0.1:1","graph":"https://g.example"}`, `field authority: "http://127.0.0.1:1" must start with https://`},
		"a Graph without encryption far away": {`{"name":"x","authority":"https://a.example","graph":"http://g.example"}`, `field graph: "http://g.example" must start with https://, or with http:// on this machine`},
		"a Graph with a version":              {`{"name":"x","authority":"https://a.example","graph":"https://g.example/v1.0"}`, `field graph: "https://g.example/v1.0" must hold scheme and host only, without a path`},
		"an address without a host":           {`{"name":"x","authority":"login","graph":"https://g.example"}`, `field authority: "login" is not an address with a host`},
		"an address with a password":          {`{"name":"x","authority":"https://u:p@a.example","graph":"https://g.example"}`, `field authority: "https://u:p@a.example" is not an address with a host`},
		"an address that cannot be parsed":    {`{"name":"x","authority":"https://a b","graph":"https://g.example"}`, `field authority: "https://a b" is not an address`},
		"a Partner Center far away":           {`{"name":"x","authority":"https://a.example","graph":"https://g.example","partnerCenter":"ftp://p.example"}`, `field partnerCenter: "ftp://p.example" must start with https://, or with http:// on this machine`},
		"a portal base with a query":          {`{"name":"x","authority":"https://a.example","graph":"https://g.example","portalBase":"https://p.example/?x=1"}`, `field portalBase: "https://p.example/?x=1" must not hold a query`},
		"a client id that is no GUID":         {`{"name":"x","authority":"https://a.example","graph":"https://g.example","clientId":"me"}`, `field clientId: "me" is not a GUID`},
		"a tenant that is no GUID":            {`{"name":"x","authority":"https://a.example","graph":"https://g.example","tenant":"contoso.com"}`, `field tenant: "contoso.com" is not a GUID`},
		"a field that is not known":           {`{"name":"x","autority":"https://a.example"}`, "field autority: is not known"},
		"a field of another kind":             {`{"name":"x","demo":"yes"}`, "field demo: is a string where a bool belongs"},
		"text that is not JSON":               {"{\n \"name\": \"x\",\n oops }", "line 3 is not JSON"},
		"a file that was cut":                 {`{"name":"x",`, "the file ends before the closing brace"},
		"an empty file":                       {``, "the file ends before the closing brace"},
		"two clouds":                          {`{"name":"x","authority":"https://a.example","graph":"https://g.example"} {}`, "there is text after the closing brace"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "cloud.json")
			require.NoError(t, os.WriteFile(path, []byte(test.text), 0o600))
			_, err := cloud.Read(path)
			require.ErrorContains(t, err, path)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestAFileThatIsNotThereIsNamed(t *testing.T) {
	_, err := cloud.Read(filepath.Join(t.TempDir(), "missing.json"))
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "missing.json")
}

func TestTheCertificatesOfAFileAreTheOnlyOnesTrusted(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	defer server.Close()
	dir := t.TempDir()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	require.NoError(t, os.WriteFile(filepath.Join(dir, "ca.pem"), ca, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "empty.pem"), nil, 0o600))

	file := func(caFile string) []byte {
		return []byte(`{"name":"x","authority":"` + server.URL + `","graph":"https://g.example","caFile":"` + caFile + `"}`)
	}
	read, err := cloud.Parse(file("ca.pem"), dir)
	require.NoError(t, err)
	transport := read.Transport()
	defer transport.CloseIdleConnections()
	response, err := (&http.Client{Transport: transport}).Get(server.URL)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusTeapot, response.StatusCode)

	_, err = cloud.Parse(file("empty.pem"), dir)
	require.ErrorContains(t, err, "field caFile: ")
	require.ErrorContains(t, err, "holds no certificate in PEM form")
	_, err = cloud.Parse(file("none.pem"), dir)
	require.ErrorContains(t, err, "field caFile: ")
	require.ErrorIs(t, err, os.ErrNotExist)

	trustsNobody := cloud.Cloud{}.Transport()
	defer trustsNobody.CloseIdleConnections()
	_, err = (&http.Client{Transport: trustsNobody}).Get(server.URL)
	require.ErrorContains(t, err, "certificate")
}

func TestReadyCloudsAreFoundByName(t *testing.T) {
	for _, ready := range cloud.Ready() {
		found, known := cloud.Named(ready.Name)
		require.True(t, known)
		require.Equal(t, ready, found)
		require.Contains(t, ready.GraphScope(), ready.Graph, "a scope names the cloud's own host")
	}
	_, known := cloud.Named("Mars")
	require.False(t, known)
}
