package desktop_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
)

// fakeOpener is the desktop's program that opens things, which notes what it was given.
func fakeOpener(t *testing.T) (noted func() string) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the other systems open files by a call, not by a program")
	}
	folder := t.TempDir()
	note := filepath.Join(folder, "noted")
	script := "#!/bin/sh\necho a browser may say much\nprintf '%s' \"$1\" >" + note + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(folder, "xdg-open"), []byte(script), 0o700))
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	return func() string {
		text, err := os.ReadFile(note)
		require.NoError(t, err)
		return string(text)
	}
}

func TestAPathIsOpenedAsItIs(t *testing.T) {
	noted := fakeOpener(t)
	for _, name := range []string{"users.csv", "a b.csv", "#1 100% ü?.csv", "-users.csv"} {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, desktop.OpenPath(t.Context(), path))
		require.Equal(t, path, noted())
	}
	require.NoError(t, desktop.OpenPath(t.Context(), "-x"))
	require.True(t, strings.HasPrefix(noted(), "/"), "what opens it takes a name that begins with a hyphen for an option: %s", noted())
}

func TestAnAddressIsOpenedInTheBrowser(t *testing.T) {
	noted := fakeOpener(t)
	const address = "https://entra.microsoft.com/contoso.com#view/x?y=50%25"
	require.NoError(t, desktop.OpenInBrowser(address))
	require.Equal(t, address, noted())
}
