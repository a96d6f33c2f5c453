package main

import (
	"bytes"
	"embed"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"time"
)

// programID names the program wherever names must be unique: app id of its windows, desktop file, bundle, settings.
const programID = "io.github.tenantkeep.tenantkeep"

// homepage is where the program is developed and where its releases are downloaded from.
const homepage = "https://github.com/tenantkeep/tenantkeep"

//go:embed templates
var templates embed.FS

// fill writes data into one of the templates.
func fill(name string, data any) ([]byte, error) {
	parsed, err := template.New(name).Option("missingkey=error").ParseFS(templates, "templates/"+name)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = parsed.Execute(&out, data)
	return out.Bytes(), err
}

// parseAll reads the flags of a command. All must be given: a default would be one more thing that can be forgotten.
func parseAll(flags *flag.FlagSet, args []string) error {
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is not understood", flags.Arg(0))
	}
	var missing []string
	flags.VisitAll(func(one *flag.Flag) {
		if one.Value.String() == "" {
			missing = append(missing, "-"+one.Name)
		}
	})
	if missing != nil {
		return fmt.Errorf("give %s", strings.Join(missing, ", "))
	}
	return nil
}

var versionForm = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$`)

// checkVersion keeps a version that is none out of file names, addresses and manifests.
func checkVersion(version string) error {
	if !versionForm.MatchString(version) {
		return fmt.Errorf("%q is not a version such as 1.2.3 or 1.2.3-rc.1", version)
	}
	return nil
}

// releaseTime is the time that a package gives for all that is in it: that of the commit and not of the build, so that a
// second build gives the same bytes (https://reproducible-builds.org/specs/source-date-epoch/).
func releaseTime() (time.Time, error) {
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return time.Time{}, errors.New("set SOURCE_DATE_EPOCH to the seconds of the commit: git log -1 --format=%ct")
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// copyright is who holds it, and since when, as the licence says.
func copyright(license []byte) (string, error) {
	for line := range strings.Lines(string(license)) {
		if holder, found := strings.CutPrefix(strings.TrimSpace(line), "Copyright (c) "); found {
			return holder, nil
		}
	}
	return "", errors.New("the licence names no holder of the copyright")
}

// save writes a file and makes the folder it belongs to.
func save(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}
