package graph

import (
	"context"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type subscriptionJSON struct {
	element
	SKU        string `json:"skuId"`
	PartNumber string `json:"skuPartNumber"`
	Status     string `json:"status"`
	Units      int    `json:"totalLicenses"`
	Trial      bool   `json:"isTrial"`
	Next       string `json:"nextLifecycleDateTime"`
}

// Subscriptions returns what the tenant bought, a purchase each: several may be of one product. Names are part numbers.
//
// GET /directory/subscriptions, Organization.Read.All or Directory.Read.All
// (learn.microsoft.com/graph/api/directory-list-subscriptions).
func (c *Client) Subscriptions(ctx context.Context, tenant m365.TenantID) ([]m365.Subscription, error) {
	read, err := readAll[subscriptionJSON](ctx, c, tenant, list{
		op: call.ReadPurchases.Op, path: "/directory/subscriptions",
		query: query("$select", "id,skuId,skuPartNumber,status,totalLicenses,isTrial,nextLifecycleDateTime"),
	})
	if err != nil {
		return nil, err
	}
	bought := make([]m365.Subscription, len(read))
	for i, one := range read {
		bought[i] = m365.Subscription{
			SKU: strings.ToLower(one.SKU), Name: one.PartNumber, State: m365.SubscriptionState(one.Status), Units: one.Units,
			Trial: one.Trial, Next: parseTime(one.Next),
		}
	}
	return bought, nil
}
