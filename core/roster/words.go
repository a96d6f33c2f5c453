package roster

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words are those of a folded text, with one space between.
func Words(text string) string {
	if areWords(text) {
		return text
	}
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !IsOfWord(r) }), " ")
}

// areWords says that a text is its words already, as far as a quick look tells.
func areWords(text string) bool {
	before := byte(' ')
	for i := range len(text) {
		b := text[i]
		if b >= utf8.RuneSelf || b == ' ' && before == ' ' || b != ' ' && !IsOfWord(rune(b)) {
			return false
		}
		before = b
	}
	return before != ' '
}

// IsOfWord says that a character is part of a word, as letters, digits and marks are.
func IsOfWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// hasWords says that a text holds another one, from the start of a word to its end.
func hasWords(text, part string) bool {
	at := strings.Index(text, part)
	return at >= 0 && (at == 0 || text[at-1] == ' ') && (at+len(part) == len(text) || text[at+len(part)] == ' ')
}
