package find

import (
	"strings"
	"sync/atomic"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// Index finds users in memory while a person types. Any number of goroutines may use it at once.
type Index struct {
	found atomic.Pointer[indexed]
}

// indexed is a roster with what users are looked for by. It does not change.
type indexed struct {
	shelves []shelf
	marks   map[*roster.Block]*marks
}

// shelf is users of one tenant who stand together in a block.
type shelf struct {
	block    *roster.Block
	from, to int
	*marks
	// common are the words that belong to all users of the tenant: its names and domains.
	common string
}

// marks tell of each user of a block without a look at the names that a word is not in them.
type marks struct {
	pairs   []uint64
	letters []uint32
}

// Put puts users in the place of those before. Those of tenants that are not named by their number are not found. Who is
// looking goes on with the old ones.
func (x *Index) Put(all roster.Roster, tenants map[int64]m365.Tenant) {
	var before map[*roster.Block]*marks
	if found := x.found.Load(); found != nil {
		before = found.marks
	}
	common := make(map[int64]string, len(tenants))
	for number, tenant := range tenants {
		common[number] = commonOf(tenant)
	}
	made := &indexed{marks: make(map[*roster.Block]*marks, len(all))}
	for _, block := range all {
		marks := before[block]
		if marks == nil {
			marks = marksOf(block)
		}
		made.marks[block] = marks
		made.add(block, marks, common)
	}
	x.found.Store(made)
}

// add puts a block on shelves.
func (x *indexed) add(block *roster.Block, marks *marks, common map[int64]string) {
	for _, run := range block.Runs() {
		if words, named := common[run.Tenant]; named {
			x.shelves = append(x.shelves, shelf{block, run.From, run.To, marks, words})
		}
	}
}

func commonOf(tenant m365.Tenant) string {
	common := []string{tenant.Name, tenant.Alias, tenant.DefaultDomain, tenant.InitialDomain}
	for i, text := range common {
		common[i] = roster.Words(table.Fold(text))
	}
	return strings.Join(common, "\n")
}

func marksOf(block *roster.Block) *marks {
	made := &marks{make([]uint64, block.Users()), make([]uint32, block.Users())}
	for i := range block.Users() {
		for text := range strings.SplitSeq(block.Texts(i)+block.Shared(i), roster.EndOfText) {
			words := roster.Words(text)
			made.pairs[i] |= pairsOf(words)
			made.letters[i] |= lettersOf(words)
		}
	}
	return made
}

// Users counts the users that can be found.
func (x *Index) Users() int {
	users := 0
	for _, one := range x.shelves() {
		users += one.to - one.from
	}
	return users
}

func (x *Index) shelves() []shelf {
	if found := x.found.Load(); found != nil {
		return found.shelves
	}
	return nil
}
