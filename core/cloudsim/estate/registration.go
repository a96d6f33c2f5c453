package estate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
)

// Applications lists the registrations as Graph shows them.
func (e *Estate) Applications() []graphsim.Application {
	var all []graphsim.Application
	for _, app := range e.Registered() {
		if !app.Microsofts {
			all = append(all, e.shown(app))
		}
	}
	return all
}

func (e *Estate) shown(app Application) graphsim.Application {
	shown := graphsim.Application{
		ID: app.ObjectID, AppID: app.ID, DisplayName: app.DisplayName, Audience: "AzureADMyOrg", Fallback: app.Public,
		Redirects: app.Redirects, Access: map[string][]string{}, Created: app.Created,
	}
	if app.MultiTenant {
		shown.Audience = "AzureADMultipleOrgs"
	}
	for resource, names := range app.Permissions {
		for _, name := range names {
			shown.Access[resource] = append(shown.Access[resource], e.permissionID(resource, name))
		}
	}
	return shown
}

func (e *Estate) permissionID(resource, name string) string {
	return e.id("permission", resource, name)
}

// PermissionScopes lists the delegated permissions of a resource, by name.
func (e *Estate) PermissionScopes(resource string) []graphsim.PermissionScope {
	var names []string
	switch resource {
	case GraphResource:
		names = []string{"openid", "profile", "offline_access", "email"}
		for _, some := range []map[string]string{graphPermissions, ownGraphPermissions} {
			for name := range some {
				names = append(names, name)
			}
		}
	case PartnerCenterResource:
		names = []string{"user_impersonation"}
	}
	slices.Sort(names)
	scopes := make([]graphsim.PermissionScope, len(names))
	for i, name := range names {
		scopes[i] = graphsim.PermissionScope{ID: e.permissionID(resource, name), Value: name}
	}
	return scopes
}

// SaveApplication registers an application, or changes the one of its id; it is false where a permission does not exist.
func (e *Estate) SaveApplication(wanted graphsim.Application) (graphsim.Application, bool) {
	permissions := map[string][]string{}
	for resource, ids := range wanted.Access {
		offered := e.PermissionScopes(resource)
		for _, id := range ids {
			at := slices.IndexFunc(offered, func(scope graphsim.PermissionScope) bool { return scope.ID == id })
			if at < 0 {
				return graphsim.Application{}, false
			}
			permissions[resource] = append(permissions[resource], offered[at].Value)
		}
	}
	e.appsMu.Lock()
	defer e.appsMu.Unlock()
	at := slices.IndexFunc(e.apps, func(app Application) bool { return app.ObjectID == wanted.ID })
	if at < 0 {
		e.apps = append(e.apps, Application{ID: uuid.NewString(), ObjectID: uuid.NewString(), Created: e.options.Now(), MadeHere: true})
		at = len(e.apps) - 1
	}
	app := &e.apps[at]
	app.DisplayName, app.MultiTenant, app.Permissions = wanted.DisplayName, wanted.Audience != "AzureADMyOrg", permissions
	app.Redirects, app.Public = wanted.Redirects, wanted.Fallback || len(wanted.Redirects) > 0
	e.keepApplications()
	return e.shown(*app), true
}

// DeleteApplication removes a registration that was made while the cloud ran.
func (e *Estate) DeleteApplication(id string) bool {
	e.appsMu.Lock()
	defer e.appsMu.Unlock()
	before := len(e.apps)
	e.apps = slices.DeleteFunc(slices.Clone(e.apps), func(app Application) bool { return app.ObjectID == id && app.MadeHere })
	e.keepApplications()
	return len(e.apps) < before
}

// CreateServicePrincipal makes an application known in a tenant, without grants.
func (e *Estate) CreateServicePrincipal(tenant, appID string) (graphsim.ServicePrincipal, bool) {
	app, ok := e.Application(strings.ToLower(appID))
	if !ok {
		return graphsim.ServicePrincipal{}, false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	c := e.ensure(tenant, app)
	e.keep(tenant)
	return e.principal(c), true
}

// CreateGrant gives an application scopes of a resource in a tenant, at once.
func (e *Estate) CreateGrant(tenant, clientID, resourceID, scope string) (graphsim.Grant, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.consents[strings.ToLower(tenant)] {
		for _, resource := range []string{GraphResource, PartnerCenterResource} {
			if c.Principal != clientID || e.resourcePrincipal(tenant, resource) != resourceID || c.Grants[resource] != nil {
				continue
			}
			c.Grants[resource] = union(strings.Fields(scope))
			e.keep(tenant)
			return graphsim.Grant{ID: grantID(c, resource), ClientID: clientID, ResourceID: resourceID, Scope: scope}, true
		}
	}
	return graphsim.Grant{}, false
}

const applicationsFile = "applications.json"

// keepApplications writes down what was registered while the cloud ran. e.appsMu is held.
func (e *Estate) keepApplications() {
	if e.options.Dir == "" {
		return
	}
	made := slices.DeleteFunc(slices.Clone(e.apps), func(app Application) bool { return !app.MadeHere })
	data, err := json.Marshal(made)
	if err == nil {
		err = os.MkdirAll(e.options.Dir, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(e.options.Dir, applicationsFile), data, 0o600)
	}
	if err != nil {
		e.options.Log.Error("applications not kept", "error", err)
	}
}

func (e *Estate) loadApplications() error {
	if e.options.Dir == "" {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(e.options.Dir, applicationsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var made []Application
	if err == nil {
		err = json.Unmarshal(data, &made)
	}
	if err != nil {
		return fmt.Errorf("read applications: %w", err)
	}
	e.apps = append(e.apps, made...)
	return nil
}

func (e *Estate) forgetApplications() error {
	e.appsMu.Lock()
	defer e.appsMu.Unlock()
	e.apps = slices.DeleteFunc(slices.Clone(e.apps), func(app Application) bool { return app.MadeHere })
	if e.options.Dir == "" {
		return nil
	}
	if err := os.Remove(filepath.Join(e.options.Dir, applicationsFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forget applications: %w", err)
	}
	return nil
}
