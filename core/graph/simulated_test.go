package graph_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
	"github.com/tenantkeep/tenantkeep/core/contract"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// simulated is the simulated Graph over a small estate, seen by one technician.
type simulated struct {
	directory *directory.Directory
	client    *graph.Client
	faults    *fault.Rules

	mu     sync.Mutex
	caller graphsim.Caller
	asked  int
	// withoutBeta refuses what is not of v1.0.
	withoutBeta bool
}

var simulatedNow = time.Date(2026, 11, 20, 15, 4, 5, 0, time.UTC)

// newSimulated starts a simulated Graph that lets everything through; transport may be nil.
func newSimulated(t *testing.T, transport http.RoundTripper) *simulated {
	t.Helper()
	now := func() time.Time { return simulatedNow }
	made, err := directory.New(directory.Options{Seed: 7, Users: 700, Tenants: 9, Now: now})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, made.Close()) })
	s := &simulated{directory: made, caller: graphsim.Caller{
		HomeTenant: made.Tenants()[0].ID, ObjectID: made.Technicians()[directory.Administrator].ObjectID,
		Scopes: strings.Fields("Directory.Read.All User.Read.All AuditLog.Read.All Policy.Read.All RoleManagement.Read.Directory " +
			"UserAuthenticationMethod.Read.All LicenseAssignment.Read.All GroupMember.Read.All Device.Read.All"),
		Roles: []string{directory.GlobalReader},
	}}
	s.faults = fault.New(time.After)
	server := httptest.NewUnstartedServer(nil)
	base := "http://" + server.Listener.Addr().String()
	handler := s.faults.Wrap(fault.Graph, tenantOfTests, graphsim.New(made, nobody{}, s, graphsim.Options{Base: base, Now: now}))
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked++
		refused := s.withoutBeta && strings.HasPrefix(r.URL.Path, "/beta/")
		s.mu.Unlock()
		if refused {
			writeJSON(w, 400, graphError("BadRequest", "Resource not found for the segment 'signIns'."))
			return
		}
		handler.ServeHTTP(w, r)
	})
	server.Start()
	t.Cleanup(server.Close)
	if transport == nil {
		transport = &http.Transport{DisableKeepAlives: true}
	}
	moving := &clock{now: simulatedNow}
	s.client, err = graph.New(graph.Options{Base: base, Tokens: &tokens{}, Transport: transport, Now: moving.Now, Sleep: moving.Sleep})
	require.NoError(t, err)
	return s
}

// Authenticate reads the tenant out of a token of the tests.
func (s *simulated) Authenticate(r *http.Request) (graphsim.Caller, *graphsim.Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	caller := s.caller
	caller.Tenant = tenantOfTests(r)
	return caller, nil
}

// as changes what the technician may do.
func (s *simulated) as(change func(*graphsim.Caller)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.caller)
}

// requests counts what was asked since it was last called.
func (s *simulated) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	count := s.asked
	s.asked = 0
	return count
}

// nobody is a partner without relationships.
type nobody struct{ graphsim.Estate }

func (nobody) GroupsOf(string) []graphsim.SecurityGroup             { return nil }
func (nobody) ServicePrincipals(string) []graphsim.ServicePrincipal { return nil }

// tenant is what is in a customer's tenant, by its position.
func (s *simulated) tenant(position int) (m365.TenantID, *directory.Tenant) {
	info := s.directory.Tenants()[position+1]
	inside, _ := s.directory.Open(info.ID)
	return m365.TenantID(info.ID), inside
}

// users are all users of a tenant.
func (s *simulated) users(inside *directory.Tenant) []directory.User {
	var slots []int
	inside.EachUser(0, func(u *directory.User) bool {
		slots = append(slots, u.Slot)
		return true
	})
	all := make([]directory.User, len(slots))
	for i, slot := range slots {
		all[i], _ = inside.UserAt(slot)
	}
	return all
}

