package widget_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestWhatIsReadFromTheRightLeavesTheRestInItsPlace(t *testing.T) {
	for name, c := range map[string]struct{ text, drawn string }{
		"no such letters":                {"Adele Vance (12)", "Adele Vance (12)"},
		"a name alone":                   {"קפה הדרים", "|קפה הדרים|"},
		"a name before a number":         {"קפה הדרים has 12 users", "|קפה הדרים| has 12 users"},
		"a name in a sentence":           {"Users of קפה הדרים and 3 more", "Users of |קפה הדרים| and 3 more"},
		"a name with its domain":         {"קפה הדרים (hadarim.example)", "|קפה הדרים| (hadarim.example)"},
		"two names":                      {"קפה, Contoso, النخيل", "|קפה|, Contoso, |النخيل|"},
		"an address, its number last":    {"רחוב הרצל 12", "|12| |רחוב הרצל|"},
		"an address, its number first":   {"12 רחוב הרצל", "|רחוב הרצל| |12|"},
		"a number within, in a sentence": {"At רחוב 12 הרצל now", "At |הרצל| |12| |רחוב| now"},
	} {
		t.Run(name, func(t *testing.T) {
			drawn := widget.Isolate(c.text)
			require.Equal(t, strings.ReplaceAll(strings.ReplaceAll(c.drawn, "| |", "\u200e \u200e"), "|", "\u200e"), drawn)
		})
	}
}

func TestNoLetterThatIsReadFromTheRightIsTakenForAnother(t *testing.T) {
	rightToLeft := []*unicode.RangeTable{unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.IsLetter(r) && unicode.In(r, rightToLeft...) {
			require.NotEqual(t, string(r), widget.Isolate(string(r)), "%U", r)
		}
	}
}
