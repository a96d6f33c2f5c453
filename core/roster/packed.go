package roster

import (
	"math"
	"slices"
)

// None stands for no number.
const None = math.MinInt64

// packed are the numbers of one field of a block, each in as few bytes as all of them need. What is kept is zero for None, and
// else how many units a number lies above the least, and one.
type packed struct {
	least, unit int64
	// At most one of them is filled; of none every number is the least, or None where there is no unit.
	bytes []uint8
	short []uint16
	long  []uint32
	whole []int64
}

// seconds is the unit of times that are told to the second.
const seconds = 1_000_000

func pack(numbers []int64) packed {
	least, most, anyNone := int64(math.MaxInt64), int64(math.MinInt64), false
	unit := int64(seconds)
	for _, number := range numbers {
		if number == None {
			anyNone = true
			continue
		}
		least, most = min(least, number), max(most, number)
		if number%seconds != 0 {
			unit = 1
		}
	}
	if most < least {
		return packed{}
	}
	p := packed{least: least, unit: unit}
	span := uint64(most-least) / uint64(unit)
	switch {
	case span == 0 && !anyNone:
	case span < math.MaxUint8:
		p.bytes = codes[uint8](p, numbers)
	case span < math.MaxUint16:
		p.short = codes[uint16](p, numbers)
	case span < math.MaxUint32:
		p.long = codes[uint32](p, numbers)
	default:
		p.whole = slices.Clone(numbers)
	}
	return p
}

func codes[T uint8 | uint16 | uint32](p packed, numbers []int64) []T {
	made := make([]T, len(numbers))
	for i, number := range numbers {
		if number != None {
			made[i] = T(uint64(number-p.least)/uint64(p.unit) + 1)
		}
	}
	return made
}

func (p *packed) at(i int) int64 {
	var code uint64
	switch {
	case p.bytes != nil:
		code = uint64(p.bytes[i])
	case p.short != nil:
		code = uint64(p.short[i])
	case p.long != nil:
		code = uint64(p.long[i])
	case p.whole != nil:
		return p.whole[i]
	case p.unit == 0:
		return None
	default:
		return p.least
	}
	if code == 0 {
		return None
	}
	return p.least + int64(code-1)*p.unit
}

// told says of rows whether their numbers fit. Of a field with few numbers each is asked about once.
func (p *packed) told(fits func(number int64) bool) func(row int) bool {
	switch {
	case p.bytes != nil:
		var known, fit [math.MaxUint8 + 1]bool
		return func(row int) bool {
			code := p.bytes[row]
			if !known[code] {
				known[code], fit[code] = true, fits(p.at(row))
			}
			return fit[code]
		}
	case p.short == nil && p.long == nil && p.whole == nil:
		fit := fits(p.at(0))
		return func(int) bool { return fit }
	}
	return func(row int) bool { return fits(p.at(row)) }
}