func TestWhatTheSimulatedCloudHoldsOfATenantIsRead(t *testing.T) {
	s := newSimulated(t, nil)
	tenant, inside := s.tenant(0)
	roles, err := s.client.AssignableRoles(t.Context(), tenant)
	require.NoError(t, err)
	require.Len(t, roles, len(directory.Roles())-1, "all but the one of the synchronisation")
	require.True(t, slices.IsSortedFunc(roles, func(a, b m365.Role) int { return strings.Compare(a.Name, b.Name) }))
	for _, role := range roles {
		template, known := directory.RoleOf(role.TemplateID)
		require.True(t, known)
		require.Equal(t, template.Privileged, m365.Privileged(role.TemplateID), role.Name)
	}

	all, err := s.client.FindGroups(t.Context(), tenant, " ")
	require.NoError(t, err)
	require.Len(t, all, min(100, len(inside.Groups())))
	for _, test := range []struct{ text, group string }{
		{"news kund", "Newsletter – Kunden & Partner"}, {"accounts.payable", "Accounts Payable"}, {`"quoted\`, ""}, {"nothing of the kind", ""},
	} {
		found, err := s.client.FindGroups(t.Context(), tenant, test.text)
		require.NoError(t, err, test.text)
		if test.group == "" {
			require.Empty(t, found, test.text)
			continue
		}
		require.NotEmpty(t, found, test.text)
		require.Equal(t, test.group, found[0].Name)
	}

	somebody, _ := inside.UserAt(0)
	people, err := s.client.FindUsers(t.Context(), tenant, somebody.UserPrincipalName)
	require.NoError(t, err)
	require.Equal(t, somebody.ID, people[0].Key.ID)
	people, err = s.client.FindUsers(t.Context(), tenant, "")
	require.NoError(t, err)
	require.NotEmpty(t, people)
	for _, address := range []string{somebody.UserPrincipalName, "o'neil@nobody.example"} {
		people, err = s.client.WhoHas(t.Context(), tenant, address)
		require.NoError(t, err)
		require.Equal(t, address == somebody.UserPrincipalName, len(people) == 1)
	}

	policy, err := s.client.TAPPolicy(t.Context(), tenant)
	require.NoError(t, err)
	require.Equal(t, m365.TAPPolicy{Enabled: inside.TAPAllowed(), Shortest: time.Hour, Longest: 8 * time.Hour, Usual: time.Hour}, policy)

	skus, err := s.client.SKUs(t.Context(), tenant)
	require.NoError(t, err)
	for i, held := range inside.Subscriptions() {
		require.Equal(t, held.Product.SKUID, skus[i].ID)
		require.Equal(t, held.Left(), skus[i].Left())
		require.NotEmpty(t, skus[i].Plans)
		for _, plan := range skus[i].Plans {
			require.NotEqual(t, "EXCHANGE_S_FOUNDATION", plan.PartNumber, "a plan of the company is nobody's")
		}
	}

	bought, err := s.client.Subscriptions(t.Context(), tenant)
	require.NoError(t, err)
	for i, one := range inside.Purchases() {
		require.Equal(t, m365.Subscription{
			SKU: one.Product.SKUID, Name: one.Product.PartNumber, State: m365.SubscriptionState(one.Status), Units: one.Units,
			Trial: one.Trial, Next: one.Next,
		}, bought[i])
	}
}

func TestTheSignInLogOfTheSimulatedCloudIsRead(t *testing.T) {
	s := newSimulated(t, nil)
	tenant, inside := s.tenant(0)
	since := simulatedNow.AddDate(0, 0, -14)
	outcomes := map[m365.SignInOutcome]bool{}
	named := false
	for _, user := range s.users(inside) {
		key := m365.UserKey{Tenant: tenant, ID: user.ID}
		signIns, err := s.client.UserSignIns(t.Context(), key, since)
		require.NoError(t, err)
		var want []directory.SignIn
		for _, one := range inside.SignInsOf(user.Slot) {
			if !one.Time.Before(since) {
				want = append(want, one)
			}
		}
		require.Len(t, signIns, len(want))
		for i, signIn := range signIns {
			require.Equal(t, want[i].ID, signIn.ID)
			require.NotEmpty(t, signIn.Requirement)
			require.Equal(t, signIn.Outcome == m365.SignInSuccess, signIn.Reason == "")
			require.Contains(t, signIn.Location, ", ")
			require.False(t, signIn.PoliciesHidden)
			require.NotContains(t, signIn.Policies, "Block legacy authentication", "it did not apply")
			named = named || slices.Contains(signIn.Policies, "Require MFA for all users")
			outcomes[signIn.Outcome] = true
		}
	}
	require.Len(t, outcomes, 3)
	require.True(t, named)
}

func TestTheSimulatedCloudRefusesAsMicrosoftDoes(t *testing.T) {
	s := newSimulated(t, nil)
	tenant, inside := s.tenant(0)
	user := s.users(inside)[20]
	for slot := range s.users(inside) {
		if one, ok := inside.UserAt(slot); ok && len(inside.SignInsOf(slot)) > 9 {
			user = one
		}
	}
	key := m365.UserKey{Tenant: tenant, ID: user.ID}
	ctx := context.Background()
	scopes := s.caller.Scopes
	for _, test := range []struct {
		scope string
		read  func() error
	}{
		{"Policy.Read.All", func() error { _, err := s.client.UserRoles(ctx, key); return err }},
		{"User.ReadBasic.All", func() error { _, err := s.client.UserDevices(ctx, key); return err }},
		{"User.Read.All", func() error { _, err := s.client.UserMethods(ctx, key); return err }},
		{"Directory.Read.All", func() error { _, err := s.client.UserSignIns(ctx, key, simulatedNow); return err }},
		{"Directory.Read.All", func() error { _, err := s.client.TAPPolicy(ctx, tenant); return err }},
		{"User.Read.All", func() error { _, err := s.client.FindGroups(ctx, tenant, ""); return err }},
	} {
		s.as(func(c *graphsim.Caller) { c.Scopes = []string{test.scope} })
		err := test.read()
		require.True(t, call.Is(err, call.Denied), "with %s: %v", test.scope, err)
	}

	s.as(func(c *graphsim.Caller) { c.Scopes, c.Roles = scopes, []string{directory.ReportsReader} })
	signIns, err := s.client.UserSignIns(ctx, key, time.Time{})
	require.NoError(t, err)
	hidden := 0
	for _, signIn := range signIns {
		require.Empty(t, signIn.Policies)
		if signIn.PoliciesHidden {
			hidden++
		}
	}
	require.NotZero(t, hidden, "a role that reads no policies is told that there are some")
	require.Less(t, hidden, len(signIns), "and not where none applied")

	s.as(func(c *graphsim.Caller) { c.Roles = []string{directory.GlobalReader} })
	basic, _ := s.tenant(4)
	_, err = s.client.UserSignIns(ctx, m365.UserKey{Tenant: basic, ID: user.ID}, time.Time{})
	require.True(t, call.Is(err, call.NeedsPremium), "%v", err)
	_, err = s.client.User(ctx, m365.UserKey{Tenant: basic, ID: user.ID})
	require.True(t, call.Is(err, call.NotFound), "a user of another tenant: %v", err)
}

func TestEveryReadOfAUserIsOneThatMicrosoftDescribes(t *testing.T) {
	checked := contract.Open(t).Watch()
	s := newSimulated(t, checked.Over(plain()))
	tenant, inside := s.tenant(0)
	ctx := context.Background()
	s.mu.Lock()
	s.withoutBeta = true
	s.mu.Unlock()
	for _, user := range s.users(inside)[:12] {
		key := m365.UserKey{Tenant: tenant, ID: user.ID}
		for _, read := range []func() error{
			func() error { _, err := s.client.User(ctx, key); return err },
			func() error { _, err := s.client.UserRoles(ctx, key); return err },
			func() error { _, err := s.client.UserLicenses(ctx, key); return err },
			func() error { _, err := s.client.UserDevices(ctx, key); return err },
			func() error { _, err := s.client.UserGroups(ctx, key); return err },
			func() error { _, err := s.client.UserMethods(ctx, key); return err },
			func() error {
				signIns, err := s.client.UserSignIns(ctx, key, simulatedNow.AddDate(0, 0, -7))
				for _, signIn := range signIns {
					require.Empty(t, signIn.Requirement, "v1.0 does not tell")
				}
				return err
			},
		} {
			require.NoError(t, read())
		}
	}
	_, err := s.client.AssignableRoles(ctx, tenant)
	require.NoError(t, err)
	_, err = s.client.FindGroups(ctx, tenant, "a")
	require.NoError(t, err)
	_, err = s.client.FindGroups(ctx, tenant, "")
	require.NoError(t, err)
	_, err = s.client.TAPPolicy(ctx, tenant)
	require.NoError(t, err)
	_, err = s.client.SKUs(ctx, tenant)
	require.NoError(t, err)
	require.Empty(t, checked.Broken())
	require.GreaterOrEqual(t, checked.Checked(), 12*8+5)
}
