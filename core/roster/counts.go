package roster

// Counts are how many of the users that fit have each number in a field that is held as numbers, None among them.
func (f *Fitting) Counts(field Field) (map[int64]int, error) {
	return f.inAll(func(b *Block, fit rows, counts map[int64]int) {
		numbers := &b.numbers[field]
		for row := range fit.all() {
			counts[numbers.at(row)]++
		}
	})
}

// Tenants are how many of the users that fit each tenant has, by its number.
func (f *Fitting) Tenants() (map[int64]int, error) {
	return f.inAll(func(b *Block, fit rows, counts map[int64]int) {
		for _, run := range b.runs {
			for range fit.between(run.From, run.To) {
				counts[run.Tenant]++
			}
		}
	})
}

// inAll adds up what is counted in all blocks.
func (f *Fitting) inAll(count func(b *Block, fit rows, counts map[int64]int)) (map[int64]int, error) {
	parts := make([]map[int64]int, partsOf(len(f.rows)))
	err := inParts(len(f.rows), func(part, from, to int) {
		parts[part] = make(map[int64]int)
		for at := from; at < to; at++ {
			count(f.roster[at], f.rows[at], parts[part])
		}
	})
	all := make(map[int64]int)
	for part := range parts {
		for number, users := range parts[part] {
			all[number] += users
		}
	}
	return all, err
}
