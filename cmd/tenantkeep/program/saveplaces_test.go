package program

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
)

func TestAStartRemovesWhatAKilledProgramLeftOfFilesUnderWay(t *testing.T) {
	folder, exports := t.TempDir(), t.TempDir()
	left := []string{filepath.Join(exports, ".users.csv-2847163.part"), filepath.Join(folder, ".portals.json-17.part")}
	whole := filepath.Join(exports, "users.csv")
	for _, path := range append(left, whole) {
		require.NoError(t, os.WriteFile(path, []byte("half"), 0o600))
	}
	p, err := newProgram(t.Context(), environment{cloud: cloud.Global, folder: folder, log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.close(t.Context())) })
	require.NoError(t, p.store.SetSetting(t.Context(), settingExports, exports))
	p.start()
	for _, path := range left {
		require.Eventually(t, func() bool {
			_, err := os.Stat(path)
			return errors.Is(err, fs.ErrNotExist)
		}, longest, time.Millisecond)
	}
	require.FileExists(t, whole)
}
