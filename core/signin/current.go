package signin

import (
	"context"
	"strings"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// Current is the Session in use. Another partner tenant or application takes another session of the sign-in
// library, so what needs tokens holds on to this one. It is safe for use from any goroutine.
type Current struct {
	cloud cloud.Cloud
	// open makes the library's session for a partner tenant and an application.
	open func(tenant m365.TenantID, clientID string) (*Session, error)
	// resolve asks the cloud which tenant a GUID or a domain names.
	resolve func(ctx context.Context, tenantIDOrDomain string) (m365.TenantID, error)

	mu      sync.Mutex
	current *Session
	// domains are those by which a person named tenants.
	domains map[m365.TenantID]string
}

// NewCurrent makes a Current that nobody is signed in to.
func NewCurrent(
	in cloud.Cloud,
	open func(tenant m365.TenantID, clientID string) (*Session, error),
	resolve func(ctx context.Context, tenantIDOrDomain string) (m365.TenantID, error),
) *Current {
	return &Current{cloud: in, open: open, resolve: resolve, domains: map[m365.TenantID]string{}}
}

// Resolve asks Microsoft which tenant a GUID or a domain names. The domain is remembered, to name the tenant by it.
func (s *Current) Resolve(ctx context.Context, tenantIDOrDomain string) (m365.TenantID, error) {
	id, err := s.resolve(ctx, tenantIDOrDomain)
	if _, notID := m365.ParseTenantID(tenantIDOrDomain); err == nil && notID != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.domains[id] = strings.ToLower(strings.TrimSpace(tenantIDOrDomain))
	}
	return id, err
}

func (s *Current) domainOf(tenant m365.TenantID) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.domains[tenant]
}

// Use goes over to a partner tenant and an application. It keeps the account when both are those in use.
func (s *Current) Use(ctx context.Context, tenant m365.TenantID, clientID string) error {
	if current, err := s.inUse(); err == nil && current.Tenant == tenant && current.ClientID == clientID {
		return nil
	}
	next, err := s.open(tenant, clientID)
	if err != nil {
		return err
	}
	s.mu.Lock()
	last := s.current
	s.current = next
	s.mu.Unlock()
	if last == nil {
		return nil
	}
	return last.Close(ctx)
}

// Close ends the session's work.
func (s *Current) Close(ctx context.Context) error {
	current, err := s.inUse()
	if err != nil {
		return nil // never opened
	}
	return current.Close(ctx)
}

// Restore takes up the account of an earlier run from the vault, without a browser.
func (s *Current) Restore(ctx context.Context, homeAccountID string) (bool, error) {
	current, err := s.inUse()
	if err != nil {
		return false, err
	}
	_, found, err := current.Restore(ctx, homeAccountID)
	return found, err
}

// SignedIn says whether an account is there.
func (s *Current) SignedIn() bool {
	current, err := s.inUse()
	if err != nil {
		return false
	}
	_, there := current.Account()
	return there
}

// Interactive signs a person in with the system browser: first for Graph, then, where Microsoft has not seen the consent
// yet, for Partner Center, because one consent page covers the permissions of one service only. Then come the client tenants that
// wait for a further proof.
func (s *Current) Interactive(ctx context.Context, tier access.Tier, prompt m365.SignInPrompt) (m365.Account, error) {
	current, err := s.inUse()
	if err != nil {
		return m365.Account{}, err
	}
	options := InteractiveOptions{
		Scopes: s.scopes(access.HomeScopes(tier)), LoginHint: prompt.LoginHint,
		TenantName: prompt.TenantName, TenantDomain: s.domainOf(current.Tenant), OnURL: prompt.OnURL,
	}
	account, err := s.atHome(ctx, current, options)
	if err == nil {
		current.answerChallenges(ctx, InteractiveOptions{LoginHint: account.Username, OnURL: prompt.OnURL})
	}
	return account, err
}

