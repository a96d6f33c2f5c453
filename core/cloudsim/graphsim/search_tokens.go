package graphsim

import (
	"strings"
	"unicode"
)

// A token of a search is a word, a number or a symbol.
type runeClass int

const (
	spaceRune runeClass = iota
	wordRune
	numberRune
	symbolRune
)

func classOf(r rune) runeClass {
	switch {
	case unicode.IsSpace(r):
		return spaceRune
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return wordRune
	case unicode.IsDigit(r):
		return numberRune
	}
	return symbolRune
}

// tokensOf splits a text as Microsoft does (learn.microsoft.com/graph/search-query-parameter): at spaces, where letters and
// digits meet, around each symbol, and where a capital follows a small letter. Capitals do not matter afterwards.
func tokensOf(text string) []string {
	var tokens []string
	start := 0
	cut := func(end int) {
		if token := strings.TrimSpace(text[start:end]); token != "" {
			tokens = append(tokens, strings.ToLower(token))
		}
		start = end
	}
	before := rune(' ')
	for i, r := range text {
		class := classOf(r)
		if class != classOf(before) || class == symbolRune || unicode.IsLower(before) && unicode.IsUpper(r) {
			cut(i)
		}
		before = r
	}
	cut(len(text))
	return tokens
}

// joinedWords are the words that only symbols part, in one: helloworld of hello-world.
func joinedWords(text string) []string {
	var joined []string
	for _, piece := range strings.Fields(text) {
		whole := strings.Map(func(r rune) rune {
			if classOf(r) == symbolRune {
				return -1
			}
			return unicode.ToLower(r)
		}, piece)
		if len(whole) < len(piece) && whole != "" {
			joined = append(joined, whole)
		}
	}
	return joined
}
