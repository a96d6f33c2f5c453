package signin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// Resource is a service that a token is for.
type Resource string

// The services.
const (
	Graph         Resource = "graph"
	PartnerCenter Resource = "partner-center"
)

// Request asks for a token.
type Request struct {
	Tenant   m365.TenantID
	Resource Resource
	// Claims is the decoded JSON of a claims challenge that the service answered a token with.
	Claims string
	// Fresh drops the token at hand: it was made before a consent, or the service refused it.
	Fresh bool
}

// Token is an access token for one tenant and resource.
type Token struct {
	Value m365.Secret
	// Scopes are the permissions it carries, by their short names: User.Read.All.
	Scopes  []string
	Expires time.Time
	// WithoutMFA says that it was made for a person who proved nothing beside a password. Where a token does not tell, it is
	// false.
	WithoutMFA bool
}

// spare is how long before its end a token counts as ended: long enough for a slow page to arrive.
const spare = 5 * time.Minute

// longestLife is that of a token which Microsoft can end before its time (continuous access evaluation); others end sooner.
const longestLife = 28 * time.Hour

// askAgain is a claims request that asks for nothing. The library answers from its own cache unless there are claims, and
// merges its capabilities into these, so what is sent is the same as without.
const askAgain = `{"access_token":{}}`

type tokenKey struct {
	tenant   m365.TenantID
	resource Resource
}

// Token returns a token that is good for some minutes at least. Callers that ask for the same at once share one request.
// Without an account it fails with ErrSignedOut; Explain, NeedsInteraction and NotConsented read its other errors.
func (s *Session) Token(ctx context.Context, request Request) (Token, error) {
	if err := s.checkRequest(request); err != nil {
		return Token{}, s.failed("get a token for", request.Tenant, err)
	}
	token, err := s.shared(ctx, request)
	if err != nil {
		return Token{}, s.failed("get a token for", request.Tenant, err)
	}
	return token, nil
}

// Forget drops a tenant's tokens, for one that was unsynced.
func (s *Session) Forget(tenant m365.TenantID) {
	s.drop(tokenKey{tenant, Graph})
	s.drop(tokenKey{tenant, PartnerCenter})
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.challenges, tenant)
}

// Refused drops a tenant's token that the service did not accept, unless a newer one took its place meanwhile.
func (s *Session) Refused(tenant m365.TenantID, resource Resource, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := tokenKey{tenant, resource}
	if held, found := s.tokens[key]; found && held.Value.Reveal() == value {
		delete(s.tokens, key)
	}
}

func (r Request) key() tokenKey { return tokenKey{r.Tenant, r.Resource} }

// forced says that a token at hand is not good enough.
func (r Request) forced() bool { return r.Fresh || r.Claims != "" }

func (s *Session) checkRequest(request Request) error {
	if _, err := m365.ParseTenantID(string(request.Tenant)); err != nil {
		return err
	}
	switch {
	case request.Resource == Graph:
		return nil
	case request.Resource == PartnerCenter && s.Cloud.PartnerCenter != "":
		return nil
	case request.Resource == PartnerCenter:
		return &refusal.NoPartnerCenterError{Cloud: s.Cloud.Name}
	}
	return errors.New("the resource is not known: " + string(request.Resource))
}

func (s *Session) drop(key tokenKey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, key)
}

// acquire asks Microsoft for a token and keeps it, for as long as library is the signed-in account.
func (s *Session) acquire(ctx context.Context, request Request, library public.Account) (token Token, err error) {
	defer crash.Into(&err)
	if err := s.slots.Take(ctx); err != nil {
		return Token{}, err
	}
	defer s.slots.Give()
	asked := request.Claims
	if asked == "" {
		asked = askAgain
	}
	result, err := s.client.AcquireTokenSilent(ctx, []string{s.scope(request.Resource)},
		public.WithSilentAccount(library),
		public.WithTenantID(string(request.Tenant)),
		public.WithClaims(asked),
	)
	if err != nil {
		err = fromLibrary(err)
		s.noteChallenge(request, err)
		return Token{}, err
	}
	claims := claimsOf(result.AccessToken)
	if claims.Tenant != "" && !strings.EqualFold(claims.Tenant, string(request.Tenant)) {
		return Token{}, &refusal.OtherTenantError{Asked: request.Tenant, Got: m365.TenantID(strings.ToLower(claims.Tenant))}
	}
	token = Token{
		Value:      m365.NewSecret(result.AccessToken),
		Scopes:     claims.scopes(result.GrantedScopes),
		Expires:    s.Now().Add(min(time.Until(result.ExpiresOn), longestLife)), // the library counts from the machine's clock
		WithoutMFA: len(claims.Methods) > 0 && !slices.Contains(claims.Methods, "mfa") && !slices.Contains(claims.Methods, "ngcmfa"),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.account.HomeAccountID == library.HomeAccountID {
		s.tokens[request.key()] = token
		delete(s.challenges, request.Tenant)
	}
	return token, nil
}

func (s *Session) scope(resource Resource) string {
	if resource == PartnerCenter {
		return s.Cloud.PartnerScope()
	}
	return s.Cloud.GraphScope()
}

// tokenClaims are what is read of an access token. Microsoft reserves the right to tokens that cannot be read: then they are
// empty.
type tokenClaims struct {
	// Tenant is the one that the token is good in.
	Tenant string `json:"tid"`
	Scopes string `json:"scp"`
	// Methods are how the person proved who they are (learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
	Methods []string `json:"amr"`
}

func claimsOf(token string) tokenClaims {
	parts := strings.Split(token, ".")
	if len(parts) < 2 {
		return tokenClaims{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return tokenClaims{}
	}
	var claims tokenClaims
	if !wire.IsReadable(json.Unmarshal(payload, &claims)) {
		return tokenClaims{}
	}
	return claims
}

// scopes are the permissions: those in the token, or where it cannot be read, what the answer said was granted.
func (c tokenClaims) scopes(granted []string) []string {
	scopes := strings.Fields(c.Scopes)
	if len(scopes) == 0 {
		for _, scope := range granted {
			name := scope[strings.LastIndex(scope, "/")+1:]
			if name != "" && name != ".default" {
				scopes = append(scopes, name)
			}
		}
	}
	slices.Sort(scopes)
	return slices.Compact(scopes)
}
