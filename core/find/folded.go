package find

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// Span is a part of a text, in bytes.
type Span struct{ From, To int }

// folded is a text in the form in which it is compared.
type folded struct {
	text string
	// from is where each byte of text begins in the original, and one more for the end; nil where both have the same places.
	from []int
}

func fold(original string) folded {
	text := table.Fold(original)
	if len(text) == len(original) && isASCII(original) {
		return folded{text: text}
	}
	return folded{text, placesOf(original, text)}
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// placesOf folds the characters of a text one by one, to know where each comes from. Where together they fold to something
// else than the whole, which no text of a person does, no place is known.
func placesOf(original, whole string) []int {
	var together strings.Builder
	from := make([]int, 0, len(whole)+1)
	for at := 0; at < len(original); {
		size := norm.NFC.NextBoundaryInString(original[at:], true)
		if size <= 0 {
			size = len(original) - at
		}
		piece := table.Fold(original[at : at+size])
		together.WriteString(piece)
		for range len(piece) {
			from = append(from, at)
		}
		at += size
	}
	if together.String() != whole {
		return make([]int, len(whole)+1)
	}
	return append(from, len(original))
}

// span is a part of the folded text as a part of the original: whole characters.
func (f folded) span(from, to int) Span {
	if f.from == nil {
		return Span{from, to}
	}
	end := to
	for end < len(f.text) && f.from[end] == f.from[to-1] {
		end++
	}
	return Span{f.from[from], f.from[end]}
}

// startsWord says whether a word begins at a place of a folded text.
func startsWord(text string, at int) bool {
	if at == 0 {
		return true
	}
	if before := text[at-1]; before < utf8.RuneSelf {
		return !roster.IsOfWord(rune(before))
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	return !roster.IsOfWord(before)
}
