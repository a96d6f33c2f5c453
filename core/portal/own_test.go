package portal_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/portal"
)

var fabric = portal.Portal{ID: "fabric", Name: "Fabric", URL: "https://app.powerbi.com/admin-portal?ctid={tenantId}"}

func TestAnOwnPortalIsWrittenAndThenListed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "portals.json")
	catalogue, err := portal.Load(cloud.Global, file)
	require.NoError(t, err)
	own := portal.NewOwn(cloud.Global, fabric)
	require.NoError(t, own.Wrong)
	require.NoError(t, portal.WriteOwn(file, []portal.Own{own}))
	_, known := catalogue.Portal("fabric")
	require.False(t, known)
	require.NoError(t, catalogue.Reload())
	listed, known := catalogue.Portal("fabric")
	require.True(t, known)
	require.Equal(t, "Fabric", listed.Short)
	require.NoError(t, portal.WriteOwn(file, nil))
	require.NoError(t, catalogue.Reload())
	require.Len(t, catalogue.Portals(), 11)
}

func TestAFileMayBeginWithTheMarkThatEditorsOfWindowsWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "portals.json")
	require.NoError(t, portal.WriteOwn(file, []portal.Own{portal.NewOwn(cloud.Global, fabric)}))
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, append([]byte("\ufeff"), content...), 0o600))
	rows, err := portal.ReadOwn(cloud.Global, file)
	require.NoError(t, err)
	require.Len(t, rows, 1)
	catalogue, err := portal.Load(cloud.Global, file)
	require.NoError(t, err)
	_, known := catalogue.Portal("fabric")
	require.True(t, known)
}

func TestAWrongRowIsShownAndStaysUntilItIsMended(t *testing.T) {
	file := write(t, `{"portals": [{"id":"x","name":"X","url":"https://evil.example/"}, {"id":"y","name":7}, {"id":"z","name":"Z","url":"https://entra.microsoft.com/"}]}`)
	rows, err := portal.ReadOwn(cloud.Global, file)
	require.NoError(t, err)
	require.Len(t, rows, 3)
	var wrong *portal.FieldError
	require.ErrorAs(t, rows[0].Wrong, &wrong)
	require.Equal(t, "url", wrong.Field)
	require.Equal(t, "X", rows[0].Portal.Name, "what of it can be read")
	require.ErrorContains(t, rows[1].Wrong, "name")
	require.NoError(t, rows[2].Wrong)

	rows[2] = portal.NewOwn(cloud.Global, fabric)
	require.NoError(t, portal.WriteOwn(file, rows))
	again, err := portal.ReadOwn(cloud.Global, file)
	require.NoError(t, err)
	require.Error(t, again[0].Wrong)
	require.Error(t, again[1].Wrong)
	require.Equal(t, "fabric", again[2].Portal.ID)
}

func TestARowThatCannotBeUsedIsNotWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "portals.json")
	bad := portal.NewOwn(cloud.Global, portal.Portal{ID: "x", Name: "X", URL: "http://entra.microsoft.com/"})
	require.ErrorContains(t, portal.WriteOwn(file, []portal.Own{bad}), "https://")
	same := portal.NewOwn(cloud.Global, fabric)
	require.ErrorContains(t, portal.WriteOwn(file, []portal.Own{same, same}), "twice")
	_, err := os.Stat(file)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestAFileThatIsNoCatalogueIsNotReadRowByRow(t *testing.T) {
	_, err := portal.ReadOwn(cloud.Global, write(t, "{\n oops"))
	require.ErrorContains(t, err, "line 2 is not JSON")
	rows, err := portal.ReadOwn(cloud.Global, filepath.Join(t.TempDir(), "portals.json"))
	require.NoError(t, err)
	require.Empty(t, rows)
}
