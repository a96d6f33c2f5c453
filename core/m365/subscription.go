package m365

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Subscription is one purchase of a product by a tenant.
type Subscription struct {
	SKU string
	// Name is Microsoft's name of the product, or its part number.
	Name  string
	State SubscriptionState
	Units int
	Trial bool `json:",omitempty"`
	// Next is when it is renewed or its state changes; zero for one without an end.
	Next time.Time `json:",omitzero"`
}

// SubscriptionState is Microsoft's word for how a purchase stands.
type SubscriptionState string

// The states that Microsoft names.
const (
	SubscriptionEnabled   SubscriptionState = "Enabled"
	SubscriptionWarning   SubscriptionState = "Warning"
	SubscriptionSuspended SubscriptionState = "Suspended"
	SubscriptionDeleted   SubscriptionState = "Deleted"
	SubscriptionLockedOut SubscriptionState = "LockedOut"
)

// Subscriptions are what a tenant bought, as it was read.
type Subscriptions struct {
	// Read is when.
	Read time.Time
	// Said is Available, or NoPermission where Microsoft does not show them to this technician.
	Said Availability
	All  []Subscription
}

// Outlook is how near a purchase is to its end.
type Outlook string

// The outlooks, from the worst to the best.
const (
	// LicensesEnded: it was not renewed, its units are gone, and no other purchase of the product stands in.
	LicensesEnded Outlook = "Ended"
	// LicensesInGrace: it was not renewed, and its units work for some days more.
	LicensesInGrace Outlook = "In grace period"
	// LicensesTrialEnds: a trial that ends soon.
	LicensesTrialEnds Outlook = "Trial ends soon"
	// LicensesRenew: its term is over soon. Microsoft does not say here whether it is renewed.
	LicensesRenew Outlook = "Renews or ends soon"
	// LicensesFine: none of these.
	LicensesFine Outlook = "Nothing soon"
)

// Outlooks lists them from the worst to the best.
func Outlooks() []Outlook {
	return []Outlook{LicensesEnded, LicensesInGrace, LicensesTrialEnds, LicensesRenew, LicensesFine}
}

// LicensesSoon is how long before its end a purchase is near it.
const LicensesSoon = 30 * 24 * time.Hour

// Outlook of one purchase among all of the tenant.
func (s Subscriptions) Outlook(of Subscription, now time.Time) Outlook {
	soon := !of.Next.IsZero() && of.Next.Before(now.Add(LicensesSoon))
	switch {
	case of.State == SubscriptionWarning:
		return LicensesInGrace
	case of.State != SubscriptionEnabled && s.replaced(of):
		return LicensesFine
	case of.State != SubscriptionEnabled:
		return LicensesEnded
	case soon && of.Trial:
		return LicensesTrialEnds
	case soon:
		return LicensesRenew
	}
	return LicensesFine
}

// replaced says that another purchase of the same product works.
func (s Subscriptions) replaced(ended Subscription) bool {
	return slices.ContainsFunc(s.All, func(other Subscription) bool {
		return other.SKU == ended.SKU && (other.State == SubscriptionEnabled || other.State == SubscriptionWarning)
	})
}

// Worst is the purchase that is nearest to its end, and its outlook; false where the tenant has none.
func (s Subscriptions) Worst(now time.Time) (worst Subscription, outlook Outlook, found bool) {
	if len(s.All) == 0 {
		return Subscription{}, "", false
	}
	sorted := s.Sorted(now)
	return sorted[0], s.Outlook(sorted[0], now), true
}

// NextEnd is when the next term of what works is over; zero where none has an end.
func (s Subscriptions) NextEnd() (next time.Time) {
	for _, one := range s.All {
		works := one.State == SubscriptionEnabled || one.State == SubscriptionWarning
		if works && !one.Next.IsZero() && (next.IsZero() || one.Next.Before(next)) {
			next = one.Next
		}
	}
	return next
}

// Sorted are the purchases with those first that are nearest to their end.
func (s Subscriptions) Sorted(now time.Time) []Subscription {
	rank := func(one Subscription) int { return slices.Index(Outlooks(), s.Outlook(one, now)) }
	return slices.SortedStableFunc(slices.Values(s.All), func(a, b Subscription) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), compareEnds(a.Next, b.Next), strings.Compare(a.Name, b.Name))
	})
}

// compareEnds puts what has no end last.
func compareEnds(a, b time.Time) int {
	switch {
	case a.IsZero() && b.IsZero():
		return 0
	case a.IsZero():
		return 1
	case b.IsZero():
		return -1
	}
	return a.Compare(b)
}
