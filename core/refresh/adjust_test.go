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

func TestWhoCameOfLateStaysThoughMicrosoftTellsThatTheyAreGone(t *testing.T) {
	directory := people()
	refresher, store, now := readOnce(t, directory)
	began := *now
	refresher.Stays = func(tenant m365.TenantID, at time.Time) []string {
		require.Equal(t, contoso, tenant)
		require.Equal(t, began, at)
		return []string{"adele", "noor"}
	}
	directory.changes = [][]m365.UserChange{{gone("adele"), gone("megan")}}
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Len(t, store.users[contoso], 1)
	require.Equal(t, "adele", store.users[contoso][0].Key.ID)
	require.Equal(t, "latest", store.readings[contoso].Mark, "it is told again: somebody may have deleted the user again")

	refresher.Stays = func(m365.TenantID, time.Time) []string { return nil }
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Empty(t, store.users[contoso])
}

func TestAWholeReadingNamesWhoStays(t *testing.T) {
	directory := people()
	store := newShelf(m365.Tenant{ID: contoso, Status: m365.Synced})
	refresher := service(directory, store, func(o *refresh.Options) {
		o.Stays = func(m365.TenantID, time.Time) []string { return []string{"noor"} }
	})
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Equal(t, []string{"noor"}, store.snapshots[contoso].Stay)
}
