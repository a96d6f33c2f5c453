package table

import (
	"maps"
	"slices"
)

// Selection is the rows that are ticked, by key, so that it survives sorting, paging and refreshing. It has two forms:
// some keys, or all rows across all pages, in which no row is ticked by itself. The zero value selects nothing. One
// goroutine uses it.
type Selection struct {
	all    bool
	ticked map[string]int
	count  int
	anchor string
}

// Ticks says how much of a page is ticked.
type Ticks int

// What the box in the title shows.
const (
	NoneTicked Ticks = iota
	SomeTicked
	AllTicked
)

// Clone is the same selection on its own: what is ticked in one is not in the other.
func (s *Selection) Clone() Selection {
	clone := *s
	clone.ticked = maps.Clone(s.ticked)
	return clone
}

// Has says whether the row's box is ticked. In the form of all rows no box is.
func (s *Selection) Has(key string) bool {
	_, ticked := s.ticked[key]
	return ticked
}

// Includes says whether an action would touch the row.
func (s *Selection) Includes(key string) bool { return s.all || s.Has(key) }

// Tick adds a row and makes it the start of a range. It ends the form of all rows.
func (s *Selection) Tick(key string) {
	s.add(key)
	s.anchor = key
}

// Untick takes a row away and makes it the start of a range. It ends the form of all rows.
func (s *Selection) Untick(key string) {
	s.all = false
	delete(s.ticked, key)
	s.anchor = key
}

// Toggle ticks or unticks a row.
func (s *Selection) Toggle(key string) {
	if s.Has(key) {
		s.Untick(key)
		return
	}
	s.Tick(key)
}

// TickTo ticks the rows of the page from the one ticked or unticked last up to key, both included, in either direction.
// Where the last one is not on the page, only key is ticked. The start of the range stays.
func (s *Selection) TickTo(page []string, key string) {
	from, to := slices.Index(page, s.anchor), slices.Index(page, key)
	if from < 0 || to < 0 {
		s.Tick(key)
		return
	}
	for _, between := range page[min(from, to) : max(from, to)+1] {
		s.add(between)
	}
}

// TickPage adds every row of the page.
func (s *Selection) TickPage(page []string) {
	for _, key := range page {
		s.add(key)
	}
}

// SelectAll selects all rows across all pages, also those that come later.
func (s *Selection) SelectAll() { *s = Selection{all: true} }

// SelectNone selects nothing.
func (s *Selection) SelectNone() { *s = Selection{} }

// IsAll says that all rows across all pages are selected.
func (s *Selection) IsAll() bool { return s.all }

// Empty says that nothing is selected.
func (s *Selection) Empty() bool { return !s.all && len(s.ticked) == 0 }

// Count is how many rows are selected of a table of total rows.
func (s *Selection) Count(total int) int {
	if s.all {
		return total
	}
	return len(s.ticked)
}

// Page says how much of a page is ticked.
func (s *Selection) Page(page []string) Ticks {
	ticked := 0
	for _, key := range page {
		if s.Has(key) {
			ticked++
		}
	}
	switch {
	case ticked == 0:
		return NoneTicked
	case ticked < len(page):
		return SomeTicked
	default:
		return AllTicked
	}
}

// Keys are the ticked rows in the order of ticking; none in the form of all rows.
func (s *Selection) Keys() []string {
	keys := make([]string, 0, len(s.ticked))
	for key := range s.ticked {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int { return s.ticked[a] - s.ticked[b] })
	return keys
}

// Retain drops the ticked rows that no longer exist. It says whether any was dropped.
func (s *Selection) Retain(exists func(key string) bool) (dropped bool) {
	for key := range s.ticked {
		if !exists(key) {
			delete(s.ticked, key)
			dropped = true
		}
	}
	return dropped
}

func (s *Selection) add(key string) {
	s.all = false
	if s.Has(key) {
		return
	}
	if s.ticked == nil {
		s.ticked = make(map[string]int)
	}
	s.ticked[key] = s.count
	s.count++
}
