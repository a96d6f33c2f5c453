package icons_test

import (
	"encoding/xml"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/assets/icons"
)

// marks are the drawings of the program's mark.
var marks = []icons.Name{icons.App, icons.App16, icons.App20, icons.App24}

func TestEveryIconIsDrawnAlike(t *testing.T) {
	names, err := icons.All()
	require.NoError(t, err)
	for _, name := range names {
		drawing, err := icons.SVG(name)
		require.NoError(t, err)
		require.NoError(t, xml.Unmarshal(drawing, new(any)), name)
		if slices.Contains(marks, name) {
			continue
		}
		text := string(drawing)
		require.Contains(t, text, `viewBox="0 0 16 16"`, name)
		require.Equal(t, 1, strings.Count(text, "stroke-width="), name)
		require.Contains(t, text, `stroke-width="1.5"`, name)
		require.NotContains(t, text, "#", "%s has a colour of its own", name)
	}
}

func TestEveryDrawingOfTheMarkHasTheSameColours(t *testing.T) {
	colours := regexp.MustCompile(`#[0-9A-F]{6}`)
	for _, name := range marks {
		drawing, err := icons.SVG(name)
		require.NoError(t, err)
		require.Equal(t, []string{"#4C8DFF", "#1DB899", "#FFFFFF", "#1B5FCC"}, colours.FindAllString(string(drawing), -1), name)
	}
}

func TestTheMarkIsChosenByItsSize(t *testing.T) {
	for _, one := range []struct {
		side int
		want icons.Name
	}{
		{16, icons.App16},
		{20, icons.App20},
		{24, icons.App24},
		{32, icons.App16},
		{36, icons.App24},
		{40, icons.App20},
		{48, icons.App24},
		{64, icons.App},
		{96, icons.App},
		{1024, icons.App},
	} {
		require.Equal(t, one.want, icons.Mark(one.side), "%d pixels", one.side)
	}
}

func TestATintFillsTheHole(t *testing.T) {
	drawing, err := icons.Tinted(icons.FilterActive, "#2B5FD9")
	require.NoError(t, err)
	require.NotContains(t, string(drawing), icons.Hole)
	require.Equal(t, 2, strings.Count(string(drawing), "#2B5FD9"))
}

func TestAnUnknownIconIsAnError(t *testing.T) {
	_, err := icons.Tinted("nothing", "#000000")
	require.ErrorContains(t, err, `icon "nothing"`)
}

func TestEveryNameHasADrawingAndEveryDrawingAName(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "icons.go", nil, 0)
	require.NoError(t, err)
	var named []icons.Name
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ident, typed := specType(spec, ok); typed && ident == "Name" {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			require.NoError(t, err)
			named = append(named, icons.Name(value))
		}
		return true
	})
	drawn, err := icons.All()
	require.NoError(t, err)
	require.ElementsMatch(t, drawn, named)
}

func specType(spec *ast.ValueSpec, ok bool) (string, bool) {
	if !ok {
		return "", false
	}
	ident, is := spec.Type.(*ast.Ident)
	if !is {
		return "", false
	}
	return ident.Name, true
}
