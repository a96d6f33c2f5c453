package graphsim

import (
	"strings"
	"unicode"
)

// searchOf makes a matcher of a $search: "property:words" in double quotes, joined by AND or OR (in capitals). A property
// matches when each of the words begins one of its words.
func searchOf[T any](r *resource[T], source string) (matcher[T], *failure) {
	var all []matcher[T]
	joinByOr := false
	rest := strings.TrimSpace(source)
	for rest != "" {
		if len(all) > 0 {
			word, after, _ := strings.Cut(rest, " ")
			if word != "AND" && word != "OR" {
				return nil, badSearch(source)
			}
			joinByOr = word == "OR"
			rest = strings.TrimSpace(after)
		}
		text, after, ok := readDoubleQuoted(rest)
		if !ok {
			return nil, badSearch(source)
		}
		one, f := searchPart(r, text)
		if f != nil {
			return nil, f
		}
		all, rest = append(all, one), strings.TrimSpace(after)
	}
	if len(all) == 0 {
		return nil, badSearch(source)
	}
	return func(v *T) bool {
		for _, one := range all {
			if one(v) == joinByOr {
				return joinByOr
			}
		}
		return !joinByOr
	}, nil
}

func badSearch(source string) *failure {
	return badRequest("Syntax error: character '%s' is not valid in the $search clause; want \"property:value\" in double quotes.", source)
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

func searchPart[T any](r *resource[T], text string) (matcher[T], *failure) {
	name, wanted, found := strings.Cut(text, ":")
	if !found {
		return nil, unsupportedQuery("Property search requires the form 'property:value'.")
	}
	p, ok := r.property(name)
	if !ok || !p.search {
		return nil, unsupportedQuery("Searching for property '%s' of resource '%s' is not supported.", name, capital(r.name))
	}
	words := searchWords(wanted)
	return func(v *T) bool {
		held := searchWords(p.value(v).text)
		for _, word := range words {
			if !begins(held, word) {
				return false
			}
		}
		return len(words) > 0
	}, nil
}

func searchWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

func begins(words []string, start string) bool {
	for _, word := range words {
		if strings.HasPrefix(word, start) {
			return true
		}
	}
	return false
}
