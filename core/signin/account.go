package signin

import (
	"context"
	"fmt"
	"strings"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Account returns who is signed in, and false when nobody is.
func (s *Session) Account() (m365.Account, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account, s.account.HomeAccountID != ""
}

// Restore takes the account of an earlier run from the vault, without a network. It returns false when the vault does not
// hold it: the person has to sign in again.
func (s *Session) Restore(ctx context.Context, homeAccountID string) (m365.Account, bool, error) {
	stored, err := s.stored(ctx)
	if err != nil {
		return m365.Account{}, false, err
	}
	for _, one := range stored {
		if one.HomeAccountID == homeAccountID {
			account := accountOf(one)
			s.adopt(account, one)
			return account, true, nil
		}
	}
	return m365.Account{}, false, nil
}

// SignOut forgets every account and token, in memory and in the vault. Token requests that run are stopped first, because
// the answer of one would bring the account back.
func (s *Session) SignOut(ctx context.Context) error {
	s.adopt(m365.Account{}, public.Account{})
	if err := s.settle(ctx); err != nil {
		return s.failed("sign out of", s.Tenant, err)
	}
	if err := s.removeOthers(ctx, ""); err != nil {
		return s.failed("sign out of", s.Tenant, err)
	}
	if err := s.cache.clear(ctx); err != nil {
		return s.failed("empty the vault of", s.Tenant, err)
	}
	return nil
}

// stored lists the library's accounts of the MSP's tenant, one each: the library has one for every tenant that the account
// got a token for.
func (s *Session) stored(ctx context.Context) ([]public.Account, error) {
	all, err := s.client.Accounts(ctx)
	if err != nil {
		return nil, s.failed("read the accounts of", s.Tenant, err)
	}
	var own []public.Account
	for _, one := range all {
		if one.Realm == string(s.Tenant) && homeTenant(one.HomeAccountID) == s.Tenant {
			own = append(own, one)
		}
	}
	return own, nil
}

// adopt makes an account the signed-in one and drops the tokens of the one before.
func (s *Session) adopt(account m365.Account, library public.Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if account.HomeAccountID != s.account.HomeAccountID {
		clear(s.challenges)
	}
	s.account, s.library = account, library
	clear(s.tokens)
	for _, running := range s.requests {
		running.cancel()
	}
}

// settle waits until no token request runs.
func (s *Session) settle(ctx context.Context) error {
	for {
		running := s.anyRequest()
		if running == nil {
			return nil
		}
		select {
		case <-running.done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// removeOthers makes the library forget all accounts but one.
func (s *Session) removeOthers(ctx context.Context, keep string) error {
	all, err := s.client.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.HomeAccountID == keep {
			continue
		}
		if err := s.client.RemoveAccount(ctx, one); err != nil {
			return fmt.Errorf("forget an account: %w", err)
		}
	}
	return nil
}

func accountOf(library public.Account) m365.Account {
	return m365.Account{
		HomeAccountID: library.HomeAccountID,
		ObjectID:      library.LocalAccountID,
		Tenant:        homeTenant(library.HomeAccountID),
		Username:      library.PreferredUsername,
		Name:          library.Name,
	}
}

// homeTenant reads the tenant that an account belongs to from the library's name of it, "object.tenant".
func homeTenant(homeAccountID string) m365.TenantID {
	_, tenant, found := strings.Cut(homeAccountID, ".")
	if !found {
		return ""
	}
	id, err := m365.ParseTenantID(tenant)
	if err != nil {
		return ""
	}
	return id
}
