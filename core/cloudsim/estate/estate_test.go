package estate_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
)

var today = time.Date(2026, 11, 23, 14, 30, 0, 0, time.UTC)

const (
	partner = "aaaaaaaa-0000-4000-8000-000000000000"
	admin   = "admin-oid"
	noGroup = "nogroup-oid"
	guest   = "guest-oid"
	noMFA   = "nomfa-oid"
)

func customerID(i int) string { return fmt.Sprintf("cccccccc-0000-4000-8000-%012d", i) }

type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

func options(customers int, dir string, at *clock) estate.Options {
	o := estate.Options{
		Seed: 1, Partner: estate.Tenant{ID: partner, Name: "Northwind IT", Domain: "northwind.example"},
		Dir: dir, Now: at.Now, Log: slog.New(slog.DiscardHandler),
		Technicians: []estate.Technician{
			{ObjectID: admin, UPN: "admin@northwind.example", HomeTenant: partner, MFA: true, Engineer: true, Roles: []string{estate.GlobalAdministrator}},
			{ObjectID: noGroup, UPN: "nogroup@northwind.example", HomeTenant: partner, MFA: true, Roles: []string{estate.GlobalAdministrator}},
			{ObjectID: guest, UPN: "guest@northwind.example", HomeTenant: "other", MFA: true, Guest: true, Engineer: true, Roles: []string{estate.DirectoryReaders}},
			{ObjectID: noMFA, UPN: "nomfa@northwind.example", HomeTenant: partner, Engineer: true, Roles: []string{estate.GlobalAdministrator}},
		},
	}
	for i := range customers {
		o.Customers = append(o.Customers, estate.Tenant{ID: customerID(i), Name: fmt.Sprintf("Customer %d", i), Domain: fmt.Sprintf("customer%d.example", i)})
	}
	return o
}

func build(t *testing.T, customers int) (*estate.Estate, *clock) {
	t.Helper()
	at := &clock{today}
	e, err := estate.New(options(customers, "", at))
	require.NoError(t, err)
	return e, at
}

func one(t *testing.T, e *estate.Estate, situation estate.Situation) string {
	t.Helper()
	in := e.In(situation)
	require.NotEmpty(t, in, situation)
	return in[0].ID
}

func relationshipsOf(e *estate.Estate, tenant string) []graphsim.Relationship {
	return slices.DeleteFunc(e.Relationships(), func(r graphsim.Relationship) bool { return r.CustomerTenant != tenant })
}

func TestTheSameSeedMakesTheSameEstate(t *testing.T) {
	first, _ := build(t, 24)
	second, _ := build(t, 24)
	require.Equal(t, first.Relationships(), second.Relationships())
	require.Equal(t, first.Client().ID, second.Client().ID)
	require.Equal(t, first.SecurityGroups(), second.SecurityGroups())

	o := options(24, "", &clock{today})
	o.Seed = 2
	other, err := estate.New(o)
	require.NoError(t, err)
	require.NotEqual(t, first.Client().ID, other.Client().ID)
}

func TestEverySituationOccursAndMostCustomersAreHealthy(t *testing.T) {
	for _, customers := range []int{23, 24, 100, 1000} {
		e, _ := build(t, customers)
		for _, situation := range []estate.Situation{
			estate.EndingSoon, estate.NotInGroup, estate.Ended, estate.NoRole, estate.TwoRelationships, estate.BlocksPartners,
		} {
			require.NotEmpty(t, e.In(situation), "%s among %d", situation, customers)
		}
		require.Greater(t, len(e.In(estate.Healthy)), customers*2/3)
	}
}

func TestWhatATechnicianFindsAtACustomer(t *testing.T) {
	cases := []struct {
		situation             estate.Situation
		account               string
		reaches, consents     bool
		related, blockedByCAP bool
	}{
		{estate.Healthy, admin, true, true, true, false},
		{estate.Healthy, noGroup, false, false, true, false},
		{estate.Healthy, guest, false, true, true, false},
		{estate.EndingSoon, admin, true, true, true, false},
		{estate.NotInGroup, admin, false, false, true, false},
		{estate.Ended, admin, false, false, false, false},
		{estate.NoRole, admin, true, false, true, false},
		{estate.TwoRelationships, admin, true, true, true, false},
		{estate.BlocksPartners, admin, true, true, true, true},
	}
	e, _ := build(t, 24)
	for _, c := range cases {
		t.Run(string(c.situation)+" for "+c.account, func(t *testing.T) {
			tenant := one(t, e, c.situation)
			require.Equal(t, c.reaches, e.Reaches(c.account, tenant))
			require.Equal(t, c.consents, e.MayConsent(c.account, tenant))
			require.Equal(t, c.related, e.Related(tenant))
			require.Equal(t, c.blockedByCAP, e.BlocksPartners(tenant))
		})
	}
}

