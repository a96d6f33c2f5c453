package call

import "context"

// Read is a read of Graph that the program shows something of.
type Read struct {
	// Op is as in Error.Op, and Path a part of the address.
	Op, Path string
	// Feeds is what a person sees of it.
	Feeds string
	// Means is what its failure means.
	Means Meaning
}

// Meaning is what the failure of a read means.
type Meaning string

const (
	// Whole: what it is read for fails; what was known before stays.
	Whole Meaning = "whole"
	// Part: the rest is worth having for those who gather what is lost (Gather), and says what is missing and why. For
	// those who do not it is Whole.
	Part Meaning = "part"
	// Names: ids stand in for names.
	Names Meaning = "names"
	// Spare: nothing. All is read where it fails, in the place of what changed, unless that would fail by the same: where
	// Microsoft is out of reach, refuses the token or asks for a pause.
	Spare Meaning = "spare"
	// Check: nothing. It is read to find out whether all of something was read.
	Check Meaning = "check"
)

// The reads of a tenant, of the list of tenants, and of the cards of a user.
var (
	ReadOrganization = Read{"read the data", "/organization", "tenant", Whole}
	ReadUsers        = Read{"read the users", "/users", "All Users", Whole}
	ReadChanges      = Read{"read what changed among the users", "/users/delta", "All Users", Spare}
	ReadUserCount    = Read{"read all users", "/users", "All Users", Check}
	ReadActivity     = Read{"read the last sign-ins", "/users", "Last Sign In", Part}
	ReadSharePoint   = Read{"read the SharePoint address", "/sites/root", "SharePoint portal", Part}
	ReadProducts     = Read{"read the products", "/subscribedSkus", "license names", Names}
	ReadPurchases    = Read{"read what the tenant bought", "/directory/subscriptions", "license ends", Part}
	ReadRoleNames    = Read{"read the directory roles", "/roleDefinitions", "User Role", Part}
	ReadAssignments  = Read{"read the role assignments", "/roleAssignments", "User Role", Part}
	ReadEligible     = Read{"read who is eligible for directory roles", "/roleEligibilityScheduleInstances", "User Role", Part}
	ReadRoleGroups   = Read{"read the groups that hold roles", "/getByIds", "User Role", Part}
	ReadRoleMembers  = Read{"read the members of a group that holds roles", "/transitiveMembers/", "User Role", Part}

	ReadRelationships = Read{"read the GDAP relationships", "/delegatedAdminRelationships", "list of tenants", Whole}
	ReadRelationship  = Read{"read a GDAP relationship", "/delegatedAdminRelationships", "tenant of a GDAP relationship", Part}
	ReadMyGroups      = Read{"read your groups", "/me/transitiveMemberOf/", "access to tenants", Part}
	ReadAccess        = Read{"read the security groups of a GDAP relationship", "/accessAssignments", "access to a tenant", Part}

	ReadUser          = Read{"read the user", "/users/", "Details", Whole}
	ReadHeldRoles     = Read{"read the user's roles", "/roleAssignments", "Roles", Whole}
	ReadHeldEligible  = Read{"read which roles the user is eligible for", "/roleEligibilityScheduleInstances", "Eligible roles", Part}
	ReadGroupsOfRoles = Read{"read which groups give the user roles", "/transitiveMemberOf/", "Roles through groups", Part}
	ReadUnit          = Read{"read an administrative unit", "/administrativeUnits/", "scope of a role", Names}
	ReadLicenses      = Read{"read the user's licenses", "/users/", "Licenses", Whole}
	ReadServices      = Read{"read the user's service plans", "/licenseDetails", "Service Enablement", Part}
	ReadGiving        = Read{"read the groups that give licenses", "/getByIds", "Assignment Path", Names}
	ReadOwned         = Read{"read the devices that the user owns", "/ownedDevices/", "Devices", Part}
	ReadRegistered    = Read{"read the devices that the user registered", "/registeredDevices/", "Devices", Part}
	ReadGroups        = Read{"read the user's groups", "/memberOf/", "Groups", Whole}
	ReadSignIns       = Read{"read the sign-in log", "/auditLogs/signIns", "Sign-in Logs", Whole}
	ReadOlderSignIns  = Read{"read the older sign-ins", "/auditLogs/signIns", "Sign-in Logs", Part}
	ReadMethods       = Read{"read the user's authentication methods", "/authentication/methods", "Authentication", Whole}
	ReadRecoveryKeys  = Read{"read which BitLocker keys a device has", "/informationProtection/", "BitLocker keys", Whole}
	ReadDeletedUsers  = Read{"read the deleted users", "/directory/deletedItems/", "Deleted users", Whole}
	ReadDeletedUser   = Read{"read the deleted user", "/directory/deletedItems/", "Deleted users", Whole}
	ReadDefault       = Read{"read the user's default authentication method", "/authentication/signInPreferences", "Default", Names}
)

// Reads are all of them.
func Reads() []Read {
	return []Read{
		ReadOrganization, ReadUsers, ReadChanges, ReadUserCount, ReadActivity, ReadSharePoint, ReadProducts, ReadPurchases, ReadRoleNames, ReadAssignments, ReadEligible,
		ReadRoleGroups, ReadRoleMembers, ReadRelationships, ReadRelationship, ReadMyGroups, ReadAccess, ReadUser, ReadHeldRoles, ReadHeldEligible,
		ReadGroupsOfRoles, ReadUnit, ReadLicenses, ReadServices, ReadGiving, ReadOwned, ReadRegistered, ReadGroups, ReadSignIns,
		ReadOlderSignIns, ReadMethods, ReadDefault, ReadRecoveryKeys, ReadDeletedUsers, ReadDeletedUser,
	}
}

// Lost takes the failure of r: nil where what is left is worth having, and then it is noted for those who gather.
func (r Read) Lost(ctx context.Context, err error) error {
	if err == nil || r.Means == Whole || ctx.Err() != nil {
		return err
	}
	if lose(ctx, Loss{r, err}) || r.Means == Names || r.Means == Check {
		return nil
	}
	return err
}
