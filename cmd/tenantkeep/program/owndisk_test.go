//go:build linux

package program

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// ownDisk is a folder on a disk of its own, of a size as "8m". The test is skipped where none can be mounted.
func ownDisk(t *testing.T, size string) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("none", folder, "tmpfs", 0, "size="+size); err != nil {
		t.Skip("no disk can be mounted here: ", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(folder, 0)) })
	return folder
}
