package filebox_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/filebox"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// harness is a box over a folder of a test.
type harness struct {
	*uitest.Stage
	folder string
	// chosen are the answers; an open box has none.
	chosen []string
}

func open(t *testing.T, show func(filebox.Options), name string) *harness {
	t.Helper()
	h := &harness{Stage: uitest.NewStage(t, fyne.NewSize(1024, 700)), folder: t.TempDir()}
	for _, folder := range []string{"Reports", "clients", ".hidden"} {
		require.NoError(t, os.Mkdir(filepath.Join(h.folder, folder), 0o700))
	}
	for _, file := range []string{"users.csv", "Notes.txt", "clients/list.csv"} {
		require.NoError(t, os.WriteFile(filepath.Join(h.folder, file), []byte("before"), 0o600))
	}
	show(filebox.Options{
		Canvas: h.Win.Canvas(), Work: h.Work, Folder: h.folder, Name: name,
		Chosen: func(path string) { h.chosen = append(h.chosen, path) },
	})
	h.Settle()
	return h
}

func (h *harness) gets(paths ...string) {
	h.T.Helper()
	for i, path := range paths {
		if path != "" {
			paths[i] = filepath.Join(h.folder, path)
		}
	}
	require.Equal(h.T, paths, h.chosen)
}

func TestAFileIsSavedWhereThePersonGoes(t *testing.T) {
	h := open(t, filebox.Save, "all-users.csv")
	h.Sees("Save file", "clients", "Reports", "Notes.txt", "users.csv")
	h.SeesNot(".hidden")
	h.Tap("clients")
	h.Sees("list.csv", filepath.Join(h.folder, "clients"))
	h.Tap("Save")
	h.gets("clients/all-users.csv")
}

func TestTheFolderAboveIsReached(t *testing.T) {
	h := open(t, filebox.Save, "all-users.csv")
	h.Tap("clients", "Folder above", "Reports", "Save")
	h.gets("Reports/all-users.csv")
}

func TestEscapeChoosesNothing(t *testing.T) {
	h := open(t, filebox.Save, "all-users.csv")
	h.Press(fyne.KeyEscape)
	h.gets("")
}

func TestAFileIsReplacedOnlyAfterAQuestion(t *testing.T) {
	h := open(t, filebox.Save, "all-users.csv")
	h.Tap("users.csv", "Save")
	h.Sees("users.csv is there already. What is in it is lost.")
	require.Empty(t, h.chosen)
	h.Press(fyne.KeyEscape)
	require.Empty(t, h.chosen, "the box is open still")
	h.Tap("Save", "Replace")
	h.gets("users.csv")
}

func TestANameWithoutAnEndingGetsTheProposedOne(t *testing.T) {
	h := open(t, filebox.Save, "all-users.csv")
	h.TypeIn("Name", "users")
	h.Tap("Save")
	h.Sees("users.csv is there already. What is in it is lost.")
}

func TestAPathIsTypedInThePlaceOfAName(t *testing.T) {
	h := open(t, filebox.Save, "all-users.csv")
	h.TypeIn("Name", filepath.Join(h.folder, "clients"))
	h.Press(fyne.KeyReturn)
	h.Sees("list.csv")
	h.Press(fyne.KeyReturn)
	h.gets("clients/all-users.csv")
}

func TestAPathThatLeadsNowhereIsSaid(t *testing.T) {
	h := open(t, filebox.Save, "all-users.csv")
	h.TypeIn("Name", filepath.Join("gone", "a.csv"))
	h.Tap("Save")
	h.Sees("There is no such folder.")
	h.TypeIn("Name", "")
	h.Tap("Save")
	h.Sees("Enter the name of a file.")
	require.Empty(t, h.chosen)
}

func TestAFileIsChosenToBeRead(t *testing.T) {
	h := open(t, filebox.Open, "")
	h.Sees("Open file")
	h.TypeIn("Name", "gone.csv")
	h.Tap("Open")
	h.Sees("There is no file of that name.")
	h.Tap("clients", "list.csv", "Open")
	h.gets("clients/list.csv")
}

func TestTheBoxIsDrawnInTheLookOfTheWindow(t *testing.T) {
	for name, mode := range map[string]theme.Mode{"light": theme.Light, "dark": theme.Dark} {
		h := open(t, filebox.Save, "all-users.csv")
		h.SetTheme(mode)
		h.TypeIn("Name", filepath.Join("gone", "a.csv"))
		h.Tap("Save")
		h.Picture("save-" + name)
	}
}

func TestNothingThatIsTypedIsLostWhileTheWindowChanges(t *testing.T) {
	h := open(t, filebox.Save, "all-users.csv")
	h.KeepsTyped([]string{"Name"})
}

func TestWhatIsTypedWhileAFolderIsLookedForStays(t *testing.T) {
	h := open(t, filebox.Save, "all-users.csv")
	h.TypeIn("Name", "clients")
	h.Key(fyne.KeyReturn)
	for _, letter := range "-north.csv" {
		h.Win.Canvas().Focused().TypedRune(letter)
	}
	h.Settle()
	text, err := h.TextOf("Name")
	require.NoError(t, err)
	require.Equal(t, "clients-north.csv", text)
}
