package table

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is the form in which texts are compared, in filters and in sorting, by every source: "Zoë" and "ZOE" fold to "zoe".
//
// Compatibility forms are taken apart (NFKD), non-spacing marks fall away, every letter becomes the lower case of its upper
// case, so that both Greek sigmas and the dotless i meet, and what still belongs together is joined again (NFC): a Hangul
// syllable stays one character. So every base letter is one rune, and `_` of a pattern matches one character as a person
// sees it. The result is valid UTF-8 without NUL, which SQLite's LIKE would take for the end of the text.
func Fold(text string) string {
	if !needsFolding(text) {
		return text
	}
	if isASCII(text) {
		return strings.ReplaceAll(strings.ToLower(text), "\x00", "")
	}
	var folded strings.Builder
	folded.Grow(len(text))
	for _, r := range norm.NFKD.String(text) {
		if r == 0 || unicode.Is(unicode.Mn, r) {
			continue
		}
		folded.WriteRune(foldRune(r))
	}
	return norm.NFC.String(folded.String())
}

// foldRune is the lower case of one decomposed rune. SQLite reads the two non-characters at the end of the basic plane
// as the replacement character, so they are it from the start.
func foldRune(r rune) rune {
	if r == 0xFFFE || r == 0xFFFF {
		return unicode.ReplacementChar
	}
	return unicode.ToLower(unicode.ToUpper(r))
}

func needsFolding(text string) bool {
	for i := range len(text) {
		if b := text[i]; b >= 0x80 || b == 0 || 'A' <= b && b <= 'Z' {
			return true
		}
	}
	return false
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
