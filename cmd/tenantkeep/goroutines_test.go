package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// goroutines are all places that start one, by file and function, with who owns it: who waits for it, and where a defect in
// it is caught, recorded and told.
var goroutines = map[string]string{
	"core/refresh/refresh.go Service.each":                  "each waits; inTurn catches, those logs and the tenant keeps the failure",
	"core/refresh/refresh.go Service.Run":                   "Run waits; SignIns catches and followSignIns logs",
	"core/refresh/signins.go Service.SignIns":               "SignIns waits; guardedSignIns catches and logs",
	"core/roster/parts.go inParts":                          "inParts waits; crash.During catches, the question fails",
	"core/bulk/each.go inTurn":                              "inTurn waits; plan and send catch, the user's state tells",
	"core/profile/requests.go requests.join":                "whoever joined waits; Service.read catches, the card tells",
	"core/integration/listing.go Service.list":              "the errgroup waits and hands a panic to list; access catches what it reads",
	"core/integration/sync.go Service.start":                "Close waits; inTurn and tell catch",
	"core/integration/sync.go Service.syncAll":              "syncAll waits; inTurn and tell catch, the tenant keeps the failure",
	"core/integration/check.go Service.gather":              "gather waits; each read catches, its finding tells",
	"core/integration/checktenants.go Service.mappings":     "the errgroup waits and hands a panic on; assignments catches what it reads",
	"core/integration/removals.go Service.goOff":            "Close waits; turnOff and tell catch",
	"core/integration/removals.go Service.turnOff":          "turnOff waits; guardedClear and inTurn catch, the tenant keeps the failure",
	"core/signin/loopback.go listenLoopback":                "close waits; net/http catches for each request",
	"core/signin/session.go Session.Close":                  "waits itself; crash.During catches, the log tells",
	"core/signin/vault.go patientVault.ask":                 "ask waits for as long as its patience lasts; answerOf catches, ask tells",
	"core/signin/interactive.go Session.show":               "Close waits; openBrowser and crash.During catch, the log tells",
	"core/signin/tokenrequest.go Session.start":             "Close and the callers wait; acquire catches, the callers tell",
	"ui/uithread/uithread.go AfterFunc":                     "runs what Work.After and tooltips hand to the Runner, where Guarded catches",
	"ui/uithread/work.go Work.After":                        "only counts",
	"ui/uithread/work.go Work.start":                        "Close waits; guarded catches, OnBroken tells",
	"cmd/tenantkeep/instance/instance.go Hear":              "Close waits; only accepts, each answer catches",
	"cmd/tenantkeep/instance/instance.go Starts.serve":      "Close waits; crash.During catches, broken tells",
	"cmd/tenantkeep/program/opengl.go probeOpenGL":          "wait waits; askThisProgram catches, the start tells",
	"cmd/tenantkeep/program/opening.go open":                "await or giveUp waits; crash.Into catches, the window or the end tells",
	"cmd/tenantkeep/program/guide.go window.lead":           "the guide of a tour, which no person uses: a defect is to end it",
	"cmd/tenantkeep/program/services.go program.background": "close waits; guarded catches, the log and the window tell",
}

func TestEveryGoroutineHasAnOwnerWhoCatchesItsDefects(t *testing.T) {
	found := make(map[string]bool)
	for _, root := range []string{"core", "store", "ui", "cmd/tenantkeep"} {
		top := filepath.Join("..", "..", filepath.FromSlash(root))
		require.NoError(t, filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() && (entry.Name() == "cloudsim" || entry.Name() == "uitest" || entry.Name() == "robot") {
				return firstOf(err, fs.SkipDir)
			}
			if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			name := filepath.ToSlash(strings.TrimPrefix(path, filepath.Join("..", "..")+string(filepath.Separator)))
			for _, function := range starters(t, path) {
				found[name+" "+function] = true
			}
			return nil
		}))
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(goroutines)), slices.Collect(maps.Keys(found)),
		"who owns a goroutine that is not in the table? which of the table is gone?")
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// starters are the functions of a file that start goroutines.
func starters(t *testing.T, path string) (functions []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	for _, declared := range file.Decls {
		function, ok := declared.(*ast.FuncDecl)
		if !ok || function.Body == nil {
			continue
		}
		starts := false
		ast.Inspect(function.Body, func(node ast.Node) bool {
			starts = starts || isStart(node)
			return true
		})
		if starts {
			functions = append(functions, nameOf(function))
		}
	}
	return functions
}

// isStart says that a node is a go statement, the Go of a WaitGroup or an errgroup, or a timer's function.
func isStart(node ast.Node) bool {
	switch node := node.(type) {
	case *ast.GoStmt:
		return true
	case *ast.CallExpr:
		selected, ok := node.Fun.(*ast.SelectorExpr)
		if !ok || len(node.Args) == 0 {
			return false
		}
		_, given := node.Args[0].(*ast.FuncLit)
		return selected.Sel.Name == "AfterFunc" || given && selected.Sel.Name == "Go"
	}
	return false
}

func nameOf(function *ast.FuncDecl) string {
	if function.Recv == nil {
		return function.Name.Name
	}
	of := function.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	if generic, ok := of.(*ast.IndexExpr); ok {
		of = generic.X
	}
	return of.(*ast.Ident).Name + "." + function.Name.Name
}
