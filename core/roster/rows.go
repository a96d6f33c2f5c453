package roster

import (
	"iter"
	"math/bits"
	"slices"
)

// rows are some rows of a block, a bit each.
type rows []uint64

func noRows(users int) rows { return make(rows, (users+63)/64) }

func (r rows) add(row int) { r[row>>6] |= 1 << (row & 63) }

// addAll adds the rows from one on to before another.
func (r rows) addAll(from, to int) {
	for from < to && from&63 != 0 {
		r.add(from)
		from++
	}
	for ; from+64 <= to; from += 64 {
		r[from>>6] = ^uint64(0)
	}
	for ; from < to; from++ {
		r.add(from)
	}
}

func (r rows) drop(row int) { r[row>>6] &^= 1 << (row & 63) }

// keep leaves those rows that are among others too.
func (r rows) keep(others rows) {
	for i := range r {
		r[i] &= others[i]
	}
}

// join adds others.
func (r rows) join(others rows) {
	for i := range r {
		r[i] |= others[i]
	}
}

// without are the rows that are not among others.
func (r rows) without(others rows) rows {
	left := slices.Clone(r)
	for i := range left {
		left[i] &^= others[i]
	}
	return left
}

func (r rows) count() int {
	count := 0
	for _, word := range r {
		count += bits.OnesCount64(word)
	}
	return count
}

// all goes over the rows in their order. Those that have been gone over may be dropped meanwhile.
func (r rows) all() iter.Seq[int] { return r.between(0, len(r)<<6) }

// between goes over the rows from one on to before another.
func (r rows) between(from, to int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := from >> 6; at<<6 < to; at++ {
			word := r[at]
			if at == from>>6 {
				word &^= 1<<(from&63) - 1
			}
			if left := to - at<<6; left < 64 {
				word &= 1<<left - 1
			}
			for ; word != 0; word &= word - 1 {
				if !yield(at<<6 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}
