package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/newuser"
)

func TestTemplatesOfUsersAreKeptChangedAndDeleted(t *testing.T) {
	s := open(t)
	sales := newuser.Preset{ID: "2", Name: "Sales", Fields: map[string]string{"jobTitle": "Seller"}}
	desk := newuser.Preset{ID: "1", Name: "Desk", Tenant: tenantID(1), Groups: []newuser.Named{{ID: "g", Name: "Staff"}}}
	for _, one := range []newuser.Preset{sales, desk} {
		require.NoError(t, s.SaveTemplate(t.Context(), one))
	}
	kept, err := s.Templates(t.Context())
	require.NoError(t, err)
	require.Equal(t, []newuser.Preset{desk, sales}, kept)
	sales.Name = "A sale"
	require.NoError(t, s.SaveTemplate(t.Context(), sales))
	require.NoError(t, s.DeleteTemplate(t.Context(), desk.ID))
	kept, err = s.Templates(t.Context())
	require.NoError(t, err)
	require.Equal(t, []newuser.Preset{sales}, kept)
}

func TestTheTemplatesOfATenantLeaveWithIt(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	require.NoError(t, s.SaveTemplate(t.Context(), newuser.Preset{ID: "1", Name: "Desk", Tenant: tenantID(1)}))
	require.NoError(t, s.SaveTemplate(t.Context(), newuser.Preset{ID: "2", Name: "Sales"}))
	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
	kept, err := s.Templates(t.Context())
	require.NoError(t, err)
	require.Equal(t, []newuser.Preset{{ID: "2", Name: "Sales"}}, kept)
	require.NoError(t, s.Forget(t.Context()))
	kept, err = s.Templates(t.Context())
	require.NoError(t, err)
	require.Empty(t, kept)
}
