package roster

import "slices"

// first are the users that come first in an order, as many as are wanted, out of all that are added.
type first struct {
	order  *order
	wanted int
	kept   []entry
	// bar is the last of them as of the last sifting: who comes after it is passed over.
	bar    entry
	sifted bool
}

func newFirst(order *order, wanted int) *first { return &first{order: order, wanted: wanted} }

// spare is how many more than are wanted twice are kept before they are sifted.
const spare = 4096

func (f *first) add(e entry) {
	if f.sifted && (e.rough > f.bar.rough || e.rough == f.bar.rough && f.order.compare(e, f.bar) > 0) {
		return
	}
	f.kept = append(f.kept, e)
	if len(f.kept) >= 2*f.wanted+spare {
		f.sift()
	}
}

// sift drops those who are not among the first.
func (f *first) sift() {
	if len(f.kept) <= f.wanted {
		return
	}
	f.order.split(f.kept, f.wanted)
	f.kept = f.kept[:f.wanted]
	f.bar, f.sifted = slices.MaxFunc(f.kept, f.order.compare), true
}

// from are the first in their order, without as many of them as are said.
func (f *first) from(skipped int) []entry {
	f.sift()
	skipped = min(skipped, len(f.kept))
	if skipped > 0 {
		f.order.split(f.kept, skipped)
	}
	rest := f.kept[skipped:]
	slices.SortFunc(rest, f.order.compare)
	return rest
}

// split brings the first of entries to the front, count of them, in no order.
func (o *order) split(entries []entry, count int) {
	low, high := 0, len(entries)-1
	for low < high {
		pivot := o.middle(entries[low], entries[low+(high-low)/2], entries[high])
		i, j := low, high
		for i <= j {
			for o.compare(entries[i], pivot) < 0 {
				i++
			}
			for o.compare(entries[j], pivot) > 0 {
				j--
			}
			if i <= j {
				entries[i], entries[j] = entries[j], entries[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case count-1 <= j:
			high = j
		case count-1 >= i:
			low = i
		default:
			return
		}
	}
}

func (o *order) middle(a, b, c entry) entry {
	if o.compare(a, b) > 0 {
		a, b = b, a
	}
	switch {
	case o.compare(c, a) < 0:
		return a
	case o.compare(c, b) > 0:
		return b
	}
	return c
}
