package graphsim

import (
	"strings"
)

// matcher says whether an object is wanted.
type matcher[T any] func(*T) bool

// filterOf checks a filter against what Graph accepts on the resource and makes a matcher of it. advanced says that the
// request has the parameters of an advanced query.
func filterOf[T any](r *resource[T], tree clause, advanced bool) (matcher[T], *failure) {
	c := &filterCompiler[T]{resource: r, advanced: advanced || !r.directory}
	m, f := c.compile(tree)
	if f != nil {
		return nil, f
	}
	if c.alone != "" && c.count > 1 {
		return nil, badRequest("Filter on property '%s' cannot be combined with any other filterable property.", c.alone)
	}
	return m, nil
}

type filterCompiler[T any] struct {
	resource *resource[T]
	advanced bool
	// alone is a property that does not suffer others; count counts the tests.
	alone string
	count int
}

func (c *filterCompiler[T]) compile(tree clause) (matcher[T], *failure) {
	switch node := tree.(type) {
	case bothClause:
		return c.both(node)
	case notClause:
		if !c.advanced {
			return nil, missingAdvanced("not")
		}
		inner, f := c.compile(node.inner)
		return func(v *T) bool { return !inner(v) }, f
	case compareClause:
		if path, found := strings.CutSuffix(node.path, "/$count"); found {
			return c.length(path, node)
		}
		return c.compare(node)
	case inClause:
		return c.in(node)
	case callClause:
		return c.call(node)
	case anyClause:
		return c.any(node)
	}
	return nil, badRequest("Invalid filter clause.")
}

func (c *filterCompiler[T]) both(node bothClause) (matcher[T], *failure) {
	left, f := c.compile(node.left)
	if f != nil {
		return nil, f
	}
	right, f := c.compile(node.right)
	if f != nil {
		return nil, f
	}
	if node.or {
		return func(v *T) bool { return left(v) || right(v) }, nil
	}
	return func(v *T) bool { return left(v) && right(v) }, nil
}

// find is the property that a test is about.
func (c *filterCompiler[T]) find(path string) (*property[T], *failure) {
	p, ok := c.resource.property(path)
	if !ok {
		return nil, badRequest("Invalid filter clause: Could not find a property named '%s' on type 'microsoft.graph.%s'.", path, c.resource.name)
	}
	c.count++
	if p.alone {
		c.alone = path
	}
	return p, nil
}

// unsupported is the failure for what a property does not know, even in advanced queries.
func (c *filterCompiler[T]) unsupported(path string) *failure {
	return unsupportedQuery("Unsupported or invalid query filter clause specified for property '%s' of resource '%s'.", path, capital(c.resource.name))
}

