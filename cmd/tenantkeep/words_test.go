package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
)

// counted is a number before a plural that would be wrong of one thing.
var counted = regexp.MustCompile(`%[dsv] (users|tenants|rows|roles|groups|licenses|devices|members|steps|changes|services|minutes|hours|days|times)\b`)

// asOne are texts whose number is never one.
var asOne = map[string]bool{
	"in %d minutes": true, "in %d hours": true, "Last %d Days": true, "Last %d Hours": true,
}

// small are the words that Title Case leaves as they are.
var small = map[string]bool{"a": true, "and": true, "at": true, "by": true, "for": true, "from": true, "in": true, "of": true, "on": true, "or": true, "the": true, "to": true}

// pass is a short word for what is a Temporary Access Password everywhere, but in Microsoft's own names.
var (
	pass    = regexp.MustCompile(`(?i)\bpass(es)?\b`)
	notOurs = strings.NewReplacer("> Temporary Access Pass", "", "pass-through authentication", "")
)

// names are the words within a label that are names: of pages, of things that have one, and labels that are set.
var names = regexp.MustCompile(`Temporary Access Password|Sign In|Uncheck All|Reset Filters|View Users|Turn On|Turn Off|Microsoft 365|Select Tenant|Row Actions|` +
	`Create User and (Continue|Close)|Export (All|Selected) Rows to CSV|Copy Reset Password|All Tenants|All Users|Deleted Users|Name and Tags|Create User|Activity|Setup|Integrations|PowerShell|Microsoft|CSV|ID`)

// TestOperationsAreInOneCase looks at every operation: its title stands in menus, its verb on a button.
func TestOperationsAreInOneCase(t *testing.T) {
	operations := append(change.Menu(), change.Of(change.AddMethod), change.Of(change.ChangeMethod), change.Of(change.RemoveMethod), change.Of(change.RestoreUser), change.Of(change.Undo))
	require.Greater(t, len(operations), 8)
	for _, one := range operations {
		require.True(t, isTitleCase(one.Title), one.Title)
		require.True(t, isSentenceCase(one.Verb), one.Verb)
	}
}

// TestTextsOfTheWindowAgree reads the texts of the code: numbers agree with what they count, titles of columns and tabs and
// the commands of the menu are in Title Case, and what else is pressed is a sentence.
func TestTextsOfTheWindowAgree(t *testing.T) {
	read := map[string]int{}
	for _, folder := range []string{"core", "store", "ui", "cmd/tenantkeep"} {
		err := filepath.WalkDir(filepath.Join("..", "..", folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "cloudsim") {
				return err
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			ast.Inspect(file, func(node ast.Node) bool {
				checkText(t, files, node)
				checkTitles(t, files, node)
				for kind, label := range labelsOf(node) {
					read[kind]++
					if kind == "command" && !isTitleCase(strings.TrimSuffix(label, "…")) || kind != "command" && !isSentenceCase(label) {
						t.Errorf("%s: the %s %q is in the wrong case", files.Position(node.Pos()), kind, label)
					}
				}
				return true
			})
			return nil
		})
		require.NoError(t, err)
	}
	require.Greater(t, min(read["command"], read["button"], read["action"]), 10, "the test finds them no longer: %v", read)
}

// labelsOf are the labels in an expression, by what carries them.
func labelsOf(node ast.Node) map[string]string {
	labels := map[string]string{}
	add := func(kind string, from ast.Expr) {
		if label, is := textOf(from); is && label != "" {
			labels[kind] = label
		}
	}
	switch node := node.(type) {
	case *ast.CallExpr:
		name := calledName(node.Fun)
		switch {
		case strings.HasSuffix(name, "Button") && strings.HasPrefix(name, "New") && len(node.Args) > 1:
			add("button", node.Args[1])
		case strings.HasPrefix(name, "New") && strings.HasSuffix(name, "Link") && len(node.Args) > 0:
			add("link", node.Args[0])
		}
	case *ast.CompositeLit:
		fields := fieldsOf(node)
		add("action", fields["Label"])
		add("verb", fields["Verb"])
		if fields["menu"] != nil {
			add("command", fields["label"])
		}
	}
	return labels
}

func calledName(called ast.Expr) string {
	switch called := called.(type) {
	case *ast.Ident:
		return called.Name
	case *ast.SelectorExpr:
		return called.Sel.Name
	}
	return ""
}

// isSentenceCase says whether a text begins with a capital and has none after that but in names.
func isSentenceCase(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	plain := names.ReplaceAllString(text, "")
	_, size := utf8.DecodeRuneInString(plain)
	return !unicode.IsLower(first) && plain[size:] == strings.ToLower(plain[size:])
}

func checkText(t *testing.T, files *token.FileSet, node ast.Node) {
	text, is := textOf(node)
	if is && counted.MatchString(text) && !asOne[text] {
		t.Errorf("%s: %q says one thing in the plural: use table.Counted", files.Position(node.Pos()), text)
	}
	if is && strings.Contains(text, " ") && pass.MatchString(notOurs.Replace(text)) {
		t.Errorf("%s: %q calls a Temporary Access Password by another name", files.Position(node.Pos()), text)
	}
}

// checkTitles looks at the fields Title and ShortTitle of columns and tabs.
func checkTitles(t *testing.T, files *token.FileSet, node ast.Node) {
	literal, is := node.(*ast.CompositeLit)
	if !is {
		return
	}
	fields := fieldsOf(literal)
	if fields["ID"] == nil {
		return
	}
	for _, name := range []string{"Title", "ShortTitle"} {
		if text, is := textOf(fields[name]); is && !isTitleCase(text) {
			t.Errorf("%s: the title %q is not in Title Case", files.Position(node.Pos()), text)
		}
	}
}

func fieldsOf(literal *ast.CompositeLit) map[string]ast.Expr {
	fields := map[string]ast.Expr{}
	for _, element := range literal.Elts {
		if pair, named := element.(*ast.KeyValueExpr); named {
			if key, plain := pair.Key.(*ast.Ident); plain {
				fields[key.Name] = pair.Value
			}
		}
	}
	return fields
}

func textOf(node ast.Node) (string, bool) {
	literal, is := node.(*ast.BasicLit)
	if !is || literal.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	return text, err == nil
}

func isTitleCase(text string) bool {
	for i, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' }) {
		first, _ := utf8.DecodeRuneInString(word)
		if unicode.IsLower(first) && (i == 0 || !small[word]) {
			return false
		}
	}
	return true
}
