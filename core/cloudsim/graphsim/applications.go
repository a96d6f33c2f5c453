package graphsim

import (
	"net/http"
	"strings"
)

func applicationRoutes() []route {
	const principal = "/servicePrincipals/{servicePrincipal-id}"
	const grant = "/oauth2PermissionGrants/{oAuth2PermissionGrant-id}"
	return []route{
		{"GET", "servicePrincipals", "GET /servicePrincipals", readDirectory, (*call).servicePrincipals},
		{"GET", "servicePrincipals(appId)/{}", "GET " + principal, readDirectory, (*call).servicePrincipal},
		{"DELETE", "servicePrincipals(appId)/{}", "DELETE " + principal, writeApplications, (*call).deleteServicePrincipal},
		{"GET", "servicePrincipals/{}", "GET " + principal, readDirectory, (*call).servicePrincipal},
		{"DELETE", "servicePrincipals/{}", "DELETE " + principal, writeApplications, (*call).deleteServicePrincipal},
		{"GET", "oauth2PermissionGrants", "GET /oauth2PermissionGrants", readDirectory, (*call).grants},
		{"PATCH", "oauth2PermissionGrants/{}", "PATCH " + grant, writeGrants, (*call).changeGrant},
		{"DELETE", "oauth2PermissionGrants/{}", "DELETE " + grant, writeGrants, (*call).deleteGrant},
	}
}

var principalResource = resource[ServicePrincipal]{
	name: "servicePrincipal", set: "servicePrincipals", directory: true,
	properties: shownByDefault(
		stringProperty("id", "d---", func(p *ServicePrincipal) string { return p.ID }),
		rawProperty("deletedDateTime", nullOf[ServicePrincipal]),
		flagProperty("accountEnabled", "d---", func(p *ServicePrincipal) bool { return p.Enabled }),
		textProperty("appDisplayName", "dd-a", func(p *ServicePrincipal) string { return p.DisplayName }),
		textProperty("appId", "d---", func(p *ServicePrincipal) string { return p.AppID }),
		textProperty("appOwnerOrganizationId", "", func(p *ServicePrincipal) string { return p.Owner }),
		rawProperty("appRoleAssignmentRequired", func(b []byte, _ *ServicePrincipal) []byte { return append(b, "false"...) }),
		tokenised(sorted('a', textProperty("displayName", "dd-a", func(p *ServicePrincipal) string { return p.DisplayName }))),
		textsProperty("servicePrincipalNames", "dd", func(p *ServicePrincipal) []string { return []string{p.AppID} }),
		textProperty("servicePrincipalType", "d---", func(*ServicePrincipal) string { return "Application" }),
		textProperty("signInAudience", "", func(*ServicePrincipal) string { return "AzureADMultipleOrgs" }),
		textsProperty("tags", "dd", func(*ServicePrincipal) []string { return []string{"WindowsAzureActiveDirectoryIntegratedApp"} }),
	),
	ignored: []string{"appDescription", "description", "homepage", "loginUrl", "logoutUrl", "notes", "preferredSingleSignOnMode"},
}.seal()

func (c *call) servicePrincipals() (answer, *failure) {
	return list(c, principalResource, listed(c.principals()), relations)
}

// findPrincipal finds what the address names: by id, or by the application's id.
func (c *call) findPrincipal() (ServicePrincipal, *failure) {
	byApp := c.path[0] != "servicePrincipals"
	for _, p := range c.principals() {
		if byApp && strings.EqualFold(p.AppID, c.values[0]) || !byApp && strings.EqualFold(p.ID, c.values[0]) {
			return p, nil
		}
	}
	return ServicePrincipal{}, notFound(c.values[0])
}

func (c *call) servicePrincipal() (answer, *failure) {
	p, f := c.findPrincipal()
	if f != nil {
		return answer{}, f
	}
	return single(c, principalResource, &p)
}

// deleteServicePrincipal removes an application with its grants; the caller's own too.
func (c *call) deleteServicePrincipal() (answer, *failure) {
	p, f := c.findPrincipal()
	if f != nil {
		return answer{}, f
	}
	if !c.server.estate.DeleteServicePrincipal(c.tenant.Info().ID, p.ID) {
		return answer{}, badProperty("The application belongs to the made-up world and stays.")
	}
	return answer{status: http.StatusNoContent}, nil
}

var grantResource = resource[Grant]{
	name: "oAuth2PermissionGrant", set: "oauth2PermissionGrants", directory: true,
	properties: shownByDefault(
		stringProperty("id", "d---", func(g *Grant) string { return g.ID }),
		stringProperty("clientId", "d---", func(g *Grant) string { return g.ClientID }),
		textProperty("consentType", "d---", func(*Grant) string { return "AllPrincipals" }),
		textProperty("principalId", "d---", func(*Grant) string { return "" }),
		stringProperty("resourceId", "d---", func(g *Grant) string { return g.ResourceID }),
		textProperty("scope", "", func(g *Grant) string { return g.Scope }),
	),
}.seal()

func (c *call) grants() (answer, *failure) {
	return list(c, grantResource, listed(c.server.estate.Grants(c.tenant.Info().ID)), relations)
}

// changeGrant replaces the scopes of a grant.
func (c *call) changeGrant() (answer, *failure) {
	var wish struct{ Scope *string }
	if f := c.decode(&wish); f != nil {
		return answer{}, f
	}
	if wish.Scope == nil {
		return answer{}, badProperty("Only the property 'scope' can be updated.")
	}
	if !c.server.estate.SetGrantScope(c.tenant.Info().ID, c.values[0], strings.TrimSpace(*wish.Scope)) {
		return answer{}, notFound(c.values[0])
	}
	return noContent(), nil
}

func (c *call) deleteGrant() (answer, *failure) {
	if !c.server.estate.DeleteGrant(c.tenant.Info().ID, c.values[0]) {
		return answer{}, notFound(c.values[0])
	}
	return noContent(), nil
}
