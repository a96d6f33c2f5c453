package graph

import (
	"context"
	"net/url"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/organization"
	"github.com/microsoftgraph/msgraph-sdk-go/sites"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Organization returns what the tenant says of itself. SharePointName stays empty; see the method of that name.
//
// GET /organization, User.Read or Organization.Read.All.
func (c *Client) Organization(ctx context.Context, tenant m365.TenantID) (m365.Profile, error) {
	var profile m365.Profile
	err := c.read(ctx, tenant, "read the organization's name and domains", func(ctx context.Context, conn *connection) error {
		answer, err := rootClient(conn.adapter).Organization().Get(ctx, &organization.OrganizationRequestBuilderGetRequestConfiguration{
			QueryParameters: &organization.OrganizationRequestBuilderGetQueryParameters{
				Select: []string{"id", "displayName", "verifiedDomains"},
			},
		})
		if err != nil {
			return err
		}
		if answer == nil || len(answer.GetValue()) == 0 {
			return errNoAnswer
		}
		profile = profileOf(answer.GetValue()[0])
		return nil
	})
	return profile, err
}

func profileOf(organization models.Organizationable) m365.Profile {
	profile := m365.Profile{
		ID:   m365.TenantID(strings.ToLower(value(organization.GetId()))),
		Name: value(organization.GetDisplayName()),
	}
	for _, domain := range organization.GetVerifiedDomains() {
		if value(domain.GetIsDefault()) {
			profile.DefaultDomain = value(domain.GetName())
		}
		if value(domain.GetIsInitial()) {
			profile.InitialDomain = value(domain.GetName())
		}
	}
	return profile
}

// SharePointName returns the first label of the tenant's SharePoint host: contoso of contoso.sharepoint.com. It is empty
// for a tenant without SharePoint. A technician without permission gets an Error of kind Denied.
//
// GET /sites/root, Sites.Read.All.
func (c *Client) SharePointName(ctx context.Context, tenant m365.TenantID) (string, error) {
	var name string
	err := c.read(ctx, tenant, "read the SharePoint address", func(ctx context.Context, conn *connection) error {
		site, err := rootClient(conn.adapter).Sites().BySiteId("root").Get(ctx, &sites.SiteItemRequestBuilderGetRequestConfiguration{
			QueryParameters: &sites.SiteItemRequestBuilderGetQueryParameters{Select: []string{"siteCollection", "webUrl"}},
		})
		if err != nil {
			return err
		}
		if site == nil {
			return errNoAnswer
		}
		name = firstLabel(sharePointHost(site))
		return nil
	})
	// Without SharePoint, Graph says 400 "Tenant does not have a SPO license" or that there is no root.
	if Is(err, NotFound, BadRequest) {
		return "", nil
	}
	return name, err
}

func sharePointHost(site models.Siteable) string {
	if address, err := url.Parse(value(site.GetWebUrl())); err == nil && address.Hostname() != "" {
		return address.Hostname()
	}
	if collection := site.GetSiteCollection(); collection != nil {
		return value(collection.GetHostname())
	}
	return ""
}

func firstLabel(host string) string {
	label, _, _ := strings.Cut(host, ".")
	return label
}

// FindTenant returns the name and the default domain of any tenant, also of one that never consented. home is the tenant
// that asks.
//
// GET /tenantRelationships/findTenantInformationByTenantId(tenantId='…'), CrossTenantInformation.ReadBasic.All.
func (c *Client) FindTenant(ctx context.Context, home, tenant m365.TenantID) (name, defaultDomain string, err error) {
	id := string(tenant)
	err = c.read(ctx, home, "look up the tenant's name", func(ctx context.Context, conn *connection) error {
		found, err := rootClient(conn.adapter).TenantRelationships().FindTenantInformationByTenantIdWithTenantId(&id).Get(ctx, nil)
		if err != nil {
			return err
		}
		if found == nil {
			return errNoAnswer
		}
		name, defaultDomain = value(found.GetDisplayName()), value(found.GetDefaultDomainName())
		return nil
	})
	if failed := As(err); failed != nil {
		failed.Tenant = tenant
	}
	return name, defaultDomain, err
}
