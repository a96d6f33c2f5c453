package release_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestWhatIsNewIsPlainText(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"headings and lists": {
			"## What's *changed*\r\n\r\n* **Reports**: MFA, licenses\r\n- `All_Users` is faster\r\n  - and smaller\r\n1. First\r\n",
			[]string{"What's changed", "• Reports: MFA, licenses", "• All_Users is faster", "• and smaller", "• First"},
		},
		"a paragraph is one line":           {"One\ntwo  \nthree.\n\nFour.", []string{"One two three.", "Four."}},
		"a link is its text":                {"See [the notes](https://example.com/x) and ![a picture](p.png).", []string{"See the notes and a picture."}},
		"an address is itself":              {"In <https://example.com/1> and https://example.com/2", []string{"In https://example.com/1 and https://example.com/2"}},
		"a mark that is meant":              {`1 \* 2 &lt; 3 &amp; ~~not~~ 4`, []string{"1 * 2 < 3 & not 4"}},
		"code is as it is written":          {"`a &amp; \\*b`", []string{`a &amp; \*b`}},
		"HTML is left out":                  {"<!-- for us\nonly -->\n\n<div>hidden</div>\n\nA <b>bold</b> word.<br>\n\n<script>x</script>", []string{"A bold word."}},
		"lines and empty entries":           {"A\n\n---\n\n-\n-   \n\nB", []string{"A", "B"}},
		"a quotation":                       {"> Said\n> so", []string{"Said so"}},
		"a block of code":                   {"```sh\nmake demo\n```", []string{"make demo"}},
		"nothing":                           {"", nil},
		"only what nobody sees":             {"\u200b\u202e\n\n\x00\x07", nil},
		"letters that turn the direction":   {"Safe\u202egnp.exe\u2066!\u2069 &#x202e;end\u200f", []string{"Safegnp.exe! end"}},
		"control characters":                {"A\x00B\x1b[31mC\x7f\u0085D &#27;E", []string{"AB[31mC D E"}},
		"letters of every script are there": {"名前 और नाम, café 🎉", []string{"名前 और नाम, café 🎉"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, newest(t, published(wire{"body": c.body})).New)
		})
	}
}

func TestWhatIsNewIsShort(t *testing.T) {
	long := newest(t, published(wire{"body": strings.Repeat("- entry\n", 9)})).New
	require.Len(t, long, 9)
	require.Equal(t, "…", long[8])
	require.Len(t, newest(t, published(wire{"body": strings.Repeat("- entry\n", 8)})).New, 8)

	require.Empty(t, newest(t, published(wire{"body": strings.Repeat("\n", 10_000) + "late"})).New, "only the beginning is looked at")

	wide := newest(t, published(wire{"body": strings.Repeat("é", 100_000)})).New
	require.Len(t, wide, 1)
	require.Equal(t, 160, utf8.RuneCountInString(wide[0]))
	require.True(t, strings.HasSuffix(wide[0], "é…"))
}

func TestATitleIsShortAndWithoutWhatCannotBeSeen(t *testing.T) {
	require.Equal(t, "Reports gpj.exe", newest(t, published(wire{"name": " Reports\t\u202egpj\u0000.exe\u200b\n"})).Title)
	require.Equal(t, 80, utf8.RuneCountInString(newest(t, published(wire{"name": strings.Repeat("a", 1000)})).Title))
}