func capital(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// The places in property.filter.
const (
	equality = iota
	startsWith
	ordering
	nullness
)

// allow checks a letter of a filter rule.
func (c *filterCompiler[T]) allow(rule string, place int, path, operator string) *failure {
	letter := byte('-')
	if place < len(rule) {
		letter = rule[place]
	}
	switch {
	case letter == 'd', letter == 'a' && c.advanced:
		return nil
	case letter == 'a':
		return missingAdvanced(operator)
	}
	return c.unsupported(path)
}

func (c *filterCompiler[T]) compare(node compareClause) (matcher[T], *failure) {
	p, f := c.find(node.path)
	if f != nil {
		return nil, f
	}
	if p.value == nil {
		return nil, c.unsupported(node.path)
	}
	if f := c.allowCompare(p.filter, node); f != nil {
		return nil, f
	}
	if f := sameType(p.kind, node.with, node.operator); f != nil {
		return nil, f
	}
	return func(v *T) bool { return holds(p.value(v), node.operator, node.with) }, nil
}

// allowCompare checks operator and literal of a comparison against a rule.
func (c *filterCompiler[T]) allowCompare(rule string, node compareClause) *failure {
	place := equality
	switch node.operator {
	case "ge", "le":
		place = ordering
	case "gt", "lt":
		// Directory objects know ge and le only.
		if c.resource.directory {
			return c.unsupported(node.path)
		}
		place = ordering
	case "ne":
		if !c.advanced {
			return missingAdvanced("ne")
		}
	}
	if node.with.kind == nullValue {
		place = nullness
	}
	return c.allow(rule, place, node.path, node.operator)
}

// sameType refuses a literal of another type than the property's.
func sameType(kind valueKind, with value, operator string) *failure {
	if with.kind == nullValue || with.kind == kind {
		return nil
	}
	words := map[string]string{"eq": "Equal", "ne": "NotEqual", "ge": "GreaterThanOrEqual", "le": "LessThanOrEqual", "gt": "GreaterThan", "lt": "LessThan"}
	return badRequest("Invalid filter clause: A binary operator with incompatible types was detected. "+
		"Found operand types '%s' and '%s' for operator kind '%s'.", edm[kind], edm[with.kind], words[operator])
}

// holds compares. Texts are compared without regard to case, as Graph does.
func holds(v value, operator string, with value) bool {
	if v.kind == nullValue || with.kind == nullValue {
		same := v.kind == with.kind
		return operator == "eq" && same || operator == "ne" && !same
	}
	order := order(v, with)
	switch operator {
	case "eq":
		return order == 0
	case "ne":
		return order != 0
	case "ge":
		return order >= 0
	case "le":
		return order <= 0
	case "gt":
		return order > 0
	}
	return order < 0
}

// order compares two values of a type; null comes first.
func order(a, b value) int {
	if a.kind == nullValue || b.kind == nullValue {
		return int(min(a.kind, 1)) - int(min(b.kind, 1))
	}
	switch a.kind {
	case dateValue:
		return a.time.Compare(b.time)
	case numberValue:
		return compareFloats(a.number, b.number)
	case flagValue:
		if a.flag == b.flag {
			return 0
		}
		if b.flag {
			return -1
		}
		return 1
	}
	if strings.EqualFold(a.text, b.text) {
		return 0
	}
	return strings.Compare(strings.ToLower(a.text), strings.ToLower(b.text))
}

func compareFloats(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (c *filterCompiler[T]) in(node inClause) (matcher[T], *failure) {
	p, f := c.find(node.path)
	if f != nil {
		return nil, f
	}
	if p.value == nil {
		return nil, c.unsupported(node.path)
	}
	if f := c.allow(p.filter, equality, node.path, "in"); f != nil {
		return nil, f
	}
	for _, one := range node.of {
		if f := sameType(p.kind, one, "eq"); f != nil {
			return nil, f
		}
	}
	return func(v *T) bool {
		held := p.value(v)
		for _, one := range node.of {
			if holds(held, "eq", one) {
				return true
			}
		}
		return false
	}, nil
}

func (c *filterCompiler[T]) call(node callClause) (matcher[T], *failure) {
	p, f := c.find(node.path)
	if f != nil {
		return nil, f
	}
	if p.value == nil || p.kind != textValue {
		return nil, c.unsupported(node.path)
	}
	test, f := c.affix(node, p.filter, p.endsWith)
	return func(v *T) bool { return test(p.value(v).text) }, f
}

// affix is the test of startswith or endswith.
func (c *filterCompiler[T]) affix(node callClause, rule string, endsWith bool) (func(string) bool, *failure) {
	with := strings.ToLower(node.with)
	if node.function == "startswith" {
		return func(text string) bool { return strings.HasPrefix(strings.ToLower(text), with) }, c.allow(rule, startsWith, node.path, "startsWith")
	}
	switch {
	case !endsWith:
		return nil, c.unsupported(node.path)
	case !c.advanced:
		return nil, missingAdvanced("endsWith")
	}
	return func(text string) bool { return strings.HasSuffix(strings.ToLower(text), with) }, nil
}

// length is path/$count eq 0 or ne 0: Graph tells empty collections from others, and no more.
func (c *filterCompiler[T]) length(path string, node compareClause) (matcher[T], *failure) {
	p, f := c.find(path)
	if f != nil {
		return nil, f
	}
	zero := node.with.kind == numberValue && node.with.number == 0
	if p.items == nil || !zero || node.operator != "eq" && node.operator != "ne" {
		return nil, c.unsupported(path)
	}
	if !c.advanced {
		return nil, missingAdvanced("$count")
	}
	return func(v *T) bool { return (len(p.items(v)) == 0) == (node.operator == "eq") }, nil
}

func (c *filterCompiler[T]) any(node anyClause) (matcher[T], *failure) {
	p, f := c.find(node.path)
	if f != nil {
		return nil, f
	}
	if p.items == nil {
		return nil, c.unsupported(node.path)
	}
	test, f := c.element(node.body, node.variable, p)
	if f != nil {
		return nil, f
	}
	return func(v *T) bool {
		for _, one := range p.items(v) {
			if test(one) {
				return true
			}
		}
		return false
	}, nil
}

// element makes the test of a lambda's body.
func (c *filterCompiler[T]) element(body clause, variable string, p *property[T]) (func(item) bool, *failure) {
	field := func(path string) (string, string, *failure) {
		first, rest, _ := strings.Cut(path, "/")
		rule, ok := p.itemFilter[rest]
		if first != variable || !ok {
			return "", "", c.unsupported(p.name)
		}
		return rest, rule, nil
	}
	switch node := body.(type) {
	case bothClause:
		left, f := c.element(node.left, variable, p)
		if f != nil {
			return nil, f
		}
		right, f := c.element(node.right, variable, p)
		if node.or {
			return func(one item) bool { return left(one) || right(one) }, f
		}
		return func(one item) bool { return left(one) && right(one) }, f
	case compareClause:
		name, rule, f := field(node.path)
		if f == nil {
			f = c.allowCompare(rule, node)
		}
		return func(one item) bool { return holds(one(name), node.operator, node.with) }, f
	case callClause:
		name, rule, f := field(node.path)
		if f != nil {
			return nil, f
		}
		test, f := c.affix(node, rule, p.endsWith)
		return func(one item) bool { return test(one(name).text) }, f
	}
	return nil, c.unsupported(p.name)
}
