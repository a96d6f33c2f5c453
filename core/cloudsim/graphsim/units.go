package graphsim

import (
	"strings"
)

func unitRoutes() []route {
	const at = "directory/administrativeUnits"
	return []route{{"GET", at + "/{}", "GET /" + at + "/{id}*", readDirectory, (*call).administrativeUnit}}
}

// administrativeUnit is a part of a tenant that a role can be limited to. Every tenant has one.
type administrativeUnit struct{ id, name string }

var unitResource = resource[administrativeUnit]{
	name: "administrativeUnit", set: "directory/administrativeUnits", directory: true,
	properties: shownByDefault(
		stringProperty("id", "d---", func(u *administrativeUnit) string { return u.id }),
		rawProperty("deletedDateTime", nullOf[administrativeUnit]),
		textProperty("displayName", "dd-a", func(u *administrativeUnit) string { return u.name }),
		textProperty("description", "dd-a", func(*administrativeUnit) string { return "" }),
		textProperty("visibility", "", func(*administrativeUnit) string { return "" }),
	),
}.seal()

func (c *call) administrativeUnit() (answer, *failure) {
	if !strings.EqualFold(c.values[0], c.tenant.UnitID()) {
		return answer{}, notFound(c.values[0])
	}
	return single(c, unitResource, &administrativeUnit{c.tenant.UnitID(), c.tenant.UnitName()})
}
