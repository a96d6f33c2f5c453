package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	applelist "howett.net/plist"
)

// readPlist reads a property list as macOS does.
func readPlist(t *testing.T, path string) map[string]any {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	read := map[string]any{}
	form, err := applelist.Unmarshal(content, &read)
	require.NoError(t, err)
	require.Equal(t, applelist.XMLFormat, form)
	return read
}

func TestPlistDescribesTheBundle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Contents", "Info.plist")
	require.NoError(t, run([]string{"plist", "-version", "1.2.3-rc.1", "-license", "../../LICENSE", "-o", path}))
	require.Equal(t, map[string]any{
		"CFBundleDevelopmentRegion":            "en",
		"CFBundleDisplayName":                  "Tenantkeep",
		"CFBundleExecutable":                   "tenantkeep",
		"CFBundleIconFile":                     "tenantkeep",
		"CFBundleIdentifier":                   "io.github.tenantkeep.tenantkeep",
		"CFBundleInfoDictionaryVersion":        "6.0",
		"CFBundleName":                         "Tenantkeep",
		"CFBundlePackageType":                  "APPL",
		"CFBundleShortVersionString":           "1.2.3-rc.1",
		"CFBundleSupportedPlatforms":           []any{"MacOSX"},
		"CFBundleVersion":                      "1.2.3",
		"LSApplicationCategoryType":            "public.app-category.business",
		"LSMinimumSystemVersion":               "12.0",
		"NSHighResolutionCapable":              true,
		"NSHumanReadableCopyright":             "Copyright © 2026 The Tenantkeep authors",
		"NSPrincipalClass":                     "NSApplication",
		"NSSupportsAutomaticGraphicsSwitching": true,
	}, readPlist(t, path))
}

func TestPlistSurvivesAHolderWithMarks(t *testing.T) {
	folder := t.TempDir()
	license := filepath.Join(folder, "LICENSE")
	require.NoError(t, os.WriteFile(license, []byte("MIT\r\n\r\nCopyright (c) 2026 A & <B>\r\n"), 0o600))
	path := filepath.Join(folder, "Info.plist")
	require.NoError(t, run([]string{"plist", "-version", "1.2.3", "-license", license, "-o", path}))
	require.Equal(t, "Copyright © 2026 A & <B>", readPlist(t, path)["NSHumanReadableCopyright"])
}

// Go makes no code at run time, and all libraries that the program loads are Apple's: the hardened runtime need give
// nothing back. macOS takes the file over as it is and cannot read a comment in it.
func TestPlistAsksForNoEntitlement(t *testing.T) {
	require.Empty(t, readPlist(t, "entitlements.plist"))
	content, err := os.ReadFile("entitlements.plist")
	require.NoError(t, err)
	require.NotContains(t, string(content), "<!--")
}

func TestPlistRefusesWhatIsNoVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Info.plist")
	require.ErrorContains(t, run([]string{"plist", "-version", "v1", "-license", "../../LICENSE", "-o", path}), "not a version")
	require.ErrorContains(t, run([]string{"plist", "-version", "1.2.3"}), "give -o")
	require.NoFileExists(t, path)
}
