// Package integration connects the program to a partner tenant: turn on, sign in, list the client tenants, sync and unsync
// them. A sync is consent through Partner Center, proof by a fresh token, and a first refresh.
package integration

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/signal"
)

// Store keeps the connection and the tenants.
type Store interface {
	Connection(ctx context.Context) (m365.Connection, error)
	SaveConnection(ctx context.Context, connection m365.Connection) error
	Tenants(ctx context.Context) ([]m365.Tenant, error)
	Tenant(ctx context.Context, id m365.TenantID) (m365.Tenant, error)
	SaveListed(ctx context.Context, listed []m365.Tenant) error
	// SetConsented keeps the access tier that a tenant's consent covers.
	SetConsented(ctx context.Context, id m365.TenantID, tier string) error
	SetTenantStatus(ctx context.Context, id m365.TenantID, status m365.TenantStatus, doing string, failure *m365.Failure) error
	RemoveTenantData(ctx context.Context, id m365.TenantID) error
	Purger
	Borrower
}

// Directory reads the partner's side of Microsoft Graph, and proves that a tenant can be read.
type Directory interface {
	Organization(ctx context.Context, tenant m365.TenantID) (m365.Organization, error)
	Relationships(ctx context.Context, home m365.TenantID) ([]m365.Relationship, error)
	AccessAssignments(ctx context.Context, home m365.TenantID, relationship string) ([]m365.AccessAssignment, error)
	MyGroups(ctx context.Context, home m365.TenantID) ([]m365.NamedGroup, error)
	Me(ctx context.Context, home m365.TenantID) (m365.Me, error)
	// MyEligibleGroups are the ids of the groups that the technician may activate a membership in.
	MyEligibleGroups(ctx context.Context, home m365.TenantID) ([]string, error)
	// AccessPolicies are a tenant's Conditional Access policies.
	AccessPolicies(ctx context.Context, tenant m365.TenantID) ([]m365.AccessPolicy, error)
	NamedGroups(ctx context.Context, tenant m365.TenantID, ids []string) ([]m365.NamedGroup, error)
	// EnterpriseApplication is an application as a tenant has it; found is false where it has none.
	EnterpriseApplication(ctx context.Context, tenant m365.TenantID, clientID string) (app m365.EnterpriseApplication, found bool, err error)
	// DeleteApplication deletes an enterprise application by its id in the tenant.
	DeleteApplication(ctx context.Context, tenant m365.TenantID, id string) error
}

// Consenter grants the application its permissions in a customer's tenant through Partner Center.
type Consenter interface {
	Consent(ctx context.Context, customer m365.TenantID, app m365.AppConsent) (already bool, err error)
	RemoveConsent(ctx context.Context, customer m365.TenantID, clientID string) error
	// Reach says why the service does not accept the sign-in; nil where it does.
	Reach(ctx context.Context) error
}

// Account is the sign-in: who is signed in at which partner tenant. Session is the program's.
type Account interface {
	Resolve(ctx context.Context, tenantIDOrDomain string) (m365.TenantID, error)
	Use(ctx context.Context, tenant m365.TenantID, clientID string) error
	Restore(ctx context.Context, homeAccountID string) (bool, error)
	Interactive(ctx context.Context, tier access.Tier, prompt m365.SignInPrompt) (m365.Account, error)
	// Permit has the person accept further permissions in the partner's tenant, in the browser.
	Permit(ctx context.Context, permissions []string, prompt m365.SignInPrompt) (m365.Account, error)
	// Renew gets a tenant's Graph token anew, and returns the permissions that it carries.
	Renew(ctx context.Context, tenant m365.TenantID) ([]string, error)
	// Forget drops the tokens of a tenant.
	Forget(tenant m365.TenantID)
	SignOut(ctx context.Context) error
}

// Refresher reads a tenant whole for the first time.
type Refresher interface {
	Tenant(ctx context.Context, id m365.TenantID) error
}

