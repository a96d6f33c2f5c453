package graphsim

import "strings"

// searchOf makes a matcher of a $search (learn.microsoft.com/graph/search-query-parameter): clauses of "property:text" in double
// quotes, joined by AND and OR in capitals, AND before OR, and parentheses.
func searchOf[T any](r *resource[T], source string) (matcher[T], *failure) {
	p := searchParser[T]{resource: r, source: source, rest: strings.TrimSpace(source)}
	found, f := p.either()
	if f == nil && p.rest != "" {
		return nil, p.bad()
	}
	return found, f
}

type searchParser[T any] struct {
	resource     *resource[T]
	source, rest string
	depth        int
}

func (p *searchParser[T]) bad() *failure {
	return badRequest("Syntax error: character '%s' is not valid in the $search clause; want \"property:value\" in double quotes.", p.source)
}

// skip goes past a word or sign that comes next.
func (p *searchParser[T]) skip(text string) bool {
	rest, ok := strings.CutPrefix(p.rest, text)
	if ok {
		p.rest = strings.TrimSpace(rest)
	}
	return ok
}

func (p *searchParser[T]) either() (matcher[T], *failure) {
	one, f := p.both()
	for f == nil && p.skip("OR") {
		before := one
		var other matcher[T]
		other, f = p.both()
		one = func(v *T) bool { return before(v) || other(v) }
	}
	return one, f
}

func (p *searchParser[T]) both() (matcher[T], *failure) {
	one, f := p.clause()
	for f == nil && p.skip("AND") {
		before := one
		var other matcher[T]
		other, f = p.clause()
		one = func(v *T) bool { return before(v) && other(v) }
	}
	return one, f
}

func (p *searchParser[T]) clause() (matcher[T], *failure) {
	if p.skip("(") {
		if p.depth++; p.depth > deepest {
			return nil, p.bad()
		}
		inner, f := p.either()
		if f == nil && !p.skip(")") {
			return nil, p.bad()
		}
		p.depth--
		return inner, f
	}
	text, rest, ok := readDoubleQuoted(p.rest)
	if !ok {
		return nil, p.bad()
	}
	p.rest = strings.TrimSpace(rest)
	return searchClause(p.resource, text)
}

// readDoubleQuoted reads a text in double quotes, in which a backslash protects.
func readDoubleQuoted(text string) (read, rest string, ok bool) {
	if !strings.HasPrefix(text, `"`) {
		return "", "", false
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case text[i] == '"':
			return b.String(), text[i+1:], true
		default:
			b.WriteByte(text[i])
		}
	}
	return "", "", false
}

// searchClause searches for the tokens of a name or a description. Any other text that a filter can look at is compared by its
// beginning.
func searchClause[T any](r *resource[T], text string) (matcher[T], *failure) {
	name, wanted, found := strings.Cut(text, ":")
	if !found {
		return nil, unsupportedQuery("Property search requires the form 'property:value'.")
	}
	p, ok := r.property(name)
	switch {
	case ok && p.tokens:
		return tokenSearch(p, wanted), nil
	case ok && p.kind == textValue && len(p.filter) > 1 && p.filter[1] != '-':
		start := strings.ToLower(wanted)
		return func(v *T) bool { return start != "" && strings.HasPrefix(strings.ToLower(p.value(v).text), start) }, nil
	}
	return nil, unsupportedQuery("Searching for property '%s' of resource '%s' is not supported.", name, capital(r.name))
}

// tokenSearch matches where each token that is wanted begins one that is held, in any order.
func tokenSearch[T any](p *property[T], wanted string) matcher[T] {
	words := tokensOf(wanted)
	return func(v *T) bool {
		held := p.value(v).text
		all := append(tokensOf(held), joinedWords(held)...)
		for _, word := range words {
			if !begins(all, word) {
				return false
			}
		}
		return len(words) > 0
	}
}

func begins(words []string, start string) bool {
	for _, word := range words {
		if strings.HasPrefix(word, start) {
			return true
		}
	}
	return false
}
