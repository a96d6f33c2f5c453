package m365_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestAliasesAreTheFurtherMailAddresses(t *testing.T) {
	require.Equal(t, []string{"adele@contoso.com", "info@contoso.com"}, m365.AliasesOf([]string{
		"SMTP:adele.vance@contoso.com", "smtp:Info@contoso.com", "SIP:adele.vance@contoso.com", "X500:/o=Contoso/cn=adele",
		"smtp:adele@contoso.com", "smtp:",
	}))
	require.Empty(t, m365.AliasesOf(nil))
}