func TestARelationshipEndingSoonEndsInTwelveDaysAndThenIsOver(t *testing.T) {
	e, at := build(t, 24)
	tenant := one(t, e, estate.EndingSoon)
	ending := relationshipsOf(e, tenant)[0]
	require.Equal(t, "active", ending.Status)
	require.Equal(t, 12, int(ending.Ends.Sub(today).Hours()/24))
	at.now = today.AddDate(0, 0, 13)
	require.Equal(t, "expired", relationshipsOf(e, tenant)[0].Status)
	require.False(t, e.Reaches(admin, tenant))
}

func TestARelationshipThatExtendsItselfStaysActive(t *testing.T) {
	e, at := build(t, 24)
	at.now = today.AddDate(4, 0, 0)
	extended := 0
	for _, r := range e.Relationships() {
		if r.AutoExtend == "P180D" && r.Status != "terminated" {
			extended++
			require.Equal(t, "active", r.Status)
			require.True(t, r.Ends.After(at.now))
		}
	}
	require.Positive(t, extended)
}

func TestAnEndedRelationshipIsStillListed(t *testing.T) {
	e, _ := build(t, 24)
	past := relationshipsOf(e, one(t, e, estate.Ended))
	require.Len(t, past, 1)
	require.Equal(t, "expired", past[0].Status)
	require.True(t, past[0].Ends.Before(today))
}

func TestOfTwoRelationshipsTheNewerIsHealthy(t *testing.T) {
	e, _ := build(t, 24)
	two := relationshipsOf(e, one(t, e, estate.TwoRelationships))
	require.Len(t, two, 2)
	slices.SortFunc(two, func(a, b graphsim.Relationship) int { return a.Created.Compare(b.Created) })
	require.Equal(t, "active", two[0].Status)
	require.Equal(t, "active", two[1].Status)
	require.True(t, two[0].Activated.Before(two[1].Activated))
	mine := func(r graphsim.Relationship) bool {
		return slices.ContainsFunc(e.AccessAssignments(r.ID), func(a graphsim.AccessAssignment) bool {
			return slices.ContainsFunc(e.GroupsOf(admin), func(g graphsim.SecurityGroup) bool { return g.ID == a.GroupID })
		})
	}
	require.False(t, mine(two[0]))
	require.True(t, mine(two[1]))
}

func TestRelationshipsAreWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := options(rapid.IntRange(1, 60).Draw(t, "customers"), "", &clock{today})
		o.Seed = rapid.Uint64().Draw(t, "seed")
		for i := range o.Customers {
			o.Customers[i].Name = rapid.SampledFrom([]string{"Contoso", "A customer with a name that is a good deal longer than fifty letters", "株式会社"}).Draw(t, "name")
		}
		e, err := estate.New(o)
		require.NoError(t, err)
		seen := map[string]bool{}
		for _, r := range e.Relationships() {
			require.False(t, seen[r.ID], "the id %s occurs twice", r.ID)
			require.False(t, seen[r.DisplayName], "the name %s occurs twice", r.DisplayName)
			seen[r.ID], seen[r.DisplayName] = true, true
			require.LessOrEqual(t, len([]rune(r.DisplayName)), 50)
			require.True(t, r.Created.Before(r.Activated) && r.Activated.Before(r.Ends))
			if slices.Contains(r.Roles, estate.GlobalAdministrator) {
				require.Equal(t, "PT0S", r.AutoExtend, "Microsoft extends no relationship with Global Administrator")
			}
			for _, a := range e.AccessAssignments(r.ID) {
				for _, role := range a.Roles {
					require.Contains(t, r.Roles, role)
				}
			}
		}
	})
}

func TestTheAdministratorIsGlobalAdministratorAtHome(t *testing.T) {
	e, _ := build(t, 24)
	require.Contains(t, e.RolesIn(admin, partner), estate.GlobalAdministrator)
	require.True(t, e.ConsentsAtHome(admin))
	require.False(t, e.AdminAgent(guest))
	require.Empty(t, e.RolesIn("nobody", partner))
}

