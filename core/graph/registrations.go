package graph

import (
	"context"
	"net/url"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type registrationJSON struct {
	element
	AppID        string `json:"appId"`
	Name         string `json:"displayName"`
	Created      string `json:"createdDateTime"`
	PublicClient struct {
		Redirects []string `json:"redirectUris"`
	} `json:"publicClient"`
	Required []struct {
		Resource string `json:"resourceAppId"`
		Access   []struct {
			ID string `json:"id"`
		} `json:"resourceAccess"`
	} `json:"requiredResourceAccess"`
}

// Registrations returns the applications of a name that are registered in a tenant.
//
// GET /applications, Application.Read.All (https://learn.microsoft.com/graph/api/application-list).
func (c *Client) Registrations(ctx context.Context, tenant m365.TenantID, name string) ([]m365.Registration, error) {
	const op = "look for the application"
	read, err := readAll[registrationJSON](ctx, c, tenant, list{
		op: op, path: "/applications",
		query: query("$filter", "displayName eq "+quoted(name), "$select", "id,appId,displayName,createdDateTime,publicClient,requiredResourceAccess"),
	})
	if err != nil {
		return nil, err
	}
	found := make([]m365.Registration, 0, len(read))
	for _, one := range read {
		if err := isOf(one.Name, name); err != nil {
			return nil, c.normal(ctx, tenant, op, err)
		}
		registration := m365.Registration{
			ID: one.ID, ClientID: strings.ToLower(one.AppID), Name: one.Name, Created: parseTime(one.Created),
			Redirects: one.PublicClient.Redirects, Access: make(map[string][]string),
		}
		for _, required := range one.Required {
			for _, permission := range required.Access {
				resource := oneCase(required.Resource)
				registration.Access[resource] = append(registration.Access[resource], oneCase(permission.ID))
			}
		}
		found = append(found, registration)
	}
	return found, nil
}

type offeringJSON struct {
	principalJSON
	Offers []struct {
		ID      string `json:"id"`
		Value   string `json:"value"`
		Enabled *bool  `json:"isEnabled"`
	} `json:"oauth2PermissionScopes"`
}

// Principal returns the application of a client id as a tenant has it, with the delegated permissions that it offers; found is
// false where the tenant has none.
//
// GET /servicePrincipals(appId='{id}'), Application.Read.All (https://learn.microsoft.com/graph/api/serviceprincipal-get).
func (c *Client) Principal(ctx context.Context, tenant m365.TenantID, clientID string) (principal m365.Principal, found bool, err error) {
	const op = "read the enterprise application"
	read, err := readOne[offeringJSON](ctx, c, tenant, list{
		op: op, path: "/servicePrincipals(appId='" + url.PathEscape(clientID) + "')",
		query: query("$select", "id,appId,oauth2PermissionScopes"),
	})
	if call.Is(err, call.NotFound) {
		return m365.Principal{}, false, nil
	}
	if err == nil {
		err = c.normal(ctx, tenant, op, isAsked(read.AppID, clientID))
	}
	if err == nil && read.ID == "" {
		err = c.normal(ctx, tenant, op, errNoElement)
	}
	if err != nil {
		return m365.Principal{}, false, err
	}
	principal = m365.Principal{ID: oneCase(read.ID), Permissions: make(map[string]string)}
	for _, one := range read.Offers {
		if one.Enabled == nil || *one.Enabled {
			principal.Permissions[one.Value] = oneCase(one.ID)
		}
	}
	return principal, true, nil
}

type grantJSON struct {
	element
	Client   string `json:"clientId"`
	Resource string `json:"resourceId"`
	Type     string `json:"consentType"`
	Scope    string `json:"scope"`
}

// Grants returns what an enterprise application, by its id in the tenant, was granted for everybody there.
//
// GET /oauth2PermissionGrants, DelegatedPermissionGrant.ReadWrite.All or Directory.Read.All
// (https://learn.microsoft.com/graph/api/oauth2permissiongrant-list).
func (c *Client) Grants(ctx context.Context, tenant m365.TenantID, principal string) ([]m365.PermissionGrant, error) {
	const op = "read the consents"
	read, err := readAll[grantJSON](ctx, c, tenant, list{
		op: op, path: "/oauth2PermissionGrants", query: query("$filter", "clientId eq "+quoted(principal)),
	})
	if err != nil {
		return nil, err
	}
	var grants []m365.PermissionGrant
	for _, one := range read {
		if err := isOf(one.Client, principal); err != nil {
			return nil, c.normal(ctx, tenant, op, err)
		}
		if one.Type == "AllPrincipals" {
			grants = append(grants, m365.PermissionGrant{ID: one.ID, ResourceID: oneCase(one.Resource), Scopes: strings.Fields(one.Scope)})
		}
	}
	return grants, nil
}
