package table_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestCharactersThatAreNotSeenAreNamedAndNotDrawn(t *testing.T) {
	for text, want := range map[string]string{
		"Adele \u202eecnaV":          "right-to-left override (U+202E)",
		"\u202dAdele\u202c":          "left-to-right override (U+202D), end of direction (U+202C)",
		"\u2066Adele\u2069":          "left-to-right isolate (U+2066), end of isolate (U+2069)",
		"\u2067\u2068Adele":          "right-to-left isolate (U+2067), first strong isolate (U+2068)",
		"\u202a\u202bAdele":          "left-to-right embedding (U+202A), right-to-left embedding (U+202B)",
		"Adele\u200e\u200f\u061c":    "left-to-right mark (U+200E), right-to-left mark (U+200F), Arabic letter mark (U+061C)",
		"Ad\u200bele":                "zero width space (U+200B)",
		"Ad\u200dele":                "zero width joiner (U+200D)",
		"Ad\u200cele \u200cx":        "zero width non-joiner (U+200C)",
		"\ufeffAdele\u2060":          "byte order mark (U+FEFF), word joiner (U+2060)",
		"Ad\u00adele":                "soft hyphen (U+00AD)",
		"Adele\u3164\u115f\u2800":    "Hangul filler (U+3164), Hangul filler (U+115F), blank Braille pattern (U+2800)",
		"Adele\u2028x":               "line separator (U+2028)",
		"Ad\x00e\x1ble\x7f\u009b":    "U+0000, U+001B, U+007F, U+009B",
		"Adele\U000e0041\U000e007f":  "U+E0041, U+E007F",
		"Adele\u206a\ufff9":          "U+206A, U+FFF9",
		"\u180eAdele\u034f":          "vowel separator (U+180E), grapheme joiner (U+034F)",
		"\u202e\u202eAdele \u202e":   "right-to-left override (U+202E)",
		"קפה\u202eAdele":             "right-to-left override (U+202E)",
		strings.Repeat("\u200b", 99): "zero width space (U+200B)",
	} {
		require.Equal(t, "Suspicious: characters that are not seen: "+want+".", table.Suspicion(text), "%q", text)
		require.Empty(t, table.Suspicion(table.Seen(text)), "%q", text)
		for _, r := range table.Seen(text) {
			require.True(t, strings.ContainsRune("AdeleacnVx קפה", r), "%q has %q", text, r)
		}
	}
}

func TestWhatEveryScriptNeedsIsNotSuspicious(t *testing.T) {
	for _, text := range []string{
		"", "Adele Vance", "Zoë Ångström", "e\u0301 and é", "Дарья Иванова", "קפה הדרים", "عربي من اليمين", "می\u200cخواهم", "क्\u200dष", "हिन्दी नाम",
		"日本語の名前", "한국어 이름", "ไทย", "👩\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "two\nlines\tand a tab",
		"\u0600 number", "葛\U000e0100", "non\u00a0breaking",
	} {
		require.Empty(t, table.Suspicion(text), "%q", text)
		require.Equal(t, text, table.Seen(text))
	}
}
