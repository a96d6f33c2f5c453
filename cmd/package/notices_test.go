package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// linkedPackage is a package that the stand-in for the go command lists: a folder of a module, or of the program itself.
type linkedPackage struct{ module, version, folder string }

var linkedPackages = []linkedPackage{
	{"example.com/window", "v2.0.0", "theme"},
	{"example.com/window", "v2.0.0", "."},
	{"example.com/Short", "v0.1.0", "."},
	{"example.com/glass", "v1.4.0", "c/deep/binding"},
}

// sourceTree writes the modules of linkedPackages and a Go: by path, what is in their files.
func sourceTree(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	files := map[string]string{
		"go/LICENSE":                                     "Of Go.\n",
		"go/PATENTS":                                     "not a licence",
		"example.com/Short/COPYING":                      "\ufeffShared,  \r\nby two.\r\n\r\n",
		"example.com/Short/short.go":                     "package short",
		"example.com/window/LICENSE":                     "\n    Of the window.\n",
		"example.com/window/Notice.txt":                  "Made by many.",
		"example.com/window/window.go":                   "package window",
		"example.com/window/license.go":                  "package window // code",
		"example.com/window/license_test.md":             " \n",
		"example.com/window/theme/theme.go":              "package theme",
		"example.com/window/theme/font/LICENSE_Wide.txt": "Of a font.",
		"example.com/window/theme/font/license":          "Of another font.",
		"example.com/window/theme/testdata/LICENSE":      "not linked: data of tests",
		"example.com/window/theme/_gen/LICENSE":          "not linked: Go does not look here",
		"example.com/window/theme/.ci/LICENSE":           "not linked: nor here",
		"example.com/window/cmd/tool/LICENSE":            "not linked: another package",
		"example.com/window/cmd/tool/main.go":            "package main",
		"example.com/glass/LICENCE.md":                   "Shared,\nby two.",
		"example.com/glass/c/Third-Party-Notices":        "Of C code.",
		"example.com/glass/c/deep/binding/binding.go":    "package binding",
		"example.com/glass/c/deep/binding/src/UNLICENSE": "Of C code below.",
		"example.com/glass/c/deep/other/LICENSE":         "not linked: beside it",
	}
	for name, content := range files {
		require.NoError(t, save(filepath.Join(root, filepath.FromSlash(name)), []byte(content)))
	}
	return root
}

// standIn answers as the go command would, for a program with these packages.
func standIn(t *testing.T, root string, packages []linkedPackage) goTool {
	return func(system string, args ...string) ([]byte, error) {
		require.Equal(t, "linux", system)
		if args[0] == "env" {
			require.Equal(t, []string{"env", "-json", "GOROOT", "GOVERSION"}, args)
			return json.Marshal(map[string]string{"GOROOT": filepath.Join(root, "go"), "GOVERSION": "go1.2.3"})
		}
		require.Equal(t, []string{"list", "-deps", "-tags=no_emoji", "-json=ImportPath,Dir,Standard,Module", "./cmd/tenantkeep"}, args)
		said := []any{
			map[string]any{"ImportPath": "fmt", "Dir": filepath.Join(root, "go", "src", "fmt"), "Standard": true},
			map[string]any{"ImportPath": "own/core", "Dir": root, "Module": map[string]any{"Path": "own", "Dir": root, "Main": true}},
		}
		for _, one := range packages {
			dir := filepath.Join(root, filepath.FromSlash(one.module))
			said = append(said, map[string]any{
				"ImportPath": one.module + "/" + one.folder, "Dir": filepath.Join(dir, filepath.FromSlash(one.folder)),
				"Module": map[string]any{"Path": one.module, "Version": one.version, "Dir": dir},
			})
		}
		var out []byte
		for _, one := range said {
			object, err := json.MarshalIndent(one, "", "\t")
			require.NoError(t, err)
			out = append(append(out, object...), '\n')
		}
		return out, nil
	}
}

// writeNotices gives what the command writes.
func writeNotices(t *testing.T, run goTool) (string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "folder", "notices.txt")
	if err := notices([]string{"-os", "linux", "-o", path}, run); err != nil {
		require.NoFileExists(t, path)
		return "", err
	}
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(content), nil
}

