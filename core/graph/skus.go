package graph

import (
	"context"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/subscribedskus"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// SKUs returns the products that the tenant holds for users. Their Name is the part number; the product's name is not
// Graph's to give. Products for the whole company are left out: nobody can be assigned one.
//
// GET /subscribedSkus (never paged), LicenseAssignment.Read.All.
func (c *Client) SKUs(ctx context.Context, tenant m365.TenantID) ([]m365.SKU, error) {
	var skus []m365.SKU
	err := c.read(ctx, tenant, "read the products", func(ctx context.Context, conn *connection) error {
		answer, err := rootClient(conn.adapter).SubscribedSkus().Get(ctx, &subscribedskus.SubscribedSkusRequestBuilderGetRequestConfiguration{
			QueryParameters: &subscribedskus.SubscribedSkusRequestBuilderGetQueryParameters{
				Select: []string{"id", "skuId", "skuPartNumber", "appliesTo", "capabilityStatus", "prepaidUnits", "consumedUnits"},
			},
		})
		if err != nil {
			return err
		}
		if answer == nil {
			return errNoAnswer
		}
		skus = make([]m365.SKU, 0, len(answer.GetValue()))
		for _, sku := range answer.GetValue() {
			if value(sku.GetAppliesTo()) != "Company" {
				skus = append(skus, skuOf(sku))
			}
		}
		return nil
	})
	return skus, err
}

func skuOf(sku models.SubscribedSkuable) m365.SKU {
	held := m365.SKU{
		PartNumber: value(sku.GetSkuPartNumber()),
		Name:       value(sku.GetSkuPartNumber()),
		Consumed:   int(value(sku.GetConsumedUnits())),
	}
	if id := sku.GetSkuId(); id != nil {
		held.ID = id.String()
	}
	if units := sku.GetPrepaidUnits(); units != nil {
		held.Enabled = int(value(units.GetEnabled()))
		held.Warning = int(value(units.GetWarning()))
	}
	return held
}
