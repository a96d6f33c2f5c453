package graphsim

import (
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func userRelationRoutes() []route {
	const at, row = "users/{}/", "GET /users/{user-id}/"
	return []route{
		{"GET", at + "manager", row + "manager", readDirectory, (*call).manager},
		{"GET", at + "directReports", row + "directReports", readDirectory, (*call).directReports},
		{"GET", at + "memberOf", row + "memberOf", readDirectory, (*call).memberOf},
		{"GET", at + "memberOf/graph.group", row + "memberOf", readDirectory, (*call).memberOfGroups},
		{"GET", at + "memberOf/graph.directoryRole", row + "memberOf", readDirectory, (*call).memberOfRoles},
		{"GET", at + "transitiveMemberOf", row + "transitiveMemberOf", readDirectory, (*call).memberOf},
		{"GET", at + "transitiveMemberOf/graph.group", row + "transitiveMemberOf", readDirectory, (*call).memberOfGroups},
		{"GET", at + "transitiveMemberOf/graph.directoryRole", row + "transitiveMemberOf", readDirectory, (*call).memberOfRoles},
		{"GET", at + "ownedDevices", row + "ownedDevices", readDirectory, (*call).userDeviceObjects},
		{"GET", at + "ownedDevices/graph.device", row + "ownedDevices", readDirectory, (*call).userDevices},
		{"GET", at + "registeredDevices", row + "registeredDevices", readDirectory, (*call).userDeviceObjects},
		{"GET", at + "registeredDevices/graph.device", row + "registeredDevices", readDirectory, (*call).userDevices},
		{"GET", at + "licenseDetails", row + "licenseDetails", readDirectory, (*call).licenceDetails},
		{"GET", at + "managedDevices", "GET /deviceManagement/managedDevices", readIntune, (*call).userManagedDevices},
	}
}

// relations is how Graph pages what belongs to a user or a group.
var relations = paging{size: 100, most: 999}

func (c *call) manager() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	boss, ok := c.tenant.UserAt(u.Manager)
	if u.Manager == directory.NoManager || !ok {
		return answer{}, notFound("manager")
	}
	return singleAs(c, userResource, "#microsoft.graph.user", &boss, nil)
}

func (c *call) directReports() (answer, *failure) {
	boss, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	return list(c, mixedResource, source[mixed]{scan: func(from int, yield func(int, *mixed) bool) {
		c.tenant.EachUser(from, func(u *user) bool { return u.Manager != boss.Slot || yield(u.Slot, &mixed{user: u}) })
	}, at: c.mixedUser, version: c.tenant.Version()}, relations)
}

func (c *call) mixedUser(slot int) (mixed, bool) {
	u, ok := c.tenant.UserAt(slot)
	return mixed{user: &u}, ok
}

// stubsOnly leaves only ids to a token that may read the account itself and no groups.
func (c *call) stubsOnly() {
	if !c.can("Directory.Read.All", "Directory.ReadWrite.All", "Group.ReadBasic.All", "Group.Read.All", "GroupMember.Read.All") {
		c.query.selected = []string{"id"}
	}
}

// groupsOf lists the groups of a user; in the partner's tenant also those that hold GDAP access.
func (c *call) groupsOf(u *user) []directory.Group {
	all := c.tenant.GroupsOf(u.Slot, c.path[2] == "transitiveMemberOf")
	if c.tenant.Info().Partner {
		for _, one := range c.server.estate.GroupsOf(u.ID) {
			all = append(all, accessGroup(one, c.tenant))
		}
	}
	return all
}

func (c *call) memberOf() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	c.stubsOnly()
	var all []mixed
	for _, g := range c.groupsOf(&u) {
		all = append(all, mixed{group: &g})
	}
	for _, role := range c.rolesOf(&u) {
		all = append(all, mixed{role: &role})
	}
	if u.Restricted {
		all = append(all, mixed{unit: c.restrictedUnit()})
	}
	return list(c, mixedResource, listed(all), relations)
}

func (c *call) memberOfGroups() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	c.stubsOnly()
	return list(c, groupResource, listed(c.groupsOf(&u)), relations)
}

func (c *call) memberOfRoles() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	c.stubsOnly()
	return list(c, directoryRoleResource, listed(c.rolesOf(&u)), relations)
}

// rolesOf lists the directory roles of a user. memberOf shows those held directly, transitiveMemberOf also those through
// groups; neither shows roles over an administrative unit.
func (c *call) rolesOf(u *user) []directoryRole {
	var ids []string
	if c.path[2] == "transitiveMemberOf" {
		ids = c.tenant.RolesOf(u.ID)
	} else {
		for _, one := range c.tenant.RoleAssignments() {
			if one.PrincipalID == u.ID && one.Scope == directory.Whole {
				ids = append(ids, one.RoleID)
			}
		}
	}
	var all []directoryRole
	for _, id := range ids {
		if role, ok := directory.RoleOf(id); ok {
			all = append(all, directoryRole{c.directoryRoleID(id), role})
		}
	}
	return all
}
