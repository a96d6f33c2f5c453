package roster

import (
	"bytes"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// Field is what a user is filtered or sorted by: one of these, or the place of a number, from 0 on.
type Field int

// The fields that are no numbers. TenantName is only sorted by, Aliases only looked for.
const (
	Name Field = -1 - iota
	Username
	Object
	TenantName
	Aliases
)

// Condition keeps some users.
type Condition struct {
	// Fields are looked at: one of the texts has to fit, or the one number.
	Fields  []Field
	Pattern table.Pattern
	// Fits says whether a number of a tenant's user does, and is nil for texts.
	Fits func(tenant, number int64) bool
}

// Cost tells conditions apart that are dearer to tell.
func (c *Condition) Cost() int {
	if c.Fits != nil {
		return 0
	}
	return len(c.Fields)
}

// keep leaves of the rows those that fit.
func (c *Condition) keep(b *Block, rows []uint16) []uint16 {
	if c.Fits != nil {
		return c.keepNumbers(b, rows)
	}
	fits := make([]func(i int) bool, len(c.Fields))
	for i, field := range c.Fields {
		fits[i] = c.text(b, field)
	}
	kept := rows[:0]
	for _, row := range rows {
		for _, fit := range fits {
			if fit(int(row)) {
				kept = append(kept, row)
				break
			}
		}
	}
	return kept
}

func (c *Condition) keepNumbers(b *Block, rows []uint16) []uint16 {
	numbers := &b.numbers[c.Fields[0]]
	kept := rows[:0]
	for _, row := range rows {
		if c.Fits(b.tenants.at(int(row)), numbers.at(int(row))) {
			kept = append(kept, row)
		}
	}
	return kept
}

// text says of the users of a block whether a text fits.
func (c *Condition) text(b *Block, field Field) func(i int) bool {
	plain, isPlain := c.Pattern.Plain()
	longest := c.Pattern.Longest()
	contains := func(text string) bool {
		return strings.Contains(text, longest) && (isPlain || c.Pattern.MatchesFolded(text))
	}
	switch {
	case field == Name:
		return func(i int) bool { return contains(b.name(i)) }
	case field == Aliases && isPlain && !strings.Contains(plain, " "):
		return b.aliasHas(plain)
	case field == Aliases:
		return b.aliasesMatch(c.Pattern.MatchesFolded)
	case field == Object:
		return b.objectHas([]byte(longest), func(id []byte) bool { return isPlain || c.Pattern.MatchesFolded(string(id)) })
	case isPlain:
		return b.usernameHas(plain)
	}
	piece := b.usernameHas(longest)
	return func(i int) bool {
		local, domain := b.username(i)
		return piece(i) && c.Pattern.MatchesFolded(local+domain)
	}
}

// objectHas looks for a piece of an id, and then at the whole of it.
func (b *Block) objectHas(piece []byte, fits func(id []byte) bool) func(i int) bool {
	var place [len(form)]byte
	return func(i int) bool {
		id := b.objects.written(i, &place)
		return bytes.Contains(id, piece) && fits(id)
	}
}

// usernameHas looks for a text in usernames: in the domain, before it, or across where it begins.
func (b *Block) usernameHas(plain string) func(i int) bool {
	in := b.addressHas(plain)
	return func(i int) bool {
		local, _ := b.username(i)
		return in(local, int(b.domain.at(i)))
	}
}

func (b *Block) addressHas(plain string) func(local string, domain int) bool {
	before, after := cutDomain(plain)
	within, across := make([]bool, len(b.domains)), make([]bool, len(b.domains))
	for i, domain := range b.domains {
		within[i] = strings.Contains(domain, plain)
		across[i] = after != "" && strings.HasPrefix(domain, after)
	}
	return func(local string, domain int) bool {
		return within[domain] || across[domain] && strings.HasSuffix(local, before) || strings.Contains(local, plain)
	}
}
