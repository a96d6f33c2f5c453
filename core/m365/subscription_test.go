package m365_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestTheOutlookOfLicensesIsThatOfTheWorstPurchase(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	in := func(days int) time.Time { return now.AddDate(0, 0, days) }
	far := m365.Subscription{SKU: "a", State: m365.SubscriptionEnabled, Next: in(31)}
	endless := m365.Subscription{SKU: "b", State: m365.SubscriptionEnabled}
	renews := m365.Subscription{SKU: "c", State: m365.SubscriptionEnabled, Next: in(29)}
	trial := m365.Subscription{SKU: "d", State: m365.SubscriptionEnabled, Trial: true, Next: in(3)}
	grace := m365.Subscription{SKU: "e", State: m365.SubscriptionWarning, Next: in(60)}
	ended := m365.Subscription{SKU: "f", State: m365.SubscriptionSuspended, Next: in(80)}
	replaced := m365.Subscription{SKU: "a", State: m365.SubscriptionLockedOut}
	unheard := m365.Subscription{SKU: "g", State: "Retired"}
	for _, one := range []struct {
		bought []m365.Subscription
		worst  m365.Subscription
		word   m365.Outlook
		next   time.Time
	}{
		{[]m365.Subscription{endless, far}, far, m365.LicensesFine, in(31)},
		{[]m365.Subscription{endless, replaced, far}, far, m365.LicensesFine, in(31)},
		{[]m365.Subscription{far, renews}, renews, m365.LicensesRenew, in(29)},
		{[]m365.Subscription{far, renews, trial}, trial, m365.LicensesTrialEnds, in(3)},
		{[]m365.Subscription{trial, grace, renews}, grace, m365.LicensesInGrace, in(3)},
		{[]m365.Subscription{trial, ended, grace}, ended, m365.LicensesEnded, in(3)},
		{[]m365.Subscription{replaced}, replaced, m365.LicensesEnded, time.Time{}},
		{[]m365.Subscription{unheard, endless}, unheard, m365.LicensesEnded, time.Time{}},
	} {
		bought := m365.Subscriptions{All: one.bought}
		worst, word, found := bought.Worst(now)
		require.True(t, found)
		require.Equal(t, one.word, word)
		require.Equal(t, one.worst, worst)
		require.Equal(t, one.next, bought.NextEnd())
	}
	_, _, found := m365.Subscriptions{}.Worst(now)
	require.False(t, found)
}
