package main_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/tenantkeep/tenantkeep/"

// The libraries that rules speak of.
const (
	fyne       = "fyne.io/fyne"
	graphSDK   = "github.com/microsoftgraph"
	kiota      = "github.com/microsoft/kiota"
	signInSDK  = "github.com/AzureAD"
	sqlite     = "github.com/mattn/go-sqlite3"
	sql        = "database/sql"
	windowMade = "fyne.io/fyne/v2/app"
	// sqlTypes are interfaces alone, which types of ids implement.
	sqlTypes = "database/sql/driver"
)

// adapters are the packages that speak with Microsoft.
var adapters = []string{"core/graph", "core/partner", "core/signin"}

// rule forbids packages, in the whole tree of what is pulled in, to the packages of some folders.
type rule struct {
	name, why string
	// in lists folders; a package in or below one is bound by the rule unless except holds it.
	in, except []string
	// never lists import paths; ours are written without the module. A package at or below one is forbidden.
	never []string
}

var houseRules = []rule{
	{
		name: "core knows no window and no database",
		why:  "what the program knows and does is tried without a screen and a file, and outlives both",
		in:   []string{"core"}, never: []string{"ui", "store", "cmd", fyne, sql, sqlite},
	},
	{
		name: "what speaks with Microsoft is imported by cmd alone",
		why:  "the rules of the program outlive Microsoft's libraries, which are slow to compile and half of the program's size",
		in:   []string{"core", "store", "ui"}, except: adapters,
		never: append([]string{graphSDK, kiota, signInSDK}, adapters...),
	},
	{
		name: "the window knows no database",
		why:  "a page never writes to the store by itself",
		in:   []string{"ui"}, never: []string{"store", "cmd", sql, sqlite},
	},
	{
		name: "the store keeps what core gives it",
		why:  "it does no work of core's: nothing is read, refreshed or synced from here",
		in:   []string{"store"}, never: []string{"ui", "cmd", fyne, "core/cloud", "core/integration", "core/refresh", "core/explain", "net/http"},
	},
	{
		name: "the vocabulary imports nothing of ours",
		why:  "everybody speaks it, so what it pulled in everybody would",
		in:   []string{"core/m365", "core/signal", "core/crash", "core/disk", "core/access", "core/table", "core/wire", "core/tunnel"}, never: []string{"core", "assets", "ui", "store"},
	},
	{
		name: "a call as data sends nothing",
		why:  "what will be sent is shown, kept and tested without a network",
		in:   []string{"core/call", "core/change", "core/bulk", "core/offboard", "core/profile"}, never: []string{"net/http", "core/cloud", "core/proxy"},
	},
	{
		name: "columns are titles and words",
		why:  "what a list shows is said without asking anybody, so that store, window and tests can all speak of it",
		in:   []string{"core/columns"}, never: []string{"net/http", "core/cloud", "core/proxy", "core/refresh", "core/integration", "assets"},
	},
	{
		name: "the program does not know the simulated cloud",
		why:  "it reaches it by addresses as any other cloud, so that nothing is proved against a friend",
		in:   []string{"core", "store", "ui"}, except: []string{"core/cloudsim"}, never: []string{"core/cloudsim"},
	},
	{
		name: "the simulated cloud shares no code with its client",
		why:  "one mistake in shared code would agree with itself",
		in:   []string{"core/cloudsim"},
		never: []string{
			"core/access", "core/bulk", "core/call", "core/change", "core/cloud", "core/columns", "core/contract", "core/country", "core/crash", "core/diagnostics", "core/disk", "core/explain", "core/graph",
			"core/integration", "core/m365", "core/offboard", "core/partner", "core/pause", "core/portal", "core/product", "core/profile", "core/proxy", "core/refresh",
			"core/refusal", "core/release", "core/signal", "core/signin", "core/table", "core/tunnel", "core/wire", "core/zone", "store", "ui", "assets",
		},
	},
	{
		name: "what judges by Microsoft's description is in no program",
		why:  "it is for tests alone",
		in:   []string{"core", "store", "ui", "cmd"}, except: []string{"core/contract"}, never: []string{"core/contract"},
	},
	{
		name: "only the program makes the window system",
		why:  "everything else is tried without one",
		in:   []string{"core", "store", "ui", "cmd"}, except: []string{"cmd/tenantkeep", "cmd/tour"}, never: []string{windowMade},
	},
	{
		name: "the program holds nothing that uses its window",
		why:  "what presses buttons by itself has no place where people are signed in to their clients; cmd/tour brings its own program",
		in:   []string{"cmd/tenantkeep"}, never: []string{"ui/robot", "ui/uitest", "cmd/tour"},
	},
	{
		name: "the grid is not bound to a page, and small widgets not to the grid",
		why:  "they serve every page",
		in:   []string{"ui/grid", "ui/widget", "ui/theme"}, never: []string{"ui/page", "ui/shell"},
	},
}

func TestImportsPointDown(t *testing.T) {
	tree := dependencies(t)
	for _, rule := range houseRules {
		t.Run(rule.name, func(t *testing.T) {
			for _, named := range append(append([]string{}, rule.in...), rule.except...) {
				require.True(t, holds(tree, named), "the rule names %s, which is gone", named)
			}
			for _, named := range rule.never {
				ours := within(named, []string{"core", "store", "ui", "cmd", "assets"})
				require.True(t, !ours || holds(tree, named), "the rule names %s, which is gone", named)
			}
			for folder, pulled := range tree {
				if !within(folder, rule.in) || within(folder, rule.except) {
					continue
				}
				for _, path := range pulled {
					if path == sqlTypes {
						continue
					}
					inside := strings.TrimPrefix(path, module)
					if inside != folder && !within(inside, selves(folder, rule)) {
						require.False(t, within(inside, rule.never), "%s pulls in %s: %s", folder, inside, rule.why)
					}
				}
			}
		})
	}
}

// selves are the folders of a rule that a package lies in: what is forbidden to all of core may still be core's own.
func selves(folder string, rule rule) (own []string) {
	for _, in := range rule.in {
		if within(folder, []string{in}) && !within(in, rule.never) {
			own = append(own, in)
		}
	}
	return own
}

func TestNoFolderIsNamedForNothing(t *testing.T) {
	for folder := range dependencies(t) {
		for _, name := range []string{"internal", "pkg", "utils", "util", "common", "helpers", "types", "manager"} {
			require.NotContains(t, strings.Split(folder, "/"), name)
		}
	}
}

func TestTheStorePullsInLittle(t *testing.T) {
	require.Less(t, len(dependencies(t)["store"]), 162, "go list -deps ./store tells what came in")
}

// dependencies asks Go for the whole tree of what each package of ours pulls in, tests left out.
func dependencies(t *testing.T) map[string][]string {
	t.Helper()
	listed := exec.Command("go", "list", "-json=ImportPath,Deps", "../../...")
	output, err := listed.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		t.Fatalf("go list: %v: %s", err, failed.Stderr)
	}
	require.NoError(t, err)
	tree := make(map[string][]string)
	decoder := json.NewDecoder(strings.NewReader(string(output)))
	for {
		var one struct {
			ImportPath string
			Deps       []string
		}
		err := decoder.Decode(&one)
		if errors.Is(err, io.EOF) {
			return tree
		}
		require.NoError(t, err)
		tree[strings.TrimPrefix(one.ImportPath, module)] = one.Deps
	}
}

// holds says whether a folder or one below it is a package.
func holds(tree map[string][]string, folder string) bool {
	for path := range tree {
		if within(path, []string{folder}) {
			return true
		}
	}
	return false
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
