package roster

import (
	"math/bits"
	"strings"
)

// piece is looked for at the beginnings of texts that stand in a longer one. It is looked for at eight places at once, by its
// first and its last byte, which takes a name a fraction of the time of strings.Contains.
type piece struct {
	text string
	// first and last are the bytes, in each byte of a word.
	first, last uint64
}

// ones has a one in each byte, tops the highest bit.
const (
	ones = 0x0101010101010101
	tops = 0x8080808080808080
)

// pieceOf makes a piece of a text that is not empty.
func pieceOf(text string) piece {
	return piece{text, ones * uint64(text[0]), ones * uint64(text[len(text)-1])}
}

// in says whether the piece is in the text that begins and ends there, or at EndOfText before.
func (p *piece) in(texts string, begin, end int) bool {
	toLast := len(p.text) - 1
	for ; begin < end; begin += 8 {
		if begin+toLast+8 > len(texts) {
			text, _ := cutText(texts[begin:end])
			return strings.Contains(text, p.text)
		}
		bytes := bytesAt(texts, begin)
		ended := zeros(bytes)
		if left := end - begin; left < 8 {
			ended |= 0x80 << (8 * left)
		}
		places := zeros((bytes ^ p.first) | (bytesAt(texts, begin+toLast) ^ p.last))
		// Those before the end.
		places &= ended&-ended - 1
		for ; places != 0; places &= places - 1 {
			place := begin + bits.TrailingZeros64(places)/8
			if place+toLast < end && texts[place:place+len(p.text)] == p.text {
				return true
			}
		}
		if ended != 0 {
			return false
		}
	}
	return false
}

// bytesAt are eight bytes of a text, the first of them lowest.
func bytesAt(text string, at int) uint64 {
	b := text[at : at+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// zeros marks the bytes that are zero at their highest bits. The lowest mark is right; one above it may be none.
func zeros(bytes uint64) uint64 { return (bytes - ones) &^ bytes & tops }
