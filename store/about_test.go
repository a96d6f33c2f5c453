package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/store"
)

func TestTheStoreTellsHowItStandsByNumbers(t *testing.T) {
	s, err := store.Open(t.Context(), t.TempDir(), store.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	require.NoError(t, s.SetSetting(t.Context(), "theme", "Dark"))
	require.NoError(t, s.SaveConnection(t.Context(), m365.Connection{On: true, TenantName: "Example MSP"}))
	about, err := s.About(t.Context())
	require.NoError(t, err)
	require.Positive(t, about.Schema)
	require.False(t, about.ReadOnly)
	require.NotEmpty(t, about.JournalMode)
	require.Contains(t, about.Rows, store.TableRows{Table: "settings", Rows: 1})
	require.Contains(t, about.Rows, store.TableRows{Table: "users", Rows: 0})
}
