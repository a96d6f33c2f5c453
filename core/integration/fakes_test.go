package integration_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

const (
	home     = m365.TenantID("00000000-0000-0000-0000-00000000000a")
	contoso  = m365.TenantID("11111111-1111-1111-1111-111111111111")
	fabrikam = m365.TenantID("22222222-2222-2222-2222-222222222222")
	clientID = "99999999-9999-9999-9999-999999999999"

	globalAdmin  = "62e90394-69f5-4237-9190-012177145e10"
	globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
)

// fakeStore keeps tenants in memory as the store keeps them on disk, and the history of statuses.
type fakeStore struct {
	mu         sync.Mutex
	connection m365.Connection
	tenants    map[m365.TenantID]m365.Tenant
	history    []string
	removeErr  error // what deleting a tenant's data fails with
	listed     []m365.Tenant
	off        *m365.TurnOff
	forgotten  bool // what is kept was deleted
	erased     bool // the journal too
}

func (s *fakeStore) Connection(context.Context) (m365.Connection, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connection, nil
}

func (s *fakeStore) SaveConnection(_ context.Context, connection m365.Connection) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connection = connection
	return nil
}

func (s *fakeStore) Tenants(context.Context) ([]m365.Tenant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []m365.Tenant
	for _, tenant := range s.tenants {
		all = append(all, tenant)
	}
	slices.SortFunc(all, func(a, b m365.Tenant) int { return slices.Compare([]byte(a.ID), []byte(b.ID)) })
	return all, nil
}

func (s *fakeStore) Tenant(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	tenant, found := s.tenants[id]
	if !found {
		return tenant, fmt.Errorf("tenant %s: not found", id)
	}
	return tenant, nil
}

func (s *fakeStore) SaveListed(_ context.Context, listed []m365.Tenant) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listed = listed
	return nil
}

func (s *fakeStore) SetConsented(_ context.Context, id m365.TenantID, tier string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tenant := s.tenants[id]
	tenant.Consented = tier
	s.tenants[id] = tenant
	return nil
}

func (s *fakeStore) SetTenantStatus(_ context.Context, id m365.TenantID, status m365.TenantStatus, doing string, failure *m365.Failure) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tenant := s.tenants[id]
	tenant.Status, tenant.Doing, tenant.Failure = status, doing, failure
	s.tenants[id] = tenant
	s.history = append(s.history, fmt.Sprintf("%s %s %s", tenant.Name, status, doing))
	return nil
}

func (s *fakeStore) RemoveTenantData(_ context.Context, id m365.TenantID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.removeErr != nil {
		return s.removeErr
	}
	tenant := s.tenants[id]
	tenant.Status, tenant.Users = m365.Deactivated, 0
	tenant.Failure, tenant.RefreshFailure = nil, nil
	s.tenants[id] = tenant
	return nil
}

func (s *fakeStore) tenant(id m365.TenantID) m365.Tenant {
	tenant, _ := s.Tenant(context.Background(), id)
	return tenant
}

// graph is the partner's side of Microsoft Graph.
type directory struct {
	relationships []m365.Relationship
	assignments   map[string][]m365.AccessAssignment
	groups        []string
	unreadable    map[m365.TenantID]error
	// assignmentsFail are by relationship; defects of the program are by tenant.
	assignmentsFail  map[string]error
	groupsFail       error
	relationshipLost error
	defects          map[m365.TenantID]bool
	me               m365.Me
	meFails          error
	eligible         []string
	eligibleFail     error
	policies         []m365.AccessPolicy
	policiesFail     error
	*applications
}

func (g *directory) Organization(_ context.Context, id m365.TenantID) (m365.Organization, error) {
	if g.defects[id] {
		panic("adele")
	}
	return m365.Organization{ID: id, Name: "MSP Example"}, g.unreadable[id]
}

func (g *directory) Relationships(ctx context.Context, _ m365.TenantID) ([]m365.Relationship, error) {
	return g.relationships, call.ReadRelationship.Lost(ctx, g.relationshipLost)
}