func TestTheNoticesHoldTheLicencesOfAllThatIsLinkedAndOfNothingElse(t *testing.T) {
	root := sourceTree(t)
	got, err := writeNotices(t, standIn(t, root, linkedPackages))
	require.NoError(t, err)
	rule := strings.Repeat("=", 80)
	require.Equal(t, strings.Join([]string{
		"Tenantkeep for Linux is made with the works of others, under the licences below.",
		"",
		rule,
		"Go and its standard library go1.2.3 (LICENSE)",
		"",
		"Of Go.",
		"",
		rule,
		"example.com/Short v0.1.0 (COPYING)",
		"example.com/glass v1.4.0 (LICENCE.md)",
		"",
		"Shared,",
		"by two.",
		"",
		rule,
		"example.com/glass v1.4.0 (c/Third-Party-Notices)",
		"",
		"Of C code.",
		"",
		rule,
		"example.com/glass v1.4.0 (c/deep/binding/src/UNLICENSE)",
		"",
		"Of C code below.",
		"",
		rule,
		"example.com/window v2.0.0 (LICENSE)",
		"",
		"    Of the window.",
		"",
		rule,
		"example.com/window v2.0.0 (Notice.txt)",
		"",
		"Made by many.",
		"",
		rule,
		"example.com/window v2.0.0 (theme/font/LICENSE_Wide.txt)",
		"",
		"Of a font.",
		"",
		rule,
		"example.com/window v2.0.0 (theme/font/license)",
		"",
		"Of another font.",
		"",
	}, "\n"), got)
}

func TestTheNoticesAreTheSameWhereverAndInWhicheverOrderGoListsThePackages(t *testing.T) {
	root := sourceTree(t)
	one, err := writeNotices(t, standIn(t, root, linkedPackages))
	require.NoError(t, err)
	backwards := slices.Clone(linkedPackages)
	slices.Reverse(backwards)
	elsewhere := sourceTree(t)
	other, err := writeNotices(t, standIn(t, elsewhere, backwards))
	require.NoError(t, err)
	require.Equal(t, one, other)
}

func TestALibraryWithoutALicenceIsNamedAndNothingIsWritten(t *testing.T) {
	for _, test := range []struct {
		name, file, library string
		instead             []string // other files, of the same text
	}{
		{"no file", "example.com/Short/COPYING", "example.com/Short v0.1.0", nil},
		{"a folder of that name", "example.com/Short/COPYING", "example.com/Short v0.1.0", []string{"example.com/Short/COPYING/x"}},
		{"only a notice, and licences of parts", "example.com/window/LICENSE", "example.com/window v2.0.0", nil},
		{"only one beside it", "example.com/glass/LICENCE.md", "example.com/glass v1.4.0", []string{"example.com/LICENSE"}},
		{"Go without one", "go/LICENSE", "Go and its standard library go1.2.3", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := sourceTree(t)
			require.NoError(t, os.Remove(filepath.Join(root, filepath.FromSlash(test.file))))
			for _, name := range test.instead {
				require.NoError(t, save(filepath.Join(root, filepath.FromSlash(name)), []byte("A licence.")))
			}
			_, err := writeNotices(t, standIn(t, root, linkedPackages))
			require.ErrorContains(t, err, test.library+" has no text of a licence")
		})
	}
}

func TestABlankLicenceIsNone(t *testing.T) {
	root := sourceTree(t)
	require.NoError(t, save(filepath.Join(root, "example.com", "Short", "COPYING"), []byte("\ufeff \r\n\t\n")))
	_, err := writeNotices(t, standIn(t, root, linkedPackages))
	require.ErrorContains(t, err, "example.com/Short v0.1.0 has no text of a licence")
}

func TestAPackageOfNoKnownModuleIsNamed(t *testing.T) {
	root := sourceTree(t)
	whole := standIn(t, root, nil)
	for _, more := range []string{
		`{"ImportPath": "example.com/lost"}`,
		`{"ImportPath": "example.com/lost", "Module": {"Path": "example.com/lost", "Version": "v1.0.0"}}`,
	} {
		_, err := writeNotices(t, func(system string, args ...string) ([]byte, error) {
			out, err := whole(system, args...)
			if args[0] == "list" {
				out = append(out, more...)
			}
			return out, err
		})
		require.ErrorContains(t, err, "example.com/lost")
	}
}

func TestThatGoFailsIsSaid(t *testing.T) {
	root := sourceTree(t)
	whole := standIn(t, root, linkedPackages)
	for _, failing := range []string{"env", "list"} {
		_, err := writeNotices(t, func(system string, args ...string) ([]byte, error) {
			if args[0] == failing {
				return nil, errors.New("no network")
			}
			return whole(system, args...)
		})
		require.ErrorContains(t, err, "no network")
	}
	_, err := runGo("linux", "no-such-command")
	require.ErrorContains(t, err, "unknown command")
}

func TestTheNoticesAreOfASystemThatThereIsAProgramFor(t *testing.T) {
	err := notices([]string{"-os", "plan9", "-o", filepath.Join(t.TempDir(), "notices.txt")}, nil)
	require.ErrorContains(t, err, "want linux, windows or darwin")
}

func TestGoIsAskedAsForTheProgramOfARelease(t *testing.T) {
	out, err := runGo("windows", "env", "GOOS", "GOARCH", "CGO_ENABLED")
	require.NoError(t, err)
	require.Equal(t, []string{"windows", "amd64", "1"}, strings.Fields(string(out)))
}
