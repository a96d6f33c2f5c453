package graphsim

import (
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// roleRule is the set of directory roles that an operation asks for. In another tenant the technician's roles come through
// GDAP; at home members may read the directory without any.
type roleRule struct {
	roles []string
	// members may do it at home without a role.
	members bool
	// anybody may do it.
	anybody bool
	// self may do it to their own account.
	self bool
}

// The rules. The Global Administrator may do everything; its role is in none of them. Sources: the "permissions" sections of
// the operations in Microsoft's reference, and learn.microsoft.com/entra/identity/role-based-access-control.
var (
	noRole = roleRule{anybody: true}

	readDirectory = roleRule{members: true, roles: []string{
		directory.GlobalReader, directory.DirectoryReaders, directory.DirectoryWriters, directory.UserAdministrator,
		directory.HelpdeskAdministrator, directory.PasswordAdministrator, directory.GroupsAdministrator,
		directory.LicenseAdministrator, directory.PrivilegedRoleAdministrator, directory.PrivilegedAuthenticationAdmin,
		directory.AuthenticationAdministrator, directory.AuthenticationPolicyAdministrator, directory.ApplicationAdministrator,
		directory.CloudApplicationAdministrator, directory.SecurityReader, directory.SecurityAdministrator,
		directory.SecurityOperator, directory.ExchangeAdministrator, directory.SharePointAdministrator,
		directory.TeamsAdministrator, directory.IntuneAdministrator, directory.ConditionalAccessAdministrator,
		directory.ServiceSupportAdministrator, directory.ComplianceAdministrator, directory.ReportsReader,
		directory.CloudDeviceAdministrator,
	}}

	readReports = roleRule{roles: []string{
		directory.ReportsReader, directory.SecurityReader, directory.SecurityAdministrator, directory.SecurityOperator,
		directory.GlobalReader,
	}}

	readMethods = roleRule{self: true, roles: []string{
		directory.GlobalReader, directory.AuthenticationAdministrator, directory.PrivilegedAuthenticationAdmin,
	}}

	writeMethods = roleRule{roles: []string{directory.AuthenticationAdministrator, directory.PrivilegedAuthenticationAdmin}}

	readPolicies = roleRule{roles: []string{
		directory.GlobalReader, directory.AuthenticationPolicyAdministrator, directory.SecurityReader,
		directory.SecurityAdministrator, directory.AuthenticationAdministrator, directory.PrivilegedAuthenticationAdmin,
	}}

	readAccessPolicies = roleRule{roles: []string{
		directory.GlobalReader, directory.SecurityReader, directory.SecurityAdministrator, directory.ConditionalAccessAdministrator,
	}}

	writeUsers = roleRule{roles: []string{directory.UserAdministrator, directory.DirectoryWriters}}

	// changeUsers also lets in those who may only set passwords; what they may set is looked at later.
	changeUsers = roleRule{roles: []string{
		directory.UserAdministrator, directory.DirectoryWriters, directory.HelpdeskAdministrator, directory.PasswordAdministrator,
		directory.AuthenticationAdministrator, directory.PrivilegedAuthenticationAdmin,
	}}

	deleteUsers = roleRule{roles: []string{directory.UserAdministrator, directory.PrivilegedAuthenticationAdmin}}

	revokeSessions = roleRule{self: true, roles: []string{
		directory.UserAdministrator, directory.HelpdeskAdministrator, directory.PasswordAdministrator,
		directory.AuthenticationAdministrator, directory.PrivilegedAuthenticationAdmin,
	}}

	assignLicences = roleRule{roles: []string{directory.LicenseAdministrator, directory.UserAdministrator, directory.DirectoryWriters}}

	writeMembers = roleRule{roles: []string{
		directory.GroupsAdministrator, directory.UserAdministrator, directory.DirectoryWriters, directory.PrivilegedRoleAdministrator,
		directory.ExchangeAdministrator, directory.SharePointAdministrator, directory.TeamsAdministrator,
	}}

	readEligibility = roleRule{roles: []string{
		directory.GlobalReader, directory.SecurityReader, directory.SecurityAdministrator, directory.SecurityOperator,
		directory.PrivilegedRoleAdministrator,
	}}

	writeRoles = roleRule{roles: []string{directory.PrivilegedRoleAdministrator}}

	readIntune = roleRule{roles: []string{directory.IntuneAdministrator, directory.GlobalReader, directory.SecurityReader, directory.SecurityAdministrator}}

	writeDevices = roleRule{roles: []string{directory.CloudDeviceAdministrator, directory.IntuneAdministrator}}

	disownDevices = roleRule{roles: []string{directory.IntuneAdministrator}}

	writeApplications = roleRule{roles: []string{directory.ApplicationAdministrator, directory.CloudApplicationAdministrator}}

	writeGrants = roleRule{roles: []string{
		directory.ApplicationAdministrator, directory.CloudApplicationAdministrator, directory.PrivilegedRoleAdministrator,
	}}
)

// admits refuses a caller that holds none of the roles.
func (r roleRule) admits(c *call) *failure {
	if r.anybody || c.holds(directory.GlobalAdministrator) || c.holds(r.roles...) {
		return nil
	}
	if r.self && c.aboutSelf() || c.own && c.method == "GET" {
		return nil
	}
	if r.members && c.atHome() && !c.guest() {
		return nil
	}
	return denied()
}

// holds says that the caller has one of the roles.
func (c *call) holds(roles ...string) bool {
	return slices.ContainsFunc(c.caller.Roles, func(held string) bool { return slices.Contains(roles, held) })
}

func (c *call) atHome() bool { return strings.EqualFold(c.caller.Tenant, c.caller.HomeTenant) }

// guest says that the caller is a guest in its home.
func (c *call) guest() bool {
	u, ok := c.tenant.User(c.caller.ObjectID)
	return !ok || u.Guest()
}

// aboutSelf says that the address names the caller's own account.
func (c *call) aboutSelf() bool {
	return c.atHome() && len(c.path) > 1 && c.path[0] == "users" &&
		(strings.EqualFold(c.path[1], c.caller.ObjectID) || strings.EqualFold(c.path[1], c.caller.UPN))
}

// administers says that a user holds a role that makes it an administrator: only the strongest roles may touch its sign-in.
func (c *call) administers(objectID string) bool {
	held := c.tenant.RolesOf(objectID)
	return slices.ContainsFunc(held, func(id string) bool {
		role, _ := directory.RoleOf(id)
		return role.Privileged
	})
}

// maySetSignIn refuses to touch what an account signs in with, unless the caller's role is above the account's.
func (c *call) maySetSignIn(objectID string, ordinary ...string) *failure {
	if c.holds(directory.GlobalAdministrator, directory.PrivilegedAuthenticationAdmin) {
		return nil
	}
	if !c.administers(objectID) && c.holds(ordinary...) {
		return nil
	}
	return denied()
}
