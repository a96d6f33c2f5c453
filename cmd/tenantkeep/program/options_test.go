package program

import (
	"io"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheCommandLineIsCheckedBeforeAnythingStarts(t *testing.T) {
	cases := []struct {
		name string
		args []string
		want string // part of the error; empty for none
	}{
		{"nothing is fine", nil, ""},
		{"a demo of a size is fine", []string{"--demo", "--demo-tenants", "2", "--demo-users", "9"}, ""},
		{"a word that means nothing is named", []string{"demo"}, `"demo" is not understood`},
		{"a demo brings its own cloud", []string{"--demo", "--cloud", "x.json"}, "leave --cloud out"},
		{"no tenants are too few", []string{"--demo", "--demo-tenants", "0"}, "--demo-tenants 0"},
		{"fewer users than tenants are too few", []string{"--demo", "--demo-users", "3"}, "--demo-users 3"},
		{"an unknown flag is named", []string{"--dmeo"}, "dmeo"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseOptions(c.args, io.Discard)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestADataFolderServesOneProgramAtATime(t *testing.T) {
	path := t.TempDir() + "/data"
	first, err := openFolder(path, false)
	require.NoError(t, err)
	requirePrivate(t, path)
	running, err := openFolder(path, false)
	require.ErrorIs(t, err, errAlreadyRunning)
	require.Equal(t, first.path, running.path, "a second start must find the first")
	require.NoError(t, first.close())
	second, err := openFolder(path, false)
	require.NoError(t, err)
	require.NoError(t, second.close())
}

func TestTheDemoNeverTouchesTheRealFolder(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("AppData", t.TempDir())
	t.Setenv("LocalAppData", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	demo, err := openFolder("", true)
	require.NoError(t, err)
	genuine, err := openFolder("", false)
	require.NoError(t, err)
	require.NotEqual(t, demo.path, genuine.path)
	require.NoError(t, demo.close())
	require.NoError(t, genuine.close())
}

// requirePrivate checks that only the owner may look. Windows keeps rights otherwise: there the profile's protect.
func requirePrivate(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Zero(t, info.Mode().Perm()&0o077, "%s has the mode %v", path, info.Mode())
	}
}
