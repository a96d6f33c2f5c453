package roster

import "github.com/tenantkeep/tenantkeep/core/table"

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
func (c *Condition) keep(b *Block, among rows) {
	if c.Fits != nil {
		c.keepNumbers(b, among)
		return
	}
	piece := c.Pattern.Longest()
	_, isPlain := c.Pattern.Plain()
	fitting := noRows(b.Users())
	for _, field := range c.Fields {
		having := b.having(field, piece, among.without(fitting))
		if !isPlain {
			for row := range having.all() {
				if !c.Pattern.MatchesFolded(b.text(field, row)) {
					having.drop(row)
				}
			}
		}
		fitting.join(having)
	}
	among.keep(fitting)
}

func (c *Condition) keepNumbers(b *Block, among rows) {
	numbers := &b.numbers[c.Fields[0]]
	for _, run := range b.runs {
		told := numbers.told(func(number int64) bool { return c.Fits(run.Tenant, number) })
		for row := range among.between(run.From, run.To) {
			if !told(row) {
				among.drop(row)
			}
		}
	}
}

// text is what a user has in a field that is a text.
func (b *Block) text(field Field, i int) string {
	switch field {
	case Name:
		return b.name(i)
	case Username:
		local, domain := b.username(i)
		return local + domain
	case Aliases:
		return b.aliasesOf(i)
	default:
		var place [len(form)]byte
		return string(b.objects.written(i, &place))
	}
}
