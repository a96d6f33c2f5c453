package portals_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/portal"
	"github.com/tenantkeep/tenantkeep/ui/page/portals"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// harness is the dialog in a window, on a file.
type harness struct {
	*uitest.Stage
	file    string
	changed int
}

func (d *harness) OwnPortals(context.Context) ([]portal.Own, error) {
	return portal.ReadOwn(cloud.Global, d.file)
}

func (d *harness) NewOwnPortal(row portal.Portal) portal.Own { return portal.NewOwn(cloud.Global, row) }

func (d *harness) SaveOwnPortals(_ context.Context, rows []portal.Own) error {
	return portal.WriteOwn(d.file, rows)
}

func (d *harness) BuiltIn(id string) string {
	if id == "teams" {
		return "Teams Admin"
	}
	return ""
}

// host is the window, which counts that there are other portals.
type host struct {
	*uitest.Host
	d *harness
}

func (h host) PortalsChanged() { h.d.changed++ }

// open shows the dialog on a file of that text; there is none where it is empty.
func open(t *testing.T, text string) *harness {
	t.Helper()
	d := &harness{Stage: uitest.NewStage(t, fyne.NewSize(1024, 700)), file: filepath.Join(t.TempDir(), "portals.json")}
	if text != "" {
		require.NoError(t, os.WriteFile(d.file, []byte(text), 0o600))
	}
	portals.Show(host{d.Host, d}, d.Work, d)
	d.Settle()
	return d
}

// kept are the rows of the file.
func (d *harness) kept() []portal.Own {
	d.T.Helper()
	rows, err := portal.ReadOwn(cloud.Global, d.file)
	require.NoError(d.T, err)
	return rows
}

const address = "https://app.powerbi.com/admin-portal?ctid={tenantId}"

func TestAPortalIsAddedChangedAndRemoved(t *testing.T) {
	d := open(t, "")
	d.Sees("There are none yet.")
	d.Tap("Add portal")
	d.TypeIn("Name", "Fabric Admin")
	d.TypeIn("Address", address)
	d.Tap("Save")
	d.Sees("Fabric Admin", address)
	require.Equal(t, portal.Portal{ID: "fabric-admin", Name: "Fabric Admin", Short: "Fabric Admin", Cloud: "Global", URL: address}, d.kept()[0].Portal)
	require.Equal(t, 1, d.changed)

	d.Tap("Edit")
	d.TypeIn("Short title", "Fabric")
	d.Tap("Hide its column at first", "Save")
	require.Equal(t, "Fabric", d.kept()[0].Portal.Short)
	require.True(t, d.kept()[0].Portal.Hidden)
	d.Tap("Remove")
	d.Sees("There are none yet.")
	require.Empty(t, d.kept())
}

func TestWhatIsWrongStandsAtItsField(t *testing.T) {
	d := open(t, "")
	d.Tap("Add portal")
	d.TypeIn("Name", "Evil")
	d.TypeIn("Address", "https://evil.example/{tenantId}")
	d.Tap("Save")
	d.Sees("is not on a host of Microsoft's Global cloud.")
	d.TypeIn("Address", address)
	d.TypeIn("Id", "Teams Admin")
	d.Tap("Save")
	d.Sees("must be lower-case letters, digits and hyphens.")
	d.SeesNot("is not on a host")
	d.TypeIn("Id", "teams")
	d.Sees("must be lower-case letters")
	d.Tap("Save")
	require.Equal(t, "teams", d.kept()[0].Portal.ID)
}

func TestTheFormSaysWhichPortalARowReplaces(t *testing.T) {
	d := open(t, "")
	d.Tap("Add portal")
	d.TypeIn("Name", "Teams")
	d.Sees("Replaces the built-in portal Teams Admin.")
}

func TestARowThatIsWrongIsNamedInTheList(t *testing.T) {
	d := open(t, `{"portals": [{"id":"x","name":"My portal","url":"https://evil.example/"}, {"id":"y","name":"Good","url":"https://entra.microsoft.com/"}]}`)
	d.Sees("My portal", "Good", "Not used: its address")
	d.SetTheme(theme.Dark)
	uitest.RequireTheme(t, d.Picture("own-portals"), theme.Dark)
	d.Tap("Remove")
	require.Len(t, d.kept(), 1)
	require.Equal(t, "y", d.kept()[0].Portal.ID)
}

func TestAFileThatIsNoCatalogueIsNotOverwritten(t *testing.T) {
	d := open(t, "{\n oops")
	d.Sees("The file cannot be read", "line 2 is not JSON")
	require.Error(t, d.Robot.Tap("Add portal"))
}

func TestAnIdThatThePersonWroteStaysWhateverTheNameBecomes(t *testing.T) {
	d := open(t, "")
	d.Tap("Add portal")
	d.TypeIn("Name", "Fabrik")
	d.TypeIn("Id", "our-fabric")
	d.TypeIn("Name", "Fabric Admin")
	d.TypeIn("Address", address)
	d.Tap("Save")
	require.Equal(t, "our-fabric", d.kept()[0].Portal.ID)
}

func TestNothingIsAddedBeforeTheFileWasRead(t *testing.T) {
	d := &harness{Stage: uitest.NewStage(t, fyne.NewSize(1024, 700)), file: filepath.Join(t.TempDir(), "portals.json")}
	require.NoError(t, os.WriteFile(d.file, []byte(`{"portals": [{"id":"y","name":"Good","url":"https://entra.microsoft.com/"}]}`), 0o600))
	portals.Show(host{d.Host, d}, d.Work, d)
	require.Equal(t, "The file is being read", d.Why("Add portal"))
	d.Settle()
	d.Tap("Add portal")
	d.TypeIn("Name", "Fabric Admin")
	d.TypeIn("Address", address)
	d.Tap("Save")
	require.Len(t, d.kept(), 2)
}

func TestNothingThatIsTypedIsLostWhileTheWindowChanges(t *testing.T) {
	d := open(t, "")
	d.Tap("Add portal")
	d.KeepsTyped([]string{"Name", "Short title", "Id", "Address", "Address of a user (optional)"})
}

func TestEscapeDropsNoPortalThatWasFilledInUnasked(t *testing.T) {
	d := open(t, "")
	d.Tap("Add portal")
	d.Press(fyne.KeyEscape)
	d.Sees("There are none yet.")
	d.Tap("Add portal")
	d.TypeIn("Name", "Fabric Admin")
	d.Press(fyne.KeyEscape)
	d.Sees("What you filled in is dropped.")
	d.Tap("Drop")
	d.Sees("There are none yet.")
}
