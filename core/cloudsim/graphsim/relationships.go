package graphsim

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

func relationshipRoutes() []route {
	const at = "tenantRelationships/"
	const row = "GET /tenantRelationships/"
	const one = row + "delegatedAdminRelationships/{delegatedAdminRelationship-id}"
	members := roleRule{members: true}
	return []route{
		{"GET", at + "delegatedAdminRelationships", row + "delegatedAdminRelationships", members, (*call).relationships},
		{"GET", at + "delegatedAdminRelationships/{}", one, members, (*call).relationship},
		{"GET", at + "delegatedAdminRelationships/{}/accessAssignments", one + "/accessAssignments", members, (*call).accessAssignments},
		{"GET", at + "delegatedAdminCustomers", row + "delegatedAdminCustomers", members, (*call).customers},
		{"GET", at + "delegatedAdminCustomers/{}", row + "delegatedAdminCustomers/{delegatedAdminCustomer-id}", members, (*call).customer},
		{"GET", at + "findTenantInformationByTenantId(tenantId)/{}", row + "findTenantInformationByTenantId*", noRole, (*call).tenantInformation},
		{"GET", eligibleGroupsAt + "filterByCurrentUser(on)/{}", "GET /" + eligibleGroupsAt + "*", noRole, (*call).eligibleGroups},
		{"GET", "contracts", "GET /contracts", members, (*call).contracts},
	}
}

var relationshipResource = resource[Relationship]{
	name: "delegatedAdminRelationship", set: "tenantRelationships/delegatedAdminRelationships",
	properties: append(shownByDefault(
		stringProperty("id", "dddd", func(r *Relationship) string { return r.ID }),
		sortable(stringProperty("displayName", "dddd", func(r *Relationship) string { return r.DisplayName })),
		rawProperty("duration", func(b []byte, r *Relationship) []byte { return appendString(b, r.Duration) }),
		rawProperty("autoExtendDuration", func(b []byte, r *Relationship) []byte { return appendText(b, r.AutoExtend) }),
		rawProperty("customer", func(b []byte, r *Relationship) []byte {
			if r.CustomerTenant == "" {
				return append(b, "null"...)
			}
			return openObject(b).string("tenantId", r.CustomerTenant).text("displayName", r.Customer).close()
		}),
		rawProperty("accessDetails", func(b []byte, r *Relationship) []byte { return appendAccess(b, r.Roles) }),
		textProperty("status", "d---", func(r *Relationship) string { return r.Status }),
		sortable(timeProperty("createdDateTime", "d-d-", func(r *Relationship) time.Time { return r.Created })),
		timeProperty("lastModifiedDateTime", "d-d-", func(r *Relationship) time.Time { return latest(r.Created, r.Activated) }),
		sortable(timeProperty("activatedDateTime", "d-dd", func(r *Relationship) time.Time { return r.Activated })),
		sortable(timeProperty("endDateTime", "d-dd", func(r *Relationship) time.Time { return r.Ends })),
	),
		// These stand for the customer's fields in filters.
		textProperty("customer/tenantId", "d---", func(r *Relationship) string { return r.CustomerTenant }),
		textProperty("customer/displayName", "dd--", func(r *Relationship) string { return r.Customer }),
	),
}.seal()

