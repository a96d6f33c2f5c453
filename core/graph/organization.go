package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/organization"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// Organization returns what the tenant says of itself. SharePointName stays empty; see the method of that name. The answer of
// another tenant, as with a token of it, is refused: nothing of that may be kept or changed as this one's. Beside that error
// stands who answered.
//
// GET /organization, User.Read or Organization.Read.All.
func (c *Client) Organization(ctx context.Context, tenant m365.TenantID) (m365.Organization, error) {
	var found m365.Organization
	err := c.read(ctx, tenant, call.ReadOrganization.Op, func(ctx context.Context, conn *connection) error {
		answer, err := organization.NewOrganizationRequestBuilderInternal(conn.base(), conn.adapter).Get(ctx, &organization.OrganizationRequestBuilderGetRequestConfiguration{
			QueryParameters: &organization.OrganizationRequestBuilderGetQueryParameters{
				Select: []string{"id", "displayName", "verifiedDomains"},
			},
		})
		if err != nil {
			return err
		}
		if answer == nil || len(answer.GetValue()) == 0 || answer.GetValue()[0] == nil {
			return errNoAnswer
		}
		found, err = organizationOf(answer.GetValue()[0])
		return err
	})
	if err == nil && found.ID != tenant {
		return m365.Organization{ID: found.ID, Name: found.Name}, &refusal.Error{
			Op: call.ReadOrganization.Op + " of", Tenant: tenant, Err: &refusal.OtherTenantError{Asked: tenant, Got: found.ID},
		}
	}
	return found, err
}

func organizationOf(from models.Organizationable) (m365.Organization, error) {
	found := m365.Organization{
		ID:   m365.TenantID(strings.ToLower(value(from.GetId()))),
		Name: value(from.GetDisplayName()),
	}
	if found.ID == "" {
		return found, errNoAnswer
	}
	for _, domain := range from.GetVerifiedDomains() {
		if domain == nil || value(domain.GetName()) == "" {
			return found, errNoElement
		}
		found.Domains = append(found.Domains, value(domain.GetName()))
		if value(domain.GetIsDefault()) {
			found.DefaultDomain = value(domain.GetName())
		}
		if strings.EqualFold(value(domain.GetTypeEscaped()), "Federated") {
			found.Federated = append(found.Federated, value(domain.GetName()))
		}
		if value(domain.GetIsInitial()) {
			found.InitialDomain = value(domain.GetName())
		}
	}
	return found, nil
}

// errNoSharePoint says that a site lies elsewhere: a portal's address is made of the name of its host.
var errNoSharePoint = errors.New("the address of the site is not SharePoint's")

// SharePointName returns the first label of the tenant's SharePoint host: contoso of contoso.sharepoint.com. It is empty
// for a tenant without SharePoint. A technician without permission gets an Error of kind Denied.
//
// GET /sites/root, Sites.Read.All.
func (c *Client) SharePointName(ctx context.Context, tenant m365.TenantID) (string, error) {
	op := call.ReadSharePoint.Op
	read, err := readOne[siteJSON](ctx, c, tenant, list{
		op: op, path: "/sites/root", query: query("$select", "siteCollection,webUrl"),
	})
	// Without SharePoint, Graph says 400 "Tenant does not have a SPO license" or that there is no root.
	if call.Is(err, call.NotFound) || call.Is(err, call.BadRequest) && call.As(err).Status == http.StatusBadRequest {
		return "", nil
	}
	name, domain, _ := strings.Cut(read.host(), ".")
	if err == nil && (name == "" || !strings.HasPrefix(strings.ToLower(domain), "sharepoint")) {
		err = c.normal(ctx, tenant, op, errNoSharePoint)
	}
	if err != nil {
		return "", err
	}
	return name, nil
}

type siteJSON struct {
	WebURL         string `json:"webUrl"`
	SiteCollection struct {
		Hostname string `json:"hostname"`
	} `json:"siteCollection"`
}

func (s siteJSON) host() string {
	if address, err := url.Parse(s.WebURL); err == nil && address.Hostname() != "" {
		return address.Hostname()
	}
	return s.SiteCollection.Hostname
}
