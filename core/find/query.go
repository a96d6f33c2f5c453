package find

import (
	"strings"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// longest is how much of what was typed counts, in bytes; mostWords how many words of it.
const (
	longest   = 200
	mostWords = 12
)

// Query is what a person typed, ready to match. Case and accents do not count (table.Fold).
type Query struct {
	// whole is all of it, with one space between words.
	whole string
	words []string
}

// Parse reads what was typed. Every text is a query.
func Parse(text string) Query {
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "")
	}
	return of(strings.Fields(table.Fold(text)))
}

func of(words []string) Query {
	words = words[:min(len(words), mostWords)]
	return Query{whole: strings.Join(words, " "), words: words}
}

// Empty says that nothing was typed.
func (q Query) Empty() bool { return len(q.words) == 0 }
