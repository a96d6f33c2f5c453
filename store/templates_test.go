package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/store"
)

func TestTemplatesOfUsersAreKeptChangedAndDeleted(t *testing.T) {
	s := open(t)
	sales := store.UserTemplate{ID: "2", Name: "Sales", Body: []byte(`{"name":"Sales"}`)}
	desk := store.UserTemplate{ID: "1", Name: "Desk", Tenant: tenantID(1), Body: []byte(`{}`)}
	for _, one := range []store.UserTemplate{sales, desk} {
		require.NoError(t, s.SaveTemplate(t.Context(), one))
	}
	kept, err := s.Templates(t.Context())
	require.NoError(t, err)
	require.Equal(t, []store.UserTemplate{desk, sales}, kept)
	sales.Name = "A sale"
	require.NoError(t, s.SaveTemplate(t.Context(), sales))
	require.NoError(t, s.DeleteTemplate(t.Context(), desk.ID))
	kept, err = s.Templates(t.Context())
	require.NoError(t, err)
	require.Equal(t, []store.UserTemplate{sales}, kept)
}

func TestTheTemplatesOfATenantLeaveWithIt(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	sales := store.UserTemplate{ID: "2", Name: "Sales", Body: []byte(`{}`)}
	require.NoError(t, s.SaveTemplate(t.Context(), store.UserTemplate{ID: "1", Name: "Desk", Tenant: tenantID(1), Body: []byte(`{}`)}))
	require.NoError(t, s.SaveTemplate(t.Context(), sales))
	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
	kept, err := s.Templates(t.Context())
	require.NoError(t, err)
	require.Equal(t, []store.UserTemplate{sales}, kept)
	require.NoError(t, s.Forget(t.Context()))
	kept, err = s.Templates(t.Context())
	require.NoError(t, err)
	require.Empty(t, kept)
}
