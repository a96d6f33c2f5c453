package find

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Rank is how well something fits a query, the best first.
type Rank int

// The ranks. Recent is for what fits in any way and was viewed lately.
const (
	Exact Rank = iota
	Prefix
	Recent
	WordStarts
	Within
	Fuzzy
	Unfit
)

// Match is how the texts of one thing fit a query.
type Match struct {
	Rank Rank
	// Spans are, for each text, the parts that fit, from left to right.
	Spans [][]Span
}

// Match says how texts fit: all of the query in one of them, or else each word of it in any. Unfit is where one word is in
// none.
func (q Query) Match(texts ...string) Match {
	folds := make([]folded, len(texts))
	for i, text := range texts {
		folds[i] = fold(text)
	}
	return q.match(folds)
}

func (q Query) match(texts []folded) Match {
	match := Match{Rank: Exact, Spans: make([][]Span, len(texts))}
	if q.Empty() {
		return match
	}
	if whole := placeIn(texts, q.whole); whole.rank <= WordStarts {
		return match.with(texts, whole)
	}
	for _, word := range q.words {
		place := placeIn(texts, word)
		if place.rank == Unfit {
			return Match{Rank: Unfit, Spans: make([][]Span, len(texts))}
		}
		if len(q.words) > 1 {
			place.rank = max(place.rank, WordStarts)
		}
		match = match.with(texts, place)
	}
	return match
}

// with adds the place of a word.
func (m Match) with(texts []folded, p place) Match {
	m.Rank = max(m.Rank, p.rank)
	spans := m.Spans[p.text]
	for _, part := range p.parts {
		spans = append(spans, texts[p.text].span(part.From, part.To))
	}
	m.Spans[p.text] = merged(spans)
	return m
}

// merged are spans in order, those that touch as one.
func merged(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return a.From - b.From })
	var all []Span
	for _, span := range spans {
		if last := len(all) - 1; last >= 0 && span.From <= all[last].To {
			all[last].To = max(all[last].To, span.To)
			continue
		}
		all = append(all, span)
	}
	return all
}

// place is where a word fits best: in which text, and which parts of that.
type place struct {
	rank  Rank
	text  int
	parts []Span
}

// placeIn is the best place of a word in texts, the first of those that are as good.
func placeIn(texts []folded, word string) place {
	best := place{rank: Unfit}
	for i, text := range texts {
		if rank, parts := placeOf(text.text, word); rank < best.rank {
			best = place{rank, i, parts}
		}
	}
	return best
}

func placeOf(text, word string) (Rank, []Span) {
	at := strings.Index(text, word)
	if at < 0 {
		return fuzzy(text, word)
	}
	whole := func(at int) []Span { return []Span{{at, at + len(word)}} }
	switch {
	case text == word:
		return Exact, whole(at)
	case at == 0:
		return Prefix, whole(at)
	}
	for next := at; next >= 0; next = nextIndex(text, word, next) {
		if startsWord(text, next) {
			return WordStarts, whole(next)
		}
	}
	return Within, whole(at)
}

// nextIndex is the place of a word in a text after one, -1 where there is none.
func nextIndex(text, word string, after int) int {
	next := strings.Index(text[after+1:], word)
	if next < 0 {
		return -1
	}
	return after + 1 + next
}

// leastFuzzy is how many letters a word has at least whose letters may stand apart, and stretch how many times as long the
// part may be in which they all stand.
const (
	leastFuzzy = 3
	stretch    = 3
)

// fuzzy looks for the letters of a word in their order, the first one at the start of a word: "advnc" is in "adele vance".
func fuzzy(text, word string) (Rank, []Span) {
	letters := utf8.RuneCountInString(word)
	if letters < leastFuzzy {
		return Unfit, nil
	}
	var best []Span
	for at := 0; at < len(text); at++ {
		if text[at] != word[0] || !startsWord(text, at) {
			continue
		}
		parts := spread(text, word, at)
		if parts != nil && extent(parts) <= stretch*len(word) && (best == nil || extent(parts) < extent(best)) {
			best = parts
		}
	}
	if best == nil {
		return Unfit, nil
	}
	return Fuzzy, best
}

// spread are the places of the characters of a word in a text, each the next after the one before, beginning at a place.
func spread(text, word string, at int) (parts []Span) {
	for _, r := range word {
		letter := string(r)
		next := strings.Index(text[at:], letter)
		if next < 0 {
			return nil
		}
		at += next
		parts = append(parts, Span{at, at + len(letter)})
		at += len(letter)
	}
	return merged(parts)
}

func extent(parts []Span) int { return parts[len(parts)-1].To - parts[0].From }
