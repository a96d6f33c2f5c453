package call

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// DeleteServicePrincipal removes an enterprise application from a tenant, and with it what it was granted there. Where it is
// our own, tokens of the tenant end with it.
//
// DELETE /servicePrincipals/{id}, Application.ReadWrite.All
// (https://learn.microsoft.com/graph/api/serviceprincipal-delete).
func DeleteServicePrincipal(id string) Request {
	return Request{Op: "delete the enterprise application", Method: methodDelete, Path: "/servicePrincipals/" + url.PathEscape(id)}
}

// Registration is what an application is registered with.
type Registration struct {
	Name      string
	Redirects []string
	// Access are the ids of delegated permissions, by the service's application id.
	Access map[string][]string
}

func (r Registration) body() map[string]any {
	var required []any
	for _, resource := range slices.Sorted(maps.Keys(r.Access)) {
		var access []any
		for _, id := range r.Access[resource] {
			access = append(access, map[string]any{"id": id, "type": "Scope"})
		}
		required = append(required, map[string]any{"resourceAppId": resource, "resourceAccess": access})
	}
	return map[string]any{
		"displayName": r.Name, "signInAudience": "AzureADMultipleOrgs", "isFallbackPublicClient": true,
		"publicClient":           map[string]any{"redirectUris": r.Redirects},
		"requiredResourceAccess": required,
	}
}

// CreateApplication registers a desktop program that accounts of every organization may use. It has no secret.
//
// POST /applications, Application.ReadWrite.All (https://learn.microsoft.com/graph/api/application-post-applications).
func CreateApplication(as Registration) Request {
	return Request{Op: "register the application", Method: methodPost, Path: "/applications", Body: as.body()}
}

// ChangeApplication gives a registration, by its own id, other values. Microsoft replaces each of them whole.
//
// PATCH /applications/{id}, Application.ReadWrite.All (https://learn.microsoft.com/graph/api/application-update).
func ChangeApplication(id string, to Registration) Request {
	return Request{Op: "change the application", Method: methodPatch, Path: "/applications/" + url.PathEscape(id), Body: to.body()}
}

// CreateServicePrincipal makes an application known in a tenant.
//
// POST /servicePrincipals, Application.ReadWrite.All (https://learn.microsoft.com/graph/api/serviceprincipal-post-serviceprincipals).
func CreateServicePrincipal(clientID string) Request {
	return Request{
		Op: "create the enterprise application", Method: methodPost, Path: "/servicePrincipals", Body: map[string]any{"appId": clientID},
	}
}

// CreateGrant gives an enterprise application permissions of another for everybody of a tenant, both by their ids there.
//
// POST /oauth2PermissionGrants, DelegatedPermissionGrant.ReadWrite.All
// (https://learn.microsoft.com/graph/api/oauth2permissiongrant-post).
func CreateGrant(principal, resource string, scopes []string) Request {
	return Request{Op: "give the consent", Method: methodPost, Path: "/oauth2PermissionGrants", Body: map[string]any{
		"clientId": principal, "consentType": "AllPrincipals", "resourceId": resource, "scope": strings.Join(scopes, " "),
	}}
}

// SetGrant replaces the permissions of a consent.
//
// PATCH /oauth2PermissionGrants/{id}, DelegatedPermissionGrant.ReadWrite.All
// (https://learn.microsoft.com/graph/api/oauth2permissiongrant-update).
func SetGrant(id string, scopes []string) Request {
	return Request{
		Op: "change the consent", Method: methodPatch, Path: "/oauth2PermissionGrants/" + url.PathEscape(id),
		Body: map[string]any{"scope": strings.Join(scopes, " ")},
	}
}

// DeleteGrant takes a consent back.
//
// DELETE /oauth2PermissionGrants/{id}, DelegatedPermissionGrant.ReadWrite.All
// (https://learn.microsoft.com/graph/api/oauth2permissiongrant-delete).
func DeleteGrant(id string) Request {
	return Request{Op: "take the consent back", Method: methodDelete, Path: "/oauth2PermissionGrants/" + url.PathEscape(id)}
}