// Options are what a Service needs from outside.
type Options struct {
	Store     Store
	Directory Directory
	Partner   Consenter
	Refresh   Refresher
	Session   Account
	Explain   func(err error, tenantName string) m365.Failure
	// Administrate opens a session that can create the application; nil where the cloud has none.
	Administrate func(tenant m365.TenantID) (Administrator, error)
	// Visit opens a session of an application for an account of any organization.
	Visit func(clientID string) (Visitor, error)
	// AppName is the application's name in the consent: what a client's administrator sees as enterprise application.
	AppName string
	Now     func() time.Time
	// Sleep waits, or returns ctx's error when that ends first.
	Sleep func(ctx context.Context, d time.Duration) error
	Log   *slog.Logger
	// Parallel bounds the tenants that are synced at once.
	Parallel int
}

// Service is the integration. It is safe for use from any goroutine.
type Service struct {
	Options
	// TenantsChanged says that the list of tenants, or the state of one, changed.
	TenantsChanged signal.Signal[struct{}]
	// ConnectionChanged carries the connection after every change of it.
	ConnectionChanged signal.Signal[m365.Connection]
	// JobChanged tells the start and the end of a sync or unsync, and how far a sync is.
	JobChanged signal.Signal[Job]

	life    context.Context
	end     context.CancelFunc
	running sync.WaitGroup
	syncing reservations
	slots   pause.Places
	jobs    atomic.Int64
	off     ending
}

// Job is a long piece of work as the person sees it.
type Job struct {
	// ID is the same for the start and the end of a job.
	ID string
	// Ended is false for the start, and while it goes on.
	Ended bool
	// Done of Total tenants are through with it; both are zero at the start and at the end.
	Done, Total int
	// Text is one sentence: "Syncing 7 tenants", "6 of 7 tenants synced, 1 failed".
	Text string
	// Failed says that at least a part of it failed.
	Failed bool
	// Details are the technical side of a failure that no tenant keeps; optional.
	Details string
}

// New makes a Service whose background work lives as long as ctx, and is waited for by Close.
func New(ctx context.Context, options Options) *Service {
	if options.Parallel < 1 {
		options.Parallel = 4
	}
	life, end := context.WithCancel(ctx)
	return &Service{Options: options, life: life, end: end, syncing: newReservations(), slots: pause.NewPlaces(options.Parallel)}
}

// Close stops the background work and waits for it. Tenants in the middle of a sync stay Pending; Resume goes on with them.
func (s *Service) Close() {
	s.end()
	s.running.Wait()
}

// Connection returns the saved state of the integration.
func (s *Service) Connection(ctx context.Context) (m365.Connection, error) {
	return s.Store.Connection(ctx)
}

// Check asks Microsoft which tenant a GUID or a domain names, before any browser opens, and refuses one of the clients. It changes
// nothing.
func (s *Service) Check(ctx context.Context, tenantIDOrDomain string) (m365.TenantID, error) {
	id, err := s.Session.Resolve(ctx, tenantIDOrDomain)
	if err != nil {
		return "", err
	}
	return id, s.refuseClient(ctx, id, tenantIDOrDomain)
}

// TurnOn shows the connect form from now on.
func (s *Service) TurnOn(ctx context.Context) error {
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return err
	}
	connection.On = true
	return s.saveConnection(ctx, connection)
}

// TakeBack undoes TurnOn while nothing is saved.
func (s *Service) TakeBack(ctx context.Context) error {
	connection, err := s.Store.Connection(ctx)
	if err != nil || connection.Tenant != "" {
		return err
	}
	connection.On = false
	return s.saveConnection(ctx, connection)
}

// Save keeps which partner tenant and which application to sign in with. Another tenant or application than before signs
// the account out.
func (s *Service) Save(ctx context.Context, tenant m365.TenantID, clientID string) error {
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return err
	}
	if connection.Tenant != tenant || connection.ClientID != clientID {
		connection = m365.Connection{On: true, Tenant: tenant, ClientID: clientID}
	}
	if err := s.Session.Use(ctx, tenant, clientID); err != nil {
		return fmt.Errorf("save the connection to tenant %s: %w", tenant, err)
	}
	return s.saveConnection(ctx, connection)
}

