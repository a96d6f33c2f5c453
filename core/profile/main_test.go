package profile_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is the tests' now.
var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

var (
	adele = m365.UserKey{Tenant: "contoso", ID: "adele"}
	twin  = m365.UserKey{Tenant: "fabrikam", ID: "adele"}
)

var (
	errPremium    = errors.New("premium")
	errPermission = errors.New("permission")
)

// directory answers with rows that name the user's tenant.
type directory struct {
	// err is the answer where it is set; since is what was asked of sign-ins.
	err   error
	since time.Time
	// defect is of the program.
	defect bool
	// loses is a read that every part loses.
	loses *call.Read
	// asked hears of every request, and answer lets it go on; nil for no waiting.
	asked  chan context.Context
	answer chan struct{}
}

func (d *directory) wait(ctx context.Context) error {
	if d.asked != nil {
		d.asked <- ctx
		select {
		case <-d.answer:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if d.defect {
		panic("adele")
	}
	if d.loses != nil {
		return d.loses.Lost(ctx, errors.New("no answer"))
	}
	return d.err
}

func (d *directory) User(ctx context.Context, key m365.UserKey) (m365.Details, error) {
	user := m365.User{Key: key, DisplayName: "Adele of " + string(key.Tenant), Created: noon.AddDate(-1, 0, 0)}
	return m365.Details{User: user, Manager: &m365.Person{DisplayName: "Bianca"}}, d.wait(ctx)
}

func (d *directory) UserRoles(ctx context.Context, key m365.UserKey) ([]m365.HeldRole, error) {
	return []m365.HeldRole{{Role: m365.Role{Name: string(key.Tenant)}, Scope: "/"}}, d.wait(ctx)
}

func (d *directory) UserLicenses(ctx context.Context, _ m365.UserKey) ([]m365.HeldLicense, error) {
	return []m365.HeldLicense{
		{SKU: "sku-1", PartNumber: "SPB", Plans: []m365.ServicePlan{{ID: "plan-1", PartNumber: "TEAMS1", On: true}, {ID: "plan-2"}}},
		{SKU: "sku-2", PartNumber: "P2"},
	}, d.wait(ctx)
}

func (d *directory) UserDevices(ctx context.Context, key m365.UserKey) ([]m365.Device, error) {
	return []m365.Device{{Hostname: string(key.Tenant)}}, d.wait(ctx)
}

func (d *directory) UserGroups(ctx context.Context, key m365.UserKey) ([]m365.Group, error) {
	return []m365.Group{{Name: string(key.Tenant)}}, d.wait(ctx)
}

func (d *directory) UserSignIns(ctx context.Context, key m365.UserKey, since time.Time) ([]m365.SignIn, error) {
	d.since = since
	return []m365.SignIn{{App: string(key.Tenant), At: noon}}, d.wait(ctx)
}

func (d *directory) UserMethods(ctx context.Context, key m365.UserKey) ([]m365.AuthMethod, error) {
	return []m365.AuthMethod{{Name: string(key.Tenant)}}, d.wait(ctx)
}

// fakeStore keeps snapshots in memory.
type fakeStore struct {
	err  error
	mu   sync.Mutex
	kept map[m365.UserKey][]profile.Kept
}

func (s *fakeStore) ProfileParts(_ context.Context, key m365.UserKey) ([]profile.Kept, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.kept[key]), s.err
}

func (s *fakeStore) SaveProfilePart(_ context.Context, key m365.UserKey, kept profile.Kept) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = make(map[m365.UserKey][]profile.Kept)
	}
	s.kept[key] = append(slices.DeleteFunc(s.kept[key], func(k profile.Kept) bool { return k.Part == kept.Part }), kept)
	return s.err
}

func service(from *directory, to *fakeStore) *profile.Service {
	named := func(what string) func(id, part string) string {
		return func(id, part string) string { return what + " " + id + " " + part }
	}
	return profile.New(profile.Options{
		Directory: from, Store: to, ProductName: named("product"), PlanName: named("plan"),
		Availability: func(err error) m365.Availability {
			switch {
			case errors.Is(err, errPremium):
				return m365.NeedsPremium
			case errors.Is(err, errPermission):
				return m365.NoPermission
			}
			return m365.Unreadable
		},
		Explain: func(err error, _ string) m365.Failure { return m365.Failure{What: err.Error()} },
		Now:     func() time.Time { return noon },
	})
}
