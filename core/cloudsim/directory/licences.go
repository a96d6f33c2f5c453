package directory

import (
	"slices"
	"time"
)

// LicenceState is one way in which a user has a product.
type LicenceState struct {
	Product Product
	// ByGroup is the id of the group that gives it; "" for a direct assignment.
	ByGroup  string
	Disabled []string
	// State and Error are Microsoft's words: Active, ActiveWithError, Disabled, Error; None, CountViolation and so on.
	State, Error string
	Updated      time.Time
}

// Works says that the user has the product by it.
func (s LicenceState) Works() bool { return s.State == "Active" || s.State == "ActiveWithError" }

// offPlans are plans that are often switched off.
var offPlans = []string{"7547a3fe-08ee-4ccb-b430-5077c5041653", "a23b959c-7ce8-4e57-9140-b90eb88a9e97"}

// makeDirect gives a user of the start the products assigned to it directly.
func (t *Tenant) makeDirect(u *User) {
	u.Direct = u.Direct[:0]
	if u.Service || u.Guest() || u.Slot >= t.info.Users {
		return
	}
	d := t.userDraw(u.Slot)
	changed := u.Created.Add(d.span(askLicenceTime, t.epoch.Sub(u.Created)))
	share := d.below(askLicence, 1000)
	if share < 880 && (!t.groupLicensing || share < 30) {
		main := Licence{Product: t.products[0], Changed: changed}
		if d.chance(askDisabledPlans, 100) && hasPlan(products[main.Product], offPlans[0]) {
			main.Disabled = offPlans
		}
		u.Direct = append(u.Direct, main)
	}
	for i, product := range t.products[1:] {
		if d.chance(askExtraLicence+uint64(i)<<8, extraShare(product)) {
			u.Direct = append(u.Direct, Licence{Product: product, Changed: changed})
		}
	}
}

func hasPlan(p Product, id string) bool {
	return slices.ContainsFunc(p.Plans, func(plan ServicePlan) bool { return plan.ID == id })
}

// extraShare is how many in a thousand have a product beside the main one.
func extraShare(product int) int {
	switch product {
	case powerBIFree, flowFree:
		return 120
	case entraP1, entraP2:
		return 60
	case exchangePlan1:
		return 40
	}
	return 25
}

// licenceGroup is the position of the group that gives the main product.
const licenceGroup = 2

// inherits says that a slot of the start is in the group that gives the main product.
func (t *Tenant) inherits(slot int) bool {
	if !t.groupLicensing || slot >= t.info.Users || t.accountAt(slot) >= breakGlass && t.accountAt(slot) <= meetingRoom {
		return false
	}
	d := t.userDraw(slot)
	return d.below(askLicence, 1000) < 880 && !t.isGuest(d, slot)
}

// findLicences computes u.Licences from the direct ones and the groups.
func (t *Tenant) findLicences(u *User) {
	u.Licences = u.Licences[:0]
	for _, direct := range u.Direct {
		state, reason := "Active", "None"
		if direct.Error != "" {
			state, reason = "Error", direct.Error
		}
		u.Licences = append(u.Licences, LicenceState{
			Product: products[direct.Product], Disabled: direct.Disabled, State: state, Error: reason, Updated: direct.Changed,
		})
	}
	if !t.groupLicensing || !t.isMember(licenceGroup, u.Slot) {
		return
	}
	d := t.userDraw(u.Slot)
	inherited := LicenceState{
		Product: products[t.products[0]], ByGroup: t.groupID(licenceGroup), State: "Active", Error: "None",
		Updated: t.epoch.Add(-d.span(askLicenceTime, 500*24*time.Hour)),
	}
	switch trouble := d.below(askLicenceError, 1000); {
	case u.UsageLocation == "":
		inherited.State, inherited.Error = "Error", "ProhibitedInUsageLocationViolation"
	case trouble < 12:
		inherited.State, inherited.Error = "Error", "CountViolation"
	case trouble < 18:
		inherited.State, inherited.Error = "Error", "MutuallyExclusiveViolation"
	case trouble < 26:
		inherited.State, inherited.Error = "ActiveWithError", "DependencyViolation"
	}
	u.Licences = append(u.Licences, inherited)
}

// Subscription is a product that the tenant holds.
type Subscription struct {
	Product Product
	// ID is the subscribedSku's id: tenant and SKU joined by an underscore.
	ID                                            string
	Enabled, Warning, Suspended, LockedOut, InUse int
	Status                                        string
	SubscriptionID, Account                       string
	// EndedID is that of a purchase of which only suspended units are left; "" for none.
	EndedID string
}

// IDs are those of the purchases that make up the product.
func (s Subscription) IDs() []string {
	if s.EndedID == "" {
		return []string{s.SubscriptionID}
	}
	return []string{s.SubscriptionID, s.EndedID}
}

// Left counts the units that can still be assigned.
func (s Subscription) Left() int { return s.Enabled + s.Warning - s.InUse }

// Subscriptions lists the products of the tenant with their units as they are now.
func (t *Tenant) Subscriptions() []Subscription {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.consumed == nil {
		t.consumed = t.countUnits(t.atStart)
	}
	used := t.consumed
	if t.sequence > 0 || len(t.members) > 0 {
		used = t.countUnits(t.current)
	}
	all := make([]Subscription, 0, len(t.products))
	for i, product := range t.products {
		one := Subscription{
			Product: products[product], ID: t.info.ID + "_" + products[product].SKUID, InUse: used[i],
			Status: "Enabled", SubscriptionID: t.OtherID(100 + product), Account: t.info.SharePointName,
		}
		start := t.consumed[i]
		switch {
		case product == flowFree || product == powerBIFree:
			one.Enabled = 10000
		case product == rightsAdhoc:
			one.Enabled = 50000
		case i == 0 && t.draw.chance(0xb1, 200):
			one.Enabled = start
		case i > 0 && t.draw.chance(0xb2+uint64(i), 150):
			one.Warning, one.Status = start, "Warning"
		default:
			one.Enabled = (start/5 + 1) * 5
		}
		if i > 0 && t.draw.chance(0x300+uint64(i), 100) {
			one.Suspended, one.EndedID = (start/5+1)*5, t.OtherID(4200+product)
		}
		all = append(all, one)
	}
	return all
}

// countUnits counts the users of every product. The caller holds the lock.
func (t *Tenant) countUnits(read func(*User, int) bool) []int {
	counts := make([]int, len(t.products))
	bySKU := make(map[string]int, len(t.products))
	for i, product := range t.products {
		bySKU[products[product].SKUID] = i
	}
	var u User
	seen := make([]int, len(t.products))
	for slot := range t.slots() {
		if !read(&u, slot) || u.Gone() {
			continue
		}
		for _, state := range u.Licences {
			if i, ok := bySKU[state.Product.SKUID]; ok && state.Works() && seen[i] != slot+1 {
				seen[i] = slot + 1
				counts[i]++
			}
		}
	}
	return counts
}

// SKU is the product's id.
func (l Licence) SKU() string { return products[l.Product].SKUID }

// NewLicence is a product assigned directly.
func NewLicence(p Product, disabled []string, at time.Time) Licence {
	return Licence{Product: productIndex(p.SKUID), Disabled: disabled, Changed: at}
}
