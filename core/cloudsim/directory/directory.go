// Package directory is the made-up Microsoft 365 world of the simulated cloud: tenants and everything in them. All of it
// follows from a seed; users are computed when they are asked for, and only changes are kept.
package directory

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options say what world to make.
type Options struct {
	// Seed decides all data.
	Seed int64
	// Tenants counts the customers; 0 means 24. The partner's own tenant comes on top.
	Tenants int
	// Users counts the users of all tenants together at the start; 0 means 3,000. Every customer has one at least.
	Users int
	// Now is the clock of changes, and of the epoch at first start; nil means time.Now.
	Now func() time.Time
	// GoOn lets people go on signing in as time passes.
	GoOn bool
	// Dir is where changes last, as JSON lines; "" keeps them in memory only.
	Dir string
}

// The sizes of a world, of which options that name none get the default ones.
const (
	DefaultTenants = 24
	DefaultUsers   = 3000
	mostTenants    = 1<<tenantBits - 2
)

// TenantInfo is what the rest of the simulated cloud needs to know of a tenant.
type TenantInfo struct {
	// ID is the tenant's GUID.
	ID   string
	Name string
	// DefaultDomain is what new users get (contoso.com); InitialDomain is the onmicrosoft.com one.
	DefaultDomain, InitialDomain string
	// SharePointName is the first label of the SharePoint host; it is not always the label of InitialDomain.
	SharePointName string
	// Partner marks the tenant of the service provider.
	Partner bool
	// Plan is the Entra ID plan: "", "P1" or "P2".
	Plan string
	// Users counts the users at the start.
	Users int
}

// TechnicianKind says what a technician of the partner is good for.
type TechnicianKind int

// The kinds of technicians.
const (
	// Administrator: all works.
	Administrator TechnicianKind = iota
	// NoGroup is in no security group of a GDAP relationship.
	NoGroup
	// GuestAccount is a guest in the partner tenant.
	GuestAccount
	// NoMFA has not signed in with a second factor.
	NoMFA
)

// Technician is an account of the partner tenant to sign in with.
type Technician struct {
	ObjectID, UPN, Name string
	Kind                TechnicianKind
}

// Directory is the world. Its methods may be called from many goroutines.
type Directory struct {
	seed    uint64
	goOn    bool
	now     func() time.Time
	tenants []*Tenant
	byName  map[string]*Tenant
	journal *journal

	mu         sync.RWMutex
	generation string
	starts     int
}

// New makes the world of opts and applies the changes kept in opts.Dir. The caller closes it.
func New(opts Options) (*Directory, error) {
	if opts.Tenants == 0 {
		opts.Tenants = DefaultTenants
	}
	if opts.Users == 0 {
		opts.Users = DefaultUsers
	}
	if opts.Tenants < 0 || opts.Tenants > mostTenants || opts.Users < 0 {
		return nil, fmt.Errorf("directory: %d tenants with %d users: want up to %d tenants", opts.Tenants, opts.Users, mostTenants)
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	d := &Directory{seed: uint64(opts.Seed), now: opts.Now, goOn: opts.GoOn}
	d.makeTenants(opts.Tenants, max(opts.Users, opts.Tenants+partnerUsersLeast))
	if opts.Dir == "" {
		d.begin(d.newHeader())
		return d, nil
	}
	if err := d.open(opts); err != nil {
		return nil, err
	}
	return d, nil
}

// open reads the journal. Changes are applied once the epoch is known, for they count from it.
func (d *Directory) open(opts Options) error {
	name := "world-" + strconv.FormatInt(opts.Seed, 10) + "-" + strconv.Itoa(opts.Tenants) + "-" + strconv.Itoa(opts.Users) + ".jsonl"
	var kept []change
	j, first, err := openJournal(filepath.Join(opts.Dir, name), d.newHeader, func(c change) { kept = append(kept, c) })
	if err != nil {
		return err
	}
	d.begin(first)
	for _, c := range kept {
		if t, ok := d.Open(c.Tenant); ok {
			t.apply(c)
		}
	}
	d.journal = j
	return nil
}

func (d *Directory) newHeader() header {
	now := d.now().UTC()
	d.starts++
	return header{Epoch: now.Truncate(24 * time.Hour), Generation: strconv.FormatInt(now.UnixNano(), 36) + "." + strconv.Itoa(d.starts)}
}

// begin sets all tenants to the start. Nobody else reads them yet, or the caller holds their locks.
func (d *Directory) begin(first header) {
	d.generation = first.Generation
	for _, t := range d.tenants {
		t.epoch = first.Epoch.UTC()
		t.forgetChanges()
	}
}

// record keeps a change, if changes last.
func (d *Directory) record(c change) error {
	if d.journal == nil {
		return nil
	}
	return d.journal.write(c)
}

// Close ends the keeping of changes.
func (d *Directory) Close() error {
	if d.journal == nil {
		return nil
	}
	if err := d.journal.file.Close(); err != nil {
		return fmt.Errorf("directory: close the changes: %w", err)
	}
	return nil
}

// StartOver forgets all changes, and counts all times from today.
func (d *Directory) StartOver() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, t := range d.tenants {
		t.mu.Lock()
		defer t.mu.Unlock()
	}
	first := d.newHeader()
	if d.journal != nil {
		if err := d.journal.begin(first); err != nil {
			return err
		}
	}
	d.begin(first)
	return nil
}

// Generation names this start of the world: it changes with StartOver, and not when the world is opened again.
func (d *Directory) Generation() string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.generation
}

// Seed is the seed of the world.
func (d *Directory) Seed() uint64 { return d.seed }

// Tenants lists the tenants, the partner's own first.
func (d *Directory) Tenants() []TenantInfo {
	all := make([]TenantInfo, len(d.tenants))
	for i, t := range d.tenants {
		all[i] = t.info
	}
	return all
}

// Tenant finds a tenant by id or by one of its domains.
func (d *Directory) Tenant(idOrDomain string) (TenantInfo, bool) {
	t, ok := d.Open(idOrDomain)
	if !ok {
		return TenantInfo{}, false
	}
	return t.info, true
}

// Open gives what is in a tenant, by its id or one of its domains.
func (d *Directory) Open(idOrDomain string) (*Tenant, bool) {
	t, ok := d.byName[strings.ToLower(idOrDomain)]
	return t, ok
}

// Technicians lists the accounts to sign in with, which are users of the partner's tenant.
func (d *Directory) Technicians() []Technician {
	all := make([]Technician, 0, len(technicianNames))
	for slot, one := range technicianNames {
		if u, ok := d.tenants[0].UserAt(slot); ok {
			all = append(all, Technician{ObjectID: u.ID, UPN: u.UserPrincipalName, Name: u.DisplayName, Kind: one.kind})
		}
	}
	return slices.Clip(all)
}
