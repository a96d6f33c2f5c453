package signin

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// InteractiveOptions say how a person signs in.
type InteractiveOptions struct {
	// Scopes are what the person consents to, all of one service; none means what was consented to before.
	Scopes []string
	// LoginHint is the user name to start with.
	LoginHint string
	// Claims is what Claims returned for an error of Token.
	Claims string
	// Tenant is where to sign in; empty means the MSP's own. A client's tenant is for a claims challenge of that tenant.
	Tenant m365.TenantID
	// TenantName and TenantDomain name the MSP's tenant, for the sentence that refuses an account of another; may be empty.
	TenantName, TenantDomain string
	// OnURL gets the address that the browser opens, for "Copy link".
	OnURL func(url string)
}

// Interactive signs a person in with the system browser, by authorization code with PKCE and a loopback redirect. It returns
// when that is done or refused, or when ctx ends, which is how to cancel. In the MSP's own tenant the account becomes the
// signed-in one, in place of any before. An account of another tenant is refused with WrongTenantError.
func (s *Session) Interactive(ctx context.Context, options InteractiveOptions) (m365.Account, error) {
	if options.Tenant == "" {
		options.Tenant = s.Tenant
	}
	if len(options.Scopes) == 0 {
		options.Scopes = []string{s.Cloud.GraphScope()}
	}
	account, err := s.browse(ctx, options)
	if err != nil {
		return m365.Account{}, s.failed("sign in to", options.Tenant, err)
	}
	return account, nil
}

// browse opens the browser, waits for its answer, and shows there what came of it.
func (s *Session) browse(ctx context.Context, options InteractiveOptions) (account m365.Account, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	back, err := listenLoopback()
	if err != nil {
		return m365.Account{}, err
	}
	defer func() { back.end(ctx, s.endingOf(options, account, err)) }()
	defer crash.Into(&err)
	account, err = s.goThrough(ctx, back, options)
	if options.Tenant == s.Tenant && refusal.OfClient(err) {
		err = &refusal.ClientTenantError{Given: s.Tenant, GivenName: options.TenantName, GivenDomain: options.TenantDomain, Err: err}
	}
	return account, err
}

func (s *Session) endingOf(options InteractiveOptions, account m365.Account, err error) ending {
	if err != nil {
		return notSignedIn(s.failed("sign in to", options.Tenant, err), options.TenantName)
	}
	return signedInAs(account.Username)
}

// goThrough is the sign-in by authorization code with PKCE (https://www.rfc-editor.org/rfc/rfc7636).
func (s *Session) goThrough(ctx context.Context, back *loopback, options InteractiveOptions) (m365.Account, error) {
	verifier := rand.Text() + rand.Text()
	address, err := s.address(ctx, back, options, verifier)
	if err != nil {
		return m365.Account{}, fromLibrary(err)
	}
	if err := s.show(ctx, address, options); err != nil {
		return m365.Account{}, err
	}
	code, err := back.code(ctx)
	if err != nil {
		return m365.Account{}, err
	}
	request := []public.AcquireByAuthCodeOption{public.WithTenantID(string(options.Tenant)), public.WithChallenge(verifier)}
	if options.Claims != "" {
		request = append(request, public.WithClaims(options.Claims))
	}
	result, err := s.client.AcquireTokenByAuthCode(ctx, code, back.address, libraryScopes(options.Scopes), request...)
	switch {
	case ctx.Err() != nil:
		return m365.Account{}, ctx.Err()
	case err != nil:
		return m365.Account{}, fromLibrary(err)
	}
	defer s.cache.flush(ctx)
	return s.accept(ctx, options, result)
}

// address is where the browser goes. The library leaves to its caller what makes the answer this sign-in's alone, and that
// the code comes in a form, where no history keeps it.
func (s *Session) address(ctx context.Context, back *loopback, options InteractiveOptions, verifier string) (string, error) {
	request := []public.AuthCodeURLOption{public.WithTenantID(string(options.Tenant))}
	if options.LoginHint != "" {
		request = append(request, public.WithLoginHint(options.LoginHint))
	}
	if options.Claims != "" {
		request = append(request, public.WithClaims(options.Claims))
	}
	scopes := append(libraryScopes(options.Scopes), alwaysAsked...)
	made, err := s.client.AuthCodeURL(ctx, s.ClientID, back.address, scopes, request...)
	if err != nil {
		return "", err
	}
	address, err := url.Parse(made)
	if err != nil {
		return "", fmt.Errorf("address of the sign-in: %w", err)
	}
	if err := s.authority.checkPage(address); err != nil {
		return "", err
	}
	digest := sha256.Sum256([]byte(verifier))
	query := address.Query()
	query.Set("state", back.state)
	query.Set("code_challenge", base64.RawURLEncoding.EncodeToString(digest[:]))
	query.Set("code_challenge_method", "S256")
	query.Set("response_mode", "form_post")
	query.Set("prompt", "select_account")
	address.RawQuery = query.Encode()
	return address.String(), nil
}

