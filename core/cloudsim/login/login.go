// Package login is the sign-in service of the simulated cloud, in the manner of Microsoft's identity platform v2.0:
// discovery, authorization code with PKCE, refresh tokens, device code, and the pages that a browser opens.
package login

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
)

// Tenants knows the tenants of the simulated cloud.
type Tenants interface {
	// Resolve returns the id of a tenant named by id or by one of its domains.
	Resolve(idOrDomain string) (id string, ok bool)
	// Blocked says that an account of the partner's may not sign in now.
	Blocked(objectID string) bool
}

// Options says what a Server serves, and where.
type Options struct {
	Tenants Tenants
	Estate  *estate.Estate
	// Authority is the https address of Authority(), Pages the http address of Pages(); Graph and PartnerCenter are the
	// addresses of the resources. None ends with a slash.
	Authority, Pages, Graph, PartnerCenter string
	// Dir keeps the signing key between runs, so that tokens stay good; where it is empty they die with the process.
	Dir string
	Now func() time.Time
	Log *slog.Logger
}

// Server signs technicians in. It is safe for use by many goroutines.
type Server struct {
	options  Options
	key      *signingKey
	verified *verifiedTokens

	mu      sync.Mutex
	codes   map[string]authorization
	devices map[string]*device
	// policies demand a second factor anew in a tenant: tenant id to the id of the Conditional Access policy.
	policies map[string]string
	// epoch is the age that refresh tokens must have at least.
	epoch int
}

// New returns a server. It reads or makes the signing key.
func New(options Options) (*Server, error) {
	key, err := loadKey(options.Dir)
	if err != nil {
		return nil, err
	}
	epoch, err := loadEpoch(options.Dir)
	if err != nil {
		return nil, err
	}
	return &Server{
		options: options, key: key, epoch: epoch,
		verified: newVerifiedTokens(),
		codes:    map[string]authorization{}, devices: map[string]*device{}, policies: map[string]string{},
	}, nil
}

// Authority returns the handler that programs talk to; MSAL wants it behind TLS.
func (s *Server) Authority() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /common/discovery/instance", s.instanceDiscovery)
	mux.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", s.configuration)
	mux.HandleFunc("GET /{tenant}/.well-known/openid-configuration", s.configuration)
	mux.HandleFunc("GET /{tenant}/discovery/v2.0/keys", s.keys)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", s.token)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/devicecode", s.deviceCode)
	return mux
}

// Pages returns the handler of the pages that a person sees.
func (s *Server) Pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{tenant}/oauth2/v2.0/authorize", s.authorizePage)
	mux.HandleFunc("POST /{tenant}/choose", s.choose)
	mux.HandleFunc("POST /{tenant}/decide", s.decide)
	mux.HandleFunc("GET /device", s.devicePage)
	mux.HandleFunc("POST /device", s.deviceEntered)
	return mux
}

// ExpireRefreshTokens makes all refresh tokens given until now fail with AADSTS700082.
func (s *Server) ExpireRefreshTokens() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.epoch++
	return saveEpoch(s.options.Dir, s.epoch)
}

// Challenge makes a tenant demand a second factor anew: tokens for it fail with AADSTS50076 and claims until the account
// has signed in interactively with these claims.
func (s *Server) Challenge(tenant string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.policies[tenant] = policyID(tenant)
}

// StartOver forgets the sign-ins under way and the challenges.
func (s *Server) StartOver() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes = map[string]authorization{}
	s.devices = map[string]*device{}
	s.policies = map[string]string{}
}
