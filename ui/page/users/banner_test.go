package users

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func failed(name, what string, users int, age time.Duration) m365.Tenant {
	tenant := m365.Tenant{Name: name, Users: users, RefreshFailure: &m365.Failure{What: what}}
	if age > 0 {
		tenant.Refreshed = now.Add(-age)
	}
	return tenant
}

func TestTheBannerSaysWhichTenantsWhyAndHowOld(t *testing.T) {
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		tenants []m365.Tenant
		says    string
	}{
		"one that names itself": {
			[]m365.Tenant{failed("Contoso", "Contoso could not be refreshed: no consent.", 212, 3*day)},
			"Contoso could not be refreshed: no consent. Showing 212 users as of 3 days ago.",
		},
		"one whose failure does not name it": {
			[]m365.Tenant{failed("Contoso", "Microsoft did not answer.", 1, 2*time.Hour)},
			"Contoso could not be refreshed. Microsoft did not answer. Showing 1 user as of 2 hours ago.",
		},
		"one that was never read": {
			[]m365.Tenant{failed("Contoso", "Contoso refused.", 0, 0)},
			"Contoso refused. No users of it are shown.",
		},
		"two": {
			[]m365.Tenant{failed("Contoso", "x", 5, day), failed("Fabrikam", "y", 5, 4*day)},
			"2 tenants could not be refreshed: Contoso and Fabrikam. The oldest part of what is shown is as of 4 days ago.",
		},
		"more than are named": {
			[]m365.Tenant{failed("A", "x", 1, day), failed("B", "x", 1, day), failed("C", "x", 1, day), failed("D", "x", 1, day), failed("E", "x", 1, day)},
			"5 tenants could not be refreshed: A, B, C and 2 more. The oldest part of what is shown is as of yesterday.",
		},
		"several that were never read": {
			[]m365.Tenant{failed("A", "x", 0, 0), failed("B", "x", 0, 0)},
			"2 tenants could not be refreshed: A and B. No users of them are shown.",
		},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.says, staleText(c.tenants, now)) })
	}
}

func TestTheBannerNamesTenantsInTheOrderOfTheirNames(t *testing.T) {
	tenants := []m365.Tenant{failed("fabrikam", "x", 1, time.Hour), {Name: "Healthy"}, failed("Contoso", "x", 1, time.Hour)}
	names := []string{}
	for _, tenant := range stale(tenants) {
		names = append(names, tenant.Name)
	}
	require.Equal(t, []string{"Contoso", "fabrikam"}, names)
}
