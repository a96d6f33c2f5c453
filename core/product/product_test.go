package product_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/assets"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/product"
)

func TestName(t *testing.T) {
	tests := map[string]struct{ sku, part, want string }{
		"a known product has Microsoft's name":             {"cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "SPB", "Microsoft 365 Business Premium"},
		"letter case does not matter":                      {"CBDC14AB-D96C-4C30-B9F4-6ADA7CDC1D46", "", "Microsoft 365 Business Premium"},
		"a new SKU of a known part number has its name":    {"00000000-0000-4000-8000-000000000001", "spb", "Microsoft 365 Business Premium"},
		"an unknown product shows its part number":         {"00000000-0000-4000-8000-000000000001", "NEW_THING", "NEW_THING"},
		"without a part number the SKU id is all there is": {"00000000-0000-4000-8000-000000000001", "", "00000000-0000-4000-8000-000000000001"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.want, product.Name(test.sku, test.part))
		})
	}
}

func TestPlanName(t *testing.T) {
	tests := map[string]struct{ plan, part, want string }{
		"a known plan has Microsoft's name":             {"efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE", "Exchange Online (Plan 2)"},
		"the id is enough":                              {"EFB87545-963C-4E0D-99DF-69C6916D9EB0", "", "Exchange Online (Plan 2)"},
		"the part number is enough":                     {"", "aad_premium", "Microsoft Entra ID P1"},
		"a name that was all capitals reads as a name":  {"", "SWAY", "Sway"},
		"an unknown plan shows its part number":         {"00000000-0000-4000-8000-000000000001", "NEW_THING", "NEW_THING"},
		"a product's part number finds no product name": {"", "SPB", "SPB"},
		"without a part number the id is all there is":  {"00000000-0000-4000-8000-000000000001", "", "00000000-0000-4000-8000-000000000001"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.want, product.PlanName(test.plan, test.part))
		})
	}
}

func TestEveryPlanOfTheSimulatedCloudHasAName(t *testing.T) {
	served := 0
	for row := range strings.Lines(assets.Products()) {
		fields := strings.Split(strings.TrimSpace(row), "\t")
		simulated, _ := directory.ProductOf(fields[2])
		for _, plan := range simulated.Plans {
			require.NotEqual(t, plan.Name, product.PlanName(plan.ID, plan.Name))
			served++
		}
	}
	require.Greater(t, served, 40)
}

func TestTheTablesAreWhole(t *testing.T) {
	t.Run("products", func(t *testing.T) {
		requireWhole(t, assets.Products(), "name\tpart_number\tsku_id", 500, product.Name)
	})
	t.Run("service plans", func(t *testing.T) {
		requireWhole(t, assets.Plans(), "name\tpart_number\tplan_id", 700, product.PlanName)
	})
}

func requireWhole(t *testing.T, table, title string, least int, nameOf func(id, part string) string) {
	t.Helper()
	guid := regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	rows := strings.Split(strings.TrimSuffix(table, "\n"), "\n")
	require.Equal(t, title, rows[0])
	require.Greater(t, len(rows), least)
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		fields := strings.Split(row, "\t")
		require.Len(t, fields, 3, row)
		require.NotEmpty(t, strings.TrimSpace(fields[0]), row)
		require.NotEmpty(t, fields[1], row)
		require.Regexp(t, guid, fields[2], row)
		require.False(t, seen[fields[2]], "the id is there twice: %s", row)
		seen[fields[2]] = true
		require.Equal(t, fields[0], nameOf(fields[2], ""), row)
	}
}
