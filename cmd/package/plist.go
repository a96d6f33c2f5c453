package main

import (
	"flag"
	"os"
	"strings"
)

// bundle is what the Info.plist of the macOS program says of a release.
type bundle struct {
	ID, Version, Build, Copyright string
}

// plist writes the Info.plist of the macOS program.
func plist(args []string) error {
	flags := flag.NewFlagSet("plist", flag.ContinueOnError)
	version := flags.String("version", "", "the `version` of the release")
	license := flags.String("license", "LICENSE", "the `file` that names the holder of the copyright")
	out := flags.String("o", "", "the `file` to write")
	if err := parseAll(flags, args); err != nil {
		return err
	}
	if err := checkVersion(*version); err != nil {
		return err
	}
	text, err := os.ReadFile(*license)
	if err != nil {
		return err
	}
	holder, err := copyright(text)
	if err != nil {
		return err
	}
	content, err := fill("Info.plist", bundle{
		ID: programID, Version: *version, Build: numbers(*version), Copyright: "Copyright © " + holder,
	})
	if err != nil {
		return err
	}
	return save(*out, content)
}

// numbers is a version without what comes after its three numbers: macOS allows no more in the number of a build.
func numbers(version string) string {
	before, _, _ := strings.Cut(version, "-")
	return before
}
