package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/oauth2permissiongrants"
	"github.com/microsoftgraph/msgraph-sdk-go/serviceprincipalswithappid"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Consent returns the delegated permissions that the application clientID holds in the tenant for everybody, sorted. found
// is false when the tenant has no enterprise application of it.
//
// GET /servicePrincipals(appId='…') and GET /oauth2PermissionGrants, Directory.Read.All.
func (c *Client) Consent(ctx context.Context, tenant m365.TenantID, clientID string) (scopes []string, found bool, err error) {
	id, err := c.servicePrincipal(ctx, tenant, clientID)
	if call.Is(err, call.NotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	err = c.read(ctx, tenant, "read the granted permissions", func(ctx context.Context, conn *connection) error {
		filter := "clientId eq '" + id + "'"
		answer, err := oauth2permissiongrants.NewOauth2PermissionGrantsRequestBuilderInternal(conn.base(), conn.adapter).Get(ctx, &oauth2permissiongrants.Oauth2PermissionGrantsRequestBuilderGetRequestConfiguration{
			QueryParameters: &oauth2permissiongrants.Oauth2PermissionGrantsRequestBuilderGetQueryParameters{Filter: &filter},
		})
		if err != nil {
			return err
		}
		if answer == nil {
			return errNoAnswer
		}
		scopes = granted(answer.GetValue())
		return nil
	})
	return scopes, err == nil, err
}

func (conn *connection) servicePrincipal(clientID string) *serviceprincipalswithappid.ServicePrincipalsWithAppIdRequestBuilder {
	return serviceprincipalswithappid.NewServicePrincipalsWithAppIdRequestBuilderInternal(conn.base(), conn.adapter, &clientID)
}

func (c *Client) servicePrincipal(ctx context.Context, tenant m365.TenantID, clientID string) (string, error) {
	var id string
	err := c.read(ctx, tenant, "read the enterprise application", func(ctx context.Context, conn *connection) error {
		principal, err := conn.servicePrincipal(clientID).Get(ctx, &serviceprincipalswithappid.ServicePrincipalsWithAppIdRequestBuilderGetRequestConfiguration{
			QueryParameters: &serviceprincipalswithappid.ServicePrincipalsWithAppIdRequestBuilderGetQueryParameters{Select: []string{"id"}},
		})
		if err != nil {
			return err
		}
		if principal == nil || value(principal.GetId()) == "" {
			return errNoAnswer
		}
		id = value(principal.GetId())
		return nil
	})
	return id, err
}

// granted joins the grants for all users. A grant for a single one says nothing of the technician's next colleague.
func granted(grants []models.OAuth2PermissionGrantable) []string {
	scopes := []string{}
	for _, grant := range grants {
		if value(grant.GetConsentType()) == "AllPrincipals" {
			scopes = append(scopes, strings.Fields(value(grant.GetScope()))...)
		}
	}
	slices.Sort(scopes)
	return slices.Compact(scopes)
}

// DeleteServicePrincipal removes the enterprise application clientID, with its grants, from the tenant. One that is not
// there is no error.
//
// DELETE /servicePrincipals(appId='…'), Application.ReadWrite.All.
func (c *Client) DeleteServicePrincipal(ctx context.Context, tenant m365.TenantID, clientID string) error {
	err := c.write(ctx, tenant, "delete the enterprise application", func(ctx context.Context, conn *connection) error {
		return conn.servicePrincipal(clientID).Delete(ctx, nil)
	})
	if call.Is(err, call.NotFound) {
		return nil
	}
	return err
}