func (g *directory) AccessAssignments(_ context.Context, _ m365.TenantID, relationship string) ([]m365.AccessAssignment, error) {
	return g.assignments[relationship], g.assignmentsFail[relationship]
}

func (g *directory) MyGroups(context.Context, m365.TenantID) ([]m365.NamedGroup, error) {
	return named(g.groups), g.groupsFail
}

// named gives groups their ids as names.
func named(ids []string) []m365.NamedGroup {
	groups := make([]m365.NamedGroup, len(ids))
	for i, id := range ids {
		groups[i] = m365.NamedGroup{ID: id, Name: id}
	}
	return groups
}

func (g *directory) Me(context.Context, m365.TenantID) (m365.Me, error) { return g.me, g.meFails }

func (g *directory) MyEligibleGroups(context.Context, m365.TenantID) ([]string, error) {
	return g.eligible, g.eligibleFail
}

func (g *directory) AccessPolicies(context.Context, m365.TenantID) ([]m365.AccessPolicy, error) {
	return g.policies, g.policiesFail
}

func (g *directory) NamedGroups(_ context.Context, _ m365.TenantID, ids []string) ([]m365.NamedGroup, error) {
	return named(ids), nil
}

// consents is Partner Center.
type consents struct {
	mu     sync.Mutex
	given  map[m365.TenantID]m365.AppConsent
	refuse map[m365.TenantID]error
	before func(context.Context)
	// lose is a permission that Microsoft never carries into a token.
	lose string
	// tooMuch is a permission that Partner Center refuses.
	tooMuch string
	// removed are the tenants whose consent was taken back.
	removed []m365.TenantID
	// apps are the enterprise applications that consents make.
	apps      *applications
	unreached error
}

func (c *consents) Consent(ctx context.Context, customer m365.TenantID, app m365.AppConsent) (bool, error) {
	if c.before != nil {
		c.before(ctx)
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.refuse[customer]; err != nil {
		return false, err
	}
	if slices.Contains(app.Scopes, c.tooMuch) {
		return false, &call.Error{Op: "consent", Service: call.PartnerCenter, Kind: call.BadRequest, Status: 400}
	}
	if _, already := c.given[customer]; already {
		return true, nil
	}
	c.given[customer] = app
	c.apps.make(customer)
	return false, nil
}

func (c *consents) Reach(context.Context) error { return c.unreached }

func (c *consents) RemoveConsent(_ context.Context, customer m365.TenantID, _ string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.given, customer)
	c.removed = append(c.removed, customer)
	return nil
}

// scopes are what a token of a tenant carries.
func (c *consents) scopes(customer m365.TenantID) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(c.given[customer].Scopes), func(name string) bool { return name == c.lose })
}

// account is the sign-in. Tokens of a tenant are refused as not consented as often as propagating says.
type account struct {
	consents    *consents
	mu          sync.Mutex
	used        string
	who         m365.Account
	signInError error
	asked       []access.Tier
	propagating map[m365.TenantID]int
	renewed     map[m365.TenantID]int
	forgotten   []m365.TenantID
	signedOut   bool
	// permitted are the permissions accepted at home, permitError what that fails with.
	permitted   []string
	permitError error
}

func (a *account) Resolve(context.Context, string) (m365.TenantID, error) { return home, nil }

func (a *account) Use(_ context.Context, tenant m365.TenantID, clientID string) error {
	a.used = string(tenant) + " " + clientID
	return nil
}

func (a *account) Restore(_ context.Context, id string) (bool, error) {
	return id == a.who.HomeAccountID, nil
}

func (a *account) Interactive(_ context.Context, tier access.Tier, options m365.SignInPrompt) (m365.Account, error) {
	options.OnURL("https://login.example/authorize")
	a.asked = append(a.asked, tier)
	return a.who, a.signInError
}

