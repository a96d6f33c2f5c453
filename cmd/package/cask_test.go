package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCaskOffersTheDiskImageAndKnowsWhatLiesAround(t *testing.T) {
	packages := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(packages, "tenantkeep-1.2.3-macos-universal.dmg"), []byte("abc"), 0o600))
	path := filepath.Join(t.TempDir(), "tenantkeep.rb")

	var before []byte
	for range 2 {
		require.NoError(t, run([]string{"cask", "-version", "1.2.3", "-dir", packages, "-o", path}))
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, before == nil || string(before) == string(content), "a second time must give the same bytes")
		before = content
	}
	var lines []string
	for line := range strings.Lines(string(before)) {
		lines = append(lines, strings.TrimSpace(line))
	}
	for _, want := range []string{
		`cask "tenantkeep" do`,
		`version "1.2.3"`,
		`sha256 "` + sumOfABC + `"`,
		`url "https://github.com/tenantkeep/tenantkeep/releases/download/v#{version}/tenantkeep-#{version}-macos-universal.dmg"`,
		`depends_on macos: :monterey`,
		`app "Tenantkeep.app"`,
		`zap trash: [`,
		`"~/Library/Application Support/Tenantkeep",`,
		`"~/Library/Application Support/Tenantkeep Demo",`,
		`"~/Library/Caches/fyne/io.github.tenantkeep.tenantkeep",`,
		`"~/Library/Preferences/fyne/io.github.tenantkeep.tenantkeep",`,
	} {
		require.Contains(t, lines, want)
	}
}

func TestCaskNeedsTheDiskImage(t *testing.T) {
	args := []string{"cask", "-version", "1.2.3", "-dir", t.TempDir(), "-o", filepath.Join(t.TempDir(), "tenantkeep.rb")}
	require.ErrorContains(t, run(args), "tenantkeep-1.2.3-macos-universal.dmg")
}
