package login

import (
	"net/http"
	"net/url"
	"strings"
)

// shared are the names that stand for every tenant of an organization.
func shared(tenant string) bool {
	return strings.EqualFold(tenant, "organizations") || strings.EqualFold(tenant, "common")
}

// configuration serves the OpenID configuration: what MSAL asks for a tenant first.
func (s *Server) configuration(w http.ResponseWriter, r *http.Request) {
	named := r.PathValue("tenant")
	id, ok := s.options.Tenants.Resolve(named)
	if shared(named) {
		// Microsoft answers with a placeholder there, in the issuer only.
		named, id, ok = strings.ToLower(named), "{tenantid}", true
	} else {
		named = id
	}
	if !ok {
		s.answer(w, r, tenantUnknown("invalid_tenant", r.PathValue("tenant")))
		return
	}
	authority := s.options.Authority + "/" + named
	reply(w, http.StatusOK, map[string]any{
		"issuer":                                s.options.Authority + "/" + id + "/v2.0",
		"authorization_endpoint":                s.options.Pages + "/" + named + "/oauth2/v2.0/authorize",
		"token_endpoint":                        authority + "/oauth2/v2.0/token",
		"device_authorization_endpoint":         authority + "/oauth2/v2.0/devicecode",
		"jwks_uri":                              authority + "/discovery/v2.0/keys",
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt", "client_secret_basic"},
		"response_modes_supported":              []string{"query", "fragment", "form_post"},
		"response_types_supported":              []string{"code"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"code_challenge_methods_supported":      []string{"S256"},
		"claims_supported":                      []string{"sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver"},
		"tenant_region_scope":                   "EU",
		"cloud_instance_name":                   hostOf(s.options.Authority),
		"msgraph_host":                          hostOf(s.options.Graph),
	})
}

// instanceDiscovery says that this host stands for itself alone.
func (s *Server) instanceDiscovery(w http.ResponseWriter, r *http.Request) {
	host := hostOf(s.options.Authority)
	tenant := "common"
	if asked, err := url.Parse(r.FormValue("authorization_endpoint")); err == nil {
		if first, _, _ := strings.Cut(strings.TrimPrefix(asked.Path, "/"), "/"); first != "" {
			tenant = first
		}
	}
	reply(w, http.StatusOK, map[string]any{
		"tenant_discovery_endpoint": s.options.Authority + "/" + url.PathEscape(tenant) + "/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata": []map[string]any{{
			"preferred_network": host, "preferred_cache": host, "aliases": []string{host},
		}},
	})
}

func hostOf(address string) string {
	_, host, _ := strings.Cut(address, "://")
	return host
}
