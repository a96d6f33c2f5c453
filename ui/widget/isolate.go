package widget

import (
	"slices"
	"strings"
	"unicode"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// mark is Unicode's LEFT-TO-RIGHT MARK, which has no width. Fyne draws the pieces of a text from left to right, in the order
// in which they are written; the mark keeps spaces, brackets and numbers out of a piece that is read from the right.
const mark = "\u200e"

// Isolate is a text as it is drawn: Hebrew and Arabic in it do not carry the words and numbers around them to another place,
// and what is not seen in it turns nothing around (table.Seen). It is for what is drawn alone: what is copied, filtered or
// kept has no marks, and all that it had.
func Isolate(text string) string {
	if table.Ordinary(text) {
		return text
	}
	text = table.Seen(text)
	if !mayHoldRight(text) {
		return text
	}
	runes := []rune(text)
	if !slices.ContainsFunc(runes, fromRight) {
		return text
	}
	if !slices.ContainsFunc(runes, fromLeft) {
		return isolated(runes)
	}
	var drawn strings.Builder
	for len(runes) > 0 {
		start := slices.IndexFunc(runes, fromRight)
		if start < 0 {
			break
		}
		drawn.WriteString(string(runes[:start]))
		end := stretch(runes[start:]) + start
		drawn.WriteString(isolated(runes[start:end]))
		runes = runes[end:]
	}
	return drawn.String() + string(runes)
}

// stretch is how long a text is read from the right: to the last such letter before one that is read from the left.
func stretch(runes []rune) int {
	end := 0
	for i, r := range runes {
		switch {
		case fromLeft(r):
			return end
		case fromRight(r), unicode.Is(unicode.Mn, r):
			end = i + 1
		}
	}
	return end
}

// isolated is a text that is read from the right as Fyne draws it right: its pieces from the last one to the first, each
// between marks. A piece is letters with the spaces between them, or what stands between such letters.
func isolated(runes []rune) string {
	var pieces []string
	for len(runes) > 0 {
		end := piece(runes)
		pieces = append(pieces, string(runes[:end]))
		runes = runes[end:]
	}
	slices.Reverse(pieces)
	return mark + strings.Join(pieces, mark) + mark
}

// piece is how long the first piece of a text is.
func piece(runes []rune) int {
	if !fromRight(runes[0]) {
		if next := slices.IndexFunc(runes, fromRight); next >= 0 {
			return between(runes[:next])
		}
		return between(runes)
	}
	end := 1
	for i, r := range runes {
		switch {
		case fromRight(r), unicode.Is(unicode.Mn, r):
			end = i + 1
		case !unicode.IsSpace(r):
			return end
		}
	}
	return end
}

// between is the first piece of what is not read from the right: spaces, or anything else.
func between(runes []rune) int {
	space := unicode.IsSpace(runes[0])
	if other := slices.IndexFunc(runes, func(r rune) bool { return unicode.IsSpace(r) != space }); other >= 0 {
		return other
	}
	return len(runes)
}

// mayHoldRight says no of most texts that have nothing to isolate, without looking at their letters: in UTF-8 letters that are
// read from the right begin with a byte from Hebrew's to that of the Arabic ones that came late, or with one of the last two.
func mayHoldRight(text string) bool {
	for i := range len(text) {
		if first := text[i]; first >= 0xD6 && first <= 0xE0 || first >= 0xEF {
			return true
		}
	}
	return false
}

func fromRight(r rune) bool {
	return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko) && unicode.IsLetter(r)
}

func fromLeft(r rune) bool { return unicode.IsLetter(r) && !fromRight(r) }
