package roster

import (
	"cmp"
	"encoding/binary"
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
	tenants tenants
	// reversed turns all of it round.
	reversed bool
}

// entry is a user on the way to a page. Rough puts most users in their order by itself.
type entry struct {
	rough uint64
	block uint32
	row   uint32
}

// tenants are those whose users are asked for. Neighbours are mostly of one tenant, so the one before is looked at first.
type tenants struct {
	all    map[int64]Places
	before int64
	places Places
	wanted bool
}

func wanted(all map[int64]Places) tenants { return tenants{all: all, before: None} }

func (t *tenants) find(tenant int64) (Places, bool) {
	if tenant != t.before {
		t.before = tenant
		t.places, t.wanted = t.all[tenant]
	}
	return t.places, t.wanted
}

// last is rough for who has nothing.
const last = math.MaxUint64

// rough is the beginning of the first key.
func (o *order) rough(b *Block, i int) uint64 {
	if len(o.keys) == 0 {
		return 0
	}
	var begin uint64
	switch key := o.keys[0]; key.Field {
	case Name:
		name := b.name(i)
		if name == "" {
			return last
		}
		begin = beginOf(name, "")
	case Username:
		local, domain := b.username(i)
		if local == "" && domain == "" {
			return last
		}
		begin = beginOf(local, domain)
	case Object:
		return 0
	default:
		number := o.number(b, i, key.Field)
		if number == None {
			return last
		}
		begin = uint64(number) ^ 1<<63
	}
	begin = min(begin, last-1)
	if o.keys[0].Descending {
		begin = last - 1 - begin
	}
	return begin
}

// beginOf are the first bytes of a text in two pieces.
func beginOf(text, more string) uint64 {
	var first [8]byte
	if n := copy(first[:], text); n < len(first) {
		copy(first[n:], more)
	}
	return binary.BigEndian.Uint64(first[:])
}

func (o *order) number(b *Block, i int, field Field) int64 {
	if field == TenantName {
		return o.placesOf(b, i).ByName
	}
	return b.numbers[field].at(i)
}

func (o *order) placesOf(b *Block, i int) Places {
	places, _ := o.tenants.find(b.tenants.at(i))
	return places
}

func (o *order) compare(x, y entry) int {
	if o.reversed {
		x, y = y, x
	}
	if x.rough != y.rough {
		return cmp.Compare(x.rough, y.rough)
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