// show hands the address out and opens the browser beside the sign-in: some openers return only when the browser ends. Where
// none could be opened the sign-in goes on waiting: the person may use the link.
func (s *Session) show(ctx context.Context, url string, options InteractiveOptions) error {
	if options.OnURL != nil {
		options.OnURL(url)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return refusal.ErrClosed
	}
	s.work.Go(func() {
		if err := s.openBrowser(url); err != nil && ctx.Err() == nil {
			s.Log.Warn("no browser could be opened", "error", err)
		}
	})
	return nil
}

func (s *Session) openBrowser(url string) (err error) {
	defer crash.Into(&err)
	return s.OpenBrowser(url)
}

// accept checks who signed in and makes the account the Session's.
func (s *Session) accept(ctx context.Context, options InteractiveOptions, result public.AuthResult) (m365.Account, error) {
	account := accountOf(result.Account)
	if account.Tenant == "" {
		account.Tenant = m365.TenantID(strings.ToLower(result.IDToken.TenantID))
	}
	account.Name = result.IDToken.Name
	if account.Tenant != s.Tenant && s.Tenant != AnyOrganization {
		s.dismiss(ctx, result.Account)
		return m365.Account{}, s.wrongTenant(options, account, result.IDToken.TenantID)
	}
	if current, signedIn := s.Account(); options.Tenant != s.Tenant {
		if signedIn && current.HomeAccountID != account.HomeAccountID {
			s.dismiss(ctx, result.Account)
			return m365.Account{}, &refusal.WrongAccountError{Want: current.Username, Got: account.Username}
		}
		s.Forget(options.Tenant)
		return current, nil
	}
	s.adopt(account, result.Account)
	if err := s.settle(ctx); err != nil {
		return m365.Account{}, err
	}
	if err := s.removeOthers(ctx, account.HomeAccountID); err != nil {
		return m365.Account{}, err
	}
	return account, nil
}

// wrongTenant tells an account that Microsoft let into the tenant from one that has nothing to do with it: the token of a guest,
// or of a client's partner, is of the tenant, its account is not.
func (s *Session) wrongTenant(options InteractiveOptions, account m365.Account, of string) *refusal.WrongTenantError {
	wrong := &refusal.WrongTenantError{
		Want: s.Tenant, WantName: options.TenantName, WantDomain: cmp.Or(options.TenantDomain, m365.DomainOf(options.LoginHint)),
		Got: account.Tenant, Username: account.Username,
		Visits: strings.EqualFold(of, string(s.Tenant)),
	}
	if address, there, guest := m365.GuestAddress(account.Username); guest {
		wrong.Username, wrong.Guest = address, true
		wrong.WantDomain = cmp.Or(wrong.WantDomain, there)
	}
	wrong.GotDomain = m365.DomainOf(wrong.Username)
	return wrong
}

// dismiss makes the library forget an account that was refused. That it could not is no reason to hide the refusal.
func (s *Session) dismiss(ctx context.Context, refused public.Account) {
	if err := s.client.RemoveAccount(ctx, refused); err != nil {
		s.Log.Warn("a refused account could not be forgotten", "error", fmt.Errorf("forget account: %w", err))
	}
}

// alwaysAsked are the scopes of every sign-in: who it is, and a refresh token.
var alwaysAsked = []string{"openid", "offline_access", "profile"}

// libraryScopes leaves out what the library adds by itself. Asked for by name, it would find them missing in Microsoft's
// answer and fail.
func libraryScopes(scopes []string) []string {
	return slices.DeleteFunc(slices.Clone(scopes), func(scope string) bool { return slices.Contains(alwaysAsked, scope) })
}
