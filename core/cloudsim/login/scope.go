package login

import (
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
)

// wanted is a request for scopes, read.
type wanted struct {
	// resources in the order they were named first.
	resources []wantedResource
	oidc      []string
}

// wantedResource is what is asked of one resource.
type wantedResource struct {
	appID string
	// audience is the resource as it was spelled: it becomes the token's aud.
	audience string
	// all is .default: everything that was consented to.
	all   bool
	names []string
	// spelled are the scopes as they were asked for.
	spelled []string
}

// readScopes reads a space-separated list: names like https://graph.microsoft.com/User.Read, where a name without a
// resource means Graph.
func (s *Server) readScopes(text string) (wanted, *failure) {
	var w wanted
	for _, scope := range strings.Fields(text) {
		if slices.Contains([]string{"openid", "profile", "offline_access", "email"}, scope) {
			w.oidc = append(w.oidc, scope)
			continue
		}
		audience, name := s.options.Graph, scope
		if slash := strings.LastIndexByte(scope, '/'); slash >= 0 {
			audience, name = strings.TrimSuffix(scope[:slash], "/"), scope[slash+1:]
		}
		appID, ok := s.resource(audience)
		if !ok {
			return wanted{}, refused("invalid_resource", 500011, "The resource principal named %s was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.", audience)
		}
		if _, known := estate.PermissionOf(appID, name); name != ".default" && !known {
			return wanted{}, refused("invalid_client", 650053, "The application asked for scope '%s' that doesn't exist on the resource '%s'.", name, appID)
		}
		w.add(appID, audience, name, scope)
	}
	return w, nil
}

func (w *wanted) add(appID, audience, name, spelled string) {
	i := slices.IndexFunc(w.resources, func(r wantedResource) bool { return r.appID == appID })
	if i < 0 {
		w.resources = append(w.resources, wantedResource{appID: appID, audience: audience})
		i = len(w.resources) - 1
	}
	r := &w.resources[i]
	r.spelled = append(r.spelled, spelled)
	if name == ".default" {
		r.all = true
		return
	}
	r.names = append(r.names, name)
}

// resource returns the app id of a resource named by its address or id. The simulated hosts stand for Microsoft's.
func (s *Server) resource(audience string) (appID string, ok bool) {
	switch {
	case strings.EqualFold(audience, s.options.Graph), audience == "https://graph.microsoft.com", audience == estate.GraphResource:
		return estate.GraphResource, true
	case strings.EqualFold(audience, s.options.PartnerCenter), audience == "https://api.partnercenter.microsoft.com",
		audience == estate.PartnerCenterResource:
		return estate.PartnerCenterResource, true
	}
	return "", false
}

// missing returns what would have to be consented to in a tenant, by resource, before the request can be met.
func (s *Server) missing(w wanted, tenant string, app estate.Application) map[string][]string {
	missing := map[string][]string{}
	for _, r := range w.resources {
		have := s.options.Estate.GrantOf(tenant, app.ID, r.appID).Scopes
		if r.all && len(have) == 0 {
			// .default asks for all registered permissions, of every resource:
			// https://learn.microsoft.com/entra/identity-platform/scopes-oidc#the-default-scope.
			for resource, names := range app.Permissions {
				lacking(missing, resource, names, s.options.Estate.GrantOf(tenant, app.ID, resource).Scopes)
			}
		}
		lacking(missing, r.appID, r.names, have)
	}
	return missing
}

func lacking(missing map[string][]string, resource string, names, have []string) {
	for _, name := range names {
		if !slices.Contains(have, name) && !slices.Contains(missing[resource], name) {
			missing[resource] = append(missing[resource], name)
		}
	}
}

// granted spells the answer's scope: what the token holds, and what was asked for as it was asked, which MSAL looks for.
func (r wantedResource) granted(scopes, oidc []string) string {
	spelled := slices.Clone(r.spelled)
	for _, name := range scopes {
		if full := r.audience + "/" + name; !slices.Contains(spelled, full) {
			spelled = append(spelled, full)
		}
	}
	for _, name := range []string{"openid", "profile", "email"} {
		if slices.Contains(oidc, name) {
			spelled = append(spelled, name)
		}
	}
	return strings.Join(spelled, " ")
}
