package roster

import (
	"cmp"
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

	// gaps are by how much the ids are ahead of the users' places, which is the same for all where no id is left out.
	gaps    packed
	runs    []Run
	numbers []packed
	// texts are of each user the name, the username without its domain, and the words of their own that they are found by
	// besides, with EndOfText between; ends is where those of a user end.
	texts string
	ends  []uint32
	// share is of each user which of shared they are found by.
	share  packed
	shared []string
	// aliases are of each user the number of each alias' domain in three bytes, and what stands before the @ with EndOfText
	// behind; aliasEnds is where those of a user end.
	aliases   string
	aliasEnds packed
	// domain is of each user which of domains the username ends in: what begins with its last @.
	domain  packed
	domains []string
	objects objects
}

// Run are users of one tenant who stand together in a block, from one on to before another.
type Run struct {
	Tenant   int64
	From, To int
}

// EndOfText stands between texts. No folded text holds it.
const EndOfText = "\x00"

// Users counts the users.
func (b *Block) Users() int { return len(b.ends) }

// ID is a user's number in the local data.
func (b *Block) ID(i int) int64 { return b.gaps.at(i) + int64(i) }

// Runs are the users by their tenants' numbers, in the order of the block.
func (b *Block) Runs() []Run { return b.runs }

// tenant is the number of a user's tenant.
func (b *Block) tenant(i int) int64 {
	at, _ := slices.BinarySearchFunc(b.runs, i, func(r Run, i int) int { return cmp.Compare(r.To, i+1) })
	return b.runs[at].Tenant
}

// Texts are the name of a user, the username without its domain, and words of their own that they are found by besides, with
// EndOfText between.
func (b *Block) Texts(i int) string {
	return b.texts[b.begin(i):b.ends[i]]
}

// Shared are words that a user is found by and others are too, those of domains, with EndOfText before each text.
func (b *Block) Shared(i int) string { return b.shared[b.share.at(i)] }

// begin is where the texts of a user begin.
func (b *Block) begin(i int) int {
	if i == 0 {
		return 0
	}
	return int(b.ends[i-1])
}

func (b *Block) name(i int) string { return b.part(ofName, i) }

func (b *Block) username(i int) (local, domain string) {
	return b.part(ofUsername, i), b.domains[b.domain.at(i)]
}

func (b *Block) part(part, i int) string {
	text, rest := cutText(b.Texts(i))
	if part == ofUsername {
		text, _ = cutText(rest)
	}
	return text
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
	made      *Block
	gaps      []int64
	numbers   [][]int64
	texts     strings.Builder
	aliases   []byte
	aliasEnds []int64
	domain    []int64
	domains   numbered
	share     []int64
	shared    numbered
	objects   []string
	// kept and common are words of the user who is being added, their own and those of domains.
	kept, common []string
}

// Make begins a block of users who have so many numbers each.
func Make(number, version int64, numbers int) *Maker {
	return &Maker{made: &Block{Number: number, Version: version}, numbers: make([][]int64, numbers)}
}

// Add puts a user into the block.
func (m *Maker) Add(u *User) {
	m.addToRun(u.Tenant)
	m.gaps, m.objects = append(m.gaps, u.ID-int64(len(m.gaps))), append(m.objects, u.Object)
	for i, number := range u.Numbers {
		m.numbers[i] = append(m.numbers[i], number)
	}
	local, domain := cutDomain(u.Username)
	m.domain = append(m.domain, m.domains.number(domain))
	m.texts.WriteString(u.Name + EndOfText + local)
	m.addOthers(u, local, domain)
	m.addAliases(u, local)
	m.made.ends = append(m.made.ends, uint32(m.texts.Len()))
}

func (m *Maker) addToRun(tenant int64) {
	runs, at := m.made.runs, len(m.gaps)
	if len(runs) == 0 || runs[len(runs)-1].Tenant != tenant {
		runs = append(runs, Run{tenant, at, at})
	}
	runs[len(runs)-1].To = at + 1
	m.made.runs = runs
}

// addOthers adds the words that are in neither name nor username. The tenant's own domains are not among them.
func (m *Maker) addOthers(u *User, local, domain string) {
	m.kept, m.common = append(m.kept[:0], Words(u.Name), Words(local)), m.common[:0]
	shared := ""
	for _, text := range slices.Concat(u.Others, u.Aliases, []string{domain}) {
		text, domain := cutDomain(text)
		if words := Words(text); m.lacks(words) {
			m.texts.WriteString(EndOfText + words)
			m.kept = append(m.kept, words)
		}
		if words := Words(domain); !u.owns(domain) && m.lacks(words) {
			shared += EndOfText + words
			m.common = append(m.common, words)
		}
	}
	m.share = append(m.share, m.shared.number(shared))
}

// lacks says that words are not among those of the user who is being added.
func (m *Maker) lacks(words string) bool {
	has := func(kept string) bool { return hasWords(kept, words) }
	return words != "" && !slices.ContainsFunc(m.kept, has) && !slices.ContainsFunc(m.common, has)
}

// owns says whether what begins with an @ is a domain of the tenant's own.
func (u *User) owns(domain string) bool {
	return domain != "" && slices.Contains(u.Domains[:], domain[1:])
}

// cutDomain cuts a username before its last @.
func cutDomain(username string) (local, domain string) {
	at := strings.LastIndexByte(username, '@')
	if at < 0 {
		return username, ""
	}
	return username[:at], username[at:]
}

// numbered are texts that many users have, each once.
type numbered struct {
	numbers map[string]int64
	texts   []string
}

func (n *numbered) number(text string) int64 {
	number, known := n.numbers[text]
	if !known {
		number = int64(len(n.texts))
		if n.numbers == nil {
			n.numbers = make(map[string]int64)
		}
		text = strings.Clone(text)
		n.numbers[text] = number
		n.texts = append(n.texts, text)
	}
	return number
}

// together are the texts in one piece of memory. Each by itself would keep a page of memory that reading left else empty.
func (n *numbered) together() []string {
	all, texts := strings.Join(n.texts, ""), make([]string, len(n.texts))
	for i, text := range n.texts {
		texts[i], all = all[:len(text)], all[len(text):]
	}
	return texts
}

// Made is the block of those who were added.
func (m *Maker) Made() *Block {
	b := m.made
	b.gaps, b.domain, b.share = pack(m.gaps), pack(m.domain), pack(m.share)
	b.domains, b.shared = m.domains.together(), m.shared.together()
	for _, numbers := range m.numbers {
		b.numbers = append(b.numbers, pack(numbers))
	}
	b.texts, b.objects = strings.Clone(m.texts.String()), packObjects(m.objects)
	b.aliases, b.aliasEnds = string(m.aliases), pack(m.aliasEnds)
	b.ends, b.runs = slices.Clone(b.ends), slices.Clone(b.runs)
	return b
}
