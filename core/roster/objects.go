package roster

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// objects are ids with Microsoft: GUIDs as 16 bytes each, or texts where one of them is no GUID in its usual form.
type objects struct {
	guids []guid
	texts []string
}

// guid is a GUID; the order of its bytes is that of its text.
type guid [16]byte

func packObjects(ids []string) objects {
	guids := make([]guid, len(ids))
	for i, id := range ids {
		var usual bool
		if guids[i], usual = parseGUID(id); !usual {
			return objects{texts: ids}
		}
	}
	return objects{guids: guids}
}

const (
	digits = "0123456789abcdef"
	// form is where the digits of a GUID stand.
	form = "00000000-0000-0000-0000-000000000000"
)

// parseGUID reads a GUID in its usual form, with small letters.
func parseGUID(text string) (g guid, usual bool) {
	if len(text) != len(form) {
		return g, false
	}
	read := 0
	for i := range len(form) {
		digit := strings.IndexByte(digits, text[i])
		switch {
		case form[i] == '-' && text[i] == '-':
		case form[i] == '-' || digit < 0:
			return g, false
		default:
			g[read/2] = g[read/2]<<4 | byte(digit)
			read++
		}
	}
	return g, true
}

// mayHave says of an id that it may have a piece. Of three digits that stand together in a GUID two are a byte of it, which is
// soon seen.
func (o *objects) mayHave(piece string) func(i int) bool {
	for at := 0; o.guids != nil && at+3 <= len(piece); at++ {
		first, second, third := strings.IndexByte(digits, piece[at]), strings.IndexByte(digits, piece[at+1]), strings.IndexByte(digits, piece[at+2])
		if first < 0 || second < 0 || third < 0 {
			continue
		}
		even, odd := ones*uint64(first<<4|second), ones*uint64(second<<4|third)
		return func(i int) bool {
			a, b := binary.LittleEndian.Uint64(o.guids[i][:]), binary.LittleEndian.Uint64(o.guids[i][8:])
			return zeros(a^even)|zeros(a^odd)|zeros(b^even)|zeros(b^odd) != 0
		}
	}
	return func(int) bool { return true }
}

// written is an id as a text, a GUID written into what is handed over.
func (o *objects) written(i int, into *[len(form)]byte) []byte {
	if o.guids == nil {
		return []byte(o.texts[i])
	}
	at := 0
	for _, b := range o.guids[i] {
		if form[at] == '-' {
			into[at] = '-'
			at++
		}
		into[at], into[at+1] = digits[b>>4], digits[b&15]
		at += 2
	}
	return into[:]
}

// compareObjects puts two ids in the order of their texts.
func compareObjects(a *Block, i int, b *Block, j int) int {
	if a.objects.guids != nil && b.objects.guids != nil {
		return bytes.Compare(a.objects.guids[i][:], b.objects.guids[j][:])
	}
	var first, second [len(form)]byte
	return bytes.Compare(a.objects.written(i, &first), b.objects.written(j, &second))
}
