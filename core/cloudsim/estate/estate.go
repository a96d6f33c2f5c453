// Package estate is what a simulated managed service provider has: its technicians and their groups, the GDAP
// relationships with its customers, its registered applications, and what every tenant has consented to.
package estate

import (
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
)

// Tenant is a tenant as the partner knows it.
type Tenant struct{ ID, Name, Domain string }

// Technician is an account of the partner's that can sign in.
type Technician struct {
	// ObjectID is the account's id in the partner tenant.
	ObjectID, UPN, Name string
	// HomeTenant is where the account was made: the partner's tenant, except for a guest.
	HomeTenant string
	// Guest says that the account is at home in another tenant.
	Guest bool
	// MFA says that a sign-in goes through a second factor.
	MFA bool
	// Engineer says that the account is in the groups to which customers gave access.
	Engineer bool
	// NotAgent says that the account is not in AdminAgents, EligibleAgent that it may activate that, and EligibleEngineer that it
	// may activate the membership in the groups to which customers gave access.
	NotAgent, EligibleAgent, EligibleEngineer bool
	// Roles are template ids of the directory roles that the account has in the partner tenant.
	Roles []string
	// Note says in a few words what is particular about the account, for the page that offers it.
	Note string
}

// Options says what an estate is made of.
type Options struct {
	// Seed fixes everything that is made up.
	Seed        uint64
	Partner     Tenant
	Customers   []Tenant
	Technicians []Technician
	// Dir keeps the consents between runs; they are forgotten with the process where it is empty.
	Dir string
	Now func() time.Time
	Log *slog.Logger
}

// Estate is safe for use by many goroutines. It implements graphsim.Estate.
type Estate struct {
	options   Options
	namespace uuid.UUID
	groups    groups
	apps      []Application
	customers map[string]Tenant
	accounts  map[string]Technician
	dir       string

	mu         sync.RWMutex
	situations map[string]Situation
	plan       []*relationship
	byCustomer map[string][]*relationship
	consents   map[string][]*consent
}

var _ graphsim.Estate = (*Estate)(nil)

// New makes up an estate and reads the consents that an earlier run kept in Options.Dir.
func New(options Options) (*Estate, error) {
	e := &Estate{
		options:   options,
		namespace: namespaceOf(options.Seed),
		customers: make(map[string]Tenant, len(options.Customers)),
		accounts:  make(map[string]Technician, len(options.Technicians)),
	}
	if options.Dir != "" {
		e.dir = filepath.Join(options.Dir, "consents")
	}
	for _, customer := range options.Customers {
		e.customers[strings.ToLower(customer.ID)] = customer
	}
	for _, account := range options.Technicians {
		e.accounts[account.ObjectID] = account
	}
	e.groups = e.makeGroups()
	e.apps = e.makeApplications()
	e.makePlan()
	consents, err := load(e.dir)
	if err != nil {
		return nil, err
	}
	e.consents = consents
	return e, nil
}

// StartOver forgets all consents and makes the relationships anew, counted from today.
func (e *Estate) StartOver() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.makePlan()
	e.consents = map[string][]*consent{}
	return forget(e.dir)
}

// Partner returns the partner's own tenant.
func (e *Estate) Partner() Tenant { return e.options.Partner }

// Customers returns the customers in the order given to New. It must not be changed.
func (e *Estate) Customers() []Tenant { return e.options.Customers }

// Customer returns a customer by tenant id; it is false for the partner and for strangers.
func (e *Estate) Customer(tenant string) (Tenant, bool) {
	customer, ok := e.customers[strings.ToLower(tenant)]
	return customer, ok
}

// Technicians returns the accounts that can sign in, in the order given to New.
func (e *Estate) Technicians() []Technician { return slices.Clone(e.options.Technicians) }

// Technician returns an account by its object id in the partner tenant.
func (e *Estate) Technician(objectID string) (Technician, bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	account, ok := e.accounts[objectID]
	return account, ok
}

// ChangeTechnician changes an account, as an administrator of the partner's does.
func (e *Estate) ChangeTechnician(objectID string, change func(*Technician)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	account := e.accounts[objectID]
	change(&account)
	e.accounts[objectID] = account
}

// ChangeRelationship changes the newest relationship with a customer, and what it gives to whom.
func (e *Estate) ChangeRelationship(customer string, change func(r *graphsim.Relationship, assignments []graphsim.AccessAssignment)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := e.byCustomer[strings.ToLower(customer)]
	newest := all[len(all)-1]
	newest.assignments = slices.Clone(newest.assignments)
	change(&newest.Relationship, newest.assignments)
}

// TechnicianNamed returns an account by its user principal name, without regard to case.
func (e *Estate) TechnicianNamed(upn string) (Technician, bool) {
	for _, account := range e.options.Technicians {
		if strings.EqualFold(account.UPN, upn) {
			return e.Technician(account.ObjectID)
		}
	}
	return Technician{}, false
}

// id makes an id that is the same for the same seed and words.
func (e *Estate) id(words ...string) string {
	return uuid.NewSHA1(e.namespace, []byte(strings.Join(words, "\x00"))).String()
}
