package roster

import "strings"

// sameLocal marks an alias in whose place before the @ stands what stands there in the username, and is left out.
const sameLocal = 0x80

// addAliases adds those of a user, whose username begins so.
func (m *Maker) addAliases(u *User, begin string) {
	for _, alias := range u.Aliases {
		local, domain := cutDomain(alias)
		m.addAlias(local, domain, begin)
	}
	m.aliasEnds = append(m.aliasEnds, int64(len(m.aliases)))
}

func (m *Maker) addAlias(local, domain, begin string) {
	number := m.domains.number(domain)
	entry := [...]byte{byte(number >> 16), byte(number >> 8), byte(number)}
	if local == begin {
		entry[0] |= sameLocal
		m.aliases = append(m.aliases, entry[:]...)
		return
	}
	m.aliases = append(append(m.aliases, entry[:]...), local+EndOfText...)
}

// hasAlias says whether one of a user's aliases fits.
func (b *Block) hasAlias(i int, fits func(local string, domain int) bool) bool {
	begin := int64(0)
	if i > 0 {
		begin = b.aliasEnds.at(i - 1)
	}
	for rest := b.aliases[begin:b.aliasEnds.at(i)]; rest != ""; {
		domain := int(rest[0]&^sameLocal)<<16 | int(rest[1])<<8 | int(rest[2])
		same := rest[0]&sameLocal != 0
		rest = rest[3:]
		local := ""
		if same {
			local, _ = b.username(i)
		} else {
			local, rest = cutText(rest)
		}
		if fits(local, domain) {
			return true
		}
	}
	return false
}

// aliasesHaving are those among the rows who have an alias with a piece.
func (b *Block) aliasesHaving(piece string, among rows) rows {
	having := noRows(b.Users())
	sought := b.inDomains(piece)
	has := func(local string, domain int) bool {
		return sought.within[domain] || sought.across[domain] && strings.HasSuffix(local, sought.before) || strings.Contains(local, piece)
	}
	for row := range among.all() {
		if b.hasAlias(row, has) {
			having.add(row)
		}
	}
	return having
}

// aliasesOf are the aliases of a user with a space between.
func (b *Block) aliasesOf(i int) string {
	var all []string
	b.hasAlias(i, func(local string, domain int) bool {
		all = append(all, local+b.domains[domain])
		return false
	})
	return strings.Join(all, " ")
}
