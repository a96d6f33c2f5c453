package graphsim

import (
	"slices"
	"strings"
)

// The permissions that let operations through, in groups that come back. They are the delegated ones of Microsoft's table of
// permissions (microsoft-graph-devx-content, permissions/new/permissions.json).
const (
	dirRead      = "Directory.Read.All "
	dirWrite     = "Directory.ReadWrite.All "
	dirBoth      = dirRead + dirWrite
	agentUsers   = "AgentIdUser.ReadWrite.All AgentIdUser.ReadWrite.IdentityParentedBy "
	intuneWrites = "DeviceManagementApps.ReadWrite.All DeviceManagementConfiguration.ReadWrite.All " +
		"DeviceManagementManagedDevices.ReadWrite.All DeviceManagementServiceConfig.ReadWrite.All "
	intuneReads = "DeviceManagementApps.Read.All DeviceManagementConfiguration.Read.All " +
		"DeviceManagementManagedDevices.Read.All DeviceManagementServiceConfig.Read.All " + intuneWrites
	intuneDevices = "DeviceManagementConfiguration.Read.All DeviceManagementConfiguration.ReadWrite.All " +
		"DeviceManagementManagedDevices.Read.All DeviceManagementManagedDevices.ReadWrite.All "
	intuneService = "DeviceManagementConfiguration.Read.All DeviceManagementConfiguration.ReadWrite.All " +
		"DeviceManagementServiceConfig.Read.All DeviceManagementServiceConfig.ReadWrite.All "
	usersBoth    = "User.Read.All User.ReadWrite.All "
	usersList    = agentUsers + intuneReads + dirBoth + usersBoth + "User.ReadBasic.All "
	appsRead     = "Application.Read.All Application.ReadWrite.All " + dirBoth
	appsWrite    = "Application.ReadWrite.All " + dirWrite
	gdap         = "DelegatedAdminRelationship.Read.All DelegatedAdminRelationship.ReadWrite.All "
	grantsWrite  = "DelegatedPermissionGrant.ReadWrite.All " + dirWrite
	rolesRead    = dirBoth + "RoleManagement.Read.All RoleManagement.Read.Directory RoleManagement.ReadWrite.Directory "
	eligibleRead = "RoleManagement.Read.All RoleManagement.Read.Directory RoleManagement.ReadWrite.Directory " +
		"RoleEligibilitySchedule.Read.Directory RoleEligibilitySchedule.ReadWrite.Directory"
	rolesWrite   = "RoleManagement.ReadWrite.Directory "
	methodsRead  = "UserAuthenticationMethod.Read UserAuthenticationMethod.Read.All "
	methodsWrite = "UserAuthenticationMethod.ReadWrite UserAuthenticationMethod.ReadWrite.All "
	policyRead   = "Policy.Read.All Policy.Read.AuthenticationMethod Policy.ReadWrite.AuthenticationMethod "
	groupsRead   = dirBoth + "Group-NestingSupport.ReadWrite.All Group-PreferredDataLocation.ReadWrite.All " +
		"Group.ManageProtection.All Group.Read.All Group.ReadWrite.All GroupMember.Read.All "
	memberWrite = "GroupMember.ReadWrite.All Group.ReadWrite.All " + dirWrite
)

// methodScopes are the permissions for one kind of method.
func methodScopes(kind string, write bool) string {
	both := "UserAuthMethod-" + kind + ".ReadWrite UserAuthMethod-" + kind + ".ReadWrite.All " + methodsWrite
	if write {
		return both
	}
	return both + "UserAuthMethod-" + kind + ".Read UserAuthMethod-" + kind + ".Read.All " + methodsRead
}

