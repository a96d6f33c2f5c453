package program

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/portal"
)

func TestTheBrowserOpensPagesOfMicrosoftAndOfTenantkeepAlone(t *testing.T) {
	catalogue, err := portal.Load(cloud.Global, "")
	require.NoError(t, err)
	opened := ""
	p := &program{cloud: cloud.Global, portals: catalogue, openBrowser: func(url string) error { opened = url; return nil }}
	for _, address := range []string{
		"https://login.microsoftonline.com/11111111-0000-4000-8000-000000000001/oauth2/v2.0/authorize?client_id=x",
		"https://entra.microsoft.com/11111111-0000-4000-8000-000000000001",
		"https://example-admin.sharepoint.com/",
		"https://github.com/tenantkeep/tenantkeep/releases",
		"https://github.com/tenantkeep/tenantkeep/releases/tag/v1.2.3",
	} {
		require.NoError(t, p.browse(address))
		require.Equal(t, address, opened)
	}
	opened = ""
	for _, address := range []string{
		"", "entra.microsoft.com", "http://entra.microsoft.com/", "file:///etc/passwd", "ms-msdt:/id%20PCWDiagnostic", "search-ms:query=x",
		"javascript:alert(1)", `\\evil.example\share`, "//evil.example/", "https://evil.example/", "https://login.microsoftonline.com.evil.example/",
		"https://entra.microsoft.com@evil.example/", "https://entra.microsoft.com:8443/", "http://127.0.0.1:8080/",
		"https://github.com/evil/tenantkeep/releases", "https://github.com/tenantkeep/tenantkeep/releases/tag/../../../evil",
		"https://evil.azure.com/", "https://login.microsoftonline.us/",
	} {
		require.Error(t, p.browse(address), address)
		require.Empty(t, opened, address)
	}
}
