package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// debIconSizes are the sizes that the icon is installed in.
var debIconSizes = []int{16, 24, 32, 48, 64, 128, 256, 512}

// debInput is what a Debian package is made from.
type debInput struct {
	program, icons, license, notices, version string
}

// deb writes the Debian package.
func deb(args []string) error {
	var in debInput
	flags := flag.NewFlagSet("deb", flag.ContinueOnError)
	flags.StringVar(&in.program, "program", "", "the built `program`")
	flags.StringVar(&in.icons, "icons", "", "the `folder` with the icon as 16.png to 512.png")
	flags.StringVar(&in.license, "license", "LICENSE", "the licence's `file`")
	flags.StringVar(&in.notices, "notices", "", "the `file` with the licences of the libraries")
	flags.StringVar(&in.version, "version", "", "the `version` of the release")
	out := flags.String("o", "", "the `file` to write")
	if err := parseAll(flags, args); err != nil {
		return err
	}
	if err := checkVersion(in.version); err != nil {
		return err
	}
	depends, err := debDepends(in.program)
	if err != nil {
		return err
	}
	at, err := releaseTime()
	if err != nil {
		return err
	}
	archive, err := newDeb(in, depends, at)
	if err != nil {
		return err
	}
	content, err := archive.bytes()
	if err != nil {
		return err
	}
	return save(*out, content)
}

// debFacts is what the texts in the package say of a release.
type debFacts struct {
	ID, Homepage, Version, Day, Moment string
	DebVersion, Depends                string
	InstalledSize                      int
	Copyright                          string
	License                            []string // a line each
	Development                        bool     // not for everyone yet
}

// newDeb gathers what belongs into the package.
func newDeb(in debInput, depends string, at time.Time) (debArchive, error) {
	facts, err := newDebFacts(in, depends, at)
	if err != nil {
		return debArchive{}, err
	}
	archive := debArchive{time: at}
	if archive.files, err = debFiles(in, facts); err != nil {
		return debArchive{}, err
	}
	facts.InstalledSize = archive.installedSize()
	archive.control, err = fill("control", facts)
	return archive, err
}

func newDebFacts(in debInput, depends string, at time.Time) (debFacts, error) {
	license, err := os.ReadFile(in.license)
	if err != nil {
		return debFacts{}, err
	}
	holder, err := copyright(license)
	if err != nil {
		return debFacts{}, err
	}
	return debFacts{
		ID: programID, Homepage: homepage, Version: in.version,
		Day: at.Format(time.DateOnly), Moment: at.Format(time.RFC1123Z),
		DebVersion: debVersion(in.version), Depends: depends,
		Copyright: holder, License: debParagraphs(license),
		Development: strings.Contains(in.version, "-"),
	}, nil
}

// debVersion is a version as Debian orders it: there 1.2.3~rc.1 comes before 1.2.3, and 1.2.3-rc.1 after it.
func debVersion(version string) string { return strings.Replace(version, "-", "~", 1) }

// debParagraphs are the lines of a text as a field of Debian's holds them: an empty line is a dot.
func debParagraphs(text []byte) []string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	for i, line := range lines {
		if lines[i] = strings.TrimSpace(line); lines[i] == "" {
			lines[i] = "."
		}
	}
	return lines
}

// debFiles are the files that the package installs, by path.
func debFiles(in debInput, facts debFacts) ([]debFile, error) {
	program, err := os.ReadFile(in.program)
	if err != nil {
		return nil, err
	}
	notices, err := os.ReadFile(in.notices)
	if err != nil {
		return nil, err
	}
	files := []debFile{
		{path: "usr/bin/tenantkeep", mode: 0o755, body: program},
		{path: "usr/share/doc/tenantkeep/THIRD_PARTY_NOTICES", mode: 0o644, body: notices},
	}
	texts := []struct{ template, path string }{
		{"tenantkeep.desktop", "usr/share/applications/" + programID + ".desktop"},
		{"changelog", "usr/share/doc/tenantkeep/changelog.gz"},
		{"copyright", "usr/share/doc/tenantkeep/copyright"},
		{"metainfo.xml", "usr/share/metainfo/" + programID + ".metainfo.xml"},
	}
	for _, text := range texts {
		body, err := fill(text.template, facts)
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(text.path, ".gz") {
			if body, err = zipped(body); err != nil {
				return nil, err
			}
		}
		files = append(files, debFile{path: text.path, mode: 0o644, body: body})
	}
	for _, size := range debIconSizes {
		body, err := os.ReadFile(filepath.Join(in.icons, fmt.Sprintf("%d.png", size)))
		if err != nil {
			return nil, err
		}
		path := fmt.Sprintf("usr/share/icons/hicolor/%dx%d/apps/%s.png", size, size, programID)
		files = append(files, debFile{path: path, mode: 0o644, body: body})
	}
	return files, nil
}

func zipped(content []byte) ([]byte, error) {
	var out bytes.Buffer
	packed, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := packed.Write(content); err != nil {
		return nil, err
	}
	err = packed.Close()
	return out.Bytes(), err
}
