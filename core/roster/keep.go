package roster

// Keep puts a user of another block in, as they are held there.
func (m *Maker) Keep(b *Block, i int) {
	m.addToRun(b.tenant(i))
	var written [len(form)]byte
	m.gaps, m.objects = append(m.gaps, b.ID(i)-int64(len(m.gaps))), append(m.objects, string(b.objects.written(i, &written)))
	for field := range m.numbers {
		m.numbers[field] = append(m.numbers[field], b.numbers[field].at(i))
	}
	begin, domain := b.username(i)
	m.domain = append(m.domain, m.domains.number(domain))
	m.share = append(m.share, m.shared.number(b.Shared(i)))
	m.texts.WriteString(b.Texts(i))
	m.made.ends = append(m.made.ends, uint32(m.texts.Len()))
	b.hasAlias(i, func(local string, domain int) bool {
		m.addAlias(local, b.domains[domain], begin)
		return false
	})
	m.aliasEnds = append(m.aliasEnds, int64(len(m.aliases)))
}