func (s *Service) saveConnection(ctx context.Context, connection m365.Connection) error {
	if err := s.Store.SaveConnection(ctx, connection); err != nil {
		return err
	}
	s.ConnectionChanged.Emit(connection)
	return nil
}

// Restore takes up the connection of the last run: the account comes from the vault, without a browser. It returns false
// where the person has to sign in again.
func (s *Service) Restore(ctx context.Context) (bool, error) {
	connection, err := s.Store.Connection(ctx)
	if err != nil || connection.Tenant == "" {
		return false, err
	}
	if err := s.Session.Use(ctx, connection.Tenant, connection.ClientID); err != nil {
		return false, err
	}
	if !connection.Authenticated() {
		return false, nil
	}
	found, err := s.Session.Restore(ctx, connection.HomeAccountID)
	if err != nil || found {
		return found, err
	}
	// The vault does not have the account any more, or there is no vault. Who it was stays, to begin the next sign-in with.
	connection.HomeAccountID, connection.ObjectID = "", ""
	return false, s.saveConnection(ctx, connection)
}

// SignIn opens the system browser and returns when the person has signed in and consented to what tier needs, ctx ends, or
// Microsoft refuses. onURL gets the address for "Copy link". Then the client tenants are listed, and those that are synced
// with less than the tier needs are synced again. An account without MFA is signed in, and told by the error what it cannot do.
func (s *Service) SignIn(ctx context.Context, tier access.Tier, onURL func(string)) (m365.Connection, error) {
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return connection, err
	}
	account, err := s.Session.Interactive(ctx, tier, m365.SignInPrompt{
		LoginHint:  connection.Account,
		TenantName: connection.TenantName,
		OnURL:      onURL,
	})
	if err != nil {
		s.nameTenants(ctx, err)
		return connection, fmt.Errorf("sign in to tenant %s: %w", connection.Tenant, err)
	}
	var other *refusal.OtherTenantError
	organization, err := s.Directory.Organization(ctx, connection.Tenant)
	if errors.As(err, &other) {
		return connection, errors.Join(err, s.Session.SignOut(ctx))
	}
	connection.Tier = string(tier)
	connection.Account = account.Username
	connection.HomeAccountID = account.HomeAccountID
	connection.ObjectID = account.ObjectID
	if err == nil {
		connection.TenantName = organization.Name
	} else {
		s.Log.Warn("the partner tenant's name could not be read", "tenant", connection.Tenant, "error", err)
	}
	if err := s.saveConnection(ctx, connection); err != nil {
		return connection, err
	}
	if err := s.Reload(ctx); err != nil {
		return connection, err
	}
	if account.WithoutMFA {
		return connection, &refusal.NoMFAError{Username: account.Username}
	}
	switch off, found, err := s.Store.TurnOff(ctx); {
	case err != nil, found && off.Permitting:
		return connection, err // the person says whether it goes on
	case found:
		// A sign-in at the end of a Turn Off may have brought the application back at home.
		return connection, s.permitRemoval(ctx, connection, onURL)
	}
	return connection, s.widen(ctx, tier)
}

// SignOut forgets the account and its tokens, on this machine. Tenants and their data stay.
func (s *Service) SignOut(ctx context.Context) error {
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return err
	}
	if err := s.Session.SignOut(ctx); err != nil {
		return fmt.Errorf("sign out %s: %w", connection.Tenant, err)
	}
	connection.Account, connection.HomeAccountID, connection.ObjectID = "", "", ""
	return s.saveConnection(ctx, connection)
}

// Forgotten tells the listeners that connection and tenants were removed from the store.
func (s *Service) Forgotten() {
	s.ConnectionChanged.Emit(m365.Connection{})
	s.TenantsChanged.Emit(struct{}{})
}
