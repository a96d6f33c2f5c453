package partnersim

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/login"
)

// applicationConsent is the body of
// https://learn.microsoft.com/partner-center/developer/control-panel-vendor-apis#consent.
type applicationConsent struct {
	ApplicationID string             `json:"applicationId"`
	DisplayName   string             `json:"displayName"`
	Grants        []applicationGrant `json:"applicationGrants"`
}

type applicationGrant struct {
	EnterpriseApplicationID string `json:"enterpriseApplicationId"`
	// Scope joins permissions with commas.
	Scope string `json:"scope"`
}

// consent gives an application delegated permissions in a customer's tenant.
func (a *api) consent(w http.ResponseWriter, r *http.Request, token login.Token) {
	tenant, ok := a.administered(w, r, token)
	if !ok {
		return
	}
	if _, given := a.Estate.Consented(tenant.ID, token.AppID); given && a.answered.before(r) {
		// The answer to the first of the same requests got lost, so that this one is not a second consent.
		reply(w, r, http.StatusCreated, a.current(tenant.ID, token.AppID))
		return
	}
	var asked applicationConsent
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&asked); err != nil {
		refuse(w, r, refusal{http.StatusBadRequest, codeBadRequest, "The body could not be read: " + err.Error() + "."})
		return
	}
	app, scopes, no := a.read(asked, token)
	if no != nil {
		refuse(w, r, *no)
		return
	}
	usableFrom := a.Now().Add(a.Propagation(tenant.ID))
	err := a.Estate.Consent(tenant.ID, app, scopes, usableFrom)
	switch {
	case errors.Is(err, estate.ErrConsented):
		refuse(w, r, refusal{http.StatusConflict, codeConflict, "Permission entry already exists."})
	case err != nil:
		refuse(w, r, refusal{http.StatusInternalServerError, codeServer, err.Error()})
	default:
		a.answered.remember(r)
		reply(w, r, http.StatusCreated, a.current(tenant.ID, app.ID))
	}
}

// read checks a consent's body.
func (a *api) read(asked applicationConsent, token login.Token) (estate.Application, map[string][]string, *refusal) {
	bad := func(format string, args ...any) *refusal {
		return &refusal{http.StatusBadRequest, codeBadRequest, fmt.Sprintf(format, args...)}
	}
	app, ok := a.Estate.Application(strings.ToLower(asked.ApplicationID))
	if !ok {
		return estate.Application{}, nil, bad("The application '%s' was not found.", asked.ApplicationID)
	}
	if app.ID != token.AppID {
		return app, nil, &refusal{http.StatusForbidden, codeForbidden, "An application can be consented to with a token of its own only."}
	}
	if len(asked.Grants) == 0 {
		return estate.Application{}, nil, bad("applicationGrants is empty.")
	}
	if asked.DisplayName != "" {
		app.DisplayName = asked.DisplayName
	}
	scopes := map[string][]string{}
	for _, grant := range asked.Grants {
		resource := strings.ToLower(grant.EnterpriseApplicationID)
		for scope := range strings.SplitSeq(grant.Scope, ",") {
			scope = strings.TrimSpace(scope)
			if _, ok := estate.PermissionOf(resource, scope); !ok || estate.ResourceName(resource) == "" {
				return estate.Application{}, nil, bad("The scope '%s' does not exist on the resource '%s'.", scope, grant.EnterpriseApplicationID)
			}
			scopes[resource] = append(scopes[resource], scope)
		}
	}
	return app, scopes, nil
}

// consents lists an application's consents in a customer's tenant: the token's own application's.
func (a *api) consents(w http.ResponseWriter, r *http.Request, token login.Token) {
	tenant, ok := a.administered(w, r, token)
	if !ok {
		return
	}
	items := []applicationConsent{}
	if _, ok := a.Estate.Consented(tenant.ID, token.AppID); ok {
		items = append(items, a.current(tenant.ID, token.AppID))
	}
	reply(w, r, http.StatusOK, map[string]any{
		"totalCount": len(items), "items": items, "attributes": objectType("Collection"),
	})
}

func (a *api) consentOf(w http.ResponseWriter, r *http.Request, token login.Token) {
	tenant, ok := a.administered(w, r, token)
	if !ok {
		return
	}
	app := strings.ToLower(r.PathValue("application"))
	if _, ok := a.Estate.Consented(tenant.ID, app); !ok {
		refuse(w, r, noConsent)
		return
	}
	reply(w, r, http.StatusOK, a.current(tenant.ID, app))
}

// withdraw removes the grants and leaves the service principal behind, as Partner Center does.
func (a *api) withdraw(w http.ResponseWriter, r *http.Request, token login.Token) {
	tenant, ok := a.administered(w, r, token)
	if !ok {
		return
	}
	if !a.Estate.Withdraw(tenant.ID, strings.ToLower(r.PathValue("application"))) {
		refuse(w, r, noConsent)
		return
	}
	reply(w, r, http.StatusNoContent, nil)
}

var noConsent = refusal{http.StatusNotFound, codeNotFound, "The application has no consent in the customer's tenant."}

// administered returns the customer of the request if the technician may consent there; it answers by itself otherwise.
func (a *api) administered(w http.ResponseWriter, r *http.Request, token login.Token) (estate.Tenant, bool) {
	tenant, ok := a.Estate.Customer(r.PathValue("customer"))
	if !ok || !a.Estate.Related(tenant.ID) {
		refuse(w, r, noCustomer)
		return estate.Tenant{}, false
	}
	if !a.Estate.MayConsent(token.ObjectID, tenant.ID) {
		refuse(w, r, refusal{
			http.StatusForbidden, codeForbidden,
			"Access denied: the account has none of the roles Global Administrator, Cloud Application Administrator and Application Administrator for the customer.",
		})
		return estate.Tenant{}, false
	}
	return tenant, true
}

func (a *api) current(tenant, appID string) applicationConsent {
	app, _ := a.Estate.Application(appID)
	scopes, _ := a.Estate.Consented(tenant, appID)
	consent := applicationConsent{ApplicationID: appID, DisplayName: app.DisplayName, Grants: []applicationGrant{}}
	for resource, names := range scopes {
		consent.Grants = append(consent.Grants, applicationGrant{resource, strings.Join(names, ",")})
	}
	slices.SortFunc(consent.Grants, func(a, b applicationGrant) int {
		return strings.Compare(a.EnterpriseApplicationID, b.EnterpriseApplicationID)
	})
	return consent
}
