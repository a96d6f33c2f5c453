package main

import (
	"bytes"
	"flag"
	"fmt"
	"runtime"
	"strings"
)

// notices writes the licences of all that the program is linked with: they allow to pass it on where their text goes along.
func notices(args []string, run goTool) error {
	flags := flag.NewFlagSet("notices", flag.ContinueOnError)
	system := flags.String("os", runtime.GOOS, "the operating `system` of the program: linux, windows or darwin")
	out := flags.String("o", "", "the `file` to write")
	if err := parseAll(flags, args); err != nil {
		return err
	}
	name, known := map[string]string{"linux": "Linux", "windows": "Windows", "darwin": "macOS"}[*system]
	if !known {
		return fmt.Errorf("-os %q: want linux, windows or darwin", *system)
	}
	libraries, err := linkedLibraries(*system, run)
	if err != nil {
		return err
	}
	content, err := noticesOf(name, libraries)
	if err != nil {
		return err
	}
	return save(*out, content)
}

// noticesOf writes each text once, under the libraries that have it, in the order of the first of them.
func noticesOf(system string, libraries []library) ([]byte, error) {
	var texts []string
	owners := map[string][]string{}
	for _, one := range libraries {
		files, err := one.licences()
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if owners[file.text] == nil {
				texts = append(texts, file.text)
			}
			owners[file.text] = append(owners[file.text], fmt.Sprintf("%s %s (%s)", one.path, one.version, file.name))
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "Tenantkeep for %s is made with the works of others, under the licences below.\n", system)
	for _, text := range texts {
		fmt.Fprintf(&out, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 80), strings.Join(owners[text], "\n"), text)
	}
	return out.Bytes(), nil
}
