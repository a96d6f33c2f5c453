package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/tenantkeep/tenantkeep/"

// rule forbids imports to the packages of some folders.
type rule struct {
	name string
	// in lists folders; a package in or below one is bound by the rule unless except holds it.
	in, except []string
	// never lists import paths; ours are written without the module. A package at or below one is forbidden.
	never []string
}

var houseRules = []rule{
	{
		name:  "core knows no window and no database",
		in:    []string{"core"},
		never: []string{"ui", "store", "cmd", "fyne.io", "database/sql", "github.com/mattn/go-sqlite3"},
	},
	{
		name: "the window knows no database and none of Microsoft's libraries",
		in:   []string{"ui"},
		never: []string{
			"store", "cmd", "database/sql", "github.com/mattn/go-sqlite3",
			"github.com/microsoftgraph", "github.com/AzureAD", "core/graph", "core/partner",
		},
	},
	{
		name:  "the store knows tables and what it keeps, and does no work of core's",
		in:    []string{"store"},
		never: []string{"ui", "cmd", "fyne.io", "core/cloud", "core/signin", "core/graph", "core/partner", "core/integration", "core/refresh"},
	},
	{
		name:  "the vocabulary imports nothing of ours",
		in:    []string{"core/m365", "core/signal", "core/table"},
		never: []string{"core", "assets", "ui", "store"},
	},
	{
		name:   "the program does not know the simulated cloud",
		in:     []string{"core", "store", "ui"},
		except: []string{"core/cloudsim"},
		never:  []string{"core/cloudsim"},
	},
	{
		name: "the simulated cloud shares no code with its client",
		in:   []string{"core/cloudsim"},
		never: []string{
			"core/m365", "core/cloud", "core/signin", "core/graph", "core/partner", "core/integration", "core/refresh",
			"core/table", "core/portal", "core/product", "core/explain", "store", "ui", "assets",
		},
	},
	{
		name:   "only the program's main package makes the window system",
		in:     []string{"core", "store", "ui", "cmd"},
		except: []string{"cmd/tenantkeep"},
		never:  []string{"fyne.io/fyne/v2/app"},
	},
	{
		name:  "the grid is not bound to a page, and small widgets not to the grid",
		in:    []string{"ui/grid", "ui/widget", "ui/theme"},
		never: []string{"ui/page", "ui/shell"},
	},
}

func TestImportsPointDown(t *testing.T) {
	imports := importsByFolder(t, filepath.Join("..", ".."))
	for _, rule := range houseRules {
		t.Run(rule.name, func(t *testing.T) {
			bound := 0
			for folder, imported := range imports {
				if !within(folder, rule.in) || within(folder, rule.except) {
					continue
				}
				bound++
				for path := range imported {
					require.False(t, within(strings.TrimPrefix(path, module), rule.never), "%s imports %s", folder, path)
				}
			}
			require.NotZero(t, bound, "the rule binds no folder any more")
		})
	}
}

func TestNoFolderIsNamedForNothing(t *testing.T) {
	for folder := range importsByFolder(t, filepath.Join("..", "..")) {
		for _, name := range []string{"internal", "pkg", "utils", "util", "common", "helpers", "types", "manager"} {
			require.NotContains(t, strings.Split(folder, "/"), name)
		}
	}
}

// importsByFolder reads what the program's own files import; tests may reach further.
func importsByFolder(t *testing.T, root string) map[string]map[string]bool {
	t.Helper()
	found := make(map[string]map[string]bool)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && path != root {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		folder = filepath.ToSlash(folder)
		if found[folder] == nil {
			found[folder] = make(map[string]bool)
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[folder][imported] = true
		}
		return nil
	})
	require.NoError(t, err)
	return found
}

// within says whether path is one of the folders or below one.
func within(path string, folders []string) bool {
	for _, folder := range folders {
		if path == folder || strings.HasPrefix(path, folder+"/") {
			return true
		}
	}
	return false
}
