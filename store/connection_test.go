package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

func TestConnectionIsKept(t *testing.T) {
	s := open(t)
	got, err := s.Connection(t.Context())
	require.NoError(t, err)
	require.Equal(t, m365.Connection{}, got)
	for _, want := range []m365.Connection{
		{On: true},
		{
			On: true, Tenant: tenantID(1), TenantName: "MSP", ClientID: "client", Account: "j.tan@msp.example",
			HomeAccountID: "home", ObjectID: "object", Tier: "help-desk",
		},
	} {
		require.NoError(t, s.SaveConnection(t.Context(), want))
		got, err := s.Connection(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestSettingsAreKept(t *testing.T) {
	s := open(t)
	got, err := s.Setting(t.Context(), "density")
	require.NoError(t, err)
	require.Empty(t, got)
	require.NoError(t, s.SetSetting(t.Context(), "density", "condensed"))
	require.NoError(t, s.SetSetting(t.Context(), "density", "relaxed"))
	got, err = s.Setting(t.Context(), "density")
	require.NoError(t, err)
	require.Equal(t, "relaxed", got)
}

func TestLayoutsAreKept(t *testing.T) {
	s := open(t)
	_, found, err := s.Layout(t.Context(), "users")
	require.NoError(t, err)
	require.False(t, found)
	want := someLayout()
	require.NoError(t, s.SaveLayout(t.Context(), "tenants", table.Layout{}))
	require.NoError(t, s.SaveLayout(t.Context(), "users", table.Layout{}))
	require.NoError(t, s.SaveLayout(t.Context(), "users", want))
	got, found, err := s.Layout(t.Context(), "users")
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, want, got)
}

func TestForgetDeletesEverythingButLayoutsAndSettings(t *testing.T) {
	dir := t.TempDir()
	s := openIn(t, dir)
	require.NoError(t, s.SaveConnection(t.Context(), m365.Connection{On: true, Account: "j.tan@msp.example"}))
	require.NoError(t, s.SetSetting(t.Context(), "theme", "dark"))
	require.NoError(t, s.SaveLayout(t.Context(), "users", someLayout()))
	synced(t, s, 1, "Unmistakable Tenant", user(1, 1, "Unmistakable User"))
	require.NoError(t, s.Visit(t.Context(), userKey(1, 1), noon))

	require.NoError(t, s.Forget(t.Context()))

	connection, err := s.Connection(t.Context())
	require.NoError(t, err)
	require.Equal(t, m365.Connection{}, connection)
	tenants, err := s.Tenants(t.Context())
	require.NoError(t, err)
	require.Empty(t, tenants)
	recent, err := s.Recent(t.Context())
	require.NoError(t, err)
	require.Empty(t, recent)
	page, err := s.UserSource().Query(t.Context(), table.Query{Limit: 10})
	require.NoError(t, err)
	require.Zero(t, page.Total)

	theme, err := s.Setting(t.Context(), "theme")
	require.NoError(t, err)
	require.Equal(t, "dark", theme)
	layout, _, err := s.Layout(t.Context(), "users")
	require.NoError(t, err)
	want := someLayout()
	want.Filters = nil
	require.Equal(t, want, layout, "all but the filters, which may name tenants")
	requireNowhere(t, dir, "unmistakable")
}

func TestDataOfARemovedTenantIsInNoFile(t *testing.T) {
	dir := t.TempDir()
	s := openIn(t, dir)
	synced(t, s, 1, "Contoso", user(1, 1, "Unmistakable User"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Somebody Else"))
	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
	requireNowhere(t, dir, "unmistakable")
}

func someLayout() table.Layout {
	return table.Layout{
		Order: []string{columns.Username}, Widths: map[string]float32{columns.Username: 222}, Hidden: []string{columns.Licenses},
		Sort: []table.SortKey{{Column: columns.Username, Descending: true}},
		Filters: []table.Filter{
			{Column: columns.TenantID, Any: []string{string(tenantID(1))}, Labels: []string{"Unmistakable Tenant"}},
		},
	}
}

// requireNowhere looks for text in every file of the data folder.
func requireNowhere(t *testing.T, dir, text string) {
	t.Helper()
	for name, body := range contents(t, dir) {
		require.NotContains(t, strings.ToLower(body), text, filepath.Join(dir, name))
	}
	_, err := os.Stat(filepath.Join(dir, store.FileName))
	require.NoError(t, err)
}
