package home

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/gofrs/flock"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/store"
)

// oldHome is the data of an earlier version, and the place where it belongs now.
func oldHome(t *testing.T) (from, to string) {
	t.Helper()
	base := t.TempDir()
	from, to = filepath.Join(base, "Roaming", "Tenantkeep"), filepath.Join(base, "Local", "Tenantkeep")
	require.NoError(t, os.MkdirAll(filepath.Join(from, "log"), 0o700))
	for name, text := range oldFiles {
		require.NoError(t, os.WriteFile(filepath.Join(from, filepath.FromSlash(name)), []byte(text), 0o600))
	}
	return from, to
}

var oldFiles = map[string]string{
	store.FileName: "database", store.FileName + "-wal": "its log", "Tenantkeep.dpapi": "the sign-in",
	"portals.json": "own portals", "log/tenantkeep.log": "what happened", LockFile: "",
}

func requireMoved(t *testing.T, from, to string) {
	t.Helper()
	require.NoDirExists(t, from)
	for name, text := range oldFiles {
		if name == LockFile {
			continue
		}
		read, err := os.ReadFile(filepath.Join(to, filepath.FromSlash(name)))
		require.NoError(t, err)
		require.Equal(t, text, string(read), name)
	}
	require.NoFileExists(t, filepath.Join(to, movedFrom))
}

// onAnotherDisk lets nothing be renamed.
func onAnotherDisk(t *testing.T) {
	t.Helper()
	rename = func(string, string) error { return errors.New("invalid cross-device link") }
	t.Cleanup(func() { rename = os.Rename })
}

func TestDataOfAnEarlierVersionMovesOnce(t *testing.T) {
	for _, test := range []struct {
		name   string
		before func(t *testing.T, to string)
	}{
		{"to where nothing is", func(*testing.T, string) {}},
		{"to an empty folder", func(t *testing.T, to string) { require.NoError(t, os.MkdirAll(to, 0o700)) }},
		{"to a folder that holds something else", func(t *testing.T, to string) {
			require.NoError(t, os.MkdirAll(to, 0o700))
			require.NoError(t, os.WriteFile(filepath.Join(to, "note.txt"), nil, 0o600))
		}},
		{"to another disk", func(t *testing.T, _ string) { onAnotherDisk(t) }},
		{"to another disk, where an earlier try was interrupted", func(t *testing.T, to string) {
			onAnotherDisk(t)
			require.NoError(t, os.MkdirAll(to, 0o700))
			require.NoError(t, os.WriteFile(filepath.Join(to, movedFrom), []byte("/nowhere"), 0o600))
			require.NoError(t, os.WriteFile(filepath.Join(to, "portals.json"), []byte("half"), 0o600))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			from, to := oldHome(t)
			test.before(t, to)
			require.NoError(t, moveHome(from, to))
			requireMoved(t, from, to)
			require.NoError(t, moveHome(from, to), "there is nothing left to move")
		})
	}
}

func TestAMoveThatWasInterruptedAfterItsCopyingEndsByItself(t *testing.T) {
	from, to := oldHome(t)
	require.NoError(t, copyAll(from, to))
	require.NoError(t, os.WriteFile(filepath.Join(to, movedFrom), []byte(from), 0o600))
	require.NoError(t, copyFile(filepath.Join(from, store.FileName), filepath.Join(to, store.FileName)))
	require.NoError(t, moveHome(from, to))
	requireMoved(t, from, to)
}

func TestANewFolderThatWasWorkedOnTakesNoOldDataLater(t *testing.T) {
	from, to := oldHome(t)
	require.NoError(t, os.MkdirAll(to, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(to, LockFile), nil, 0o600)) // its data was set aside
	require.NoError(t, moveHome(from, to))
	require.NoFileExists(t, filepath.Join(to, store.FileName))
	require.FileExists(t, filepath.Join(from, store.FileName))
}

func TestAnOldFolderThatCannotBeDeletedKeepsNobodyFromWorking(t *testing.T) {
	onAnotherDisk(t)
	from, to := oldHome(t)
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		// Nothing can be made undeletable for this user: the note of a folder that is gone stands for it.
		require.NoError(t, moveHome(from, to))
		return
	}
	require.NoError(t, os.Chmod(filepath.Dir(from), 0o500))
	t.Cleanup(func() { _ = os.Chmod(filepath.Dir(from), 0o700) })
	require.NoError(t, moveHome(from, to))
	require.FileExists(t, filepath.Join(to, store.FileName))
	require.NoError(t, moveHome(from, to), "nor does the next start fail")
}

func TestDataInBothPlacesStaysWhereItIs(t *testing.T) {
	from, to := oldHome(t)
	require.NoError(t, os.MkdirAll(to, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(to, store.FileName), []byte("newer"), 0o600))
	require.NoError(t, moveHome(from, to))
	read, err := os.ReadFile(filepath.Join(to, store.FileName))
	require.NoError(t, err)
	require.Equal(t, "newer", string(read))
	require.FileExists(t, filepath.Join(from, store.FileName))
}

func TestDataThatAnEarlierVersionWorksOnIsLeftAlone(t *testing.T) {
	from, to := oldHome(t)
	lock := flock.New(filepath.Join(from, LockFile))
	held, err := lock.TryLock()
	require.NoError(t, err)
	require.True(t, held)
	err = moveHome(from, to)
	require.ErrorIs(t, err, ErrInUse)
	require.ErrorContains(t, err, "end that one, then start again")
	require.NoDirExists(t, to)
	require.NoError(t, lock.Unlock())
	require.NoError(t, moveHome(from, to))
}

func TestACopyThatFailsLeavesTheOldDataWhole(t *testing.T) {
	onAnotherDisk(t)
	from, to := oldHome(t)
	// A folder stands where a file is to go.
	require.NoError(t, os.MkdirAll(filepath.Join(to, "portals.json", "x"), 0o700))
	require.ErrorContains(t, moveHome(from, to), "nothing is lost")
	for name := range oldFiles {
		require.FileExists(t, filepath.Join(from, filepath.FromSlash(name)))
	}
	require.NoFileExists(t, filepath.Join(to, store.FileName), "a folder with a database is whole")
}
