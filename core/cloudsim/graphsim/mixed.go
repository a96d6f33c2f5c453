package graphsim

import (
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// mixed is an object of a collection of several types. One of the pointers is set.
type mixed struct {
	user      *directory.User
	group     *directory.Group
	role      *directoryRole
	device    *directory.Device
	principal *ServicePrincipal
	unit      *administrativeUnit
}

var mixedResource = resource[mixed]{
	name: "directoryObject", set: "directoryObjects", directory: true, mixed: mixedWriter,
	properties: []property[mixed]{
		stringProperty("id", "d---", (*mixed).id),
		tokenised(sorted('d', textProperty("displayName", "dd-a", (*mixed).displayName))),
	},
}.seal()

func (m *mixed) id() string {
	switch {
	case m.user != nil:
		return m.user.ID
	case m.group != nil:
		return m.group.ID
	case m.role != nil:
		return m.role.id
	case m.device != nil:
		return m.device.ID
	case m.unit != nil:
		return m.unit.id
	}
	return m.principal.ID
}

func (m *mixed) displayName() string {
	switch {
	case m.user != nil:
		return m.user.DisplayName
	case m.group != nil:
		return m.group.DisplayName
	case m.role != nil:
		return m.role.Name
	case m.device != nil:
		return m.device.DisplayName
	case m.unit != nil:
		return m.unit.name
	}
	return m.principal.DisplayName
}

// mixedWriter writes every object with those of the chosen properties that its type has.
func mixedWriter(selected []string) func([]byte, *mixed) []byte {
	users, groups := chooseKnown(userResource, "user", selected), chooseKnown(groupResource, "group", selected)
	roles, devices := chooseKnown(directoryRoleResource, "directoryRole", selected), chooseKnown(deviceResource, "device", selected)
	units := chooseKnown(unitResource, "administrativeUnit", selected)
	principals := chooseKnown(principalResource, "servicePrincipal", selected)
	return func(b []byte, m *mixed) []byte {
		switch {
		case m.user != nil:
			return users.write(b, m.user)
		case m.group != nil:
			return groups.write(b, m.group)
		case m.role != nil:
			return roles.write(b, m.role)
		case m.device != nil:
			return devices.write(b, m.device)
		case m.unit != nil:
			return units.write(b, m.unit)
		}
		return principals.write(b, m.principal)
	}
}

func chooseKnown[T any](r *resource[T], odataType string, selected []string) selection[T] {
	var known []string
	for _, name := range selected {
		if _, ok := r.property(name); ok {
			known = append(known, name)
		}
	}
	if len(selected) > 0 && len(known) == 0 {
		known = []string{"id"}
	}
	// All names are known, so choose cannot fail.
	s, _ := r.choose(known, false)
	s.odataType = "#microsoft.graph." + odataType
	return s
}
