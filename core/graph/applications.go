package graph

import (
	"context"
	"net/url"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type principalJSON struct {
	element
	AppID string `json:"appId"`
	Owner string `json:"appOwnerOrganizationId"`
}

// EnterpriseApplication returns the application of a client id as a tenant has it; found is false where the tenant has none.
//
// GET /servicePrincipals(appId='{id}'), Directory.Read.All or Application.Read.All
// (https://learn.microsoft.com/graph/api/serviceprincipal-get).
func (c *Client) EnterpriseApplication(ctx context.Context, tenant m365.TenantID, clientID string) (app m365.EnterpriseApplication, found bool, err error) {
	const op = "read the enterprise application"
	read, err := readOne[principalJSON](ctx, c, tenant, list{
		op: op, path: "/servicePrincipals(appId='" + url.PathEscape(clientID) + "')",
		query: query("$select", "id,appId,appOwnerOrganizationId"),
	})
	if call.Is(err, call.NotFound) {
		return m365.EnterpriseApplication{}, false, nil
	}
	if err == nil {
		err = c.normal(ctx, tenant, op, isAsked(read.AppID, clientID))
	}
	if err == nil && read.ID == "" {
		err = c.normal(ctx, tenant, op, errNoElement)
	}
	if err != nil {
		return m365.EnterpriseApplication{}, false, err
	}
	return m365.EnterpriseApplication{ID: oneCase(read.ID), Owner: m365.TenantID(strings.ToLower(read.Owner))}, true, nil
}

// DeleteApplication deletes an enterprise application by its id in the tenant.
func (c *Client) DeleteApplication(ctx context.Context, tenant m365.TenantID, id string) error {
	_, err := c.Send(ctx, tenant, call.DeleteServicePrincipal(id))
	return err
}
