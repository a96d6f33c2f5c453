package program

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/store"
)

func TestATemplateOfUsersComesBackAsItWasKept(t *testing.T) {
	opened, err := store.Open(t.Context(), t.TempDir(), store.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, opened.Close()) }()
	kept := userTemplates{opened}
	desk := newuser.Preset{
		ID: "1", Name: "Desk", Origin: "t", Username: "{f}{last}", Fields: map[string]string{"jobTitle": "Clerk"},
		Groups: []newuser.Named{{ID: "g", Name: "Staff"}}, Passphrase: true,
	}
	require.NoError(t, kept.SaveTemplate(t.Context(), desk))
	all, err := kept.Templates(t.Context())
	require.NoError(t, err)
	require.Equal(t, []newuser.Preset{desk}, all)
	require.NoError(t, kept.DeleteTemplate(t.Context(), "1"))
}
