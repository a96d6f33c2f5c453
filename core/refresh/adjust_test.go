package refresh_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
)

func TestAUserIsAdjustedWithTheTimeAtWhichTheReadingBegan(t *testing.T) {
	began := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	now := began
	directory := &cloud{
		pages:  map[m365.TenantID][][]m365.User{contoso: {{user(contoso, "adele", "e5")}, {user(contoso, "megan")}}},
		roles:  map[string][]m365.RoleAssignment{"adele": {{RoleName: "Global Reader"}}},
		before: func(m365.TenantID) { now = now.Add(time.Hour) }, // The roles were read long before the users.
	}
	store := newShelf(m365.Tenant{ID: contoso, Status: m365.Synced})
	var seen []time.Time
	refresher := service(directory, store, func(o *refresh.Options) {
		o.Now = func() time.Time { return now }
		o.Adjust = func(user *m365.User, at time.Time) bool {
			seen = append(seen, at)
			user.Roles = append(user.Roles, "Role of "+user.Key.ID)
			user.Licenses = append(user.Licenses, "License")
			return user.Key.ID != "megan"
		}
	})
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Equal(t, []time.Time{began, began}, seen)
	require.Len(t, store.users[contoso], 1, "who was deleted here is left out")
	require.Equal(t, []string{"Global Reader", "Role of adele"}, store.users[contoso][0].Roles)
	require.Equal(t, []string{"product e5", "License"}, store.users[contoso][0].Licenses)
}
