package directory

import (
	"strconv"
	"strings"
)

// naming gives every person of a tenant a name, and an address that nobody else has there, without a list of those taken:
// each culture hands out its pairs of names in a scrambled order, and starts anew with a number behind when it is through.
type naming struct {
	// turns says for each of twenty people in a row whose names they get.
	turns [20]turn
	style addressStyle
}

// turn is one place of a culture among the twenty.
type turn struct {
	culture       *culture
	offset, count int
	step, start   int
}

// addressStyle is how a tenant makes addresses.
type addressStyle int

const (
	givenDotSurname addressStyle = iota
	surnameDotGiven
	givenUnderscoreSurname
)

// person is a name in all its forms.
type person struct {
	display, given, surname string
	local                   string
	order                   nameOrder
}

func newNaming(cultures []culture, home string, d draw) *naming {
	n := &naming{style: pick(d, 0x5e1, []addressStyle{givenDotSurname, givenDotSurname, givenDotSurname, surnameDotGiven, givenUnderscoreSurname})}
	shares := []struct {
		code  string
		count int
	}{{home, 13}, {"en", 3}}
	if home == "en" {
		shares = shares[:1]
		shares[0].count = 16
	}
	given := 16
	for question := uint64(0x5e2); given < 20; question++ {
		code := cultures[d.below(question, len(cultures))].code
		taken := false
		for _, share := range shares {
			taken = taken || share.code == code
		}
		if !taken {
			shares = append(shares, struct {
				code  string
				count int
			}{code, 1})
			given++
		}
	}
	at := 0
	for _, share := range shares {
		c := cultureOf(cultures, share.code)
		pairs := len(c.given) * len(c.surname)
		step, start := coprime(pairs, d.below(0x600+uint64(at), pairs)), d.below(0x700+uint64(at), pairs)
		for offset := range share.count {
			n.turns[at] = turn{c, offset, share.count, step, start}
			at++
		}
	}
	return n
}

func cultureOf(cultures []culture, code string) *culture {
	for i := range cultures {
		if cultures[i].code == code {
			return &cultures[i]
		}
	}
	return &cultures[0]
}

// coprime is the first number from wish on, and at least a third of n, that shares no divisor with n.
func coprime(n, wish int) int {
	for step := max(wish, n/3) | 1; ; step++ {
		a, b := n, step
		for b != 0 {
			a, b = b, a%b
		}
		if a == 1 {
			return step
		}
	}
}

// pair is the two names of person number p, whose they are, and how often they were given before.
func (n *naming) pair(p int) (c *culture, given, surname nameForm, repeat int) {
	row := p / 20
	place := &n.turns[(p%20*7+row*3)%20]
	number := row*place.count + place.offset
	pairs := len(place.culture.given) * len(place.culture.surname)
	pair := (number%pairs*place.step + place.start) % pairs
	return place.culture, place.culture.given[pair/len(place.culture.surname)], place.culture.surname[pair%len(place.culture.surname)], number / pairs
}

// local is the part of person number p's address before the @.
func (n *naming) local(p int) string {
	_, given, surname, repeat := n.pair(p)
	return n.join(given, surname, repeat)
}

func (n *naming) join(given, surname nameForm, repeat int) string {
	var local strings.Builder
	local.Grow(len(given.latin) + len(surname.latin) + 8)
	first, second, between := given.latin, surname.latin, byte('.')
	switch n.style {
	case surnameDotGiven:
		first, second = second, first
	case givenUnderscoreSurname:
		between = '_'
	}
	local.WriteString(first)
	local.WriteByte(between)
	local.WriteString(second)
	if repeat > 0 {
		local.WriteString(strconv.Itoa(repeat + 1))
	}
	return local.String()
}

// person is everything about the name of person number p.
func (n *naming) person(p int) person {
	c, given, surname, repeat := n.pair(p)
	one := person{given: given.native, surname: surname.native, local: n.join(given, surname, repeat), order: c.order}
	switch c.order {
	case surnameFirst:
		one.display = one.surname + " " + one.given
	case surnameFirstJoined:
		one.display = one.surname + one.given
	default:
		one.display = one.given + " " + one.surname
	}
	return one
}