// Permit has the person accept further Graph permissions in the partner tenant.
func (s *Current) Permit(ctx context.Context, permissions []string, prompt m365.SignInPrompt) (m365.Account, error) {
	current, err := s.inUse()
	if err != nil {
		return m365.Account{}, err
	}
	return current.Interactive(ctx, InteractiveOptions{
		Scopes: s.scopes(permissions), LoginHint: prompt.LoginHint,
		TenantName: prompt.TenantName, TenantDomain: s.domainOf(current.Tenant), OnURL: prompt.OnURL,
	})
}

// atHome signs in to the partner tenant, for all services that are needed there.
func (s *Current) atHome(ctx context.Context, current *Session, options InteractiveOptions) (m365.Account, error) {
	account, err := current.Interactive(ctx, options)
	if err != nil || s.cloud.PartnerCenter == "" {
		return account, err
	}
	token, err := current.Token(ctx, Request{Tenant: current.Tenant, Resource: PartnerCenter})
	if err == nil || !refusal.NeedsInteraction(err) && !refusal.NotConsented(err) {
		account.WithoutMFA = token.WithoutMFA
		return account, err
	}
	options.Scopes = []string{s.cloud.PartnerScope()}
	options.LoginHint = account.Username
	options.Claims = refusal.Claims(err)
	if account, err = current.Interactive(ctx, options); err != nil {
		return account, err
	}
	token, err = current.Token(ctx, Request{Tenant: current.Tenant, Resource: PartnerCenter})
	account.WithoutMFA = err == nil && token.WithoutMFA
	return account, nil
}

// scopes spells the names of Graph permissions as the cloud's scopes.
func (s *Current) scopes(names []string) []string {
	spelt := make([]string, len(names))
	for i, name := range names {
		spelt[i] = s.cloud.GraphPermission(name)
	}
	return spelt
}

// Renew gets a tenant's Graph token anew, because one that was made before a consent does not show it, and returns the
// permissions that it carries.
func (s *Current) Renew(ctx context.Context, tenant m365.TenantID) ([]string, error) {
	token, err := s.token(ctx, Request{Tenant: tenant, Resource: Graph, Fresh: true})
	return token.Scopes, err
}

// Forget drops the tokens of a tenant.
func (s *Current) Forget(tenant m365.TenantID) {
	if current, err := s.inUse(); err == nil {
		current.Forget(tenant)
	}
}

// SignOut forgets the account and all its tokens on this machine.
func (s *Current) SignOut(ctx context.Context) error {
	current, err := s.inUse()
	if err != nil {
		return err
	}
	return current.SignOut(ctx)
}

func (s *Current) token(ctx context.Context, request Request) (Token, error) {
	current, err := s.inUse()
	if err != nil {
		return Token{}, err
	}
	return current.Token(ctx, request)
}

func (s *Current) inUse() (*Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return nil, refusal.ErrSignedOut
	}
	return s.current, nil
}

// GraphTokens are the session's tokens as the Graph client asks for them.
type GraphTokens struct{ *Current }

// Token returns the bearer token of a tenant; with claims, a new one.
func (t GraphTokens) Token(ctx context.Context, tenant m365.TenantID, claims string) (string, error) {
	token, err := t.token(ctx, Request{Tenant: tenant, Resource: Graph, Claims: claims})
	return token.Value.Reveal(), err
}

// Forget drops a token that Graph refused.
func (t GraphTokens) Forget(tenant m365.TenantID, token string) {
	if current, err := t.inUse(); err == nil {
		current.Refused(tenant, Graph, token)
	}
}

// PartnerTokens are the session's tokens for Partner Center, all of the partner's own tenant.
type PartnerTokens struct{ *Current }

// Token returns the bearer token; with claims, a new one.
func (t PartnerTokens) Token(ctx context.Context, claims string) (string, error) {
	current, err := t.inUse()
	if err != nil {
		return "", err
	}
	token, err := current.Token(ctx, Request{Tenant: current.Tenant, Resource: PartnerCenter, Claims: claims})
	return token.Value.Reveal(), err
}

// Forget drops a token that Partner Center refused.
func (t PartnerTokens) Forget(token string) {
	if current, err := t.inUse(); err == nil {
		current.Refused(current.Tenant, PartnerCenter, token)
	}
}
