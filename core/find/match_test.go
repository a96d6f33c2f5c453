package find_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestATextFitsAsWellAsItsBestPart(t *testing.T) {
	for _, c := range []struct {
		typed, text string
		rank        find.Rank
		marked      string
	}{
		{"adele vance", "Adele Vance", find.Exact, "[Adele Vance]"},
		{"ADELE", "Adele Vance", find.Prefix, "[Adele] Vance"},
		{"vance", "Adele Vance", find.WordStarts, "Adele [Vance]"},
		{"vance adele", "Adele Vance", find.WordStarts, "[Adele] [Vance]"},
		{"ance", "Adele Vance", find.Within, "Adele V[ance]"},
		{"an", "Vanessa Anders", find.WordStarts, "Vanessa [An]ders"},
		{"advnc", "Adele Vance", find.Fuzzy, "[Ad]ele [V]a[nc]e"},
		{"vnad", "Adele Vance", find.Unfit, "Adele Vance"},
		{"zoe", "Zoë Ångström", find.Exact + 1, "[Zoë] Ångström"},
		{"angstrom", "Zoë Ångström", find.WordStarts, "Zoë [Ångström]"},
		{"istanbul", "İSTANBUL", find.Exact, "[İSTANBUL]"},
		{"ISIK", "ışık", find.Exact, "[ışık]"},
		{"小明", "王小明", find.Within, "王[小明]"},
		{"علي", "أحمد علي", find.WordStarts, "أحمد [علي]"},
		{"fi", "ﬁnance", find.Prefix, "[ﬁ]nance"},
		{"bowen", "megan.bowen@contoso.com", find.WordStarts, "megan.[bowen]@contoso.com"},
		{"한", "한국", find.Prefix, "[한]국"},
		{"", "anything", find.Exact, "anything"},
	} {
		match := find.Parse(c.typed).Match(c.text)
		require.Equal(t, c.rank, match.Rank, "%q in %q", c.typed, c.text)
		require.Equal(t, c.marked, marked(c.text, match.Spans[0]), "%q in %q", c.typed, c.text)
	}
}

func TestEveryWordMayFitAnotherText(t *testing.T) {
	match := find.Parse("vance cont").Match("Adele Vance", "avance@contoso.com")
	require.Equal(t, find.WordStarts, match.Rank)
	require.Equal(t, "Adele [Vance]", marked("Adele Vance", match.Spans[0]))
	require.Equal(t, "avance@[cont]oso.com", marked("avance@contoso.com", match.Spans[1]))
	require.Equal(t, find.Unfit, find.Parse("vance fabrikam").Match("Adele Vance", "avance@contoso.com").Rank)
}

func TestAPartOfAPlainTextFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[A-Za-zÀ-ž0-9 .@-]{1,40}`).Draw(t, "text")
		from := rapid.IntRange(0, utf8.RuneCountInString(text)-1).Draw(t, "from")
		to := rapid.IntRange(from, utf8.RuneCountInString(text)).Draw(t, "to")
		part := string([]rune(text)[from:to])
		if match := find.Parse(part).Match(text); match.Rank > find.Within {
			t.Fatalf("%q is not found in %q", part, text)
		}
	})
}

func TestWhatFitsIsWithinTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		requireSpans(t, rapid.String().Draw(t, "typed"), rapid.String().Draw(t, "text"))
	})
}

func FuzzMatch(f *testing.F) {
	f.Add("adele", "Adele Vance")
	f.Add("\xff", "\xffİ\x00")
	f.Add("ﬁ", "e\u0301\u0301ﬁﬁ")
	f.Add("한", "\u1112\u1161\u11ab")
	f.Fuzz(func(t *testing.T, typed, text string) { requireSpans(t, typed, text) })
}

// requireSpans checks that spans are in order, within the text, and hold whole characters.
func requireSpans(t require.TestingT, typed, text string) {
	at := 0
	for _, span := range find.Parse(typed).Match(text).Spans[0] {
		require.GreaterOrEqual(t, span.From, at)
		require.GreaterOrEqual(t, span.To, span.From)
		require.LessOrEqual(t, span.To, len(text))
		if utf8.ValidString(text) {
			require.True(t, utf8.ValidString(text[span.From:span.To]))
		}
		at = span.To
	}
}

// shelf is the names of one tenant in an index, numbered from 1. Each is a name, and what follows a bar a username and others.
func shelf(names ...string) *find.Index {
	block := roster.Make(0, 1, 0)
	for i, name := range names {
		texts := append(strings.Split(table.Fold(name), "|"), "")
		block.Add(&roster.User{ID: int64(i + 1), Tenant: 1, Name: texts[0], Username: texts[1], Others: texts[2:], Domains: [2]string{"contoso.com"}})
	}
	index := &find.Index{}
	index.Put(roster.Roster{block.Made()}, map[int64]m365.Tenant{1: {ID: "t", Name: "Contoso Dental", DefaultDomain: "contoso.com"}})
	return index
}

func TestTheIndexFindsTheBestFirst(t *testing.T) {
	index := shelf("Mary Ann", "Joann Baker", "Ann", "Annie Day|anna@contoso.com", "Andrew Neal")
	for typed, want := range map[string][]int64{
		"ann":           {3, 4, 1, 2, 5},
		"ann mary":      {1},
		"anna@contoso":  {4, 2, 5},
		"anna@fabrikam": nil,
		"contoso":       nil,
		"dental baker":  {2},
		"nobody":        nil,
		"":              nil,
		"...":           nil,
	} {
		require.Equal(t, want, index.Candidates(find.Parse(typed), 10), typed)
	}
	require.Len(t, index.Candidates(find.Parse("a"), 2), 2)
}

func TestTheIndexFindsWhateverFits(t *testing.T) {
	letters := rapid.StringMatching(`[a-dé]{1,6}( [a-dé]{1,6}){0,2}`)
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(letters, 1, 8).Draw(t, "names")
		typed := rapid.StringMatching(`[a-de]{1,4}( [a-d]{1,3})?`).Draw(t, "typed")
		found := map[int64]bool{}
		for _, number := range shelf(names...).Candidates(find.Parse(typed), 100) {
			found[number] = true
		}
		for i, name := range names {
			if rank := find.Parse(typed).Match(name).Rank; rank <= find.WordStarts && !found[int64(i+1)] {
				t.Fatalf("%q fits %q by %d and is not found", typed, name, rank)
			}
		}
	})
}

func TestATenantWithoutItsNamesIsNotFound(t *testing.T) {
	index := shelf("Adele Vance")
	require.Equal(t, 1, index.Users())
	index.Put(nil, nil)
	require.Zero(t, index.Users())
	require.Empty(t, index.Candidates(find.Parse("adele"), 10))
}

func FuzzIndex(f *testing.F) {
	f.Add("adele vance|av@contoso.com", "vance")
	f.Fuzz(func(t *testing.T, names, typed string) {
		exact := table.Fold(names)
		numbers := shelf(names).Candidates(find.Parse(typed), 10)
		require.LessOrEqual(t, len(numbers), 1, exact)
	})
}
