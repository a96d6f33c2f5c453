package partner

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// graphApplication is Microsoft Graph, as an application in every tenant.
const graphApplication = "00000003-0000-0000-c000-000000000000"

type consentJSON struct {
	ApplicationID string      `json:"applicationId"`
	DisplayName   string      `json:"displayName"`
	Grants        []grantJSON `json:"applicationGrants"`
}

type grantJSON struct {
	EnterpriseApplicationID string `json:"enterpriseApplicationId"`
	Scope                   string `json:"scope"`
}

// Consent creates our enterprise application in the customer's tenant and grants it app's permissions for everybody. When
// a consent is there already, it returns true and changes nothing: Partner Center does not merge, so a consent with other
// permissions must be removed first. It takes up to a minute to reach new tokens.
//
// POST /v1/customers/{id}/applicationconsents, Partner Center user_impersonation with MFA; the technician is a member of
// AdminAgents and of a GDAP security group with Global, Cloud Application or Application Administrator.
func (c *Client) Consent(ctx context.Context, customer m365.TenantID, app m365.AppConsent) (already bool, err error) {
	err = c.do(ctx, operation{
		op:       "create the enterprise application",
		customer: customer,
		method:   http.MethodPost,
		path:     consents(customer),
		body: consentJSON{
			ApplicationID: app.ClientID,
			DisplayName:   app.DisplayName,
			// One resource a request, and the scopes joined like this, is what Partner Center accepts.
			Grants: []grantJSON{{EnterpriseApplicationID: graphApplication, Scope: strings.Join(app.Scopes, ", ")}},
		},
		proven: func(status int, content []byte) bool { return consented(app.ClientID, status, content) },
	}, nil)
	if call.Is(err, call.Conflict) {
		return true, nil
	}
	return false, err
}

// consented says that a consent of our application was created: by its status, or because the answer is the consent.
func consented(clientID string, status int, content []byte) bool {
	var consent consentJSON
	if len(content) > 0 && json.Unmarshal(wire.WithoutMark(content), &consent) != nil {
		return false
	}
	if consent.ApplicationID == "" {
		return status == http.StatusCreated
	}
	return strings.EqualFold(consent.ApplicationID, clientID)
}

// RemoveConsent takes the permissions of our application back. The enterprise application itself stays in the tenant:
// delete it through Microsoft Graph before, while the consent still allows that. A consent that is not there is no error.
//
// DELETE /v1/customers/{id}/applicationconsents/{clientID}, Partner Center user_impersonation with MFA.
func (c *Client) RemoveConsent(ctx context.Context, customer m365.TenantID, clientID string) error {
	err := c.do(ctx, operation{
		op:       "remove the consent",
		customer: customer,
		method:   http.MethodDelete,
		path:     consents(customer) + "/" + url.PathEscape(clientID),
	}, nil)
	if call.Is(err, call.NotFound) {
		return nil
	}
	return err
}

func consents(customer m365.TenantID) string {
	return "/customers/" + url.PathEscape(string(customer)) + "/applicationconsents"
}