func TestConsentIsGivenOnceAndWithdrawnWithThePrincipalLeft(t *testing.T) {
	e, _ := build(t, 24)
	tenant, app := one(t, e, estate.Healthy), e.Client()
	require.Equal(t, estate.Grant{}, e.GrantOf(tenant, app.ID, estate.GraphResource))

	want := map[string][]string{estate.GraphResource: {"User.Read.All", "Directory.Read.All"}}
	require.NoError(t, e.Consent(tenant, app, want, today))
	require.ErrorIs(t, e.Consent(tenant, app, want, today), estate.ErrConsented)
	require.Equal(t, estate.Grant{Known: true, Scopes: []string{"User.Read.All", "Directory.Read.All"}}, e.GrantOf(tenant, app.ID, estate.GraphResource))

	principal := principalOf(t, e, tenant, app.ID)
	grants := e.Grants(tenant)
	require.Len(t, grants, 1)
	require.Equal(t, principal.ID, grants[0].ClientID)
	require.Equal(t, principalOf(t, e, tenant, estate.GraphResource).ID, grants[0].ResourceID)
	require.Equal(t, "User.Read.All Directory.Read.All", grants[0].Scope)

	require.True(t, e.SetGrantScope(tenant, grants[0].ID, "User.Read.All"))
	require.Equal(t, []string{"User.Read.All"}, e.GrantOf(tenant, app.ID, estate.GraphResource).Scopes)

	require.True(t, e.Withdraw(tenant, app.ID))
	require.False(t, e.Withdraw(tenant, app.ID))
	require.Equal(t, estate.Grant{Known: true}, e.GrantOf(tenant, app.ID, estate.GraphResource))
	require.Equal(t, principal, principalOf(t, e, tenant, app.ID))

	require.True(t, e.DeleteServicePrincipal(tenant, principal.ID))
	require.False(t, e.DeleteServicePrincipal(tenant, principal.ID))
	require.Equal(t, estate.Grant{}, e.GrantOf(tenant, app.ID, estate.GraphResource))
	require.False(t, e.DeleteServicePrincipal(tenant, principalOf(t, e, tenant, estate.GraphResource).ID), "Microsoft's own stays")
}

func principalOf(t *testing.T, e *estate.Estate, tenant, appID string) graphsim.ServicePrincipal {
	t.Helper()
	for _, p := range e.ServicePrincipals(tenant) {
		if p.AppID == appID {
			require.NoError(t, uuid.Validate(p.ID))
			return p
		}
	}
	t.Fatalf("no service principal of %s in %s", appID, tenant)
	return graphsim.ServicePrincipal{}
}

func TestADeletedGrantIsGone(t *testing.T) {
	e, _ := build(t, 24)
	tenant, app := one(t, e, estate.Healthy), e.Client()
	require.NoError(t, e.Consent(tenant, app, map[string][]string{estate.GraphResource: {"User.Read.All"}}, today))
	id := e.Grants(tenant)[0].ID
	require.True(t, e.DeleteGrant(tenant, id))
	require.False(t, e.DeleteGrant(tenant, id))
	require.Empty(t, e.Grants(tenant))
	require.NoError(t, e.Consent(tenant, app, map[string][]string{estate.GraphResource: {"User.Read.All"}}, today))
}

func TestAConsentHasEffectFromItsTimeOn(t *testing.T) {
	e, at := build(t, 24)
	tenant, app := one(t, e, estate.Healthy), e.Client()
	require.NoError(t, e.Consent(tenant, app, map[string][]string{estate.GraphResource: {"User.Read.All"}}, today.Add(30*time.Second)))
	require.Equal(t, estate.Grant{Known: true}, e.GrantOf(tenant, app.ID, estate.GraphResource))
	at.now = today.Add(30 * time.Second)
	require.Equal(t, []string{"User.Read.All"}, e.GrantOf(tenant, app.ID, estate.GraphResource).Scopes)
}

func TestConsentsLastBetweenRunsUntilStartOver(t *testing.T) {
	dir, at := t.TempDir(), &clock{today}
	open := func() *estate.Estate {
		e, err := estate.New(options(24, dir, at))
		require.NoError(t, err)
		return e
	}
	first := open()
	tenant, app := one(t, first, estate.Healthy), first.Client()
	require.NoError(t, first.Consent(tenant, app, map[string][]string{estate.GraphResource: {"User.Read.All"}}, today))
	first.Widen(partner, app, map[string][]string{estate.PartnerCenterResource: {"user_impersonation"}})

	second := open()
	require.Equal(t, first.Grants(tenant), second.Grants(tenant))
	require.Equal(t, []string{"user_impersonation"}, second.GrantOf(partner, app.ID, estate.PartnerCenterResource).Scopes)

	require.NoError(t, second.StartOver())
	require.Empty(t, second.Grants(tenant))
	require.Empty(t, open().Grants(tenant))
}

func TestABrokenConsentFileIsNamedInTheError(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "consents"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "consents", partner+".json"), []byte("{"), 0o600))
	_, err := estate.New(options(24, dir, &clock{today}))
	require.ErrorContains(t, err, partner)
}

func TestEveryRegisteredPermissionIsDescribed(t *testing.T) {
	e, _ := build(t, 1)
	for _, app := range e.Registered() {
		for resource, names := range app.Permissions {
			for _, name := range names {
				permission, ok := estate.PermissionOf(resource, name)
				require.True(t, ok, name)
				require.NotEmpty(t, permission.Wording)
			}
		}
	}
	_, ok := estate.PermissionOf(estate.PartnerCenterResource, "User.Read")
	require.False(t, ok)
}
