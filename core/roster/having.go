package roster

import (
	"bytes"
	"slices"
	"strings"
)

// having are those among the rows whose text in a field has a piece. It may take the place of the rows.
func (b *Block) having(field Field, piece string, among rows) rows {
	switch {
	case field == Aliases:
		return b.aliasesHaving(piece, among)
	case piece == "":
		return among
	case strings.Contains(piece, EndOfText):
		return noRows(b.Users())
	case field == Object:
		return b.objectsHaving(piece, among)
	case field == Name:
		return b.partHaving(ofName, piece, among)
	}
	having := b.domainsHaving(piece, among)
	having.join(b.partHaving(ofUsername, piece, among))
	return having
}

// The places of a user's name, and of the username without its domain, among the texts.
const (
	ofName = iota
	ofUsername
)

// partHaving are those among the rows who have a piece in one of their texts.
func (b *Block) partHaving(part int, text string, among rows) rows {
	having := noRows(b.Users())
	sought := pieceOf(text)
	for row := range among.all() {
		begin, end := b.begin(row), int(b.ends[row])
		if part == ofUsername {
			begin += strings.IndexByte(b.texts[begin:end], EndOfText[0]) + 1
		}
		if sought.in(b.texts, begin, end) {
			having.add(row)
		}
	}
	return having
}

// domainsHaving are those among the rows whose username has a piece in the domain, or across where that begins.
func (b *Block) domainsHaving(piece string, among rows) rows {
	having := noRows(b.Users())
	sought := b.inDomains(piece)
	if !slices.Contains(sought.within, true) && !slices.Contains(sought.across, true) {
		return having
	}
	for row := range among.all() {
		domain := b.domain.at(row)
		if sought.within[domain] || sought.across[domain] && strings.HasSuffix(b.part(ofUsername, row), sought.before) {
			having.add(row)
		}
	}
	return having
}

// inDomains is a piece as it is looked for in the domains of addresses: which of them have it, and which it reaches into, with
// before at the end of what stands before the @.
type inDomains struct {
	before         string
	within, across []bool
}

func (b *Block) inDomains(piece string) inDomains {
	before, after := cutDomain(piece)
	found := inDomains{before, make([]bool, len(b.domains)), make([]bool, len(b.domains))}
	for i, domain := range b.domains {
		found.within[i] = strings.Contains(domain, piece)
		found.across[i] = after != "" && strings.HasPrefix(domain, after)
	}
	return found
}

// objectsHaving are those among the rows whose id with Microsoft has a piece.
func (b *Block) objectsHaving(piece string, among rows) rows {
	having := noRows(b.Users())
	sought := []byte(piece)
	may := b.objects.mayHave(piece)
	var place [len(form)]byte
	for row := range among.all() {
		if may(row) && bytes.Contains(b.objects.written(row, &place), sought) {
			having.add(row)
		}
	}
	return having
}
