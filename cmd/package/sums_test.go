package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The hashes of "abc" and of nothing, from FIPS 180-4's examples.
const (
	sumOfABC     = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	sumOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

func TestSumsListEveryPackageByNameAndNotThemselves(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{"b.msi": "abc", "a.deb": "", sumsFile: "an older one"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600))
	}
	require.NoError(t, os.Mkdir(filepath.Join(folder, "a folder"), 0o700))

	for range 2 {
		require.NoError(t, run([]string{"sums", folder}))
		got, err := os.ReadFile(filepath.Join(folder, sumsFile))
		require.NoError(t, err)
		require.Equal(t, sumOfNothing+"  a.deb\n"+sumOfABC+"  b.msi\n", string(got))
	}
}

func TestSumsOfNothingFail(t *testing.T) {
	require.ErrorContains(t, run([]string{"sums", t.TempDir()}), "no package")
	require.ErrorContains(t, run([]string{"sums"}), "give the folder")
}
