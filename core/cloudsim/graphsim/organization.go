package graphsim

import (
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func tenantRoutes() []route {
	return []route{
		{"GET", "organization", "GET /organization", readDirectory, (*call).organizations},
		{"GET", "organization/{}", "GET /organization", readDirectory, (*call).organization},
		{"GET", "domains", "GET /domains", readDirectory, (*call).domains},
		{"GET", "domains/{}", "GET /domains", readDirectory, (*call).domain},
		{"GET", "subscribedSkus", "GET /subscribedSkus", readDirectory, (*call).subscribedSkus},
		{"GET", "directory/subscriptions", "GET /directory/subscriptions*", readDirectory, (*call).companySubscriptions},
		{"GET", "sites/root", "GET /sites/root*", readDirectory, (*call).rootSite},
	}
}

var organizationResource = resource[directory.Tenant]{
	name: "organization", set: "organization",
	properties: shownByDefault(
		stringProperty("id", "", func(t *directory.Tenant) string { return t.Info().ID }),
		rawProperty("deletedDateTime", func(b []byte, _ *directory.Tenant) []byte { return append(b, "null"...) }),
		rawProperty("businessPhones", func(b []byte, _ *directory.Tenant) []byte { return append(b, "[]"...) }),
		textProperty("countryLetterCode", "", func(t *directory.Tenant) string { code, _ := t.Country(); return code }),
		textProperty("country", "", func(t *directory.Tenant) string { _, name := t.Country(); return name }),
		timeProperty("createdDateTime", "", (*directory.Tenant).Created),
		textProperty("displayName", "", func(t *directory.Tenant) string { return t.Info().Name }),
		trueOrNullProperty("onPremisesSyncEnabled", "", (*directory.Tenant).Synced),
		rawProperty("onPremisesLastSyncDateTime", func(b []byte, t *directory.Tenant) []byte {
			if !t.Synced() {
				return append(b, "null"...)
			}
			return appendTime(b, t.Epoch())
		}),
		textProperty("preferredLanguage", "", func(t *directory.Tenant) string { return t.Language()[:2] }),
		rawProperty("technicalNotificationMails", func(b []byte, t *directory.Tenant) []byte {
			return appendStrings(b, []string{"it@" + t.Info().DefaultDomain})
		}),
		rawProperty("tenantType", func(b []byte, _ *directory.Tenant) []byte { return append(b, `"AAD"`...) }),
		rawProperty("partnerTenantType", func(b []byte, t *directory.Tenant) []byte {
			if t.Info().Partner {
				return append(b, `"resellerPartnerDelegatedAdmin"`...)
			}
			return append(b, "null"...)
		}),
		rawProperty("verifiedDomains", appendVerifiedDomains),
		rawProperty("assignedPlans", appendTenantPlans),
	),
	ignored: []string{"city", "defaultUsageLocation", "postalCode", "privacyProfile", "state", "street"},
}.seal()

func appendVerifiedDomains(b []byte, t *directory.Tenant) []byte {
	var verified []directory.Domain
	for _, d := range t.Domains() {
		if d.Verified {
			verified = append(verified, d)
		}
	}
	return appendArray(b, len(verified), func(b []byte, i int) []byte {
		d := verified[i]
		return openObject(b).string("capabilities", "Email, OfficeCommunicationsOnline").bool("isDefault", d.Default).
			bool("isInitial", d.Initial).string("name", d.Name).string("type", authentication(d)).close()
	})
}

func appendTenantPlans(b []byte, t *directory.Tenant) []byte {
	var all []directory.ServicePlan
	for _, s := range t.Subscriptions() {
		all = append(all, s.Product.Plans...)
	}
	return appendArray(b, len(all), func(b []byte, i int) []byte {
		return openObject(b).time("assignedDateTime", t.Created()).string("capabilityStatus", "Enabled").
			string("service", all[i].Service).string("servicePlanId", all[i].ID).close()
	})
}

func authentication(d directory.Domain) string {
	if d.Managed {
		return "Managed"
	}
	return "Federated"
}

func (c *call) organizations() (answer, *failure) {
	return list(c, organizationResource, tenantSource(c.tenant), paging{})
}

// tenantSource is a collection of one tenant.
func tenantSource(t *directory.Tenant) source[directory.Tenant] {
	return source[directory.Tenant]{scan: func(from int, yield func(int, *directory.Tenant) bool) {
		if from <= 0 {
			yield(0, t)
		}
	}}
}

func (c *call) organization() (answer, *failure) {
	if !strings.EqualFold(c.values[0], c.tenant.Info().ID) {
		return answer{}, notFound(c.values[0])
	}
	return single(c, organizationResource, c.tenant)
}

var domainResource = resource[directory.Domain]{
	name: "domain", set: "domains",
	properties: shownByDefault(
		stringProperty("id", "", func(d *directory.Domain) string { return d.Name }),
		stringProperty("authenticationType", "", func(d *directory.Domain) string { return authentication(*d) }),
		rawProperty("availabilityStatus", func(b []byte, _ *directory.Domain) []byte { return append(b, "null"...) }),
		flagProperty("isAdminManaged", "", func(*directory.Domain) bool { return true }),
		flagProperty("isDefault", "", func(d *directory.Domain) bool { return d.Default }),
		flagProperty("isInitial", "", func(d *directory.Domain) bool { return d.Initial }),
		flagProperty("isRoot", "", func(*directory.Domain) bool { return true }),
		flagProperty("isVerified", "", func(d *directory.Domain) bool { return d.Verified }),
		rawProperty("supportedServices", func(b []byte, _ *directory.Domain) []byte {
			return append(b, `["Email","OfficeCommunicationsOnline"]`...)
		}),
		numberProperty("passwordValidityPeriodInDays", "", func(*directory.Domain) int { return 2147483647 }),
		numberProperty("passwordNotificationWindowInDays", "", func(*directory.Domain) int { return 14 }),
	),
	ignored: []string{"manufacturer", "model", "state"},
}.seal()

// domains ignores $top, $filter and $search, as Graph does: a known issue, which clients must live with.
func (c *call) domains() (answer, *failure) {
	return list(c, domainResource, listed(c.tenant.Domains()), paging{ignoreFilter: true, ignoreTop: true})
}

func (c *call) domain() (answer, *failure) {
	for _, d := range c.tenant.Domains() {
		if strings.EqualFold(d.Name, c.values[0]) {
			return single(c, domainResource, &d)
		}
	}
	return answer{}, notFound(c.values[0])
}

var skuResource = resource[directory.Subscription]{
	name: "subscribedSku", set: "subscribedSkus",
	properties: shownByDefault(
		stringProperty("id", "", func(s *directory.Subscription) string { return s.ID }),
		textProperty("accountId", "", func(s *directory.Subscription) string { id, _, _ := strings.Cut(s.ID, "_"); return id }),
		textProperty("accountName", "", func(s *directory.Subscription) string { return s.Account }),
		textProperty("appliesTo", "", func(*directory.Subscription) string { return "User" }),
		textProperty("capabilityStatus", "", func(s *directory.Subscription) string { return s.Status }),
		numberProperty("consumedUnits", "", func(s *directory.Subscription) int { return s.InUse }),
		rawProperty("prepaidUnits", func(b []byte, s *directory.Subscription) []byte {
			return openObject(b).int("enabled", s.Enabled).int("suspended", s.Suspended).int("warning", s.Warning).int("lockedOut", s.LockedOut).close()
		}),
		guidProperty("skuId", "", func(s *directory.Subscription) string { return s.Product.SKUID }),
		textProperty("skuPartNumber", "", func(s *directory.Subscription) string { return s.Product.PartNumber }),
		rawProperty("subscriptionIds", func(b []byte, s *directory.Subscription) []byte { return appendStrings(b, s.IDs()) }),
		rawProperty("servicePlans", func(b []byte, s *directory.Subscription) []byte { return appendPlans(b, s.Product, nil) }),
	),
}.seal()

// appendPlans writes servicePlans; those that are off say so.
func appendPlans(b []byte, product directory.Product, off []string) []byte {
	return appendArray(b, len(product.Plans), func(b []byte, i int) []byte {
		plan := product.Plans[i]
		status, applies := "Success", "User"
		if plan.Company {
			applies = "Company"
		}
		if contains(off, plan.ID) {
			status = "Disabled"
		} else if plan.Name == "INTUNE_A" {
			status = "PendingInput"
		}
		return openObject(b).string("servicePlanId", plan.ID).string("servicePlanName", plan.Name).
			string("provisioningStatus", status).string("appliesTo", applies).close()
	})
}

// subscribedSkus is never paged, and $search does nothing: a known issue.
func (c *call) subscribedSkus() (answer, *failure) {
	return list(c, skuResource, listed(c.tenant.Subscriptions()), paging{ignoreFilter: true, ignoreTop: true})
}

// rootSite tells the SharePoint host, which may differ from the tenant's first domain.
func (c *call) rootSite() (answer, *failure) {
	info := c.tenant.Info()
	host := info.SharePointName + ".sharepoint.com"
	o := openObject(nil).string("@odata.context", c.context("sites/$entity"))
	show := func(name string) bool { return len(c.query.selected) == 0 || contains(c.query.selected, name) }
	if show("id") {
		o.string("id", host+","+c.tenant.OtherID(900)+","+c.tenant.OtherID(901))
	}
	if show("displayName") {
		o.string("displayName", "Communication site")
	}
	if show("webUrl") {
		o.string("webUrl", "https://"+host)
	}
	if show("siteCollection") {
		o.raw("siteCollection", func(b []byte) []byte { return openObject(b).string("hostname", host).close() })
	}
	if show("root") && len(c.query.selected) == 0 {
		o.raw("root", func(b []byte) []byte { return append(b, "{}"...) })
	}
	return answer{status: 200, body: o.close()}, nil
}
