package m365_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestATenantIsToldFromOthersOfItsName(t *testing.T) {
	for name, c := range map[string]struct {
		tenant            m365.Tenant
		full, mark, hover string
	}{
		"alone": {
			m365.Tenant{ID: "1", Name: "Contoso", DefaultDomain: "contoso.com"},
			"Contoso", "", "Contoso (contoso.com)",
		},
		"a twin": {
			m365.Tenant{ID: "1", Name: "Contoso", DefaultDomain: "contoso.com", Twin: true},
			"Contoso (contoso.com)", "contoso.com", "Contoso (contoso.com)",
		},
		"a twin without a domain": {m365.Tenant{ID: "1", Name: "Contoso", Twin: true}, "Contoso (1)", "1", "Contoso (1)"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.full, c.tenant.FullName())
			require.Equal(t, c.mark, c.tenant.Mark())
			require.Equal(t, c.hover, c.tenant.NameAndDomain())
		})
	}
}
