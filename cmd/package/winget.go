package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// wingetFiles are the manifests of a release, each after the template it is made from.
var wingetFiles = map[string]string{
	"winget-version.yaml":   "Tenantkeep.Tenantkeep.yaml",
	"winget-installer.yaml": "Tenantkeep.Tenantkeep.installer.yaml",
	"winget-locale.yaml":    "Tenantkeep.Tenantkeep.locale.en-US.yaml",
}

// wingetFacts is what the manifests say of a release.
type wingetFacts struct {
	Homepage, Version, Day, Copyright string
	URL, SHA256, ProductCode          string
}

// winget writes the manifests with which a release is offered in Microsoft's package manager. They offer the installer for
// one user alone. On an administrator's account Windows enters it under HKEY_LOCAL_MACHINE all the same, and winget takes
// the place of the entry for the scope: a manifest with a Scope could not upgrade what it installed. Without one the second
// installer, for the whole machine, would be a duplicate of the first, which winget refuses.
func winget(args []string, productCode func(msi string) (string, error)) error {
	flags := flag.NewFlagSet("winget", flag.ContinueOnError)
	version := flags.String("version", "", "the `version` of the release")
	license := flags.String("license", "LICENSE", "the `file` that names the holder of the copyright")
	packages := flags.String("dir", "", "the `folder` with the packages of the release")
	out := flags.String("o", "", "the `folder` to write to")
	if err := parseAll(flags, args); err != nil {
		return err
	}
	if err := checkVersion(*version); err != nil {
		return err
	}
	facts, err := newWingetFacts(*version, *license, *packages, productCode)
	if err != nil {
		return err
	}
	for template, name := range wingetFiles {
		content, err := fill(template, facts)
		if err != nil {
			return err
		}
		if err := save(filepath.Join(*out, name), content); err != nil {
			return err
		}
	}
	return nil
}

func newWingetFacts(version, license, packages string, productCode func(string) (string, error)) (wingetFacts, error) {
	text, err := os.ReadFile(license)
	if err != nil {
		return wingetFacts{}, err
	}
	holder, err := copyright(text)
	if err != nil {
		return wingetFacts{}, err
	}
	at, err := releaseTime()
	if err != nil {
		return wingetFacts{}, err
	}
	name := "tenantkeep-" + version + "-windows-x64.msi"
	msi := filepath.Join(packages, name)
	sum, err := sha256Of(msi)
	if err != nil {
		return wingetFacts{}, err
	}
	code, err := productCode(msi)
	if err != nil {
		return wingetFacts{}, err
	}
	return wingetFacts{
		Homepage: homepage, Version: version, Day: at.Format(time.DateOnly), Copyright: holder,
		URL: downloadURL(version, name), SHA256: strings.ToUpper(sum), ProductCode: code,
	}, nil
}

// downloadURL is where a file of a release will be.
func downloadURL(version, file string) string {
	return homepage + "/releases/download/v" + version + "/" + file
}

// msiProductCode asks msitools for the product code of an installer.
func msiProductCode(msi string) (string, error) {
	table, err := exec.Command("msiinfo", "export", msi, "Property").Output()
	if err != nil {
		var ended *exec.ExitError
		if errors.As(err, &ended) {
			err = fmt.Errorf("%w: %s", err, ended.Stderr)
		}
		return "", fmt.Errorf("read %s with msiinfo (from msitools): %w", msi, err)
	}
	return productCodeIn(string(table))
}

// productCodeIn finds the product code in an exported table of properties: a name, a tab and a value a line.
func productCodeIn(table string) (string, error) {
	for line := range strings.Lines(table) {
		if code, found := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "ProductCode\t"); found {
			return code, nil
		}
	}
	return "", errors.New("the installer has no ProductCode")
}
