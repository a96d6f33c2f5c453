package program

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"
)

// breaksDown makes this process one that breaks down in a data folder.
const breaksDown = "TENANTKEEP_TEST_BREAKS_DOWN"

func TestACrashIsWrittenToAFileAndTakenOnceByTheNextStart(t *testing.T) {
	if path := os.Getenv(breaksDown); path != "" {
		require.NoError(t, (&folder{path: path}).catchCrashes())
		done := make(chan struct{})
		go func() {
			defer close(done)
			panic("Canary Smith")
		}()
		<-done
	}
	path := t.TempDir()
	command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	command.Env = append(os.Environ(), breaksDown+"="+path)
	require.Error(t, command.Run())
	next := folder{path: path}
	t.Cleanup(func() { _ = debug.SetCrashOutput(nil, debug.CrashOptions{}) })
	require.NoError(t, next.catchCrashes())
	require.False(t, next.broke.At.IsZero())
	require.Contains(t, next.broke.Report, "broke_test.go:")
	require.NotContains(t, next.broke.Report, "Canary")
	require.Contains(t, lastCrash(filepath.Join(path, "log")), "broke_test.go:", "it is in the diagnostics from then on")
	another := folder{path: path}
	require.NoError(t, another.catchCrashes())
	require.Empty(t, another.broke.Report)
}
