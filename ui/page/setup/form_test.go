package setup

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestTheTenantFieldTakesAnIDOrADomain(t *testing.T) {
	for text, good := range map[string]bool{
		"c0010000-0000-0000-0000-00000000d00d":   true,
		" C0010000-0000-0000-0000-00000000D00D ": true,
		"contoso.com":                            true,
		"msp.onmicrosoft.com":                    true,
		"müller-söhne.de":                        true,
		"":                                       false,
		"contoso":                                false,
		"contoso .com":                           false,
		"https://contoso.com":                    false,
		"admin@contoso.com":                      false,
		"-contoso.com":                           false,
		"contoso..com":                           false,
		"c0010000-0000-0000-0000":                false,
	} {
		require.Equal(t, good, tenantProblem(text) == "", text)
	}
}

func TestTheApplicationFieldTakesAGUIDOfTheUsualForm(t *testing.T) {
	for text, good := range map[string]bool{
		"11111111-2222-3333-4444-555555555555":          true,
		" 11111111-2222-3333-4444-555555555555":         true,
		"":                                              false,
		"11111111222233334444555555555555":              false,
		"{11111111-2222-3333-4444-555555555555}":        false,
		"urn:uuid:11111111-2222-3333-4444-555555555555": false,
	} {
		require.Equal(t, good, clientProblem(text) == "", text)
	}
}

func TestATenantIDIsShortenedAndWholeOnHoverAndInAFile(t *testing.T) {
	tenant := m365.Tenant{ID: "8f3c0000-0000-0000-0000-0000000041aa"}
	cell := rowOf(tenant, access.ReadOnly, time.Time{}, table.Printer{}).Cells[1]
	require.Equal(t, "8f3c…41aa", cell.Short)
	require.Equal(t, string(tenant.ID), cell.Text)
	require.Equal(t, string(tenant.ID), cell.Tip)
}
