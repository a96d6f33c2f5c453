package graphsim

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

var subscriptionResource = resource[directory.Commerce]{
	name: "companySubscription", set: "directory/subscriptions",
	properties: shownByDefault(
		stringProperty("id", "", func(c *directory.Commerce) string { return c.ID }),
		textProperty("commerceSubscriptionId", "", func(c *directory.Commerce) string { return c.CommerceID }),
		timeProperty("createdDateTime", "", func(c *directory.Commerce) time.Time { return c.Created }),
		flagProperty("isTrial", "", func(c *directory.Commerce) bool { return c.Trial }),
		timeProperty("nextLifecycleDateTime", "", func(c *directory.Commerce) time.Time { return c.Next }),
		rawProperty("serviceStatus", func(b []byte, c *directory.Commerce) []byte { return appendPlans(b, c.Product, nil) }),
		guidProperty("skuId", "", func(c *directory.Commerce) string { return c.Product.SKUID }),
		textProperty("skuPartNumber", "", func(c *directory.Commerce) string { return c.Product.PartNumber }),
		textProperty("status", "", func(c *directory.Commerce) string { return c.Status }),
		numberProperty("totalLicenses", "", func(c *directory.Commerce) int { return c.Units }),
	),
	ignored: []string{"ownerId", "ownerTenantId", "ownerType"},
}.seal()

func (c *call) companySubscriptions() (answer, *failure) {
	return list(c, subscriptionResource, listed(c.tenant.Purchases()), paging{})
}