func (a *account) Renew(_ context.Context, tenant m365.TenantID) ([]string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.renewed[tenant]++
	if a.consents.apps.isGone(tenant) {
		return nil, &refusal.ServerError{Kind: "invalid_grant", Codes: []int{700016}}
	}
	if a.propagating[tenant] > 0 {
		a.propagating[tenant]--
		return nil, &refusal.ServerError{Kind: "invalid_grant", Codes: []int{65001}}
	}
	if tenant == home {
		return append(access.CustomerScopes(access.Full), a.permitted...), nil
	}
	return a.consents.scopes(tenant), nil
}

func (a *account) Forget(tenant m365.TenantID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forgotten = append(a.forgotten, tenant)
}

func (a *account) SignOut(context.Context) error {
	a.signedOut = true
	return nil
}

type refresher struct{ fail map[m365.TenantID]error }

func (r *refresher) Tenant(_ context.Context, id m365.TenantID) error { return r.fail[id] }

// harness is everything around a Service.
type harness struct {
	*integration.Service
	store     *fakeStore
	graph     *directory
	consents  *consents
	account   *account
	refresher *refresher

	mu    sync.Mutex
	slept []time.Duration
	now   time.Time
	jobs  []integration.Job
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	h := &harness{
		store: &fakeStore{
			connection: m365.Connection{On: true, Tenant: home, ClientID: clientID, HomeAccountID: "me", TenantName: "MSP Example"},
			tenants: map[m365.TenantID]m365.Tenant{
				home:     {ID: home, Name: "MSP Example", Primary: true, Status: m365.Deactivated},
				contoso:  {ID: contoso, Name: "Contoso", Status: m365.Deactivated},
				fabrikam: {ID: fabrikam, Name: "Fabrikam", Status: m365.Deactivated},
			},
		},
		graph:     &directory{groups: []string{"helpdesk"}},
		consents:  &consents{given: map[m365.TenantID]m365.AppConsent{}, refuse: map[m365.TenantID]error{}},
		account:   &account{who: m365.Account{HomeAccountID: "me", Username: "j.tan@msp.example", ObjectID: "1"}, propagating: map[m365.TenantID]int{}, renewed: map[m365.TenantID]int{}},
		refresher: &refresher{fail: map[m365.TenantID]error{}},
		now:       time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC),
	}
	h.account.consents = h.consents
	h.consents.apps = &applications{gone: map[m365.TenantID]bool{}, fail: map[m365.TenantID]error{}, lose: map[m365.TenantID]error{}, owner: map[m365.TenantID]m365.TenantID{}}
	h.graph.applications = h.consents.apps
	h.Service = integration.New(t.Context(), integration.Options{
		Store: h.store, Directory: h.graph, Partner: h.consents, Refresh: h.refresher, Session: h.account,
		Explain: func(err error, name string) m365.Failure { return m365.Failure{What: name + ": " + err.Error()} },
		AppName: "Tenantkeep",
		Now: func() time.Time {
			h.mu.Lock()
			defer h.mu.Unlock()
			return h.now
		},
		Sleep: func(ctx context.Context, d time.Duration) error {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.slept = append(h.slept, d)
			h.now = h.now.Add(d)
			return ctx.Err()
		},
		Log:      slog.New(slog.DiscardHandler),
		Parallel: 2,
	})
	h.JobChanged.Listen(func(job integration.Job) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.jobs = append(h.jobs, job)
	})
	t.Cleanup(h.Close)
	return h
}

// sync syncs and waits for the end.
func (h *harness) sync(t *testing.T, ids ...m365.TenantID) {
	t.Helper()
	ended := h.jobEnd()
	require.NoError(t, h.Sync(t.Context(), ids))
	<-ended
}

// jobEnd is closed at the end of the next job.
func (h *harness) jobEnd() <-chan struct{} {
	ended := make(chan struct{})
	var once sync.Once
	h.JobChanged.Listen(func(job integration.Job) {
		if job.Ended {
			once.Do(func() { close(ended) })
		}
	})
	return ended
}
