package integration_test

import (
	"context"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func (s *fakeStore) TurnOff(context.Context) (m365.TurnOff, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.off == nil {
		return m365.TurnOff{}, false, nil
	}
	off := *s.off
	off.Removals = append([]m365.Removal(nil), off.Removals...)
	return off, true, nil
}

func (s *fakeStore) BeginTurnOff(_ context.Context, off m365.TurnOff) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.off = &off
	return nil
}

func (s *fakeStore) SetRemoval(_ context.Context, removal m365.Removal) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.off.Removals {
		if s.off.Removals[i].Tenant == removal.Tenant {
			s.off.Removals[i] = removal
		}
	}
	if removal.Doing != "" {
		s.history = append(s.history, removal.Name+": "+removal.Doing)
	}
	return nil
}

func (s *fakeStore) DropTurnOff(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.off = nil
	return nil
}

func (s *fakeStore) Forget(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgotten, s.off, s.connection = true, nil, m365.Connection{}
	clear(s.tenants)
	return nil
}

func (s *fakeStore) EraseJournal(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.erased = true
	return nil
}

func (a *account) Permit(_ context.Context, permissions []string, options m365.SignInPrompt) (m365.Account, error) {
	options.OnURL("https://login.example/permit")
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.permitError != nil {
		return m365.Account{}, a.permitError
	}
	a.permitted = append(a.permitted, permissions...)
	return a.who, nil
}

// applications are the enterprise applications of all tenants.
type applications struct {
	mu sync.Mutex
	// gone are the tenants whose application was deleted.
	gone map[m365.TenantID]bool
	// fail refuses the deletion; lose carries it out and says that it failed.
	fail, lose map[m365.TenantID]error
	// owner is the one of an application that is not ours.
	owner   map[m365.TenantID]m365.TenantID
	deleted []m365.TenantID
	// before is called with a deletion.
	before func(ctx context.Context)
}

func (a *applications) make(tenant m365.TenantID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.gone, tenant)
}

func (a *applications) isGone(tenant m365.TenantID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.gone[tenant]
}

func (a *applications) EnterpriseApplication(_ context.Context, tenant m365.TenantID, _ string) (m365.EnterpriseApplication, bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	owner := home
	if other, set := a.owner[tenant]; set {
		owner = other
	}
	return m365.EnterpriseApplication{ID: "sp-" + string(tenant), Owner: owner}, !a.gone[tenant], nil
}

func (a *applications) DeleteApplication(ctx context.Context, tenant m365.TenantID, _ string) error {
	if a.before != nil {
		a.before(ctx)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.fail[tenant]; err != nil {
		return err
	}
	a.gone[tenant] = true
	a.deleted = append(a.deleted, tenant)
	return a.lose[tenant]
}

func (s *fakeStore) Borrowed(context.Context) ([]m365.Borrowed, error) { return nil, nil }

func (s *fakeStore) KeepBorrowed(context.Context, m365.Borrowed) error { return nil }

func (s *fakeStore) DropBorrowed(context.Context, m365.TenantID) error { return nil }
