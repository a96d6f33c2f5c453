package graphsim

import (
	"net/http"
	"strings"
)

func unitRoutes() []route {
	const at = "directory/administrativeUnits"
	return []route{{"GET", at + "/{}", "GET /" + at + "/{id}*", readDirectory, (*call).administrativeUnit}}
}

// administrativeUnit is a part of a tenant that a role can be limited to. Every tenant has an ordinary and a restricted one.
type administrativeUnit struct {
	id, name   string
	restricted bool
}

var unitResource = resource[administrativeUnit]{
	name: "administrativeUnit", set: "directory/administrativeUnits", directory: true,
	properties: shownByDefault(
		stringProperty("id", "d---", func(u *administrativeUnit) string { return u.id }),
		rawProperty("deletedDateTime", nullOf[administrativeUnit]),
		textProperty("displayName", "dd-a", func(u *administrativeUnit) string { return u.name }),
		textProperty("description", "dd-a", func(*administrativeUnit) string { return "" }),
		flagProperty("isMemberManagementRestricted", "", func(u *administrativeUnit) bool { return u.restricted }),
		textProperty("visibility", "", func(*administrativeUnit) string { return "" }),
	),
}.seal()

func (c *call) administrativeUnit() (answer, *failure) {
	for _, unit := range []administrativeUnit{{c.tenant.UnitID(), c.tenant.UnitName(), false}, *c.restrictedUnit()} {
		if strings.EqualFold(c.values[0], unit.id) {
			return single(c, unitResource, &unit)
		}
	}
	return answer{}, notFound(c.values[0])
}

func (c *call) restrictedUnit() *administrativeUnit {
	return &administrativeUnit{c.tenant.RestrictedUnitID(), c.tenant.RestrictedUnitName(), true}
}

// mayChange refuses to change a user of the restricted unit. No technician's role is for that unit alone, not even a Global
// Administrator's.
func mayChange(u *user) *failure {
	if !u.Restricted {
		return nil
	}
	return fail(http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation. "+
		"Target object is a member of a restricted management administrative unit and can only be modified by administrators scoped to that administrative unit.")
}
