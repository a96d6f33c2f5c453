package program

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// codeCall is a call of Graph as it stands in the code, {} where the path has something that is known later.
type codeCall struct {
	method, path string
	// body are the names that stand in its body.
	body []string
	// where is the place in the code.
	where string
}

func (c codeCall) String() string { return fmt.Sprintf("%s %s %v", c.method, c.path, c.body) }

// is says that an operation of Microsoft's description is what the call asks for.
func (c codeCall) is(operation string) bool {
	method, path, _ := strings.Cut(operation, " ")
	ours, theirs := strings.Split(c.path, "/"), strings.Split(path, "/")
	return c.method == method && slices.EqualFunc(ours, theirs, func(our, their string) bool {
		return our == their || our == "{}" || placeholder.MatchString(their)
	})
}

// callsInCode reads the calls of Graph out of the code: the lists and the single objects of core/graph, and the writes of
// core/call.
func callsInCode(t *testing.T) []codeCall {
	t.Helper()
	reader := callReader{files: token.NewFileSet(), helpers: make(map[string]string)}
	var parsed []*ast.File
	for _, folder := range []string{"call", "graph"} {
		names, err := filepath.Glob(filepath.Join("..", "..", "..", "core", folder, "*.go"))
		require.NoError(t, err)
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(reader.files, name, nil, parser.ParseComments)
			require.NoError(t, err)
			parsed = append(parsed, file)
		}
	}
	for _, file := range parsed {
		reader.readHelpers(file)
	}
	for _, file := range parsed {
		ast.Inspect(file, reader.visit)
	}
	require.NotEmpty(t, reader.found)
	slices.SortFunc(reader.found, func(a, b codeCall) int { return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.method, b.method)) })
	return reader.found
}

// callReader gathers calls.
type callReader struct {
	files *token.FileSet
	// helpers are functions that give a part of a path: userPath.
	helpers map[string]string
	// comment is that of the function that is being read.
	comment string
	found   []codeCall
}

// readHelpers finds the functions that do nothing but give a path.
func (r *callReader) readHelpers(file *ast.File) {
	for _, declared := range file.Decls {
		function, ok := declared.(*ast.FuncDecl)
		if !ok || function.Body == nil || len(function.Body.List) != 1 {
			continue
		}
		if given, ok := function.Body.List[0].(*ast.ReturnStmt); ok && len(given.Results) == 1 {
			if path := r.pathOf(given.Results[0]); strings.HasPrefix(path, "/") {
				r.helpers[function.Name.Name] = path
			}
		}
	}
}

var builder = regexp.MustCompile(`^New(\w+)RequestBuilderInternal$`)

func (r *callReader) visit(node ast.Node) bool {
	switch node := node.(type) {
	case *ast.FuncDecl:
		r.comment = node.Doc.Text()
	case *ast.CompositeLit:
		r.readLiteral(node)
	case *ast.CallExpr:
		switch called := node.Fun.(type) {
		case *ast.Ident:
			// post(ctx, client, connection, path, …)
			if called.Name == "post" {
				r.add("POST", "/v1.0"+r.pathOf(node.Args[3]), nil, node)
			}
		case *ast.SelectorExpr:
			if made := builder.FindStringSubmatch(called.Sel.Name); made != nil {
				r.add("GET", "/v1.0/"+strings.ToLower(made[1][:1])+made[1][1:], nil, node)
			}
		}
	case *ast.AssignStmt:
		r.readFallback(node)
	}
	return true
}

// readLiteral reads list{path: …} and Request{Method: …, Path: …}.
func (r *callReader) readLiteral(literal *ast.CompositeLit) {
	fields := fieldsOf(literal)
	switch typeName(literal.Type) {
	case "list":
		version := "/v1.0"
		if value, ok := fields["beta"].(*ast.Ident); ok && value.Name == "true" {
			version = "/beta"
		}
		path := r.pathOf(fields["path"])
		if fields["path"] == nil {
			path = r.documented()
		}
		r.add("GET", version+path, nil, literal)
	case "Request":
		if fields["Path"] != nil {
			r.add(methodOf(fields["Method"]), "/v1.0"+r.pathOf(fields["Path"]), namesIn(fields["Body"]), literal)
		}
	}
}

var documentedRead = regexp.MustCompile(`GET (/[^\s,]+)`)

// documented is the path in the comment of a function that follows a link of Microsoft's.
func (r *callReader) documented() string {
	found := documentedRead.FindStringSubmatch(r.comment)
	if found == nil {
		return ""
	}
	return placeholder.ReplaceAllString(found[1], "{}")
}

// readFallback reads log.beta = false: the list before is asked of v1.0 as well.
func (r *callReader) readFallback(assigned *ast.AssignStmt) {
	field, ok := assigned.Lhs[0].(*ast.SelectorExpr)
	if !ok || field.Sel.Name != "beta" || len(r.found) == 0 {
		return
	}
	before := r.found[len(r.found)-1]
	r.add(before.method, "/v1.0"+strings.TrimPrefix(before.path, "/beta"), nil, assigned)
}

func (r *callReader) add(method, path string, body []string, at ast.Node) {
	r.found = append(r.found, codeCall{method, path, body, r.files.Position(at.Pos()).String()})
}

// namesIn are the names of a map that stands in the code.
func namesIn(body ast.Expr) (names []string) {
	literal, ok := body.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	for _, element := range literal.Elts {
		if field, ok := element.(*ast.KeyValueExpr); ok {
			if key, ok := field.Key.(*ast.BasicLit); ok {
				name, _ := strconv.Unquote(key.Value)
				names = append(names, name)
			}
		}
	}
	return names
}

// pathOf is an expression of a path in one piece.
func (r *callReader) pathOf(expression ast.Expr) string {
	switch expression := expression.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(expression.Value)
		return text
	case *ast.BinaryExpr:
		return r.pathOf(expression.X) + r.pathOf(expression.Y)
	case *ast.CallExpr:
		if path, ok := r.helpers[typeName(expression.Fun)]; ok {
			return path
		}
	}
	return "{}"
}

func fieldsOf(literal *ast.CompositeLit) map[string]ast.Expr {
	fields := make(map[string]ast.Expr)
	for _, element := range literal.Elts {
		if field, ok := element.(*ast.KeyValueExpr); ok {
			fields[typeName(field.Key)] = field.Value
		}
	}
	return fields
}

// typeName is the name of a type or a function, without its package.
func typeName(expression ast.Expr) string {
	switch expression := expression.(type) {
	case *ast.Ident:
		return expression.Name
	case *ast.SelectorExpr:
		return expression.Sel.Name
	}
	return ""
}

// methodOf reads methodPost and http.MethodPost.
func methodOf(expression ast.Expr) string {
	return strings.ToUpper(typeName(expression)[len("method"):])
}
