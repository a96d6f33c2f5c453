package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestLabelsOutliveAnUnsyncAndAListWithoutTheTenant(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	labels := m365.Labels{Alias: "The dentist", Tags: []string{"gold", "north"}}
	require.NoError(t, s.SetLabels(t.Context(), tenantID(1), labels))
	require.Equal(t, labels, tenant(t, s, 1).Labels)

	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
	require.Equal(t, labels, tenant(t, s, 1).Labels)
	require.NoError(t, s.SaveListed(t.Context(), nil))
	require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{listed(1, "Contoso")}))
	require.Equal(t, labels, tenant(t, s, 1).Labels)

	require.NoError(t, s.SetLabels(t.Context(), tenantID(1), m365.Labels{}))
	require.Equal(t, m365.Labels{}, tenant(t, s, 1).Labels)
}

func TestLabelsAreForgottenWithTheTenants(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso")
	require.NoError(t, s.SetLabels(t.Context(), tenantID(1), m365.Labels{Alias: "The dentist"}))
	require.NoError(t, s.Forget(t.Context()))
	require.NoError(t, s.SaveListed(t.Context(), []m365.Tenant{listed(1, "Contoso")}))
	require.Equal(t, m365.Labels{}, tenant(t, s, 1).Labels)
}

func TestUsersAreFilteredByTheOwnNameOfTheirTenant(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Megan"))
	require.NoError(t, s.SetLabels(t.Context(), tenantID(2), m365.Labels{Alias: "The lawyers"}))
	page, err := s.UserSource().Query(t.Context(), table.Query{
		Filters: []table.Filter{{Column: columns.TenantName, Text: "lawy"}}, Limit: 10,
	})
	require.NoError(t, err)
	require.Equal(t, 1, page.Total)
	at := table.Index(columns.Users(), columns.TenantName)
	require.Equal(t, "Fabrikam", page.Rows[0].Cells[at].Text)
	require.Equal(t, "The lawyers", page.Rows[0].Cells[at].Note)
}
