package graphsim

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

var applicationResource = resource[Application]{
	name: "application", set: "applications", directory: true,
	properties: shownByDefault(
		stringProperty("id", "d---", func(a *Application) string { return a.ID }),
		rawProperty("deletedDateTime", nullOf[Application]),
		textProperty("appId", "d---", func(a *Application) string { return a.AppID }),
		timeProperty("createdDateTime", "d-d-", func(a *Application) time.Time { return a.Created }),
		tokenised(sorted('a', textProperty("displayName", "dd-a", func(a *Application) string { return a.DisplayName }))),
		textProperty("signInAudience", "d---", func(a *Application) string { return a.Audience }),
		flagProperty("isFallbackPublicClient", "", func(a *Application) bool { return a.Fallback }),
		rawProperty("publicClient", func(b []byte, a *Application) []byte {
			return openObject(b).raw("redirectUris", func(b []byte) []byte { return appendStrings(b, a.Redirects) }).close()
		}),
		rawProperty("requiredResourceAccess", appendRequired),
	),
}.seal()

func appendRequired(b []byte, a *Application) []byte {
	resources := make([]string, 0, len(a.Access))
	for resource := range a.Access {
		resources = append(resources, resource)
	}
	slices.Sort(resources)
	return appendArray(b, len(resources), func(b []byte, i int) []byte {
		ids := a.Access[resources[i]]
		return openObject(b).string("resourceAppId", resources[i]).raw("resourceAccess", func(b []byte) []byte {
			return appendArray(b, len(ids), func(b []byte, i int) []byte {
				return openObject(b).string("id", ids[i]).string("type", "Scope").close()
			})
		}).close()
	})
}

// registered are the applications of the tenant: only the partner's has some.
func (c *call) registered() []Application {
	if !c.tenant.Info().Partner {
		return nil
	}
	return c.server.estate.Applications()
}

func (c *call) applications() (answer, *failure) {
	return list(c, applicationResource, listed(c.registered()), relations)
}

func (c *call) findApplication() (Application, *failure) {
	for _, app := range c.registered() {
		if strings.EqualFold(app.ID, c.values[0]) {
			return app, nil
		}
	}
	return Application{}, notFound(c.values[0])
}

func (c *call) application() (answer, *failure) {
	app, f := c.findApplication()
	if f != nil {
		return answer{}, f
	}
	return single(c, applicationResource, &app)
}

// applicationWish is what a body may say of an application.
type applicationWish struct {
	DisplayName, SignInAudience *string
	IsFallbackPublicClient      *bool
	PublicClient                *struct{ RedirectUris []string }
	RequiredResourceAccess      *[]struct {
		ResourceAppID  string `json:"resourceAppId"`
		ResourceAccess []struct{ ID, Type string }
	}
}

// apply replaces what the wish names whole, as Graph does.
func (w *applicationWish) apply(to *Application) *failure {
	if w.DisplayName != nil {
		to.DisplayName = *w.DisplayName
	}
	if w.SignInAudience != nil {
		if !slices.Contains([]string{"AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount"}, *w.SignInAudience) {
			return badProperty("Invalid value specified for property 'signInAudience' of resource 'Application'.")
		}
		to.Audience = *w.SignInAudience
	}
	if w.IsFallbackPublicClient != nil {
		to.Fallback = *w.IsFallbackPublicClient
	}
	if w.PublicClient != nil {
		to.Redirects = w.PublicClient.RedirectUris
	}
	if w.RequiredResourceAccess == nil {
		return nil
	}
	to.Access = map[string][]string{}
	for _, resource := range *w.RequiredResourceAccess {
		for _, permission := range resource.ResourceAccess {
			if permission.Type != "Scope" {
				return badProperty("Only delegated permissions can be asked for here.")
			}
			to.Access[resource.ResourceAppID] = append(to.Access[resource.ResourceAppID], permission.ID)
		}
	}
	return nil
}

func noSuchPermission() *failure {
	return badProperty("Property requiredResourceAccess.resourceAccess.id has an invalid value.")
}

func (c *call) createApplication() (answer, *failure) {
	var wish applicationWish
	if f := c.decode(&wish); f != nil {
		return answer{}, f
	}
	if !c.tenant.Info().Partner {
		return answer{}, denied()
	}
	app := Application{Audience: "AzureADMyOrg"}
	if f := wish.apply(&app); f != nil {
		return answer{}, f
	}
	if app.DisplayName == "" {
		return answer{}, badProperty("A value is required for property 'displayName' of resource 'Application'.")
	}
	app, ok := c.server.estate.SaveApplication(app)
	if !ok {
		return answer{}, noSuchPermission()
	}
	return created(c, applicationResource, &app)
}

func (c *call) changeApplication() (answer, *failure) {
	app, f := c.findApplication()
	if f != nil {
		return answer{}, f
	}
	var wish applicationWish
	if f := c.decode(&wish); f != nil {
		return answer{}, f
	}
	if f := wish.apply(&app); f != nil {
		return answer{}, f
	}
	if _, ok := c.server.estate.SaveApplication(app); !ok {
		return answer{}, noSuchPermission()
	}
	return noContent(), nil
}

func (c *call) deleteApplication() (answer, *failure) {
	app, f := c.findApplication()
	if f != nil {
		return answer{}, f
	}
	if !c.server.estate.DeleteApplication(app.ID) {
		return answer{}, badProperty("The application belongs to the made-up world and stays.")
	}
	return answer{status: http.StatusNoContent}, nil
}

// createServicePrincipal makes an application of any tenant known in this one.
func (c *call) createServicePrincipal() (answer, *failure) {
	var wish struct {
		AppID string `json:"appId"`
	}
	if f := c.decode(&wish); f != nil {
		return answer{}, f
	}
	for _, known := range c.principals() {
		if strings.EqualFold(known.AppID, wish.AppID) {
			return answer{}, fail(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue",
				"The service principal name %s is already in use.", wish.AppID)
		}
	}
	made, ok := c.server.estate.CreateServicePrincipal(c.tenant.Info().ID, wish.AppID)
	if !ok {
		return answer{}, badProperty("The appId '%s' of the service principal does not reference a valid application object.", wish.AppID)
	}
	return created(c, principalResource, &made)
}

func (c *call) createGrant() (answer, *failure) {
	var wish struct {
		ClientID    string `json:"clientId"`
		ConsentType string `json:"consentType"`
		ResourceID  string `json:"resourceId"`
		Scope       string `json:"scope"`
	}
	if f := c.decode(&wish); f != nil {
		return answer{}, f
	}
	if wish.ConsentType != "AllPrincipals" {
		return answer{}, badProperty("Only grants for all principals are kept here.")
	}
	for _, known := range c.server.estate.Grants(c.tenant.Info().ID) {
		if known.ClientID == wish.ClientID && known.ResourceID == wish.ResourceID {
			return answer{}, fail(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists.")
		}
	}
	made, ok := c.server.estate.CreateGrant(c.tenant.Info().ID, wish.ClientID, wish.ResourceID, strings.TrimSpace(wish.Scope))
	if !ok {
		return answer{}, badProperty("Invalid value specified for property 'clientId' or 'resourceId' of resource 'OAuth2PermissionGrant'.")
	}
	return created(c, grantResource, &made)
}
