package roster

import (
	"encoding/binary"
	"math/bits"
)

// beginOfName are the first bytes of a user's name, the first of them highest, and whether there is one.
func (b *Block) beginOfName(i int) (begin uint64, some bool) {
	at := b.begin(i)
	return b.beginAt(at), b.texts[at] != EndOfText[0]
}

// beginOfUsername are those of the username.
func (b *Block) beginOfUsername(i int) (begin uint64, some bool) {
	local, domain := b.username(i)
	if len(local) < 8 {
		var first [8]byte
		copy(first[copy(first[:], local):], domain)
		return binary.BigEndian.Uint64(first[:]), local != "" || domain != ""
	}
	return bits.ReverseBytes64(bytesAt(local, 0)), true
}

// beginAt are the bytes of a text up to its end.
func (b *Block) beginAt(at int) uint64 {
	if at+8 > len(b.texts) {
		text, _ := cutText(b.texts[at:])
		var first [8]byte
		copy(first[:], text)
		return binary.BigEndian.Uint64(first[:])
	}
	bytes := bytesAt(b.texts, at)
	if ends := zeros(bytes); ends != 0 {
		bytes &= ends&-ends>>7 - 1
	}
	return bits.ReverseBytes64(bytes)
}
