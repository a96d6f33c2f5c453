package directory

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Tenant is one tenant with everything in it. Its users stand in slots: those of the start, then those deleted before the
// start, then those created since. A slot never changes its user, so a reader that goes through the slots meets every user
// once whatever is written meanwhile. The methods may be called from many goroutines.
type Tenant struct {
	index  int
	seed   uint64
	info   TenantInfo
	now    func() time.Time
	goOn   bool
	cipher idCipher
	draw   draw
	locale *locale
	names  *naming
	record func(change) error
	// renamed is the name that it was given since the start; nil for none.
	renamed atomic.Pointer[string]

	// synced says that an Active Directory on premises feeds the tenant.
	synced bool
	// groupLicensing says that most licences come through a group.
	groupLicensing bool
	// tapOff says that the policy forbids Temporary Access Passes.
	tapOff bool
	// products are positions in the list of products; the first is the main one.
	products []int
	// deleted counts the users deleted before the start.
	deleted int
	// twin is the tenant it shares a user with.
	twin *Tenant

	mu    sync.RWMutex
	epoch time.Time
	changes
}

// changes are what was written to a tenant since the start.
type changes struct {
	// sequence counts the writes to users; touched is the last one of each user.
	sequence int64
	// writes counts all writes.
	writes  int64
	touched map[int]int64
	// ever is what a user that was written to has ever had, each value one of those.
	ever map[int]*User
	// past are the users that were written to as they were before each time.
	past map[int][]version
	// users are the changed and the created ones, whole.
	users   map[int]*User
	created int
	// members are memberships that differ from the start.
	members map[membership]bool
	// roles are assignments made since, in order; unassigned are those of the start that were taken away.
	roles      []RoleAssignment
	unassigned map[string]bool
	methods    map[int]*Methods
	// disabled are devices by their position, and whether they were disabled or enabled since.
	disabled map[int]bool
	// disowned are those whose registered owner was taken away.
	disowned map[int]bool
	// standings are what became of accounts by being written to, in the order of time.
	standings map[int][]standing
	// policies are those of Conditional Access; nil while they are as at the start.
	policies []AccessPolicy
	// consumed are the units used at the start, once counted.
	consumed []int
}

// version is a user as it was before the write of a sequence; nil where it was not there yet.
type version struct {
	sequence int64
	was      *User
}

type membership struct{ group, slot int }

func (t *Tenant) forgetChanges() {
	t.changes = changes{
		touched: map[int]int64{}, ever: map[int]*User{}, past: map[int][]version{}, users: map[int]*User{}, members: map[membership]bool{},
		unassigned: map[string]bool{}, methods: map[int]*Methods{}, disabled: map[int]bool{}, disowned: map[int]bool{},
		standings: map[int][]standing{},
	}
}

// Info is what the tenant is.
func (t *Tenant) Info() TenantInfo {
	info := t.info
	if name := t.renamed.Load(); name != nil {
		info.Name = *name
	}
	return info
}

// Rename gives the tenant another name, which no later start knows.
func (t *Tenant) Rename(name string) { t.renamed.Store(&name) }

// Country is the tenant's country: its two letters and its name.
func (t *Tenant) Country() (code, name string) { return t.locale.country, t.locale.name }

// Language is the preferred language, such as en-GB.
func (t *Tenant) Language() string { return t.locale.language }

// Synced says that the tenant is fed by an Active Directory on premises.
func (t *Tenant) Synced() bool { return t.synced }

// TAPAllowed says that the policy allows Temporary Access Passes.
func (t *Tenant) TAPAllowed() bool { return !t.tapOff }

// Epoch is the day from which all times of the start are counted.
func (t *Tenant) Epoch() time.Time {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.epoch
}

// Created is when the tenant was born.
func (t *Tenant) Created() time.Time {
	return t.Epoch().Add(-9*365*24*time.Hour - t.draw.span(0xc4, 900*24*time.Hour))
}

// Sequence counts the writes to users since the start.
func (t *Tenant) Sequence() int64 {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.sequence
}

// Version changes with every write to users and memberships.
func (t *Tenant) Version() string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.info.ID + "." + strconv.FormatInt(t.epoch.Unix(), 36) + "." + strconv.FormatInt(t.sequence, 36) + "." + strconv.FormatInt(t.writes, 36)
}

// domains are the tenant's domains: the default one, the initial one, and in large tenants one more.
func (t *Tenant) domains() []string {
	names := []string{t.info.DefaultDomain, t.info.InitialDomain}
	if t.info.Users > 150 {
		label, _, _ := strings.Cut(t.info.DefaultDomain, ".")
		names = append(names, label+"-group.example")
	}
	return names
}

// Domain is a domain of a tenant.
type Domain struct {
	Name                                string
	Default, Initial, Verified, Managed bool
}

// Domains lists the tenant's domains. In one tenant in seven the last one is not verified or federated.
func (t *Tenant) Domains() []Domain {
	var all []Domain
	for i, name := range t.domains() {
		d := Domain{Name: name, Default: i == 0, Initial: i == 1, Verified: true, Managed: true}
		if i == 2 {
			d.Verified, d.Managed = !t.draw.chance(0xd0, 140), !t.draw.chance(0xd1, 140)
		}
		all = append(all, d)
	}
	return all
}

// OtherID is a GUID of the tenant for a thing that has no place of its own here.
func (t *Tenant) OtherID(number int) string {
	return t.cipher.id(object{kindOther, t.index, uint64(number)})
}
