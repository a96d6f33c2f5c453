package graphsim

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// assigned are the licences that work: one for each product, direct or through a group.
func assigned(u *user, yield func(directory.LicenceState)) {
	for i, state := range u.Licences {
		if !state.Works() {
			continue
		}
		twice := false
		for _, before := range u.Licences[:i] {
			twice = twice || before.Works() && before.Product.SKUID == state.Product.SKUID
		}
		if !twice {
			yield(state)
		}
	}
}

func assignedLicencesProperty() property[user] {
	p := rawProperty("assignedLicenses", func(b []byte, u *user) []byte {
		b = append(b, '[')
		first := true
		assigned(u, func(state directory.LicenceState) {
			if !first {
				b = append(b, ',')
			}
			first = false
			b = appendAssignedLicence(b, state.Product, state.Disabled)
		})
		return append(b, ']')
	})
	p.itemFilter = map[string]string{"skuId": "d"}
	p.items = func(u *user) []item {
		var all []item
		assigned(u, func(state directory.LicenceState) {
			all = append(all, func(string) value { return guid(state.Product.SKUID) })
		})
		return all
	}
	return p
}

func appendAssignedLicence(b []byte, product directory.Product, disabled []string) []byte {
	return openObject(b).strings("disabledPlans", disabled).string("skuId", product.SKUID).close()
}

// heldPlan is a service plan that a user has.
type heldPlan struct {
	plan  directory.ServicePlan
	since time.Time
	off   bool
}

func plansOf(u *user) []heldPlan {
	var all []heldPlan
	assigned(u, func(state directory.LicenceState) {
		for _, plan := range state.Product.Plans {
			all = append(all, heldPlan{plan, state.Updated, contains(state.Disabled, plan.ID)})
		}
	})
	return all
}

func assignedPlansProperty() property[user] {
	p := rawProperty("assignedPlans", func(b []byte, u *user) []byte {
		all := plansOf(u)
		return appendArray(b, len(all), func(b []byte, i int) []byte {
			status := "Enabled"
			if all[i].off {
				status = "Deleted"
			}
			return openObject(b).time("assignedDateTime", all[i].since).string("capabilityStatus", status).
				string("service", all[i].plan.Service).string("servicePlanId", all[i].plan.ID).close()
		})
	})
	p.itemFilter = map[string]string{"capabilityStatus": "a", "service": "aa", "servicePlanId": "a"}
	p.items = func(u *user) []item {
		var items []item
		for _, held := range plansOf(u) {
			items = append(items, func(field string) value {
				switch field {
				case "service":
					return text(held.plan.Service)
				case "servicePlanId":
					return guid(held.plan.ID)
				}
				if held.off {
					return text("Deleted")
				}
				return text("Enabled")
			})
		}
		return items
	}
	return p
}

func appendLicenceStates(b []byte, u *user) []byte {
	return appendArray(b, len(u.Licences), func(b []byte, i int) []byte {
		state := u.Licences[i]
		return openObject(b).text("assignedByGroup", state.ByGroup).strings("disabledPlans", state.Disabled).
			string("error", state.Error).time("lastUpdatedDateTime", state.Updated).string("skuId", state.Product.SKUID).
			string("state", state.State).close()
	})
}

var licenceDetailResource = resource[directory.LicenceState]{
	name: "licenseDetails", set: "users/licenseDetails",
	properties: shownByDefault(
		stringProperty("id", "", func(s *directory.LicenceState) string { return "L" + s.Product.SKUID }),
		guidProperty("skuId", "", func(s *directory.LicenceState) string { return s.Product.SKUID }),
		textProperty("skuPartNumber", "", func(s *directory.LicenceState) string { return s.Product.PartNumber }),
		rawProperty("servicePlans", func(b []byte, s *directory.LicenceState) []byte { return appendPlans(b, s.Product, s.Disabled) }),
	),
}.seal()

func (c *call) licenceDetails() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	var all []directory.LicenceState
	assigned(&u, func(state directory.LicenceState) { all = append(all, state) })
	return list(c, licenceDetailResource, listed(all), paging{})
}
