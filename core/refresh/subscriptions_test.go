package refresh_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
)

func TestWhatATenantBoughtIsReadOnceADayAndAgainAfterAFailure(t *testing.T) {
	for name, one := range map[string]struct {
		age   time.Duration
		fails error
		asked bool
		said  m365.Availability
	}{
		"never read":     {age: 1000 * time.Hour, asked: true, said: m365.Available},
		"read yesterday": {age: 24 * time.Hour, asked: true, said: m365.Available},
		"read today":     {age: 23 * time.Hour},
		"refused":        {age: 24 * time.Hour, fails: errDenied, asked: true, said: m365.NoPermission},
		"failed":         {age: 24 * time.Hour, fails: errors.New("no answer"), asked: true},
	} {
		t.Run(name, func(t *testing.T) {
			directory := &cloud{
				pages:  map[m365.TenantID][][]m365.User{contoso: {{user(contoso, "adele")}}},
				bought: []m365.Subscription{{SKU: "e5", Name: "SPE_E5", State: m365.SubscriptionEnabled, Units: 5}},
				fails:  map[string]error{"Subscriptions" + string(contoso): one.fails},
			}
			now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
			store := newShelf(m365.Tenant{ID: contoso, Name: "Contoso", Status: m365.Synced})
			store.readings[contoso] = m365.Reading{Subscriptions: now.Add(-one.age)}
			require.NoError(t, service(directory, store, func(o *refresh.Options) {
				o.Now = func() time.Time { return now }
				o.ProductName = func(id, part string) string { return id + " of " + part }
			}).Tenant(t.Context(), contoso))
			require.Equal(t, one.asked, directory.purchases.Load() == 1)
			kept := store.snapshots[contoso].Subscriptions
			if one.said == m365.Unknown {
				require.Nil(t, kept, "what was known stays")
				return
			}
			require.Equal(t, one.said, kept.Said)
			require.Equal(t, now, kept.Read)
			if one.said == m365.Available {
				require.Equal(t, "e5 of SPE_E5", kept.All[0].Name)
			}
		})
	}
}
