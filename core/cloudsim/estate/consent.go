package estate

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
)

// ErrConsented says that an application already has a grant for the resource in the tenant.
var ErrConsented = errors.New("permission entry already exists")

// consent is an enterprise application in a tenant with its grants.
type consent struct {
	AppID       string `json:"appId"`
	DisplayName string `json:"displayName"`
	// Principal is the service principal's object id.
	Principal string `json:"principal"`
	// Grants are the scopes by resource app id.
	Grants map[string][]string `json:"grants,omitempty"`
	// UsableFrom is when the grants have spread to where tokens are made.
	UsableFrom time.Time `json:"usableFrom"`
}

// Grant is one application's consent in one tenant to one resource, as a token is made from it.
type Grant struct {
	// Known says that the application has a service principal in the tenant.
	Known bool
	// Scopes are the permissions consented to; none while the consent has not spread.
	Scopes []string
}

// GrantOf returns what an application may do with a resource in a tenant, now.
func (e *Estate) GrantOf(tenant, appID, resource string) Grant {
	now := e.options.Now()
	e.mu.RLock()
	defer e.mu.RUnlock()
	c := e.find(tenant, appID)
	switch {
	case c == nil:
		return Grant{Known: e.atHome(tenant, appID)}
	case now.Before(c.UsableFrom):
		return Grant{Known: true}
	}
	return Grant{Known: true, Scopes: slices.Clone(c.Grants[resource])}
}

// Consented returns the scopes by resource app id that an application has in a tenant, spread or not; it is false when it
// has none.
func (e *Estate) Consented(tenant, appID string) (map[string][]string, bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	c := e.find(tenant, appID)
	if c == nil || len(c.Grants) == 0 {
		return nil, false
	}
	return cloneGrants(c.Grants), true
}

// Consent gives an application scopes by resource app id in a tenant, with effect from a time on. It fails with
// ErrConsented, and changes nothing, when the application already has a grant for one of the resources.
func (e *Estate) Consent(tenant string, app Application, scopes map[string][]string, usableFrom time.Time) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	c := e.find(tenant, app.ID)
	for resource := range scopes {
		if c != nil && c.Grants[resource] != nil {
			return fmt.Errorf("consent to %s in %s: %w", app.ID, tenant, ErrConsented)
		}
	}
	c = e.ensure(tenant, app)
	for resource, names := range scopes {
		c.Grants[resource] = union(names)
	}
	c.UsableFrom = usableFrom
	e.keep(tenant)
	return nil
}

// Widen adds scopes to what an application has in a tenant, at once: the answer of a consent page.
func (e *Estate) Widen(tenant string, app Application, scopes map[string][]string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c := e.ensure(tenant, app)
	for resource, names := range scopes {
		c.Grants[resource] = union(c.Grants[resource], names)
	}
	e.keep(tenant)
}

// Withdraw removes an application's grants in a tenant and leaves its service principal, as Partner Center does. It is
// false when there were none.
func (e *Estate) Withdraw(tenant, appID string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	c := e.find(tenant, appID)
	if c == nil || len(c.Grants) == 0 {
		return false
	}
	c.Grants = map[string][]string{}
	e.keep(tenant)
	return true
}

// ServicePrincipals lists the enterprise applications of a tenant: Microsoft's resources, and those consented to.
func (e *Estate) ServicePrincipals(tenant string) []graphsim.ServicePrincipal {
	e.mu.RLock()
	defer e.mu.RUnlock()
	var all []graphsim.ServicePrincipal
	for _, resource := range []string{GraphResource, PartnerCenterResource} {
		all = append(all, graphsim.ServicePrincipal{
			ID: e.resourcePrincipal(tenant, resource), AppID: resource, DisplayName: resourceNames[resource], Enabled: true,
		})
	}
	for _, c := range e.consents[strings.ToLower(tenant)] {
		all = append(all, graphsim.ServicePrincipal{
			ID: c.Principal, AppID: c.AppID, DisplayName: c.DisplayName, Owner: e.options.Partner.ID, Enabled: true,
		})
	}
	return all
}

