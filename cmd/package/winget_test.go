package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

const (
	aProductCode = "{01234567-89AB-CDEF-0123-456789ABCDEF}"
	aCommitTime  = "1790000000" // 21 September 2026, UTC
)

// makeWinget makes the manifests of a release whose installer for one user holds "abc", and gives them by name.
func makeWinget(t *testing.T, version string) map[string]string {
	t.Helper()
	packages, out := t.TempDir(), t.TempDir()
	msi := filepath.Join(packages, "tenantkeep-"+version+"-windows-x64.msi")
	require.NoError(t, os.WriteFile(msi, []byte("abc"), 0o600))
	ask := func(path string) (string, error) {
		require.Equal(t, msi, path)
		return aProductCode, nil
	}
	require.NoError(t, winget([]string{"-version", version, "-license", "../../LICENSE", "-dir", packages, "-o", out}, ask))
	entries, err := os.ReadDir(out)
	require.NoError(t, err)
	made := map[string]string{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(out, entry.Name()))
		require.NoError(t, err)
		made[entry.Name()] = string(content)
	}
	return made
}

func readYAML(t *testing.T, content string) map[string]any {
	t.Helper()
	read := map[string]any{}
	require.NoError(t, yaml.Unmarshal([]byte(content), &read))
	return read
}

func TestWingetOffersTheInstallerForOneUser(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", aCommitTime)
	made := makeWinget(t, "1.2.3")
	require.Len(t, made, 3)

	installer := readYAML(t, made["Tenantkeep.Tenantkeep.installer.yaml"])
	require.Equal(t, "wix", installer["InstallerType"])
	require.Equal(t, aProductCode, installer["ProductCode"])
	require.NotContains(t, installer, "Scope")
	require.Equal(t, []any{map[string]any{
		"Architecture":    "x64",
		"InstallerUrl":    "https://github.com/tenantkeep/tenantkeep/releases/download/v1.2.3/tenantkeep-1.2.3-windows-x64.msi",
		"InstallerSha256": "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
	}}, installer["Installers"])
	require.Contains(t, made["Tenantkeep.Tenantkeep.installer.yaml"], "ReleaseDate: 2026-09-21\n")
}

func TestWingetsThreeManifestsBelongTogether(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", aCommitTime)
	made := makeWinget(t, "1.2.3-rc.1")
	kinds := map[string]string{
		"Tenantkeep.Tenantkeep.yaml":              "version",
		"Tenantkeep.Tenantkeep.installer.yaml":    "installer",
		"Tenantkeep.Tenantkeep.locale.en-US.yaml": "defaultLocale",
	}
	for name, kind := range kinds {
		read := readYAML(t, made[name])
		require.Equal(t, kind, read["ManifestType"], name)
		require.Equal(t, "1.10.0", read["ManifestVersion"], name)
		require.Equal(t, "Tenantkeep.Tenantkeep", read["PackageIdentifier"], name)
		require.Equal(t, "1.2.3-rc.1", read["PackageVersion"], name)
		require.Contains(t, made[name], "winget-manifest."+kind+".1.10.0.schema.json", name)
	}
	require.Equal(t, "en-US", readYAML(t, made["Tenantkeep.Tenantkeep.yaml"])["DefaultLocale"])
	locale := readYAML(t, made["Tenantkeep.Tenantkeep.locale.en-US.yaml"])
	require.Equal(t, "en-US", locale["PackageLocale"])
	require.Equal(t, "Copyright © 2026 The Tenantkeep authors", locale["Copyright"])
	require.Equal(t, made, makeWinget(t, "1.2.3-rc.1"), "a second time must give the same bytes")
}

func TestWingetNeedsTheInstallerItsCodeAndTheTime(t *testing.T) {
	packages := t.TempDir()
	args := []string{"-version", "1.2.3", "-license", "../../LICENSE", "-dir", packages, "-o", t.TempDir()}
	none := func(string) (string, error) { return "", errors.New("no code") }

	t.Setenv("SOURCE_DATE_EPOCH", "")
	require.ErrorContains(t, winget(args, none), "SOURCE_DATE_EPOCH")
	t.Setenv("SOURCE_DATE_EPOCH", aCommitTime)
	require.ErrorContains(t, winget(args, none), "tenantkeep-1.2.3-windows-x64.msi")
	require.NoError(t, os.WriteFile(filepath.Join(packages, "tenantkeep-1.2.3-windows-x64.msi"), nil, 0o600))
	require.ErrorContains(t, winget(args, none), "no code")
}

func TestTheProductCodeIsOnItsOwnLine(t *testing.T) {
	code, err := productCodeIn("Property\tValue\r\ns72\tl0\r\nProperty\tProperty\r\n" +
		"UpgradeCode\t{other}\r\nProductCode\t" + aProductCode + "\r\nProductName\tTenantkeep\r\n")
	require.NoError(t, err)
	require.Equal(t, aProductCode, code)
	_, err = productCodeIn("UpgradeCode\t{other}\n")
	require.ErrorContains(t, err, "no ProductCode")
}