// sortable lets $orderby use a property.
func sortable[T any](p property[T]) property[T] {
	p.order = 'd'
	return p
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func appendAccess(b []byte, roles []string) []byte {
	return openObject(b).raw("unifiedRoles", func(b []byte) []byte {
		return appendArray(b, len(roles), func(b []byte, i int) []byte {
			return openObject(b).string("roleDefinitionId", roles[i]).close()
		})
	}).close()
}

// partnersOnly hides the partner's own things from other tenants.
func (c *call) partnersOnly() *failure {
	if c.tenant.Info().Partner {
		return nil
	}
	return fail(http.StatusForbidden, "Forbidden", "The caller's tenant is not a partner tenant.")
}

func (c *call) relationships() (answer, *failure) {
	if f := c.partnersOnly(); f != nil {
		return answer{}, f
	}
	return list(c, relationshipResource, listed(c.server.estate.Relationships()), paging{size: 300, most: 300})
}

func (c *call) findRelationship() (Relationship, *failure) {
	if f := c.partnersOnly(); f != nil {
		return Relationship{}, f
	}
	for _, one := range c.server.estate.Relationships() {
		if strings.EqualFold(one.ID, c.values[0]) {
			return one, nil
		}
	}
	return Relationship{}, notFound(c.values[0])
}

func (c *call) relationship() (answer, *failure) {
	one, f := c.findRelationship()
	if f != nil {
		return answer{}, f
	}
	return single(c, relationshipResource, &one)
}

var accessResource = resource[AccessAssignment]{
	name: "delegatedAdminAccessAssignment", set: "tenantRelationships/delegatedAdminRelationships/accessAssignments",
	properties: shownByDefault(
		stringProperty("id", "dddd", func(a *AccessAssignment) string { return a.ID }),
		textProperty("status", "d---", func(a *AccessAssignment) string { return a.Status }),
		timeProperty("createdDateTime", "d-d-", func(a *AccessAssignment) time.Time { return a.Created }),
		timeProperty("lastModifiedDateTime", "d-d-", func(a *AccessAssignment) time.Time { return a.Created }),
		rawProperty("accessContainer", func(b []byte, a *AccessAssignment) []byte {
			return openObject(b).string("accessContainerId", a.GroupID).string("accessContainerType", "securityGroup").close()
		}),
		rawProperty("accessDetails", func(b []byte, a *AccessAssignment) []byte { return appendAccess(b, a.Roles) }),
	),
}.seal()

func (c *call) accessAssignments() (answer, *failure) {
	one, f := c.findRelationship()
	if f != nil {
		return answer{}, f
	}
	return list(c, accessResource, listed(c.server.estate.AccessAssignments(one.ID)), paging{size: 300, most: 300})
}

// customerEntry is a customer with whom there is a relationship.
type customerEntry struct{ tenant, name string }

var customerResource = resource[customerEntry]{
	name: "delegatedAdminCustomer", set: "tenantRelationships/delegatedAdminCustomers",
	properties: shownByDefault(
		stringProperty("id", "d---", func(e *customerEntry) string { return e.tenant }),
		stringProperty("tenantId", "d---", func(e *customerEntry) string { return e.tenant }),
		sortable(textProperty("displayName", "dd--", func(e *customerEntry) string { return e.name })),
	),
}.seal()

// customerEntries are the customers of relationships that ever were active.
func (c *call) customerEntries() []customerEntry {
	var all []customerEntry
	for _, r := range c.server.estate.Relationships() {
		entry := customerEntry{r.CustomerTenant, r.Customer}
		if r.CustomerTenant != "" && !r.Activated.IsZero() && !slices.ContainsFunc(all, func(e customerEntry) bool { return e.tenant == entry.tenant }) {
			all = append(all, entry)
		}
	}
	return all
}

func (c *call) customers() (answer, *failure) {
	if f := c.partnersOnly(); f != nil {
		return answer{}, f
	}
	return list(c, customerResource, listed(c.customerEntries()), paging{size: 300, most: 300})
}

func (c *call) customer() (answer, *failure) {
	if f := c.partnersOnly(); f != nil {
		return answer{}, f
	}
	for _, entry := range c.customerEntries() {
		if strings.EqualFold(entry.tenant, c.values[0]) {
			return single(c, customerResource, &entry)
		}
	}
	return answer{}, notFound(c.values[0])
}

func (c *call) tenantInformation() (answer, *failure) {
	info, ok := c.server.directory.Tenant(c.values[0])
	if !ok || !strings.EqualFold(info.ID, c.values[0]) {
		return answer{}, notFound(c.values[0])
	}
	body := openObject(nil).string("@odata.context", c.context("microsoft.graph.tenantInformation")).string("tenantId", info.ID).
		text("federationBrandName", "").string("displayName", info.Name).string("defaultDomainName", info.DefaultDomain).close()
	return answer{status: http.StatusOK, body: body}, nil
}

// contract is a customer bought through the partner, as it was named then.
type contract struct{ id, customer, name, domain string }

var contractResource = resource[contract]{
	name: "contract", set: "contracts", directory: true,
	properties: shownByDefault(
		stringProperty("id", "", func(e *contract) string { return e.id }),
		rawProperty("deletedDateTime", func(b []byte, _ *contract) []byte { return append(b, "null"...) }),
		textProperty("contractType", "", func(*contract) string { return "ResellerPartner" }),
		guidProperty("customerId", "d---", func(e *contract) string { return e.customer }),
		textProperty("defaultDomainName", "dd--", func(e *contract) string { return e.domain }),
		textProperty("displayName", "dd--", func(e *contract) string { return e.name }),
	),
}.seal()

func (c *call) contracts() (answer, *failure) {
	if f := c.partnersOnly(); f != nil {
		return answer{}, f
	}
	var all []contract
	for i, entry := range c.customerEntries() {
		if info, ok := c.server.directory.Tenant(entry.tenant); ok {
			// A contract keeps the domain of the day it was made.
			all = append(all, contract{c.tenant.OtherID(5000 + i), entry.tenant, entry.name, info.InitialDomain})
		}
	}
	return list(c, contractResource, listed(all), paging{size: 100, most: 999})
}
