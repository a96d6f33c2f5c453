package store_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/store"
)

// smallDisk is a disk of a size in bytes, which a test may fill or lock.
type smallDisk struct {
	t   *testing.T
	dir string
}

func newSmallDisk(t *testing.T, size string) smallDisk {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skip("no disk can be mounted here: ", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, 0)) })
	return smallDisk{t, dir}
}

// fill leaves no room.
func (d smallDisk) fill() {
	d.t.Helper()
	file, err := os.Create(filepath.Join(d.dir, "filler"))
	require.NoError(d.t, err)
	for err == nil {
		_, err = file.Write(make([]byte, 4096))
	}
	require.True(d.t, disk.IsFull(err), "%v", err)
	require.NoError(d.t, file.Close())
}

// lock makes it read-only.
func (d smallDisk) lock() {
	d.t.Helper()
	require.NoError(d.t, syscall.Mount("none", d.dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
}

// written is a store with a tenant on a disk, closed again.
func (d smallDisk) written() {
	d.t.Helper()
	s, err := store.Open(d.t.Context(), d.dir, store.Options{})
	require.NoError(d.t, err)
	synced(d.t, s, 1, "Contoso", user(1, 1, "Adele"))
	require.NoError(d.t, s.SetSetting(d.t.Context(), "theme", "dark"))
	require.NoError(d.t, s.Close())
}

func TestOnADiskThatTakesNothingWhatIsThereCanBeRead(t *testing.T) {
	for name, test := range map[string]struct {
		change func(smallDisk)
		says   func(error) bool
	}{
		"a full disk":      {smallDisk.fill, disk.IsFull},
		"a read-only disk": {smallDisk.lock, disk.IsReadOnly},
	} {
		t.Run(name, func(t *testing.T) {
			on := newSmallDisk(t, "4m")
			on.written()
			test.change(on)
			before := list(t, on.dir)
			s, err := store.Open(t.Context(), on.dir, store.Options{})
			require.NoError(t, err)
			var only *store.ReadOnlyError
			require.ErrorAs(t, s.ReadOnly(), &only)
			require.True(t, test.says(s.ReadOnly()), "%v", s.ReadOnly())

			count, err := s.CountUsers(t.Context())
			require.NoError(t, err)
			require.Equal(t, 1, count)
			value, err := s.Setting(t.Context(), "theme")
			require.NoError(t, err)
			require.Equal(t, "dark", value)
			_, err = s.Tenant(t.Context(), "00000000-0000-4000-8000-00000000ffff")
			require.ErrorIs(t, err, store.ErrNotFound, "what is not there is told from what cannot be written")

			err = s.SetSetting(t.Context(), "theme", "light")
			require.True(t, test.says(err), "%v", err)
			require.NoError(t, s.Close())
			for _, kept := range before {
				require.Contains(t, list(t, on.dir), kept)
			}
		})
	}
}

func TestWhatAKilledProgramLeftOnADiskThatTakesNothingCanBeRead(t *testing.T) {
	on := newSmallDisk(t, "8m")
	on.written()
	s, err := store.Open(t.Context(), on.dir, store.Options{})
	require.NoError(t, err)
	require.NoError(t, s.SetSetting(t.Context(), "theme", "light"))
	killed := newSmallDisk(t, "8m")
	for _, name := range list(t, on.dir) {
		content, err := os.ReadFile(filepath.Join(on.dir, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(killed.dir, name), content, 0o600))
	}
	require.NoError(t, s.Close())
	killed.lock()
	s, err = store.Open(t.Context(), killed.dir, store.Options{})
	require.NoError(t, err)
	require.Error(t, s.ReadOnly())
	count, err := s.CountUsers(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, count)
	require.NoError(t, s.Close())
}

func TestADiskThatTakesNothingAndHoldsNothingIsSaidToBeThat(t *testing.T) {
	on := newSmallDisk(t, "64k")
	on.fill()
	_, err := store.Open(t.Context(), on.dir, store.Options{})
	require.True(t, disk.IsFull(err), "%v", err)
	on.lock()
	_, err = store.Open(t.Context(), on.dir, store.Options{})
	require.True(t, disk.IsReadOnly(err), "%v", err)
}

func TestADiskThatTakesWhatIsWrittenIsNotReadOnly(t *testing.T) {
	s := openIn(t, t.TempDir())
	require.NoError(t, s.ReadOnly())
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	require.NoError(t, filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, entry.Name())
		}
		return err
	}))
	return names
}
