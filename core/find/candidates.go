package find

import (
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/roster"
)

// shown is how many users are enough, so that those who fit less well are not looked for.
const shown = 10

// Candidates are the numbers of users that fit the query, better ones first, at most most of them. How well each fits is
// told by its texts, which the index does not hold whole: Match says it.
func (x *Index) Candidates(q Query, most int) []int64 {
	if q.Empty() {
		return nil
	}
	search := search{words: strings.Fields(roster.Words(q.whole)), most: most}
	if len(search.words) == 0 {
		return nil
	}
	search.whole = q.whole
	search.begins, search.alone = roster.EndOfText+search.whole, search.whole+roster.EndOfText
	for _, how := range []Rank{WordStarts, Within, Fuzzy} {
		search.through(x.shelves(), how)
		if search.count() >= shown {
			break
		}
	}
	return search.found()
}

// search is a look through the names for some words.
type search struct {
	words []string
	// whole is all that was typed; begins and alone are whole as the beginning and all of a text.
	whole, begins, alone string
	most                 int
	// ranked are those who were found, by rank.
	ranked [Unfit][]int64
	seen   map[int64]bool
}

func (s *search) count() int {
	count := 0
	for _, numbers := range s.ranked {
		count += len(numbers)
	}
	return count
}

func (s *search) found() []int64 {
	all := slices.Concat(s.ranked[:]...)
	return all[:min(len(all), s.most)]
}

// enough says that looking on for users who fit so well at least would find none that is better.
func (s *search) enough(how Rank) bool {
	if how > WordStarts {
		return s.count() >= s.most
	}
	return len(s.ranked[Exact])+len(s.ranked[Prefix]) >= s.most
}

// through looks for all users who fit so well at least, until there are enough.
func (s *search) through(shelves []shelf, how Rank) {
	for i := range shelves {
		one := &shelves[i]
		for _, wanted := range s.wanted(one, how) {
			if one.look(s, wanted); s.enough(how) {
				return
			}
		}
	}
}

// wanted are words that a user must have all of, with what tells that they are not there.
type wanted struct {
	words   []string
	how     Rank
	pairs   uint64
	letters uint32
}

// wanted is what a user of a tenant must have in their own names: each word that the tenant does not have in its own. Where
// it has all of them, a user must have one.
func (s *search) wanted(in *shelf, how Rank) []wanted {
	var own []string
	for _, word := range s.words {
		if !strings.Contains(in.common, word) {
			own = append(own, word)
		}
	}
	if len(own) > 0 {
		return []wanted{want(own, how)}
	}
	var each []wanted
	for _, word := range s.words {
		each = append(each, want([]string{word}, how))
	}
	return each
}

func want(words []string, how Rank) wanted {
	w := wanted{words: words, how: how}
	for _, word := range words {
		w.letters |= lettersOf(word)
		switch how {
		case WordStarts:
			w.pairs |= pairsOf(word)
		case Within:
			w.pairs |= pairsOf(word) &^ pairsOf(word[:1])
		}
	}
	return w
}

// look goes through the users of a tenant.
func (in *shelf) look(s *search, w wanted) {
	letters := in.letters[in.from:in.to]
	for i, pairs := range in.pairs[in.from:in.to] {
		if w.pairs&^pairs != 0 || w.letters&^letters[i] != 0 {
			continue
		}
		rank := s.rank(in.block.Texts(in.from+i), in.block.Shared(in.from+i), w)
		if rank > w.how || len(s.ranked[rank]) >= s.most {
			continue
		}
		number := in.block.ID(in.from + i)
		if s.seen == nil {
			s.seen = make(map[int64]bool)
		}
		if !s.seen[number] {
			s.seen[number] = true
			s.ranked[rank] = append(s.ranked[rank], number)
			if s.enough(w.how) {
				return
			}
		}
	}
}

// rank is how well a user's names fit, with those that they share with others.
func (s *search) rank(names, shared string, w wanted) Rank {
	worst := Exact
	for _, word := range w.words {
		rank := rankOf(names, word, w.how)
		if rank > WordStarts && shared != "" {
			rank = min(rank, rankOf(shared, word, w.how))
		}
		worst = max(worst, rank)
		if worst > w.how {
			return Unfit
		}
	}
	switch {
	case !strings.HasPrefix(names, s.whole) && !strings.Contains(names, s.begins) && !strings.Contains(shared, s.begins):
		return max(worst, WordStarts)
	case names == s.whole || strings.HasPrefix(names, s.alone):
		return Exact
	}
	return Prefix
}

// rankOf is how well a word fits, looked for no further than is asked for.
func rankOf(names, word string, how Rank) Rank {
	for at := strings.Index(names, word); at >= 0; at = nextIndex(names, word, at) {
		if startsWord(names, at) {
			return WordStarts
		}
		if how > WordStarts {
			return Within
		}
	}
	if how < Fuzzy || len(word) < leastFuzzy || !hasInOrder(names, word) {
		return Unfit
	}
	return Fuzzy
}

// hasInOrder says that names have the bytes of a word in their order, as names that it fits fuzzily do.
func hasInOrder(names, word string) bool {
	for i := range len(word) {
		at := strings.IndexByte(names, word[i])
		if at < 0 {
			return false
		}
		names = names[at+1:]
	}
	return true
}

// pairsOf marks the pairs of neighbouring bytes of words, the first byte of a word with the space before it.
func pairsOf(words string) (pairs uint64) {
	before := byte(' ')
	for i := range len(words) {
		b := words[i]
		if b == '\n' {
			b = ' '
		}
		if b != ' ' {
			pairs |= 1 << ((uint(before)*37 + uint(b)*11) >> 1 & 63)
		}
		before = b
	}
	return pairs
}

// lettersOf marks the bytes of words.
func lettersOf(words string) (letters uint32) {
	for i := range len(words) {
		if b := words[i]; b != ' ' && b != '\n' {
			letters |= 1 << (b & 31)
		}
	}
	return letters
}
