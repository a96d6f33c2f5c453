package graphsim

import (
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func groupRoutes() []route {
	const one = "GET /groups/{group-id}"
	const write = "POST /groups/{group-id}/members/$ref*"
	return []route{
		{"GET", "groups", "GET /groups", readDirectory, (*call).groups},
		{"GET", "groups/{}", one, readDirectory, (*call).group},
		{"GET", "groups/{}/members", one + "/members", readDirectory, (*call).members},
		{"GET", "groups/{}/members/graph.user", one + "/members", readDirectory, (*call).memberUsers},
		{"GET", "groups/{}/transitiveMembers", one + "/members", readDirectory, (*call).members},
		{"GET", "groups/{}/transitiveMembers/graph.user", one + "/members", readDirectory, (*call).memberUsers},
		{"POST", "groups/{}/members/$ref", write, writeMembers, (*call).addMember},
		{"DELETE", "groups/{}/members/{}/$ref", write, writeMembers, (*call).removeMember},
	}
}

// theGroup is shorter in this table.
type theGroup = directory.Group

var groupResource = resource[theGroup]{
	name: "group", set: "groups", directory: true,
	properties: append(shownByDefault(
		stringProperty("id", "d---", func(g *theGroup) string { return g.ID }),
		rawProperty("deletedDateTime", nullOf[theGroup]),
		rawProperty("classification", nullOf[theGroup]),
		timeProperty("createdDateTime", "", func(g *theGroup) time.Time { return g.Created }),
		tokenised(textProperty("description", "aa-a", func(g *theGroup) string { return g.Description })),
		tokenised(sorted('d', textProperty("displayName", "dd-a", func(g *theGroup) string { return g.DisplayName }))),
		rawProperty("expirationDateTime", nullOf[theGroup]),
		textsProperty("groupTypes", "d", (*theGroup).Types),
		trueOrNullProperty("isAssignableToRole", "d---", func(g *theGroup) bool { return g.AssignableToRole }),
		textProperty("mail", "dd-a", func(g *theGroup) string { return g.Mail }),
		flagProperty("mailEnabled", "d---", func(g *theGroup) bool { return g.MailEnabled }),
		textProperty("mailNickname", "dd-a", func(g *theGroup) string { return g.MailNickname }),
		textProperty("membershipRule", "dd--", func(g *theGroup) string { return g.Rule }),
		textProperty("membershipRuleProcessingState", "d---", func(g *theGroup) string {
			if g.Dynamic {
				return "On"
			}
			return ""
		}),
		trueOrNullProperty("onPremisesSyncEnabled", "d--a", func(g *theGroup) bool { return g.Synced }),
		textProperty("onPremisesSamAccountName", "aa--", func(g *theGroup) string {
			if g.Synced {
				return g.DisplayName
			}
			return ""
		}),
		textsProperty("proxyAddresses", "dd", func(g *theGroup) []string {
			if g.Mail == "" {
				return nil
			}
			return []string{"SMTP:" + g.Mail}
		}),
		timeProperty("renewedDateTime", "d-d-", func(g *theGroup) time.Time { return g.Created }),
		flagProperty("securityEnabled", "d---", func(g *theGroup) bool { return g.Security }),
		textProperty("securityIdentifier", "", (*theGroup).SecurityIdentifier),
		textProperty("visibility", "", func(g *theGroup) string { return g.Visibility }),
	), assignedToGroup(), flagProperty("hasMembersWithLicenseErrors", "d--d", func(g *theGroup) bool { return g.MembersWithLicenceTrouble }),
		textsProperty("resourceProvisioningOptions", "d", func(g *theGroup) []string {
			if g.Unified && g.Number != 0 {
				return []string{"Team"}
			}
			return nil
		})),
	ignored: []string{
		"licenseProcessingState", "onPremisesDomainName", "onPremisesLastSyncDateTime", "onPremisesNetBiosName",
		"onPremisesSecurityIdentifier", "preferredDataLocation", "preferredLanguage", "theme", "uniqueName", "isManagementRestricted",
	},
}.seal()

func nullOf[T any](b []byte, _ *T) []byte { return append(b, "null"...) }

func assignedToGroup() property[theGroup] {
	p := rawProperty("assignedLicenses", func(b []byte, g *theGroup) []byte {
		return appendArray(b, len(g.Licences), func(b []byte, i int) []byte { return appendAssignedLicence(b, g.Licences[i], nil) })
	})
	p.itemFilter = map[string]string{"skuId": "d"}
	p.items = func(g *theGroup) []item {
		var all []item
		for _, product := range g.Licences {
			all = append(all, func(string) value { return guid(product.SKUID) })
		}
		return all
	}
	return p
}

// accessGroup shows a security group of the partner, which is no group of the directory, as one.
func accessGroup(one SecurityGroup, t *directory.Tenant) directory.Group {
	return directory.Group{Number: -1, ID: one.ID, DisplayName: one.DisplayName, MailNickname: one.ID[:min(8, len(one.ID))], Security: true, Created: t.Created()}
}

// accessGroups are the partner's groups that hold GDAP access.
func (c *call) accessGroups() []directory.Group {
	if !c.tenant.Info().Partner {
		return nil
	}
	var all []directory.Group
	for _, one := range c.server.estate.SecurityGroups() {
		all = append(all, accessGroup(one, c.tenant))
	}
	return all
}

func (c *call) groups() (answer, *failure) {
	return list(c, groupResource, listed(append(c.tenant.Groups(), c.accessGroups()...)), relations)
}

// findGroup finds the group that an address names.
func (c *call) findGroup(id string) (directory.Group, *failure) {
	if g, ok := c.tenant.Group(id); ok {
		return g, nil
	}
	for _, g := range c.accessGroups() {
		if strings.EqualFold(g.ID, id) {
			return g, nil
		}
	}
	return directory.Group{}, notFound(id)
}

func (c *call) group() (answer, *failure) {
	g, f := c.findGroup(c.values[0])
	if f != nil {
		return answer{}, f
	}
	return single(c, groupResource, &g)
}

func (c *call) memberUsers() (answer, *failure) {
	g, f := c.findGroup(c.values[0])
	if f != nil {
		return answer{}, f
	}
	return list(c, userResource, source[user]{
		scan: func(from int, yield func(int, *user) bool) { c.eachMember(g, from, yield) },
		at:   c.tenant.UserAt, version: c.tenant.Version() + g.ID,
	}, relations)
}

// eachMember goes through the users in a group.
func (c *call) eachMember(g directory.Group, from int, yield func(int, *user) bool) {
	if g.Number >= 0 {
		c.tenant.EachMember(g, c.path[2] == "transitiveMembers", from, func(u *user) bool { return yield(u.Slot, u) })
		return
	}
	for slot, technician := range c.server.directory.Technicians() {
		for _, one := range c.server.estate.GroupsOf(technician.ObjectID) {
			u, ok := c.tenant.User(technician.ObjectID)
			if one.ID == g.ID && ok && slot >= from && !yield(slot, &u) {
				return
			}
		}
	}
}

// members lists users and, before them at positions below zero, the groups within.
func (c *call) members() (answer, *failure) {
	g, f := c.findGroup(c.values[0])
	if f != nil {
		return answer{}, f
	}
	var within []directory.Group
	if g.Number >= 0 {
		within = c.tenant.ChildrenOf(g)
	}
	return list(c, mixedResource, source[mixed]{
		scan: func(from int, yield func(int, *mixed) bool) {
			for i := from; i < len(within); i++ {
				if i >= 0 && !yield(i, &mixed{group: &within[i]}) {
					return
				}
			}
			c.eachMember(g, max(from-len(within), 0), func(slot int, u *user) bool { return yield(slot+len(within), &mixed{user: u}) })
		},
		at: func(position int) (mixed, bool) {
			if position < len(within) {
				return mixed{group: &within[position]}, true
			}
			return c.mixedUser(position - len(within))
		},
		version: c.tenant.Version() + g.ID,
	}, relations)
}

// changeable finds a group whose members the caller may change, or says why not.
func (c *call) changeable(id string) (directory.Group, *failure) {
	g, f := c.findGroup(id)
	switch {
	case f != nil:
		return g, f
	case g.MailEnabled && !g.Unified:
		return g, badProperty("Cannot Update a mail-enabled security groups and or distribution list.")
	case g.Dynamic:
		return g, fail(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation. The membership of a dynamic group is set by its rule.")
	case g.Synced:
		return g, badProperty("Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.")
	case g.Number < 0:
		return g, denied()
	case g.AssignableToRole && (!c.can("RoleManagement.ReadWrite.Directory") || !c.holds(directory.GlobalAdministrator, directory.PrivilegedRoleAdministrator)):
		return g, denied()
	}
	return g, nil
}

func (c *call) addMember() (answer, *failure) {
	g, f := c.changeable(c.values[0])
	if f != nil {
		return answer{}, f
	}
	u, f := c.referenced()
	if f != nil {
		return answer{}, f
	}
	changed, err := c.tenant.SetMember(g, u.Slot, true)
	switch {
	case err != nil:
		return answer{}, serverError(err)
	case !changed:
		return answer{}, badProperty("One or more added object references already exist for the following modified properties: 'members'.")
	}
	return noContent(), nil
}

func (c *call) removeMember() (answer, *failure) {
	g, f := c.changeable(c.values[0])
	if f != nil {
		return answer{}, f
	}
	u, f := c.user(c.values[1])
	if f != nil {
		return answer{}, f
	}
	changed, err := c.tenant.SetMember(g, u.Slot, false)
	switch {
	case err != nil:
		return answer{}, serverError(err)
	case !changed:
		return answer{}, notFound(c.values[1])
	}
	return noContent(), nil
}

// referenced is the user that the body's @odata.id names. Its host must be the service's own.
func (c *call) referenced() (directory.User, *failure) {
	var reference struct {
		ID string `json:"@odata.id"`
	}
	if f := c.decode(&reference); f != nil {
		return directory.User{}, f
	}
	for _, set := range []string{"/directoryObjects/", "/users/"} {
		if id, found := strings.CutPrefix(reference.ID, c.server.options.Base+"/"+c.version+set); found {
			return c.user(id)
		}
	}
	return directory.User{}, badProperty("Invalid URL format specified in payload.")
}
