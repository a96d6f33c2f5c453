package disk_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/disk"
)

func TestAFullDiskIsRecognisedWhateverStandsAroundIt(t *testing.T) {
	for _, full := range fulls {
		written := &fs.PathError{Op: "write", Path: "users.csv", Err: full}
		require.True(t, disk.IsFull(fmt.Errorf("export: %w", written)), "%v", full)
	}
	require.True(t, disk.IsFull(fmt.Errorf("keep the page: %w", disk.ErrFull)))
}

func TestADiskThatLetsNothingBeWrittenIsRecognised(t *testing.T) {
	for _, refused := range append(readOnlys, fs.ErrPermission, disk.ErrReadOnly) {
		err := fmt.Errorf("keep: %w", &fs.PathError{Op: "open", Path: "tenantkeep.db", Err: refused})
		require.True(t, disk.IsReadOnly(err), "%v", refused)
		require.True(t, disk.TakesNothing(err))
		require.False(t, disk.IsFull(err))
	}
	require.True(t, disk.TakesNothing(disk.ErrFull))
	for _, other := range []error{nil, errors.New("read-only"), fs.ErrNotExist} {
		require.False(t, disk.TakesNothing(other), "%v", other)
	}
}

func TestAFileThatAnotherProgramHasIsRecognised(t *testing.T) {
	for _, held := range helds {
		require.True(t, disk.IsHeld(fmt.Errorf("write: %w", &fs.PathError{Op: "rename", Path: "users.csv", Err: held})), "%v", held)
	}
	require.False(t, disk.IsHeld(fs.ErrPermission))
	require.False(t, disk.IsHeld(nil))
}

func TestOtherErrorsAreNoFullDisk(t *testing.T) {
	for _, other := range []error{nil, errors.New("full"), fs.ErrPermission, fs.ErrNotExist} {
		require.False(t, disk.IsFull(other), "%v", other)
	}
}