// scopeTable says which permissions let an operation through. The keys are Microsoft's names of operations; those with a
// star have no row in Microsoft's table, and follow the reference page of the operation.
func scopeTable() map[string]string {
	const id, method = "/users/{user-id}", "/users/{user-id}/authentication/"
	return map[string]string{
		"GET /organization":             intuneService + dirBoth + "Organization.Read.All Organization.ReadWrite.All User.Read User.Read.All",
		"GET /domains":                  dirRead + "Domain.Read.All Domain.ReadWrite.All",
		"GET /contracts":                dirBoth,
		"GET /subscribedSkus":           dirBoth + "LicenseAssignment.Read.All Organization.Read.All Organization.ReadWrite.All",
		"GET /directory/subscriptions*": dirRead + "Organization.Read.All",
		"GET /sites/root*":              "Sites.Read.All Sites.ReadWrite.All Sites.Manage.All Sites.FullControl.All",

		"GET /tenantRelationships/delegatedAdminCustomers":                                                       gdap,
		"GET /tenantRelationships/delegatedAdminCustomers/{delegatedAdminCustomer-id}":                           gdap,
		"GET /tenantRelationships/delegatedAdminRelationships":                                                   gdap,
		"GET /tenantRelationships/delegatedAdminRelationships/{delegatedAdminRelationship-id}":                   gdap,
		"GET /tenantRelationships/delegatedAdminRelationships/{delegatedAdminRelationship-id}/accessAssignments": gdap,
		"GET /tenantRelationships/findTenantInformationByTenantId*":                                              "CrossTenantInformation.ReadBasic.All",

		"GET /users":         usersList,
		"POST /users":        agentUsers + intuneWrites + dirWrite + "User.ReadWrite.All",
		"GET /users/delta()": agentUsers + dirBoth + usersBoth,
		"GET " + id:          usersList + "User.Read User.ReadWrite",
		"PATCH " + id: agentUsers + intuneWrites + dirWrite + "User-Mail.ReadWrite.All User-PasswordProfile.ReadWrite.All " +
			"User-Phone.ReadWrite.All User.EnableDisableAccount.All User.ManageIdentities.All User.ReadWrite User.ReadWrite.All",
		"DELETE " + id: agentUsers + intuneWrites + "User.DeleteRestore.All User.ReadWrite.All",

		"GET " + id + "/manager":               agentUsers + dirBoth + usersBoth,
		"PUT " + id + "/manager/$ref*":         dirWrite + "User.ReadWrite.All",
		"GET " + id + "/directReports":         agentUsers + dirBoth + usersBoth + "User.Read",
		"GET " + id + "/memberOf":              dirBoth + "Group.ReadBasic.All GroupMember.Read.All GroupMember.ReadBasic.All User.Read",
		"GET " + id + "/transitiveMemberOf":    dirBoth + "Group.Read.All Group.ReadBasic.All GroupMember.Read.All GroupMember.ReadBasic.All User.Read User.Read.All",
		"GET " + id + "/ownedDevices":          dirBoth + usersBoth + "User.Read",
		"GET " + id + "/registeredDevices":     dirBoth + usersBoth + "User.Read",
		"GET " + id + "/licenseDetails":        agentUsers + dirBoth + usersBoth + "LicenseAssignment.Read.All User.Read",
		"GET /deviceManagement/managedDevices": intuneDevices,

		"POST " + id + "/assignLicense":              agentUsers + dirWrite + "LicenseAssignment.ReadWrite.All User.ReadWrite.All",
		"POST " + id + "/reprocessLicenseAssignment": agentUsers + dirWrite + "User.ReadWrite.All",
		"POST " + id + "/revokeSignInSessions":       agentUsers + dirWrite + "User.ReadWrite.All User.RevokeSessions.All",
		"GET /directory/deletedItems/user*":          dirBoth + usersBoth + "User.DeleteRestore.All",
		"POST /directory/deletedItems/{directoryObject-id}/restore": agentUsers + "AgentIdentity.DeleteRestore.All " +
			"AgentIdentityBlueprint.DeleteRestore.All AgentIdentityBlueprintPrincipal.DeleteRestore.All User.DeleteRestore.All User.ReadWrite.All",
		"DELETE /directory/deletedItems*": "User.DeleteRestore.All User.ReadWrite.All",

		"GET " + method + "methods":                                                                                           methodsRead + methodsWrite,
		"GET " + method + "signInPreferences*":                                                                                methodsRead + methodsWrite,
		"GET " + method + "passwordMethods":                                                                                   methodScopes("Password", false),
		"GET " + method + "phoneMethods":                                                                                      methodScopes("Phone", false),
		"POST " + method + "phoneMethods":                                                                                     methodScopes("Phone", true),
		"POST " + method + "emailMethods":                                                                                     methodScopes("Email", true),
		"PATCH " + method + "emailMethods/{emailAuthenticationMethod-id}":                                                     methodScopes("Email", true),
		"PATCH " + method + "phoneMethods/{phoneAuthenticationMethod-id}":                                                     methodScopes("Phone", true),
		"GET " + method + "temporaryAccessPassMethods":                                                                        methodScopes("TAP", false),
		"POST " + method + "temporaryAccessPassMethods":                                                                       "UserAuthMethod-TAP.ReadWrite.All UserAuthenticationMethod.ReadWrite.All",
		"GET " + method + "operations/{longRunningOperation-id}":                                                              methodsRead + methodsWrite,
		"POST " + method + "methods/{authenticationMethod-id}/resetPassword":                                                  "UserAuthenticationMethod.ReadWrite.All",
		"DELETE " + method + "emailMethods/{emailAuthenticationMethod-id}":                                                    methodScopes("Email", true),
		"DELETE " + method + "fido2Methods/{fido2AuthenticationMethod-id}":                                                    methodScopes("Passkey", true),
		"DELETE " + method + "microsoftAuthenticatorMethods/{microsoftAuthenticatorAuthenticationMethod-id}":                  methodScopes("MicrosoftAuthApp", true),
		"DELETE " + method + "phoneMethods/{phoneAuthenticationMethod-id}":                                                    methodScopes("Phone", true),
		"DELETE " + method + "softwareOathMethods/{softwareOathAuthenticationMethod-id}":                                      methodScopes("SoftwareOATH", true),
		"DELETE " + method + "temporaryAccessPassMethods/{temporaryAccessPassAuthenticationMethod-id}":                        methodScopes("TAP", true),
		"DELETE " + method + "windowsHelloForBusinessMethods/{windowsHelloForBusinessAuthenticationMethod-id}":                methodScopes("WindowsHello", true),
		"GET /identity/conditionalAccess/policies":                                                                            "Policy.Read.All",
		"GET /policies/authenticationMethodsPolicy":                                                                           policyRead,
		"GET /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{authenticationMethodConfiguration-id}": policyRead,

		"GET /groups":                           groupsRead + "Group.ReadBasic.All",
		"GET /groups/{group-id}":                groupsRead + "Group-XTenantIdentitySync.Read.All Group.ReadBasic.All",
		"GET /groups/{group-id}/members":        dirRead + "Group.Read.All Group.ReadBasic.All Group.ReadWrite.All GroupMember.Read.All GroupMember.ReadBasic.All GroupMember.ReadWrite.All",
		"POST /groups/{group-id}/members/$ref*": memberWrite,

		"GET /roleManagement/directory/roleDefinitions":                               rolesRead,
		"GET /roleManagement/directory/roleAssignments":                               rolesRead,
		"POST /roleManagement/directory/roleAssignments":                              rolesWrite,
		"DELETE /roleManagement/directory/roleAssignments/{unifiedRoleAssignment-id}": rolesWrite,
		"GET /roleManagement/directory/roleEligibilityScheduleInstances":              eligibleRead,
		"GET /directory/administrativeUnits/{id}*":                                    dirBoth + "AdministrativeUnit.Read.All AdministrativeUnit.ReadWrite.All",
		"POST /directoryObjects/getByIds*":                                            dirBoth,
		"GET /devices*":                                                               dirBoth + "Device.Read.All",
		"GET /informationProtection/bitlocker/recoveryKeys":                           "BitlockerKey.Read.All BitlockerKey.ReadBasic.All",
		"GET /informationProtection/bitlocker/recoveryKeys/{bitlockerRecoveryKey-id}": "BitlockerKey.Read.All BitlockerKey.ReadBasic.All",
		"GET /directory/deviceLocalCredentials/{deviceLocalCredentialInfo-id}*":       "DeviceLocalCredential.Read.All DeviceLocalCredential.ReadBasic.All",
		"PATCH /devices/{device-id}":                                                  "Directory.AccessAsUser.All",
		"DELETE /devices/{device-id}/registeredOwners*":                               "Directory.AccessAsUser.All",
		"GET /auditLogs/signIns":                                                      "AuditLog.Read.All",

		"GET /" + eligibleGroupsAt + "*": "PrivilegedEligibilitySchedule.Read.AzureADGroup PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup",

		"GET /servicePrincipals":                                    appsRead,
		"GET /servicePrincipals/{servicePrincipal-id}":              appsRead,
		"DELETE /servicePrincipals/{servicePrincipal-id}":           appsWrite,
		"POST /servicePrincipals":                                   appsWrite,
		"POST /oauth2PermissionGrants":                              grantsWrite,
		"GET /applications":                                         appsRead,
		"GET /applications/{application-id}":                        appsRead,
		"POST /applications":                                        "AppRegistration.Create Application.ReadWrite.All",
		"PATCH /applications/{application-id}":                      "Application.ReadWrite.All",
		"DELETE /applications/{application-id}":                     "Application.ReadWrite.All",
		"GET /oauth2PermissionGrants":                               dirBoth + "DelegatedPermissionGrant.ReadWrite.All",
		"PATCH /oauth2PermissionGrants/{oAuth2PermissionGrant-id}":  grantsWrite,
		"DELETE /oauth2PermissionGrants/{oAuth2PermissionGrant-id}": grantsWrite,
	}
}

// scoped says that the caller's token covers an operation. On /users/{id}, permissions that are not for all accounts count
// for the caller's own only.
func (c *call) scoped(operation string) bool {
	for _, allowed := range c.server.scopes[operation] {
		if slices.Contains(c.caller.Scopes, allowed) && (!ownOnly(allowed) || c.path[0] != "users" || c.aboutSelf()) {
			return true
		}
	}
	return false
}

// ownOnly says that a permission is for the caller's own account.
func ownOnly(scope string) bool {
	return !strings.HasSuffix(scope, ".All") && !strings.HasSuffix(scope, ".IdentityParentedBy")
}

// can says that the token has one of the permissions.
func (c *call) can(scopes ...string) bool {
	return slices.ContainsFunc(scopes, func(scope string) bool { return slices.Contains(c.caller.Scopes, scope) })
}

// readScopes splits the table.
func readScopes() map[string][]string {
	table := scopeTable()
	read := make(map[string][]string, len(table))
	for operation, scopes := range table {
		read[operation] = strings.Fields(scopes)
	}
	return read
}
