package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/store"
)

func TestWhatATenantBoughtIsKeptUntilItIsReadAgainAndLeavesWithTheTenant(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	read := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	bought := m365.Subscriptions{Read: read, Said: m365.Available, All: []m365.Subscription{
		{SKU: "e3", Name: "Microsoft 365 E3", State: m365.SubscriptionEnabled, Units: 25, Next: read.AddDate(0, 1, 0)},
		{SKU: "free", Name: "Flow", State: m365.SubscriptionWarning, Trial: true},
	}}
	keep := func(bought *m365.Subscriptions) {
		_, err := s.ChangeUsers(t.Context(), tenantID(1), reading(t, s, 1), func(knownUsers) (m365.Changes, error) {
			return m365.Changes{Snapshot: m365.Snapshot{Taken: read, Subscriptions: bought}}, nil
		})
		require.NoError(t, err)
	}
	keep(&bought)
	keep(nil)
	requireBought(t, s, map[m365.TenantID]m365.Subscriptions{tenantID(1): bought})
	reading, err := s.Reading(t.Context(), tenantID(1))
	require.NoError(t, err)
	require.Equal(t, read, reading.Subscriptions)

	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
	requireBought(t, s, map[m365.TenantID]m365.Subscriptions{})
}

func requireBought(t *testing.T, s *store.Store, want map[m365.TenantID]m365.Subscriptions) {
	t.Helper()
	kept, err := s.Subscriptions(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, kept)
}
