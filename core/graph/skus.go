package graph

import (
	"context"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// appliesToCompany marks products and plans that are for the whole company, not for users.
const appliesToCompany = "Company"

type skuJSON struct {
	SKU        string `json:"skuId"`
	PartNumber string `json:"skuPartNumber"`
	AppliesTo  string `json:"appliesTo"`
	Consumed   int    `json:"consumedUnits"`
	Prepaid    struct {
		Enabled int `json:"enabled"`
		Warning int `json:"warning"`
	} `json:"prepaidUnits"`
	Plans []planJSON `json:"servicePlans"`
}

func (s *skuJSON) identity() string { return identityOf(s.SKU, s.Plans) }

// SKUs returns the products that the tenant holds for users, with their service plans. Names are part numbers; those of
// products and plans are not Graph's to give. Products for the whole company are left out: nobody can be assigned one.
//
// GET /subscribedSkus (never paged), LicenseAssignment.Read.All (learn.microsoft.com/graph/api/subscribedsku-list).
func (c *Client) SKUs(ctx context.Context, tenant m365.TenantID) ([]m365.SKU, error) {
	read, err := readAll[skuJSON](ctx, c, tenant, list{
		op: call.ReadProducts.Op, path: "/subscribedSkus",
		query: query("$select", "id,skuId,skuPartNumber,appliesTo,capabilityStatus,prepaidUnits,consumedUnits,servicePlans"),
	})
	if err != nil {
		return nil, err
	}
	skus := make([]m365.SKU, 0, len(read))
	for i := range read {
		if read[i].AppliesTo != appliesToCompany {
			skus = append(skus, read[i].sku())
		}
	}
	return skus, nil
}

func (s *skuJSON) sku() m365.SKU {
	return m365.SKU{
		ID: strings.ToLower(s.SKU), PartNumber: s.PartNumber, Name: s.PartNumber,
		Enabled: s.Prepaid.Enabled, Warning: s.Prepaid.Warning, Consumed: s.Consumed, Plans: plansOf(s.Plans),
	}
}
