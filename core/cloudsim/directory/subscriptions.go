package directory

import "time"

// Commerce is one purchase of a product: several may make up what the tenant holds of it.
type Commerce struct {
	Product Product
	ID      string
	// CommerceID is what billing calls it.
	CommerceID string
	// Status is Enabled, Warning or Suspended.
	Status string
	Units  int
	Trial  bool
	// Created is when it was bought, and Next when its status changes unless it is renewed; zero for one without an end.
	Created, Next time.Time
}

// grace is how long what was not renewed still works.
const grace = 30 * 24 * time.Hour

// Purchases lists what the tenant bought, product by product.
func (t *Tenant) Purchases() []Commerce {
	epoch := t.Epoch()
	var all []Commerce
	for i, held := range t.Subscriptions() {
		all = append(all, t.working(uint64(i), held, epoch))
		if held.EndedID != "" {
			all = append(all, t.ended(uint64(i), held, epoch))
		}
	}
	return all
}

// working is the purchase whose units can be used.
func (t *Tenant) working(i uint64, held Subscription, epoch time.Time) Commerce {
	one := Commerce{
		Product: held.Product, ID: held.SubscriptionID, CommerceID: t.OtherID(4000 + int(i)), Status: held.Status, Units: held.Enabled + held.Warning,
		Created: day(epoch.AddDate(0, 0, -40).Add(-t.draw.span(0x310+i, 900*24*time.Hour))),
	}
	switch {
	case held.Status == "Warning":
		one.Next = day(epoch.Add(24*time.Hour + t.draw.span(0x320+i, grace)))
	case isFree(held.Product):
	case t.draw.chance(0x330+i, 80):
		one.Trial, one.Created = true, day(epoch.AddDate(0, 0, -20))
		one.Next = one.Created.AddDate(0, 1, 0)
	default:
		one.Next = t.renewal(i, one.Created, epoch)
	}
	return one
}

// ended is a purchase that nobody renewed, before its data is deleted.
func (t *Tenant) ended(i uint64, held Subscription, epoch time.Time) Commerce {
	return Commerce{
		Product: held.Product, ID: held.EndedID, CommerceID: t.OtherID(4100 + int(i)), Status: "Suspended", Units: held.Suspended,
		Created: day(epoch.AddDate(-1, -2, 0)), Next: day(epoch.Add(24*time.Hour + t.draw.span(0x340+i, 90*24*time.Hour))),
	}
}

// renewal is when the term that runs is over: terms take a month or a year.
func (t *Tenant) renewal(i uint64, created, epoch time.Time) time.Time {
	months := 12
	if t.draw.chance(0x350+i, 150) {
		months = 1
	}
	next := created
	for n := months; !next.After(epoch); n += months {
		next = created.AddDate(0, n, 0)
	}
	return next
}

func day(at time.Time) time.Time { return at.UTC().Truncate(24 * time.Hour) }

// isFree says that nobody pays for a product: it has no end.
func isFree(p Product) bool {
	switch productIndex(p.SKUID) {
	case flowFree, powerBIFree, rightsAdhoc:
		return true
	}
	return false
}
