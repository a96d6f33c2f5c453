package cloud_test

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Whatever a cloud file holds, it is refused, or every address in it is one that a token may travel to.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		whole, "\ufeff" + whole, "", "null", "[]", "{", `{"name":"a"}{}`, `{"name":7}`, `{"nAme":"Mine","authority":"https://login.example","graph":"https://graph.example"}`,
		`{"name":"Mine","authority":"https://login.example","graph":"http://graph.example"}`, `{"name":"Mine","authority":"https://u:p@login.example","graph":"http://[::1]:8080"}`,
		`{"name":"Mine","authority":"https://login.example?","graph":"https://localhost.evil.example","portalBase":"http://127.0.0.1.evil.example/"}`,
		`{"name":"Mine","authority":"https://login.example/%2f","graph":"http://127.1:99999","caFile":".."}`,
	} {
		f.Add([]byte(seed))
	}
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) {
		read, err := cloud.Parse(content, folder)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.NotEmpty(t, read.Name)
		require.True(t, read.Custom)
		for _, address := range []string{read.Authority, read.Graph, read.PartnerCenter, read.PortalBase} {
			if address == "" {
				continue
			}
			u, err := url.Parse(address)
			require.NoError(t, err, address)
			require.Nil(t, u.User, address)
			require.NotEmpty(t, u.Hostname(), address)
			require.Empty(t, u.RawQuery, address)
			if u.Scheme != "https" {
				require.Equal(t, "http", u.Scheme)
				require.Contains(t, []string{"localhost", "127.0.0.1", "::1"}, u.Hostname(), "it travels unencrypted")
				require.NotEqual(t, read.Authority, address)
			}
		}
		require.NotEmpty(t, read.Authority)
		require.NotEmpty(t, read.Graph)
		if read.Tenant != "" {
			_, err := m365.ParseTenantID(string(read.Tenant))
			require.NoError(t, err)
		}
	})
}
