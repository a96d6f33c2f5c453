package product_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/assets"
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

func TestTheTableIsWhole(t *testing.T) {
	guid := regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	rows := strings.Split(strings.TrimSuffix(assets.Products(), "\n"), "\n")
	require.Equal(t, "name\tpart_number\tsku_id", rows[0])
	require.Greater(t, len(rows), 500)
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		fields := strings.Split(row, "\t")
		require.Len(t, fields, 3, row)
		require.NotEmpty(t, strings.TrimSpace(fields[0]), row)
		require.NotEmpty(t, fields[1], row)
		require.Regexp(t, guid, fields[2], row)
		require.False(t, seen[fields[2]], "the SKU id is there twice: %s", row)
		seen[fields[2]] = true
		require.Equal(t, fields[0], product.Name(fields[2], ""), row)
	}
}
