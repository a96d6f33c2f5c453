package table_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestPatternMatches(t *testing.T) {
	for name, c := range map[string]struct {
		pattern, text string
		want          bool
	}{
		"an empty pattern fits all":                   {"", "anything", true},
		"an empty pattern fits nothing too":           {"", "", true},
		"percent fits nothing too":                    {"%", "", true},
		"text is found in the middle":                 {"van", "Adele Vance", true},
		"case does not count":                         {"ADELE", "adele", true},
		"accents do not count in the text":            {"zoe", "Zoë", true},
		"accents do not count in the pattern":         {"zoë", "Zoe", true},
		"other text is not found":                     {"bance", "Adele Vance", false},
		"percent stands for any run":                  {"ad%ce", "Adele Vance", true},
		"percent stands for no run":                   {"ade%le", "Adele", true},
		"what stands before percent comes first":      {"van%ade", "Adele Vance", false},
		"pieces around percent do not overlap":        {"aba%ab", "abab", false},
		"underscore stands for one character":         {"ad_le", "Adele", true},
		"underscore stands for one accented letter":   {"Z_e", "Zöe", true},
		"underscore stands for one apart letter":      {"z_e", "Zo\u0308e", true},
		"underscore stands for one Hangul syllable":   {"a_b", "a한b", true},
		"underscore stands for one emoji":             {"a_b", "a🙂b", true},
		"underscore does not stand for two":           {"a_b", "axxb", false},
		"underscore does not stand for none":          {"ab_", "ab", false},
		"underscore alone needs a character":          {"_", "", false},
		"an escaped percent is itself":                {`50\%`, "50% off", true},
		"an escaped percent fits nothing else":        {`50\%`, "500", false},
		"an escaped underscore is itself":             {`a\_b`, "a_b", true},
		"an escaped underscore fits nothing else":     {`a\_b`, "axb", false},
		"an escaped backslash is itself":              {`a\\b`, `a\b`, true},
		"a backslash before a letter is itself":       {`a\b`, `a\b`, true},
		"a backslash at the end is itself":            {`a\`, `a\`, true},
		"a backslash at the end fits nothing else":    {`a\`, `ab`, false},
		"an escaped backslash leaves percent a wild":  {`a\\%c`, `a\bc`, true},
		"the second try finds what the first did not": {"aab", "aaab", true},
		"runs of wildcards need as many characters":   {"a_%_b", "axb", false},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, table.Compile(c.pattern).Matches(c.text)) })
	}
}

func TestPatternForSQL(t *testing.T) {
	for name, c := range map[string]struct {
		pattern, like, plain string
		isPlain              bool
	}{
		"plain text":                {"Zoë", "%zoe%", "zoe", true},
		"nothing":                   {"", "%", "", true},
		"percents at the ends":      {"%ab%", "%ab%", "ab", true},
		"a percent within":          {"a%%b", "%a%b%", "", false},
		"an underscore":             {"a_", "%a_%", "", false},
		"escaped wildcards":         {`\%\_`, `%\%\_%`, "%_", true},
		"a backslash":               {`\`, `%\\%`, `\`, true},
		"an apostrophe is no news":  {"o'b", "%o'b%", "o'b", true},
		"an underscore and percent": {"_%_", "%_%_%", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			pattern := table.Compile(c.pattern)
			require.Equal(t, c.like, pattern.Like())
			plain, isPlain := pattern.Plain()
			require.Equal(t, c.isPlain, isPlain)
			require.Equal(t, c.plain, plain)
		})
	}
}

func TestAnEscapedTextMatchesJustItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, other := mixedText().Draw(t, "text"), mixedText().Draw(t, "other")
		pattern := table.Compile(table.Literally(text))
		require.True(t, pattern.Matches(other+text+other))
		require.Equal(t, strings.Contains(table.Fold(other), table.Fold(text)), pattern.Matches(other))
	})
}

func TestMatchAgreesWithASlowReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringOfN(rapid.SampledFrom([]rune(`ab%_\Äé`)), 0, 8, -1).Draw(t, "pattern")
		text := rapid.StringOfN(rapid.SampledFrom([]rune(`abAB%_\aeé`)), 0, 10, -1).Draw(t, "text")
		want := slowMatch(slowTokens("%"+pattern+"%"), []rune(table.Fold(text)))
		require.Equal(t, want, table.Compile(pattern).Matches(text))
	})
}

// slowTokens spells a pattern out: "%" and "_" are wildcards, everything else is behind a backslash. A percent added at the
// end is a wildcard even after a lone backslash.
func slowTokens(pattern string) []string {
	runes := []rune(pattern)
	var tokens []string
	for i := 0; i < len(runes); i++ {
		last := i == len(runes)-2
		switch {
		case runes[i] == '\\' && !last && i+1 < len(runes) && strings.ContainsRune(`%_\`, runes[i+1]):
			i++
			tokens = append(tokens, `\`+string(runes[i]))
		case runes[i] == '%' || runes[i] == '_':
			tokens = append(tokens, string(runes[i]))
		default:
			for _, r := range table.Fold(string(runes[i])) {
				tokens = append(tokens, `\`+string(r))
			}
		}
	}
	return tokens
}

func slowMatch(tokens []string, text []rune) bool {
	switch {
	case len(tokens) == 0:
		return len(text) == 0
	case tokens[0] == "%":
		return slowMatch(tokens[1:], text) || len(text) > 0 && slowMatch(tokens, text[1:])
	case len(text) == 0:
		return false
	}
	return (tokens[0] == "_" || tokens[0] == `\`+string(text[0])) && slowMatch(tokens[1:], text[1:])
}

// mixedText is text of many scripts with what means something to filters, CSV and SQL.
func mixedText() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune("abcABCéÉèñöÖßİıĄçøŁ한국日本кКйÜ عليשλΣς🙂%_\\\"',;\t=+-@ 0123")), 0, 8, -1)
}
