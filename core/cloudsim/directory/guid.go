package directory

// Object ids are GUIDs that hold what they name: kind, tenant and number, encrypted with the seed. So an id is made without
// asking what else there is, and an object is found by its id without an index.

// kind is what an object is.
type kind uint64

const (
	kindTenant kind = iota + 1
	kindUser
	kindGroup
	kindDevice
	kindManagedDevice
	kindSignIn
	kindServicePrincipal
	kindUnit
	kindMethod
	kindOther
	kindRecoveryKey
)

// object is what an id names.
type object struct {
	kind   kind
	tenant int
	number uint64 // below 2^40
}

const numberBits, tenantBits, kindBits = 40, 16, 8

type idCipher struct{ key [4]uint64 }

func newIDCipher(seed uint64) idCipher {
	d := newDraw(seed, 0x1d)
	return idCipher{[4]uint64{d.of(1), d.of(2), d.of(3), d.of(4)}}
}

// permute is a Feistel network on 64 bits.
func (c idCipher) permute(x uint64) uint64 {
	left, right := uint32(x>>32), uint32(x)
	for _, key := range c.key {
		left, right = right, left^uint32(scramble(uint64(right)^key))
	}
	return uint64(left)<<32 | uint64(right)
}

func (c idCipher) restore(x uint64) uint64 {
	left, right := uint32(x>>32), uint32(x)
	for i := len(c.key) - 1; i >= 0; i-- {
		left, right = right^uint32(scramble(uint64(left)^c.key[i])), left
	}
	return uint64(left)<<32 | uint64(right)
}

// check fills the bits that the object leaves free, and tells an id of ours from any other.
func (c idCipher) check(x uint64) uint64 { return scramble(x^c.key[0]) & (1<<58 - 1) }

const hexDigits = "0123456789abcdef"

// id is the GUID (version 4, variant 1) of an object.
func (c idCipher) id(o object) string {
	x := c.permute(uint64(o.kind)<<(numberBits+tenantBits) | uint64(o.tenant)<<numberBits | o.number)
	check := c.check(x)
	high := x>>16<<16 | 4<<12 | x>>4&0xfff
	low := 2<<62 | (x&0xf)<<58 | check
	var text [36]byte
	at := 0
	for half, word := range [2]uint64{high, low} {
		for nibble := range 16 {
			switch half*16 + nibble {
			case 8, 12, 16, 20:
				text[at] = '-'
				at++
			}
			text[at] = hexDigits[word>>(60-4*nibble)&0xf]
			at++
		}
	}
	return string(text[:])
}

// object reads an id; it is false for one that this world did not make.
func (c idCipher) object(id string) (object, bool) {
	if len(id) != 36 {
		return object{}, false
	}
	var words [2]uint64
	digits := 0
	for i := range len(id) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if id[i] != '-' {
				return object{}, false
			}
			continue
		}
		value, ok := hexValue(id[i])
		if !ok {
			return object{}, false
		}
		words[digits/16] = words[digits/16]<<4 | value
		digits++
	}
	x := words[0]>>16<<16 | words[0]&0xfff<<4 | words[1]>>58&0xf
	if words[0]>>12&0xf != 4 || words[1]>>62 != 2 || words[1]&(1<<58-1) != c.check(x) {
		return object{}, false
	}
	plain := c.restore(x)
	return object{
		kind:   kind(plain >> (numberBits + tenantBits)),
		tenant: int(plain >> numberBits & (1<<tenantBits - 1)),
		number: plain & (1<<numberBits - 1),
	}, true
}

func hexValue(c byte) (uint64, bool) {
	switch {
	case c >= '0' && c <= '9':
		return uint64(c - '0'), true
	case c >= 'a' && c <= 'f':
		return uint64(c-'a') + 10, true
	case c >= 'A' && c <= 'F':
		return uint64(c-'A') + 10, true
	}
	return 0, false
}
