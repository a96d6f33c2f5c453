//go:build !windows

package home_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/home"
)

func TestADataFolderThatOthersMayReadIsTakenFromThem(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a [b]")
	files := map[string]fs.FileMode{
		"log/tenantkeep.log": 0o644, "log/tenantkeep-2026.log": 0o666, "log/crash.txt": 0o604, "tenantkeep.db": 0o644,
		"tenantkeep.db-wal": 0o664, "tenantkeep-set-aside-1.db": 0o644, "tenantkeep.lock": 0o666, "instance.json": 0o644,
	}
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "log"), 0o755))
	for name, mode := range files {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte("x"), 0o600))
		require.NoError(t, os.Chmod(path, mode))
	}
	own := filepath.Join(folder, "portals.json")
	require.NoError(t, os.WriteFile(own, []byte("{}"), 0o600))
	require.NoError(t, os.Chmod(own, 0o644))
	require.NoError(t, os.Chmod(filepath.Join(folder, "log"), 0o755))
	require.NoError(t, os.Chmod(folder, 0o777))

	require.NoError(t, home.MakePrivate(folder))
	require.Equal(t, fs.FileMode(0o700), modeOf(t, folder))
	require.Equal(t, fs.FileMode(0o700), modeOf(t, filepath.Join(folder, "log")))
	for name := range files {
		require.Equal(t, fs.FileMode(0o600), modeOf(t, filepath.Join(folder, name)), name)
	}
	require.Equal(t, fs.FileMode(0o644), modeOf(t, own), "the person's own file keeps its rights")
}

func TestALinkInThePlaceOfTheLogIsTakenAway(t *testing.T) {
	folder, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "somebody's")
	require.NoError(t, os.WriteFile(elsewhere, []byte("x"), 0o600))
	require.NoError(t, os.Chmod(elsewhere, 0o644))
	require.NoError(t, os.Mkdir(filepath.Join(folder, "log"), 0o700))
	for _, name := range []string{"log/tenantkeep.log", "log/crash.txt", "instance.json"} {
		require.NoError(t, os.Symlink(elsewhere, filepath.Join(folder, name)))
	}
	require.NoError(t, home.MakePrivate(folder))
	for _, name := range []string{"log/tenantkeep.log", "log/crash.txt", "instance.json"} {
		require.NoFileExists(t, filepath.Join(folder, name))
	}
	require.Equal(t, fs.FileMode(0o644), modeOf(t, elsewhere), "nor is what it leads to changed")
}

func TestAFolderThatAllShareStaysShared(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.Chmod(folder, 0o777|fs.ModeSticky))
	require.NoError(t, home.MakePrivate(folder))
	require.Equal(t, fs.FileMode(0o777), modeOf(t, folder))
}

func modeOf(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info.Mode().Perm()
}
