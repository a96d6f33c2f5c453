package roster

import (
	"cmp"
	"math"
	"strings"
)

// Key is one field of an order. Who has nothing in it comes last in both directions.
type Key struct {
	Field      Field
	Descending bool
}

// Places are where a tenant stands among the tenants: by name, where equal names have one place and no name has None, and by
// id.
type Places struct{ ByName, ByID int64 }

// order puts users in the order of keys, then of tenants' ids and of their own.
type order struct {
	roster  Roster
	keys    []Key
	tenants map[int64]Places
	// reversed turns all of it round.
	reversed bool
}

// entry is a user on the way to a page. Rough puts most users in their order by itself.
type entry struct {
	rough uint64
	block uint32
	row   uint32
}

// last is rough for who has nothing.
const last = math.MaxUint64

// roughs are the beginnings of the first key of a block's users, who are asked about from the first on.
func (o *order) roughs(b *Block) func(i int) uint64 {
	if len(o.keys) == 0 {
		return func(int) uint64 { return 0 }
	}
	begin := o.begins(b, o.keys[0].Field)
	var turned, reversed uint64
	if o.keys[0].Descending {
		turned = math.MaxUint64
	}
	if o.reversed {
		reversed = math.MaxUint64
	}
	return func(i int) uint64 {
		rough, some := begin(i)
		if !some {
			return last ^ reversed
		}
		return min(rough^turned, last-1) ^ reversed
	}
}

// begins are the beginnings of a field of a block's users, and whether there is something in it.
func (o *order) begins(b *Block, field Field) func(i int) (begin uint64, some bool) {
	switch field {
	case Name:
		return b.beginOfName
	case Username:
		return b.beginOfUsername
	case Object:
		return func(int) (uint64, bool) { return 1, true }
	case TenantName:
		return o.beginsOfTenants(b.runs)
	default:
		numbers := &b.numbers[field]
		return func(i int) (uint64, bool) { return beginOf(numbers.at(i)) }
	}
}

func (o *order) beginsOfTenants(runs []Run) func(i int) (begin uint64, some bool) {
	var end int
	var begin uint64
	var some bool
	return func(i int) (uint64, bool) {
		for ; i >= end; runs = runs[1:] {
			end = runs[0].To
			begin, some = beginOf(o.tenants[runs[0].Tenant].ByName)
		}
		return begin, some
	}
}

func beginOf(number int64) (begin uint64, some bool) { return uint64(number) ^ 1<<63, number != None }

func (o *order) number(b *Block, i int, field Field) int64 {
	if field == TenantName {
		return o.placesOf(b, i).ByName
	}
	return b.numbers[field].at(i)
}

func (o *order) placesOf(b *Block, i int) Places {
	return o.tenants[b.tenant(i)]
}

func (o *order) compare(x, y entry) int {
	if x.rough != y.rough {
		return cmp.Compare(x.rough, y.rough)
	}
	if o.reversed {
		x, y = y, x
	}
	a, i, b, j := o.roster[x.block], int(x.row), o.roster[y.block], int(y.row)
	for _, key := range o.keys {
		if order := o.compareBy(key, a, i, b, j); order != 0 {
			return order
		}
	}
	if order := cmp.Compare(o.placesOf(a, i).ByID, o.placesOf(b, j).ByID); order != 0 {
		return order
	}
	return compareObjects(a, i, b, j)
}

func (o *order) compareBy(key Key, a *Block, i int, b *Block, j int) int {
	var order int
	switch key.Field {
	case Name:
		order = compareTexts(a.name(i), "", b.name(j), "", key.Descending)
	case Username:
		local, domain := a.username(i)
		otherLocal, otherDomain := b.username(j)
		order = compareTexts(local, domain, otherLocal, otherDomain, key.Descending)
	case Object:
		order = directed(compareObjects(a, i, b, j), key.Descending)
	default:
		first, second := o.number(a, i, key.Field), o.number(b, j, key.Field)
		switch {
		case first == second:
		case first == None:
			order = 1
		case second == None:
			order = -1
		default:
			order = directed(cmp.Compare(first, second), key.Descending)
		}
	}
	return order
}

// compareTexts compares texts in two pieces each.
func compareTexts(a, aMore, b, bMore string, descending bool) int {
	aNone, bNone := a == "" && aMore == "", b == "" && bMore == ""
	switch {
	case aNone && bNone:
		return 0
	case aNone:
		return 1
	case bNone:
		return -1
	}
	shared := min(len(a), len(b))
	if order := strings.Compare(a[:shared], b[:shared]); order != 0 {
		return directed(order, descending)
	}
	return directed(strings.Compare(a[shared:]+aMore, b[shared:]+bMore), descending)
}

func directed(order int, descending bool) int {
	if descending {
		return -order
	}
	return order
}
