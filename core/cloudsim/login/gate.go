package login

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
)

// Token is what an access token says.
type Token struct {
	Tenant, ObjectID, UPN, Name, AppID string
	Scopes                             []string
	// MFA says that the sign-in went through a second factor.
	MFA bool
	// audience is the app id of the resource.
	audience string
	expires  time.Time
}

// Gate lets requests with a good token for one resource through.
type Gate struct {
	server   *Server
	resource string
}

var _ graphsim.Gate = Gate{}

// Gate returns the gate of a resource, named by app id: estate.GraphResource or estate.PartnerCenterResource.
func (s *Server) Gate(resource string) Gate { return Gate{server: s, resource: resource} }

// Authenticate says who calls, with the directory roles that the account holds now, or refuses with 401.
func (g Gate) Authenticate(r *http.Request) (graphsim.Caller, *graphsim.Refusal) {
	token, refusal := g.Verify(r)
	if refusal != nil {
		return graphsim.Caller{}, refusal
	}
	account, _ := g.server.options.Estate.Technician(token.ObjectID)
	return graphsim.Caller{
		Tenant: token.Tenant, HomeTenant: account.HomeTenant, ObjectID: token.ObjectID, UPN: token.UPN, Name: token.Name,
		Client: token.AppID, Scopes: token.Scopes, Roles: g.server.options.Estate.RolesIn(token.ObjectID, token.Tenant),
	}, nil
}

// Verify checks the bearer token's signature, audience and expiry.
func (g Gate) Verify(r *http.Request) (Token, *graphsim.Refusal) {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || text == "" {
		return Token{}, g.refuse("Access token is empty.")
	}
	token, ok := g.server.tokenOf(text)
	switch {
	case !ok:
		return Token{}, g.refuse("Access token validation failure. The signature is invalid.")
	case token.audience != g.resource:
		return Token{}, g.refuse("Access token validation failure. Invalid audience.")
	case !g.server.options.Now().Before(token.expires):
		return Token{}, g.refuse("Lifetime validation failed, the token is expired.")
	}
	return token, nil
}

func (g Gate) refuse(message string) *graphsim.Refusal {
	header := http.Header{}
	header.Set("WWW-Authenticate", `Bearer realm="", authorization_uri="`+g.server.options.Pages+
		`/common/oauth2/v2.0/authorize", client_id="`+g.resource+`"`)
	return &graphsim.Refusal{Status: http.StatusUnauthorized, Code: "InvalidAuthenticationToken", Message: message, Header: header}
}

// tokenOf verifies a token, or remembers that it did.
func (s *Server) tokenOf(text string) (Token, bool) {
	if token, ok := s.verified.get(text); ok {
		return token, true
	}
	var claims accessClaims
	if err := s.key.verify(text, &claims); err != nil {
		return Token{}, false
	}
	audience, ok := s.resource(claims.Audience)
	if !ok {
		return Token{}, false
	}
	token := Token{
		Tenant: claims.Tenant, ObjectID: claims.ObjectID, UPN: claims.UPN, Name: claims.Name, AppID: claims.AppID,
		Scopes: strings.Fields(claims.Scopes), MFA: slices.Contains(claims.Methods, "mfa"),
		audience: audience, expires: time.Unix(claims.Expires, 0),
	}
	s.verified.put(text, token)
	return token, true
}

// manyTokens is enough for every tenant and resource of a large partner, twice over.
const manyTokens = 4096

// verifiedTokens remembers tokens whose signature was found good.
type verifiedTokens struct {
	mu    sync.RWMutex
	known map[string]Token
}

func newVerifiedTokens() *verifiedTokens { return &verifiedTokens{known: map[string]Token{}} }

func (v *verifiedTokens) get(text string) (Token, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	token, ok := v.known[text]
	return token, ok
}

func (v *verifiedTokens) put(text string, token Token) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.known) >= manyTokens {
		clear(v.known)
	}
	v.known[text] = token
}
