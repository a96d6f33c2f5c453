package roster

import (
	"slices"
	"strings"
)

// User is a user as they are filtered, sorted and found. Texts are folded (table.Fold).
type User struct {
	// ID and Tenant are the numbers of both in the local data, Object is the user's id with Microsoft.
	ID, Tenant     int64
	Object         string
	Name, Username string
	// Aliases are further addresses, Domains the tenant's own, Others what else the user is found by.
	Aliases []string
	Domains [2]string
	Others  []string
	// Numbers are the other fields, in the order that the local data gives them; None for nothing.
	Numbers []int64
}

// Block is some users whose ids are near each other. It does not change.
type Block struct {
	// Number says which block it is, Version how the local data stood.
	Number, Version int64

	ids, tenants packed
	numbers      []packed
	// texts are of each user the name, the username without its domain, and the words that they are found by besides, with
	// EndOfText between; ends is where those of a user end.
	texts string
	ends  []uint32
	// aliases are of each user the number of each alias' domain in three bytes, and what stands before the @ with EndOfText
	// behind; aliasEnds is where those of a user end.
	aliases   string
	aliasEnds []uint32
	// domain is of each user which of domains the username ends in: what begins with its last @.
	domain  packed
	domains []string
	objects objects
}

// EndOfText stands between texts. No folded text holds it.
const EndOfText = "\x00"

// Users counts the users.
func (b *Block) Users() int { return len(b.ends) }

// ID is a user's number in the local data.
func (b *Block) ID(i int) int64 { return b.ids.at(i) }

// Tenant is the number of a user's tenant.
func (b *Block) Tenant(i int) int64 { return b.tenants.at(i) }

// Texts are the name of a user, the username without its domain, and words that they are found by besides, with EndOfText
// between.
func (b *Block) Texts(i int) string {
	begin := uint32(0)
	if i > 0 {
		begin = b.ends[i-1]
	}
	return b.texts[begin:b.ends[i]]
}

func (b *Block) name(i int) string {
	name, _ := cutText(b.Texts(i))
	return name
}

func (b *Block) username(i int) (local, domain string) {
	_, rest := cutText(b.Texts(i))
	local, _ = cutText(rest)
	return local, b.domains[b.domain.at(i)]
}

func cutText(texts string) (text, rest string) {
	end := strings.IndexByte(texts, EndOfText[0])
	if end < 0 {
		return texts, ""
	}
	return texts[:end], texts[end+1:]
}

// Maker makes a block of users.
type Maker struct {
	made         *Block
	ids, tenants []int64
	numbers      [][]int64
	texts        strings.Builder
	aliases      []byte
	domain       []int64
	domains      map[string]int64
	objects      []string
	// kept are the texts of the user who is being added.
	kept []string
}

// Make begins a block of users who have so many numbers each.
func Make(number, version int64, numbers int) *Maker {
	return &Maker{made: &Block{Number: number, Version: version}, numbers: make([][]int64, numbers), domains: make(map[string]int64)}
}

// Add puts a user into the block.
func (m *Maker) Add(u *User) {
	m.ids, m.tenants, m.objects = append(m.ids, u.ID), append(m.tenants, u.Tenant), append(m.objects, u.Object)
	for i, number := range u.Numbers {
		m.numbers[i] = append(m.numbers[i], number)
	}
	local, domain := cutDomain(u.Username)
	m.texts.WriteString(u.Name + EndOfText + local)
	m.addOthers(u, local, domain)
	m.addAliases(u, local)
	m.made.ends = append(m.made.ends, uint32(m.texts.Len()))
	m.domain = append(m.domain, m.numberOf(domain))
}

// addOthers adds the words that are in neither name nor username. The tenant's own domains are not among them.
func (m *Maker) addOthers(u *User, local, domain string) {
	m.kept = append(m.kept[:0], Words(u.Name), Words(local))
	for _, text := range slices.Concat(u.Others, u.Aliases, []string{domain}) {
		words := Words(u.withoutDomain(text))
		if words == "" || slices.ContainsFunc(m.kept, func(kept string) bool { return hasWords(kept, words) }) {
			continue
		}
		m.texts.WriteString(EndOfText + words)
		m.kept = append(m.kept, words)
	}
}

// withoutDomain is an address without a domain of the tenant's own.
func (u *User) withoutDomain(address string) string {
	local, domain := cutDomain(address)
	for _, own := range u.Domains {
		if own != "" && strings.TrimPrefix(domain, "@") == own {
			return local
		}
	}
	return address
}

// cutDomain cuts a username before its last @.
func cutDomain(username string) (local, domain string) {
	at := strings.LastIndexByte(username, '@')
	if at < 0 {
		return username, ""
	}
	return username[:at], username[at:]
}

func (m *Maker) numberOf(domain string) int64 {
	number, known := m.domains[domain]
	if !known {
		number = int64(len(m.made.domains))
		domain = strings.Clone(domain)
		m.domains[domain] = number
		m.made.domains = append(m.made.domains, domain)
	}
	return number
}

// Made is the block of those who were added.
func (m *Maker) Made() *Block {
	b := m.made
	b.ids, b.tenants, b.domain = pack(m.ids), pack(m.tenants), pack(m.domain)
	for _, numbers := range m.numbers {
		b.numbers = append(b.numbers, pack(numbers))
	}
	b.texts, b.objects = strings.Clone(m.texts.String()), packObjects(m.objects)
	b.aliases = string(m.aliases)
	b.ends, b.aliasEnds = exactly(b.ends), exactly(b.aliasEnds)
	return b
}

func exactly(ends []uint32) []uint32 { return append(make([]uint32, 0, len(ends)), ends...) }
