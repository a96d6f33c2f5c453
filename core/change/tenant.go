package change

import (
	"context"
	"fmt"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// session is a tenant as an account is signed in to it.
type session struct {
	who    string
	tenant m365.TenantID
}

// prove asks a tenant for its id before the first write of a session, and refuses where another one answers, as where a token
// is another tenant's. A tenant that does not tell is asked again before the next write, and does not hold up this one: the
// user, whose id no other tenant has, was read from it.
func (s *Service) prove(ctx context.Context, action Action, user m365.UserKey, name string) error {
	this := session{s.options.Who(), user.Tenant}
	if s.isProven(this) {
		return nil
	}
	organization, err := s.options.Directory.Organization(ctx, user.Tenant)
	switch {
	case organization.ID != "" && !strings.EqualFold(string(organization.ID), string(user.Tenant)):
		return refuseOtherTenant(action, user, name, organization)
	case err != nil:
		s.options.Log.Warn("a tenant did not tell its id before a write", "tenant", user.Tenant, "error", err)
		return nil
	case organization.ID == "":
		return refuseOtherTenant(action, user, name, organization)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.proven[this] = struct{}{}
	return nil
}

func (s *Service) isProven(this session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, proven := s.proven[this]
	return proven
}

func refuseOtherTenant(action Action, user m365.UserKey, name string, answered m365.Organization) error {
	other := answered.Name
	if other == "" {
		other = string(answered.ID)
	}
	return &Refusal{
		Reason: ErrOtherTenant, Action: action, User: user,
		What: fmt.Sprintf("Nothing was sent, because Microsoft answered for another tenant: %s in place of %s.", other, name),
		Do:   "Sign in again under Setup > Integrations > Microsoft 365. If it happens again, check that no proxy changes the traffic to Microsoft, and report it.",
	}
}
