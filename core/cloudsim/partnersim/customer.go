package partnersim

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/login"
)

const (
	defaultPage = 100
	largestPage = 500
)

type customer struct {
	ID                    string            `json:"id"`
	CommerceID            string            `json:"commerceId"`
	CompanyProfile        companyProfile    `json:"companyProfile"`
	RelationshipToPartner string            `json:"relationshipToPartner"`
	AllowDelegatedAccess  bool              `json:"allowDelegatedAccess"`
	Links                 map[string]link   `json:"links"`
	Attributes            map[string]string `json:"attributes"`
}

type companyProfile struct {
	TenantID    string            `json:"tenantId"`
	Domain      string            `json:"domain"`
	CompanyName string            `json:"companyName"`
	Attributes  map[string]string `json:"attributes"`
}

type link struct {
	URI     string       `json:"uri"`
	Method  string       `json:"method"`
	Headers []linkHeader `json:"headers"`
}

type linkHeader struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type customerPage struct {
	TotalCount int               `json:"totalCount"`
	Items      []customer        `json:"items"`
	Links      map[string]link   `json:"links"`
	Attributes map[string]string `json:"attributes"`
}

// customers lists the partner's customers, a page at a time; the next page is asked for with the continuation token that
// links.next names: https://learn.microsoft.com/partner-center/developer/get-a-list-of-customers.
func (a *api) customers(w http.ResponseWriter, r *http.Request, _ login.Token) {
	size, ok := pageSize(r)
	if !ok {
		refuse(w, r, refusal{http.StatusBadRequest, codeBadRequest, fmt.Sprintf("The size must be a number from 1 to %d.", largestPage)})
		return
	}
	all := a.Estate.Customers()
	start, ok := continuation(r)
	if !ok || start > len(all) {
		refuse(w, r, refusal{http.StatusBadRequest, codeBadRequest, "The continuation token is not valid."})
		return
	}
	end := min(start+size, len(all))
	page := customerPage{
		TotalCount: len(all), Items: make([]customer, 0, end-start), Attributes: objectType("Collection"),
		Links: map[string]link{"self": get(fmt.Sprintf("/customers?size=%d", size))},
	}
	for _, tenant := range all[start:end] {
		page.Items = append(page.Items, a.shown(tenant))
	}
	if end < len(all) {
		next := get(fmt.Sprintf("/customers?size=%d&seekOperation=Next", size))
		next.Headers = append(next.Headers, linkHeader{continuationHeader, base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(end)))})
		page.Links["next"] = next
	}
	reply(w, r, http.StatusOK, page)
}

func (a *api) customer(w http.ResponseWriter, r *http.Request, _ login.Token) {
	tenant, ok := a.Estate.Customer(r.PathValue("customer"))
	if !ok {
		refuse(w, r, noCustomer)
		return
	}
	reply(w, r, http.StatusOK, a.shown(tenant))
}

var noCustomer = refusal{http.StatusNotFound, codeNoCustomer, "The customer was not found, or has no relationship with the partner."}

func (a *api) shown(tenant estate.Tenant) customer {
	return customer{
		ID: tenant.ID, CommerceID: tenant.ID, RelationshipToPartner: "reseller",
		AllowDelegatedAccess: a.Estate.Related(tenant.ID),
		CompanyProfile: companyProfile{
			TenantID: tenant.ID, Domain: tenant.Domain, CompanyName: tenant.Name, Attributes: objectType("CustomerCompanyProfile"),
		},
		Links: map[string]link{"self": get("/customers/" + tenant.ID)}, Attributes: objectType("Customer"),
	}
}

const continuationHeader = "MS-ContinuationToken"

func pageSize(r *http.Request) (int, bool) {
	text := r.URL.Query().Get("size")
	if text == "" {
		return defaultPage, true
	}
	size, err := strconv.Atoi(text)
	return size, err == nil && size >= 1 && size <= largestPage
}

func continuation(r *http.Request) (int, bool) {
	token := r.Header.Get(continuationHeader)
	if token == "" {
		return 0, true
	}
	text, err := base64.StdEncoding.DecodeString(token)
	if err != nil {
		return 0, false
	}
	start, err := strconv.Atoi(string(text))
	return start, err == nil && start >= 0
}

func get(uri string) link { return link{URI: uri, Method: http.MethodGet, Headers: []linkHeader{}} }

func objectType(name string) map[string]string { return map[string]string{"objectType": name} }
