package refresh

import (
	"context"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// subscriptionsEvery is how often it is read what a tenant bought, which changes by the day.
const subscriptionsEvery = 24 * time.Hour

// subscriptions are what the tenant bought; nil where that is known well enough, or could not be read.
func (r *round) subscriptions(ctx context.Context) (*m365.Subscriptions, error) {
	if r.snapshot.Taken.Sub(r.before.Subscriptions) < subscriptionsEvery {
		return nil, nil
	}
	bought, err := r.Directory.Subscriptions(ctx, r.id)
	if r.unavailable(err) {
		return &m365.Subscriptions{Read: r.snapshot.Taken, Said: m365.NoPermission}, nil
	}
	if err != nil {
		return nil, call.ReadPurchases.Lost(ctx, err)
	}
	for i := range bought {
		bought[i].Name = r.ProductName(bought[i].SKU, bought[i].Name)
	}
	return &m365.Subscriptions{Read: r.snapshot.Taken, Said: m365.Available, All: bought}, nil
}
