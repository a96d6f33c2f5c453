package table_test

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestFold(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing stays nothing":                        {"", ""},
		"small ASCII stays":                            {"adele vance 7!", "adele vance 7!"},
		"capitals become small":                        {"Adele VANCE", "adele vance"},
		"accents fall away":                            {"Zoë Ångström Çelik", "zoe angstrom celik"},
		"accents fall away when they stand apart":      {"Zoe\u0308", "zoe"},
		"the Turkish dotted capital I is an i":         {"İstanbul", "istanbul"},
		"the dotless i is an i":                        {"Işık", "isik"},
		"both small sigmas are one":                    {"ΟΔΟΣ οδος", "οδοσ οδοσ"},
		"the sharp s is one letter in either case":     {"Straße STRAẞE", "straße straße"},
		"ligatures and wide letters are taken apart":   {"ﬁ Ａ １", "fi a 1"},
		"a Hangul syllable stays one character":        {"한국", "한국"},
		"taken-apart Hangul is joined":                 {"\u1112\u1161\u11ab", "한"},
		"Cyrillic becomes small and й loses its breve": {"ЙОД", "иод"},
		"Vietnamese loses both marks":                  {"Nguyễn", "nguyen"},
		"NUL falls away":                               {"A\x00b", "ab"},
		"bytes that are no UTF-8 are replaced":         {"a\xffb", "a\uFFFDb"},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, table.Fold(c.text)) })
	}
}

func TestFoldIsTheSameTwice(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		once := table.Fold(string(r))
		if twice := table.Fold(once); twice != once {
			t.Errorf("%U folds to %+q, that to %+q", r, once, twice)
		}
		if once != "" && unicode.IsMark(firstRune(once)) && unicode.Is(unicode.Mn, firstRune(once)) {
			t.Errorf("%U folds to %+q, which begins with a mark", r, once)
		}
	}
}

func TestFoldedTextIsValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		folded := table.Fold(string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")))
		if !utf8.ValidString(folded) {
			t.Fatalf("%q", folded)
		}
	})
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}
