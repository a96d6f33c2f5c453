package graphsim

import (
	"slices"
	"strings"
)

// The tree of a $filter.
type (
	// clause is a node: bothClause, notClause, compareClause, inClause, callClause or anyClause.
	clause interface{}

	bothClause struct {
		or          bool
		left, right clause
	}
	notClause struct{ inner clause }
	// compareClause is "path op literal"; a path that ends in $count compares a length.
	compareClause struct {
		path, operator string
		with           value
	}
	inClause struct {
		path string
		of   []value
	}
	// callClause is startswith(path,'x') or endswith(path,'x').
	callClause struct{ function, path, with string }
	// anyClause is path/any(x:body); paths in the body begin with the variable.
	anyClause struct {
		path, variable string
		body           clause
	}
)

// readFilter parses a $filter: or binds least, then and, then not.
func readFilter(source string) (clause, *failure) {
	tokens, f := splitFilter(source)
	if f != nil {
		return nil, f
	}
	r := filterReader{source: source, tokens: tokens}
	tree, f := r.or()
	if f != nil {
		return nil, f
	}
	if r.peek().kind != endToken {
		return nil, r.wrong()
	}
	return tree, nil
}

type filterReader struct {
	source string
	tokens []token
	at     int
	depth  int
}

// deepest is how far a filter may be nested.
const deepest = 50

func (r *filterReader) peek() token { return r.tokens[r.at] }

func (r *filterReader) next() token {
	t := r.tokens[r.at]
	if t.kind != endToken {
		r.at++
	}
	return t
}

func (r *filterReader) wrong() *failure {
	return badRequest("Invalid filter clause: Syntax error at position %d in '%s'.", r.peek().at, r.source)
}

// word takes a word if it is the next token.
func (r *filterReader) word(wanted string) bool {
	t := r.peek()
	if t.kind == wordToken && strings.EqualFold(t.text, wanted) {
		r.at++
		return true
	}
	return false
}

func (r *filterReader) sign(wanted string) bool {
	t := r.peek()
	if t.kind == signToken && t.text == wanted {
		r.at++
		return true
	}
	return false
}

func (r *filterReader) or() (clause, *failure) { return r.chain("or", r.and) }

func (r *filterReader) and() (clause, *failure) { return r.chain("and", r.not) }

func (r *filterReader) chain(word string, part func() (clause, *failure)) (clause, *failure) {
	left, f := part()
	for f == nil && r.word(word) {
		var right clause
		right, f = part()
		left = bothClause{or: word == "or", left: left, right: right}
	}
	return left, f
}

func (r *filterReader) not() (clause, *failure) {
	if r.depth++; r.depth > deepest {
		return nil, badRequest("Invalid filter clause: The node count limit of '%d' has been exceeded.", deepest)
	}
	defer func() { r.depth-- }()
	if r.word("not") {
		inner, f := r.not()
		return notClause{inner}, f
	}
	if r.sign("(") {
		inner, f := r.or()
		if f == nil && !r.sign(")") {
			f = r.wrong()
		}
		return inner, f
	}
	return r.test()
}

func (r *filterReader) test() (clause, *failure) {
	name := r.peek()
	if name.kind != wordToken {
		return nil, r.wrong()
	}
	r.next()
	if function := strings.ToLower(name.text); (function == "startswith" || function == "endswith") && r.sign("(") {
		return r.call(function)
	}
	if path, found := strings.CutSuffix(name.text, "/any"); found && r.sign("(") {
		return r.any(path)
	}
	if path, found := strings.CutSuffix(name.text, "/all"); found {
		return nil, unsupportedQuery("The lambda operator 'all' is not supported for property '%s'.", path)
	}
	if r.sign("(") {
		return nil, badRequest("Invalid filter clause: An unknown function with name '%s' was found.", name.text)
	}
	if r.word("in") {
		return r.in(name.text)
	}
	operator := r.peek()
	if operator.kind != wordToken || !slices.Contains([]string{"eq", "ne", "ge", "le", "gt", "lt"}, strings.ToLower(operator.text)) {
		return nil, r.wrong()
	}
	r.next()
	with, f := r.literal()
	return compareClause{name.text, strings.ToLower(operator.text), with}, f
}

func (r *filterReader) literal() (value, *failure) {
	t := r.peek()
	switch t.kind {
	case stringToken:
		r.next()
		return value{kind: textValue, text: t.text}, nil
	case wordToken:
		if v, ok := literal(t.text); ok {
			r.next()
			return v, nil
		}
	}
	return value{}, r.wrong()
}

func (r *filterReader) call(function string) (clause, *failure) {
	path := r.next()
	if path.kind != wordToken || !r.sign(",") {
		return nil, r.wrong()
	}
	with := r.next()
	if with.kind != stringToken || !r.sign(")") {
		return nil, r.wrong()
	}
	return callClause{function, path.text, with.text}, nil
}

// any reads "x:body)". The word after the parenthesis holds the colon, as in x:x/skuId, or ends with it.
func (r *filterReader) any(path string) (clause, *failure) {
	head := r.peek()
	variable, rest, found := strings.Cut(head.text, ":")
	if head.kind != wordToken || !found || variable == "" {
		return nil, r.wrong()
	}
	if rest == "" {
		r.next()
	} else {
		r.tokens[r.at] = token{wordToken, rest, head.at + len(variable) + 1}
	}
	body, f := r.or()
	if f == nil && !r.sign(")") {
		f = r.wrong()
	}
	return anyClause{path, variable, body}, f
}

func (r *filterReader) in(path string) (clause, *failure) {
	if !r.sign("(") {
		return nil, r.wrong()
	}
	var of []value
	for {
		v, f := r.literal()
		if f != nil {
			return nil, f
		}
		of = append(of, v)
		if r.sign(")") {
			return inClause{path, of}, nil
		}
		if !r.sign(",") {
			return nil, r.wrong()
		}
	}
}

// pinned is the text that a filter demands of a path, whatever else it says: the reader then need not look at all rows.
func pinned(tree clause, path string) (string, bool) {
	switch c := tree.(type) {
	case bothClause:
		if c.or {
			return "", false
		}
		if v, ok := pinned(c.left, path); ok {
			return v, true
		}
		return pinned(c.right, path)
	case compareClause:
		return c.with.text, c.operator == "eq" && c.path == path && c.with.kind == textValue
	}
	return "", false
}
