package store

import (
	"encoding/binary"
	"hash/maphash"
)

// pack appends a row to those of a page: the turn at which it came, the object, hash, details and aliases, then the values.
func (r userRow) pack(page []byte, turn int64) []byte {
	page = binary.AppendVarint(page, turn)
	page = packText(page, r.object)
	page = binary.AppendVarint(page, r.hash)
	page = packText(page, r.body)
	page = packText(page, r.aliases)
	for _, value := range r.values {
		switch value := value.(type) {
		case nil:
			page = append(page, packedNothing)
		case int64:
			page = binary.AppendVarint(append(page, packedNumber), value)
		case string:
			page = packText(append(page, packedText), value)
		}
	}
	return page
}

// What a packed value begins with.
const (
	packedNothing = iota
	packedNumber
	packedText
)

func packText(page []byte, text string) []byte {
	return append(binary.AppendVarint(page, int64(len(text))), text...)
}

// unpackRows are the rows of a page whose turn was the user's last. Their texts are parts of the page.
func unpackRows(page string, isLast func(object string, turn int64) bool) (rows []userRow) {
	packed := packedPage{page}
	for packed.rest != "" {
		turn := packed.number()
		row := userRow{
			object: packed.text(), hash: packed.number(), body: packed.text(), aliases: packed.text(),
			values: make([]any, len(userNames)),
		}
		for i := range row.values {
			row.values[i] = packed.value()
		}
		if isLast(row.object, turn) {
			rows = append(rows, row)
		}
	}
	return rows
}

// packedPage is what is still to be read of a page.
type packedPage struct{ rest string }

func (p *packedPage) value() any {
	kind := p.rest[0]
	p.rest = p.rest[1:]
	switch kind {
	case packedNumber:
		return p.number()
	case packedText:
		return p.text()
	}
	return nil
}

func (p *packedPage) text() string {
	length := p.number()
	text := p.rest[:length]
	p.rest = p.rest[length:]
	return text
}

// number is what binary.AppendVarint wrote.
func (p *packedPage) number() int64 {
	var bits uint64
	for i := 0; ; i++ {
		bits |= uint64(p.rest[i]&0x7f) << (7 * i)
		if p.rest[i] < 0x80 {
			p.rest = p.rest[i+1:]
			return int64(bits>>1) ^ -int64(bits&1)
		}
	}
}

// turns are when the users of a tenant came last, by numbers that are made of their ids: 64 bits are enough, as with hash.
type turns struct {
	seed maphash.Seed
	last map[uint64]int64
	next int64
}

func newTurns() turns { return turns{seed: maphash.MakeSeed(), last: make(map[uint64]int64)} }

// take is the turn of a user who comes; again says that it is not the first.
func (t *turns) take(object string) (turn int64, again bool) {
	number := maphash.String(t.seed, object)
	_, again = t.last[number]
	t.next++
	t.last[number] = t.next
	return t.next, again
}

func (t *turns) isLast(object string, turn int64) bool {
	return t.last[maphash.String(t.seed, object)] == turn
}

// came says that a user had a turn.
func (t *turns) came(object string) bool {
	_, came := t.last[maphash.String(t.seed, object)]
	return came
}
