package cloudsim

import (
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/login"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/partnersim"
)

// handlers makes the handler behind every endpoint.
func (s *Server) handlers(options Options) (map[endpoint]http.Handler, error) {
	signIn, err := login.New(login.Options{
		Tenants: resolver{s}, Estate: s.estate,
		Authority: s.Authority(), Pages: s.Pages(), Graph: s.Graph(), PartnerCenter: s.PartnerCenter(),
		Dir: s.loginDir(), Now: options.Now, Log: options.Log,
	})
	if err != nil {
		return nil, err
	}
	s.login = signIn
	graph := graphsim.New(s.directory, s.estate, signIn.Gate(estate.GraphResource), graphsim.Options{Base: s.Graph(), Now: options.Now})
	partner := partnersim.New(partnersim.Options{
		Estate: s.estate, Gate: signIn.Gate(estate.PartnerCenterResource), Propagation: s.faults.Propagation, Now: options.Now,
	})
	authority := signIn.Authority()
	if s.Authority() == s.Pages() {
		authority = oneHost(signIn.Pages(), authority)
	}
	handlers := map[endpoint]http.Handler{
		authorityEndpoint: s.faults.Wrap(fault.Login, s.tenantInPath, authority),
		pagesEndpoint:     signIn.Pages(),
		graphEndpoint:     s.faults.Wrap(fault.Graph, tenantInToken, graph),
		partnerEndpoint:   s.faults.Wrap(fault.Partner, customerInPath, partner),
		portalEndpoint:    portals(s.find, s.sharePoint),
		controlEndpoint:   s.control(),
	}
	for d, handler := range handlers {
		handlers[d] = ownHost(hostOf(s.urls[d]), s.urls[d] == s.Pages(), handler)
	}
	return handlers, nil
}

// resolver is the directory as the sign-in service needs it.
type resolver struct{ server *Server }

// Resolve returns the id of a tenant named by id or domain.
func (r resolver) Resolve(idOrDomain string) (string, bool) {
	tenant, ok := r.server.find(idOrDomain)
	return tenant.ID, ok
}

// Blocked says that a user of the partner's tenant may not sign in now.
func (r resolver) Blocked(objectID string) bool {
	partner, ok := r.server.directory.Open(r.server.estate.Partner().ID)
	if !ok {
		return false
	}
	u, ok := partner.User(objectID)
	return ok && !u.AccountEnabled
}

func (s *Server) find(idOrDomain string) (directory.TenantInfo, bool) {
	return s.directory.Tenant(idOrDomain)
}

func (s *Server) sharePoint(name string) (directory.TenantInfo, bool) {
	for _, tenant := range s.directory.Tenants() {
		if strings.EqualFold(tenant.SharePointName, name) {
			return tenant, true
		}
	}
	return directory.TenantInfo{}, false
}

// tenantInToken reads the tenant of a request's token, good or not: the gate behind decides about that.
func tenantInToken(r *http.Request) string {
	parts := strings.Split(r.Header.Get("Authorization"), ".")
	if len(parts) != 3 {
		return ""
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return ""
	}
	var claims struct {
		Tenant string `json:"tid"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return ""
	}
	return claims.Tenant
}

func (s *Server) tenantInPath(r *http.Request) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	tenant, _ := s.find(first)
	return tenant.ID
}

// customerInPath finds the customer in /v1/customers/{id}/….
func customerInPath(r *http.Request) string {
	_, rest, ok := strings.Cut(r.URL.Path, "/customers/")
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(rest, "/")
	return id
}

func urlsOf(listeners map[endpoint]net.Listener) map[endpoint]string {
	urls := make(map[endpoint]string, len(listeners))
	for d, listener := range listeners {
		scheme := "http"
		if d == authorityEndpoint {
			scheme = "https"
		}
		urls[d] = (&url.URL{Scheme: scheme, Host: listener.Addr().String()}).String()
	}
	return urls
}

func hostOf(address string) string {
	_, host, _ := strings.Cut(address, "://")
	return host
}

// sameHost says whether a Host header means an address, by this machine's name or number.
func sameHost(host, address string) bool {
	if host == address {
		return true
	}
	_, port, err := net.SplitHostPort(address)
	return err == nil && strings.EqualFold(host, "localhost:"+port)
}
