package disk_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/disk"
)

// filesIn are the names of what lies in a folder.
func filesIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// text writes a text.
func text(s string) func(io.Writer) error {
	return func(file io.Writer) error {
		_, err := io.WriteString(file, s)
		return err
	}
}

func TestAFileTakesThePlaceOfTheOneBeforeAtTheEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.csv")
	require.NoError(t, disk.Replace(path, text("old")))
	require.NoError(t, disk.Replace(path, func(file io.Writer) error {
		before, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, "old", string(before))
		return text("new")(file)
	}))
	now, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "new", string(now))
	require.Equal(t, []string{"users.csv"}, filesIn(t, filepath.Dir(path)))
}

func TestAFileThatCannotBeWrittenLeavesTheFolderAsItWas(t *testing.T) {
	folder := t.TempDir()
	path, broken := filepath.Join(folder, "users.csv"), errors.New("broken")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	require.ErrorIs(t, disk.Replace(path, func(file io.Writer) error { return errors.Join(text("half")(file), broken) }), broken)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "old", string(before))
	require.NoError(t, os.Mkdir(filepath.Join(folder, "backup"), 0o700))
	require.ErrorIs(t, disk.Replace(filepath.Join(folder, "backup"), text("x")), disk.ErrIsFolder)
	require.ErrorIs(t, disk.Replace(filepath.Join(folder, "gone", "users.csv"), text("x")), os.ErrNotExist)
	require.Equal(t, []string{"backup", "users.csv"}, filesIn(t, folder))
}

func TestWhatAKilledProgramLeftIsRemovedAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	left := []string{".users.csv-2847163.part", ".Activity 2026.csv-1.part"}
	stays := []string{"users.csv", "users.csv.part", ".part", ".users.csv-x.part", "film.mkv-12.part", ".hidden"}
	for _, name := range append(left, stays...) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("a"), 0o600))
	}
	require.NoError(t, os.Mkdir(filepath.Join(dir, ".folder-1.part"), 0o700))
	require.NoError(t, disk.RemoveParts(dir))
	for _, name := range left {
		require.NoFileExists(t, filepath.Join(dir, name))
	}
	for _, name := range stays {
		require.FileExists(t, filepath.Join(dir, name))
	}
	require.DirExists(t, filepath.Join(dir, ".folder-1.part"))
	require.NoError(t, disk.RemoveParts(filepath.Join(dir, "gone")))
}

func TestTheFileUnderWayIsOneThatIsRemovedAfterAKill(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, disk.Replace(filepath.Join(dir, "users.csv"), func(io.Writer) error {
		under := filesIn(t, dir)
		require.Len(t, under, 1)
		killed := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(killed, under[0]), nil, 0o600))
		require.NoError(t, disk.RemoveParts(killed))
		require.Empty(t, filesIn(t, killed))
		return nil
	}))
}
