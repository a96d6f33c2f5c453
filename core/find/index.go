package find

import (
	"cmp"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// Name is what a user is found by. Number is the user's in the local data.
type Name struct {
	Number int64
	// Texts are the names and addresses, in any form.
	Texts []string
}

// Index holds the names of all users in memory, so that they are found while a person types. Any number of goroutines may
// use it at once.
type Index struct {
	shelves atomic.Pointer[[]*shelf]
}

// shelf is the users of one tenant. It does not change.
type shelf struct {
	tenant m365.TenantID
	// common are the words that belong to all users of the tenant: its names and domains.
	common string
	names  string
	// ends are where each user's part of names ends.
	ends    []uint32
	numbers []int64
	// pairs and letters tell of a user without a look at the name that a word is not in it.
	pairs   []uint64
	letters []uint32
}

// Shelf gathers the names of one tenant, to be put into an Index.
type Shelf struct {
	made   *shelf
	domain string
	text   strings.Builder
	texts  []string
}

// NewShelf begins the names of a tenant.
func NewShelf(tenant m365.Tenant) *Shelf {
	common := []string{tenant.Name, tenant.Alias, tenant.DefaultDomain, tenant.InitialDomain}
	for i, text := range common {
		common[i] = plain(table.Fold(text))
	}
	return &Shelf{
		made:   &shelf{tenant: tenant.ID, common: strings.Join(common, "\n")},
		domain: "@" + table.Fold(tenant.DefaultDomain),
	}
}

// Add puts a user on the shelf. What several texts say is kept once, and the tenant's own domain not at all.
func (s *Shelf) Add(name Name) {
	begin := s.text.Len()
	s.texts = s.texts[:0]
	for _, text := range name.Texts {
		text = plain(strings.TrimSuffix(table.Fold(text), s.domain))
		if text == "" || slices.ContainsFunc(s.texts, func(kept string) bool { return hasWords(kept, text) }) {
			continue
		}
		if len(s.texts) > 0 {
			s.text.WriteByte('\n')
		}
		s.text.WriteString(text)
		s.texts = append(s.texts, text)
	}
	kept := s.text.String()[begin:]
	s.text.WriteByte('\n')
	s.made.ends = append(s.made.ends, uint32(begin+len(kept)))
	s.made.numbers = append(s.made.numbers, name.Number)
	s.made.pairs = append(s.made.pairs, pairsOf(kept))
	s.made.letters = append(s.made.letters, lettersOf(kept))
}

// hasWords says that a text holds another one, from the start of a word to its end.
func hasWords(text, part string) bool {
	at := strings.Index(text, part)
	return at >= 0 && (at == 0 || text[at-1] == ' ') && (at+len(part) == len(text) || text[at+len(part)] == ' ')
}

// plain is a folded text as its words, with one space between.
func plain(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !isOfWord(r) }), " ")
}

// Put puts a tenant's names in the place of those before.
func (x *Index) Put(s *Shelf) {
	s.made.names = strings.Clone(s.text.String())
	s.made.ends, s.made.numbers = slices.Clip(s.made.ends), slices.Clip(s.made.numbers)
	s.made.pairs, s.made.letters = slices.Clip(s.made.pairs), slices.Clip(s.made.letters)
	x.change(func(shelves []*shelf) []*shelf {
		at, found := slices.BinarySearchFunc(shelves, s.made.tenant, byTenant)
		if found {
			shelves[at] = s.made
			return shelves
		}
		return slices.Insert(shelves, at, s.made)
	})
}

// Keep drops the names of all tenants but these.
func (x *Index) Keep(tenants []m365.TenantID) {
	x.change(func(shelves []*shelf) []*shelf {
		return slices.DeleteFunc(shelves, func(one *shelf) bool { return !slices.Contains(tenants, one.tenant) })
	})
}

func byTenant(one *shelf, tenant m365.TenantID) int { return cmp.Compare(one.tenant, tenant) }

// change puts other shelves in the place of those before; whoever looks through them goes on with the old ones.
func (x *Index) change(to func([]*shelf) []*shelf) {
	for {
		before := x.shelves.Load()
		var copied []*shelf
		if before != nil {
			copied = slices.Clone(*before)
		}
		changed := to(copied)
		if x.shelves.CompareAndSwap(before, &changed) {
			return
		}
	}
}

// Users counts the users that can be found.
func (x *Index) Users() int {
	users := 0
	for _, one := range x.all() {
		users += len(one.numbers)
	}
	return users
}

func (x *Index) all() []*shelf {
	if shelves := x.shelves.Load(); shelves != nil {
		return *shelves
	}
	return nil
}
