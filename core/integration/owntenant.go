package integration

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Visitor is a session of an account whose tenant is not known before. It keeps nothing.
type Visitor interface {
	// SignIn has the person choose an account in the browser; the account says which tenant is its own.
	SignIn(ctx context.Context, permissions []string, prompt m365.SignInPrompt) (m365.Account, error)
	Organization(ctx context.Context, tenant m365.TenantID) (m365.Organization, error)
	// Close forgets the session with its tokens.
	Close(ctx context.Context) error
}

// OwnTenant is the tenant that an account is at home in.
type OwnTenant struct {
	Account string
	ID      m365.TenantID
	// Name and Domain are what is known of it; Name may be empty.
	Name, Domain string
}

// FullName is the tenant's name with domain and id.
func (o OwnTenant) FullName() string {
	if o.Name == "" {
		return o.Domain + " (" + string(o.ID) + ")"
	}
	return o.Name + " (" + o.Domain + ", " + string(o.ID) + ")"
}

// FindTenant has a person sign in wherever they are at home, and says which tenant that is. The application of the id that is
// given asks for it; without one Microsoft's own client for administrators. Nothing is kept of the sign-in.
func (s *Service) FindTenant(ctx context.Context, clientID string, onURL func(string)) (own OwnTenant, err error) {
	if clientID == "" && s.Administrate == nil {
		return own, ErrNoAdministrator
	}
	visitor, err := s.Visit(cmp.Or(clientID, CommandLineTools))
	if err != nil {
		return own, err
	}
	defer func() { err = errors.Join(err, visitor.Close(context.WithoutCancel(ctx))) }()
	account, err := visitor.SignIn(ctx, []string{"User.Read"}, m365.SignInPrompt{OnURL: onURL})
	if err != nil {
		return own, fmt.Errorf("find the tenant of an account: %w", err)
	}
	own = OwnTenant{Account: account.Username, ID: account.Tenant, Domain: m365.DomainOf(account.Username)}
	organization, err := visitor.Organization(ctx, account.Tenant)
	if err != nil {
		s.Log.Warn("the name of the tenant of an account could not be read", "tenant", account.Tenant, "error", err)
		return own, ctx.Err()
	}
	own.Name, own.Domain = organization.Name, cmp.Or(organization.DefaultDomain, own.Domain)
	return own, nil
}
