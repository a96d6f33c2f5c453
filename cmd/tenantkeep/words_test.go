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
)

// counted is a number before a plural that would be wrong of one thing.
var counted = regexp.MustCompile(`%[dsv] (users|tenants|rows|roles|groups|licenses|devices|members|steps|changes|services|minutes|hours|days|times)\b`)

// asOne are texts whose number is never one.
var asOne = map[string]bool{
	"in %d minutes": true, "Last %d Days": true, "Last %d Hours": true,
}

// small are the words that Title Case leaves as they are.
var small = map[string]bool{"a": true, "and": true, "by": true, "for": true, "from": true, "in": true, "of": true, "on": true, "the": true, "to": true}

// TestTextsOfTheWindowAgree reads the texts of the code: numbers agree with what they count, and the titles of columns and
// tabs are in Title Case.
func TestTextsOfTheWindowAgree(t *testing.T) {
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
				return true
			})
			return nil
		})
		require.NoError(t, err)
	}
}

func checkText(t *testing.T, files *token.FileSet, node ast.Node) {
	text, is := textOf(node)
	if is && counted.MatchString(text) && !asOne[text] {
		t.Errorf("%s: %q says one thing in the plural: use table.Counted", files.Position(node.Pos()), text)
	}
}

// checkTitles looks at the fields Title and ShortTitle of columns and tabs.
func checkTitles(t *testing.T, files *token.FileSet, node ast.Node) {
	literal, is := node.(*ast.CompositeLit)
	if !is {
		return
	}
	fields := map[string]ast.Expr{}
	for _, element := range literal.Elts {
		if pair, named := element.(*ast.KeyValueExpr); named {
			if key, plain := pair.Key.(*ast.Ident); plain {
				fields[key.Name] = pair.Value
			}
		}
	}
	if fields["ID"] == nil {
		return
	}
	for _, name := range []string{"Title", "ShortTitle"} {
		if text, is := textOf(fields[name]); is && !isTitleCase(text) {
			t.Errorf("%s: the title %q is not in Title Case", files.Position(node.Pos()), text)
		}
	}
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
