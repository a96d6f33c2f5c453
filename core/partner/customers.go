package partner

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Customer is a customer of the partner as Partner Center lists it.
type Customer struct {
	Tenant m365.TenantID
	Name   string
	Domain string
	// Relationship is Microsoft's word: reseller, advisor.
	Relationship string
}

type customersJSON struct {
	Items []struct {
		ID      string `json:"id"`
		Company struct {
			TenantID string `json:"tenantId"`
			Domain   string `json:"domain"`
			Name     string `json:"companyName"`
		} `json:"companyProfile"`
		Relationship string `json:"relationshipToPartner"`
	} `json:"items"`
	Links struct {
		Next *linkJSON `json:"next"`
	} `json:"links"`
}

type linkJSON struct {
	URI     string `json:"uri"`
	Headers []struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	} `json:"headers"`
}

// continuation carries the place in the list from page to page; it is a header, not a part of the link.
const continuation = "Ms-Continuationtoken"

var errCircle = errors.New("the pages go in a circle")

// Customers returns all customers.
//
// GET /v1/customers?size=500, followed by links.next, Partner Center user_impersonation with MFA.
func (c *Client) Customers(ctx context.Context) ([]Customer, error) {
	var customers []Customer
	k := operation{op: "list the customers", method: http.MethodGet, path: "/customers?size=500"}
	seen := make(map[string]bool)
	for {
		var page customersJSON
		if err := c.do(ctx, k, &page); err != nil {
			return nil, err
		}
		customers = append(customers, page.customers()...)
		next := page.Links.Next
		if next == nil || next.URI == "" {
			return customers, nil
		}
		place := next.URI + "\n" + next.token()
		if seen[place] {
			return nil, c.failed(ctx, k, names{}, &call.Error{Service: call.PartnerCenter, Kind: call.Malformed, Err: errCircle})
		}
		seen[place] = true
		path, err := c.ownPath(next.URI)
		if err != nil {
			return nil, c.failed(ctx, k, names{}, &call.Error{Service: call.PartnerCenter, Kind: kindOfLink(err), Err: err})
		}
		k.path = path
		k.header = http.Header{}
		if token := next.token(); token != "" {
			k.header.Set(continuation, token)
		}
	}
}

func kindOfLink(err error) call.Kind {
	if errors.Is(err, errForeignHost) {
		return call.ForeignHost
	}
	return call.Malformed
}

// token is the only header of a link that is followed.
func (l *linkJSON) token() string {
	for _, header := range l.Headers {
		if strings.EqualFold(header.Key, continuation) {
			return header.Value
		}
	}
	return ""
}

func (p *customersJSON) customers() []Customer {
	customers := make([]Customer, 0, len(p.Items))
	for _, item := range p.Items {
		tenant := item.Company.TenantID
		if tenant == "" {
			tenant = item.ID
		}
		customers = append(customers, Customer{
			Tenant:       m365.TenantID(strings.ToLower(tenant)),
			Name:         item.Company.Name,
			Domain:       item.Company.Domain,
			Relationship: item.Relationship,
		})
	}
	return customers
}