// DeleteServicePrincipal removes an enterprise application and its grants; it is false when there was none of that id, and
// for Microsoft's own.
func (e *Estate) DeleteServicePrincipal(tenant, id string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	key := strings.ToLower(tenant)
	before := len(e.consents[key])
	e.consents[key] = slices.DeleteFunc(e.consents[key], func(c *consent) bool { return c.Principal == id })
	if len(e.consents[key]) == before {
		return false
	}
	e.keep(tenant)
	return true
}

// Grants lists the oauth2PermissionGrants of a tenant.
func (e *Estate) Grants(tenant string) []graphsim.Grant {
	e.mu.RLock()
	defer e.mu.RUnlock()
	var all []graphsim.Grant
	for _, c := range e.consents[strings.ToLower(tenant)] {
		for _, resource := range []string{GraphResource, PartnerCenterResource} {
			if names, ok := c.Grants[resource]; ok {
				all = append(all, graphsim.Grant{
					ID: grantID(c, resource), ClientID: c.Principal,
					ResourceID: e.resourcePrincipal(tenant, resource), Scope: strings.Join(names, " "),
				})
			}
		}
	}
	return all
}

// SetGrantScope replaces the space-separated scopes of a grant; it is false when there is none.
func (e *Estate) SetGrantScope(tenant, id, scope string) bool {
	return e.change(tenant, id, func(c *consent, resource string) { c.Grants[resource] = union(strings.Fields(scope)) })
}

// DeleteGrant removes a grant; it is false when there is none.
func (e *Estate) DeleteGrant(tenant, id string) bool {
	return e.change(tenant, id, func(c *consent, resource string) { delete(c.Grants, resource) })
}

func (e *Estate) change(tenant, grant string, do func(c *consent, resource string)) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.consents[strings.ToLower(tenant)] {
		for resource := range c.Grants {
			if grantID(c, resource) == grant {
				do(c, resource)
				e.keep(tenant)
				return true
			}
		}
	}
	return false
}

func (e *Estate) find(tenant, appID string) *consent {
	for _, c := range e.consents[strings.ToLower(tenant)] {
		if c.AppID == appID {
			return c
		}
	}
	return nil
}

func (e *Estate) ensure(tenant string, app Application) *consent {
	if c := e.find(tenant, app.ID); c != nil {
		return c
	}
	c := &consent{AppID: app.ID, DisplayName: app.DisplayName, Principal: uuid.NewString(), Grants: map[string][]string{}}
	key := strings.ToLower(tenant)
	e.consents[key] = append(e.consents[key], c)
	return c
}

// atHome says that the application is registered in the tenant, so that its own sign-in page can ask for consent.
func (e *Estate) atHome(tenant, appID string) bool {
	_, registered := e.Application(appID)
	return registered && strings.EqualFold(tenant, e.options.Partner.ID)
}

func (e *Estate) resourcePrincipal(tenant, resource string) string {
	return e.id("principal", strings.ToLower(tenant), resource)
}

// grantID is opaque, in the manner of Graph's.
func grantID(c *consent, resource string) string {
	client := uuid.MustParse(c.Principal)
	of := uuid.MustParse(resource)
	return base64.RawURLEncoding.EncodeToString(append(client[:], of[:]...))
}

func cloneGrants(grants map[string][]string) map[string][]string {
	clone := make(map[string][]string, len(grants))
	for resource, names := range grants {
		clone[resource] = slices.Clone(names)
	}
	return clone
}

// WithoutGrants takes all grants of a tenant away, and returns what gives them back.
func (e *Estate) WithoutGrants(tenant string) (giveBack func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	before := make(map[*consent]map[string][]string)
	for _, c := range e.consents[strings.ToLower(tenant)] {
		before[c], c.Grants = c.Grants, map[string][]string{}
	}
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		for c, grants := range before {
			c.Grants = grants
		}
	}
}
