package release_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/release"
)

// FuzzAnswer holds whatever comes back to what the window relies on.
func FuzzAnswer(f *testing.F) {
	f.Add(published(nil).text(f))
	f.Add(`{"tag_name":"v1.0.0-rc.1+x","name":"\u202ex","published_at":"x","body":"\u0000"}`)
	f.Add("null")
	f.Add("<html>")
	f.Fuzz(holds)
}

// FuzzTexts does so with texts in an answer that is good otherwise.
func FuzzTexts(f *testing.F) {
	f.Add("Reports", "https://github.com/tenantkeep/tenantkeep/releases/tag/v1.0.0", "# A\n* b\n> c\n\n|a|b|\n|-|-|\n|c|d|\n\n```\nx\n```\n&#x202e; <b>")
	f.Add("\u202e", "https://github.com/tenantkeep/tenantkeep/releases/tag/../..", "[a](b \"c\") ![d][e]\n\n[e]: f\n\n<!-- x")
	f.Fuzz(func(t *testing.T, name, page, body string) {
		holds(t, published(wire{"name": name, "html_url": page, "body": body}).text(t))
	})
}

func holds(t *testing.T, content string) {
	answer, err := release.New(release.Options{Transport: says(content), Version: "0.1.0"}).Check(t.Context())
	if err != nil {
		require.NotNil(t, release.As(err))
		require.NotEmpty(t, release.Explain(err).What)
		return
	}
	got := answer.Newest
	require.True(t, strings.HasPrefix(got.Page+"/", "https://github.com/tenantkeep/tenantkeep/releases/"), got.Page)
	require.NotEmpty(t, got.Version)
	require.LessOrEqual(t, len(got.New), 9)
	for _, text := range append(got.New, got.Version, got.Title) {
		require.LessOrEqual(t, utf8.RuneCountInString(text), 162)
		require.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.C, r) }), "%q", text)
	}
}

// FuzzVersions compares two versions both ways.
func FuzzVersions(f *testing.F) {
	f.Add("0.1.0", "0.1.0-dev")
	f.Add("1.10.0", "1.9.0")
	f.Add("1.0.0+a", "1.0.0+b")
	f.Add("v1.0.0-rc.1", "1")
	f.Fuzz(func(t *testing.T, one, other string) {
		newer := func(tag, running string) (answer, known bool) {
			feed := release.New(release.Options{Transport: says(published(wire{"tag_name": tag}).text(t)), Version: running})
			got, err := feed.Check(t.Context())
			return got.Newer, err == nil
		}
		forth, known := newer(one, other)
		back, alsoKnown := newer(other, one)
		if known && alsoKnown {
			require.False(t, forth && back, "each is newer than the other")
		}
		if self, known := newer(one, one); known {
			require.False(t, self, "it is newer than itself")
		}
	})
}
