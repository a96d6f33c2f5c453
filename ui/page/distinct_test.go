package page_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

func TestTenantsOfOneNameAreToldApart(t *testing.T) {
	names := page.Distinct([]m365.Tenant{
		{ID: "1", Name: "Northwind Traders", DefaultDomain: "northwind.com"},
		{ID: "2", Name: "Northwind Traders", DefaultDomain: "northwind-retail.com"},
		{ID: "3", Name: "Northwind Traders"},
		{ID: "4", Name: "Contoso", DefaultDomain: "contoso.com"},
	})
	require.Equal(t, map[m365.TenantID]string{
		"1": "Northwind Traders (northwind.com)",
		"2": "Northwind Traders (northwind-retail.com)",
		"3": "Northwind Traders (3)",
		"4": "Contoso",
	}, names)
}
