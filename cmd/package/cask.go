package main

import (
	"flag"
	"path/filepath"
)

// caskFacts is what the Homebrew cask says of a release.
type caskFacts struct {
	ID, Homepage, Version, SHA256, URL string
}

// cask writes the Homebrew cask of a release. Homebrew takes only a program that Apple has notarised.
func cask(args []string) error {
	flags := flag.NewFlagSet("cask", flag.ContinueOnError)
	version := flags.String("version", "", "the `version` of the release")
	packages := flags.String("dir", "", "the `folder` with the packages of the release")
	out := flags.String("o", "", "the `file` to write")
	if err := parseAll(flags, args); err != nil {
		return err
	}
	if err := checkVersion(*version); err != nil {
		return err
	}
	sum, err := sha256Of(filepath.Join(*packages, dmgName(*version)))
	if err != nil {
		return err
	}
	content, err := fill("tenantkeep.rb", caskFacts{
		ID: programID, Homepage: homepage, Version: *version, SHA256: sum,
		// Homebrew puts the version in, so that the next release changes two lines.
		URL: downloadURL("#{version}", dmgName("#{version}")),
	})
	if err != nil {
		return err
	}
	return save(*out, content)
}

func dmgName(version string) string { return "tenantkeep-" + version + "-macos-universal.dmg" }
