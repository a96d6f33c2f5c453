package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// blanks are letters and signs that are drawn as nothing: fillers of Hangul, and the empty pattern of Braille.
const blanks = "\u115f\u1160\u3164\uffa0\u2800"

// unseen says that a character is not seen by itself: controls, those that join, part or turn text, marks, and blanks.
func unseen(r rune) bool {
	return strings.ContainsRune(blanks, r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Mn, unicode.Me, unicode.Co)
}

// The joiners of emoji and of scripts whose letters change with their neighbours.
const (
	nonJoiner = '\u200c'
	joiner    = '\u200d'
)

// unseenNames are what people call the characters that names are forged with.
var unseenNames = map[rune]string{
	'\u00ad': "soft hyphen", '\u034f': "grapheme joiner", '\u061c': "Arabic letter mark", '\u115f': "Hangul filler",
	'\u1160': "Hangul filler", '\u180e': "vowel separator", '\u200b': "zero width space", nonJoiner: "zero width non-joiner",
	joiner: "zero width joiner", '\u200e': "left-to-right mark", '\u200f': "right-to-left mark", '\u2028': "line separator",
	'\u2029': "paragraph separator", '\u202a': "left-to-right embedding", '\u202b': "right-to-left embedding",
	'\u202c': "end of direction", '\u202d': "left-to-right override", '\u202e': "right-to-left override", '\u2060': "word joiner",
	'\u2066': "left-to-right isolate", '\u2067': "right-to-left isolate", '\u2068': "first strong isolate",
	'\u2069': "end of isolate", '\u2800': "blank Braille pattern", '\u3164': "Hangul filler", '\ufeff': "byte order mark",
	'\uffa0': "Hangul filler",
}

// written are signs of Arabic, Syriac and Kaithi that Unicode counts among those that are not seen, and are.
const written = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"

// Suspicion names the characters in a text of a tenant that are not seen, or turn what stands around them: a name that
// looks like another one is made with them. It is empty for a text that has none.
func Suspicion(text string) string {
	var named []string
	eachForged(text, func(r rune) {
		name := fmt.Sprintf("U+%04X", r)
		if known := unseenNames[r]; known != "" {
			name = known + " (" + name + ")"
		}
		if !slices.Contains(named, name) {
			named = append(named, name)
		}
	}, func(string) {})
	if len(named) == 0 {
		return ""
	}
	return "Suspicious: characters that are not seen: " + strings.Join(named, ", ") + "."
}

// Seen is a text without the characters that Suspicion names: as it is drawn, so that it reorders nothing around it.
func Seen(text string) string {
	if plain(text) {
		return text
	}
	var seen strings.Builder
	eachForged(text, func(rune) {}, func(part string) { seen.WriteString(part) })
	return seen.String()
}

// plain says of nearly all texts, quickly, that they have nothing of the kind.
func plain(text string) bool {
	if Ordinary(text) {
		return true
	}
	for _, r := range text {
		if (r < ' ' || r >= 0x7f) && mayBeForged(r) {
			return false
		}
	}
	return true
}

// Ordinary says of a text, quickly, that it is one line of the letters, digits and signs of ASCII alone.
func Ordinary(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] >= 0x7f {
			return false
		}
	}
	return true
}

// mayBeForged says of a character what isForged says where its neighbours do not matter.
func mayBeForged(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf) || r == '\u2028' || r == '\u2029' || r == '\u034f' || strings.ContainsRune(blanks, r)
}

// eachForged hands on the characters that are suspicious, and the parts of the text between them.
func eachForged(text string, forged func(rune), part func(string)) {
	if plain(text) {
		part(text)
		return
	}
	runes := []rune(text)
	begun := 0
	for i, r := range runes {
		if isForged(runes, i) {
			part(string(runes[begun:i]))
			forged(r)
			begun = i + 1
		}
	}
	part(string(runes[begun:]))
}

// isForged says whether the character at a place of a text is not seen there for a reason of its script.
func isForged(runes []rune, at int) bool {
	r := runes[at]
	switch {
	case r == '\n' || r == '\t' || r == '\r' || strings.ContainsRune(written, r):
		return false
	case r == joiner || r == nonJoiner:
		return at == 0 || at == len(runes)-1 || standsAlone(runes[at-1]) || standsAlone(runes[at+1])
	case isTag(r):
		return !endsFlag(runes[:at])
	}
	return mayBeForged(r)
}

// standsAlone says that a character is joined with none: a letter of an alphabet without joined forms, a digit, a space.
func standsAlone(r rune) bool {
	return r < 0x80 || unicode.IsSpace(r) || unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Hebrew,
		unicode.Armenian, unicode.Georgian, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Cf)
}

// isTag says that a character is one of those that spell the flags of parts of countries.
func isTag(r rune) bool { return r >= 0xe0020 && r <= 0xe007f }

// endsFlag says that a text ends in a black flag and its tags.
func endsFlag(runes []rune) bool {
	for i := len(runes) - 1; i >= 0; i-- {
		if !isTag(runes[i]) {
			return runes[i] == '\U0001f3f4'
		}
	}
	return false
}
