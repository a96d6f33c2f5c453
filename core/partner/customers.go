package partner

import (
	"cmp"
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
	Items []customerJSON `json:"items"`
	Links struct {
		Next *linkJSON `json:"next"`
	} `json:"links"`
}

type customerJSON struct {
	ID      string `json:"id"`
	Company struct {
		TenantID string `json:"tenantId"`
		Domain   string `json:"domain"`
		Name     string `json:"companyName"`
	} `json:"companyProfile"`
	Relationship string `json:"relationshipToPartner"`
}

func (c *customerJSON) tenant() m365.TenantID {
	return m365.TenantID(strings.ToLower(cmp.Or(c.Company.TenantID, c.ID)))
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

// The bounds of the list. Partner Center's largest page has 500 customers.
const (
	mostPages     = 1_000
	mostCustomers = 200_000
)

var (
	errCircle     = errors.New("the pages go in a circle")
	errSamePage   = errors.New("a page came twice")
	errNoList     = errors.New("the answer has no list")
	errNoCustomer = errors.New("a customer in the answer is empty or has no id")
	errTooMany    = errors.New("the list has more pages or customers than are read")
)

// Customers returns all customers.
//
// GET /v1/customers?size=500, followed by links.next, Partner Center user_impersonation with MFA.
func (c *Client) Customers(ctx context.Context) ([]Customer, error) {
	read := reading{places: make(map[string]bool), pages: make(map[string]bool)}
	k := operation{op: "list the customers", method: http.MethodGet, path: "/customers?size=500"}
	for {
		var page customersJSON
		if err := c.do(ctx, k, &page); err != nil {
			return nil, err
		}
		next, err := read.take(&page)
		if err == nil && next != nil {
			k.path, err = c.ownPath(next.URI)
		}
		if err != nil {
			return nil, c.failed(ctx, k, names{}, &call.Error{Service: call.PartnerCenter, Kind: kindOf(err), Err: err})
		}
		if next == nil {
			return read.customers, nil
		}
		k.header = http.Header{}
		if token := next.token(); token != "" {
			k.header.Set(continuation, token)
		}
	}
}

// reading is a list on its way, so that it neither ends short in silence nor goes on for ever.
type reading struct {
	customers []Customer
	// places are the links that were followed, pages the ids that came on one.
	places, pages map[string]bool
}

// take adds a page and returns the link to the next; nil at the end.
func (r *reading) take(page *customersJSON) (*linkJSON, error) {
	if page.Items == nil {
		return nil, errNoList
	}
	var ids strings.Builder
	for _, item := range page.Items {
		if item.tenant() == "" {
			return nil, errNoCustomer
		}
		ids.WriteString(string(item.tenant()) + "\n")
		r.customers = append(r.customers, item.customer())
	}
	next := page.Links.Next
	switch {
	case len(page.Items) > 0 && r.pages[ids.String()]:
		return nil, errSamePage
	case next == nil || next.URI == "":
		return nil, nil
	case r.places[next.place()]:
		return nil, errCircle
	case len(r.places) == mostPages || len(r.customers) > mostCustomers:
		return nil, errTooMany
	}
	r.pages[ids.String()], r.places[next.place()] = true, true
	return next, nil
}

// kindOf is what sort of failure an answer is that was read and found wanting.
func kindOf(err error) call.Kind {
	switch {
	case errors.Is(err, errForeignHost):
		return call.ForeignHost
	case errors.Is(err, errCircle), errors.Is(err, errSamePage):
		return call.Incomplete
	case errors.Is(err, errTooMany), errors.Is(err, errTooLong):
		return call.TooLarge
	}
	return call.Malformed
}

func (l *linkJSON) place() string { return l.URI + "\n" + l.token() }

func (l *linkJSON) token() string {
	for _, header := range l.Headers {
		if strings.EqualFold(header.Key, continuation) {
			return header.Value
		}
	}
	return ""
}

func (c *customerJSON) customer() Customer {
	return Customer{Tenant: c.tenant(), Name: c.Company.Name, Domain: c.Company.Domain, Relationship: c.Relationship}
}

// Reach asks Partner Center for as little as it gives, to see whether it accepts the sign-in. Only a list of customers says so.
//
// GET /v1/customers?size=1, Partner Center user_impersonation with MFA; the technician is a member of AdminAgents.
func (c *Client) Reach(ctx context.Context) error {
	var page customersJSON
	k := operation{op: "reach Partner Center", method: http.MethodGet, path: "/customers?size=1", holds: func() bool { return page.Items != nil }}
	return c.do(ctx, k, &page)
}
