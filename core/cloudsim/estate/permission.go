package estate

// Permission describes a delegated permission on a consent page.
type Permission struct {
	// Wording says what it allows.
	Wording string
	// Admin says that only an administrator can consent to it.
	Admin bool
}

// PermissionOf returns a delegated permission of a resource; it is false when the resource has none of that name.
func PermissionOf(resource, name string) (Permission, bool) {
	if resource == PartnerCenterResource {
		if name != "user_impersonation" {
			return Permission{}, false
		}
		return Permission{Wording: "Access Partner Center as you"}, true
	}
	if wording, ok := ownGraphPermissions[name]; ok {
		return Permission{Wording: wording}, true
	}
	wording, ok := graphPermissions[name]
	return Permission{Wording: wording, Admin: true}, ok
}

// ownGraphPermissions need no administrator: https://learn.microsoft.com/graph/permissions-reference.
var ownGraphPermissions = map[string]string{
	"User.Read":                             "Sign in and read your profile",
	"User.ReadWrite":                        "Read and change your profile",
	"User.ReadBasic.All":                    "Read the basic profiles of all users",
	"MailboxSettings.Read":                  "Read your mailbox settings",
	"MailboxSettings.ReadWrite":             "Read and change your mailbox settings",
	"CrossTenantInformation.ReadBasic.All":  "Read the names of other tenants",
	"Organization.ReadBasic.All":            "Read the name of the organization",
	"UserAuthenticationMethod.ReadBasic":    "See which of your sign-in methods are set up",
	"UserAuthMethod-Password.ReadWrite":     "Change your password",
	"UserAuthMethod-WindowsHello.ReadWrite": "Manage your Windows Hello keys",
}

// graphPermissions need an administrator. The names are Microsoft's, the wording is ours.
var graphPermissions = map[string]string{
	"AppRegistration.Create":                          "Register applications",
	"AppRoleAssignment.ReadWrite.All":                 "Manage app permission grants and role assignments",
	"Application.Read.All":                            "Read applications",
	"Application.ReadWrite.All":                       "Read and change all applications",
	"AuditLog.Read.All":                               "Read sign-in and audit logs",
	"BitlockerKey.Read.All":                           "Read BitLocker recovery keys",
	"BitlockerKey.ReadBasic.All":                      "Read which BitLocker recovery keys there are",
	"DelegatedAdminRelationship.Read.All":             "Read delegated admin relationships with customers",
	"DelegatedAdminRelationship.ReadWrite.All":        "Manage delegated admin relationships with customers",
	"DelegatedPermissionGrant.Read.All":               "Read delegated permission grants",
	"DelegatedPermissionGrant.ReadWrite.All":          "Manage delegated permission grants",
	"Device.Read.All":                                 "Read all devices",
	"DeviceLocalCredential.Read.All":                  "Read the passwords of local administrators",
	"DeviceLocalCredential.ReadBasic.All":             "Read which passwords of local administrators there are",
	"DeviceManagementApps.Read.All":                   "Read Intune apps",
	"DeviceManagementApps.ReadWrite.All":              "Read and change Intune apps",
	"DeviceManagementConfiguration.Read.All":          "Read Intune configuration and policies",
	"DeviceManagementConfiguration.ReadWrite.All":     "Read and change Intune configuration and policies",
	"DeviceManagementManagedDevices.Read.All":         "Read devices managed by Intune",
	"DeviceManagementManagedDevices.ReadWrite.All":    "Read and change devices managed by Intune",
	"DeviceManagementServiceConfig.Read.All":          "Read Intune service settings",
	"DeviceManagementServiceConfig.ReadWrite.All":     "Read and change Intune service settings",
	"Directory.Read.All":                              "Read directory data",
	"Directory.ReadWrite.All":                         "Read and change directory data",
	"Directory.AccessAsUser.All":                      "Use the directory as you",
	"Domain.Read.All":                                 "Read domains",
	"Domain.ReadWrite.All":                            "Read and change domains",
	"Group.ManageProtection.All":                      "Manage what protects groups",
	"Group.Read.All":                                  "Read all groups",
	"Group.ReadBasic.All":                             "Read the names of all groups",
	"Group.ReadWrite.All":                             "Read and change all groups",
	"GroupMember.Read.All":                            "Read who is in which group",
	"GroupMember.ReadBasic.All":                       "Read the names of those in groups",
	"GroupMember.ReadWrite.All":                       "Read and change who is in which group",
	"LicenseAssignment.Read.All":                      "Read licences and who has them",
	"LicenseAssignment.ReadWrite.All":                 "Assign and remove licences",
	"Organization.Read.All":                           "Read the organization's details",
	"Organization.ReadWrite.All":                      "Read and change the organization's details",
	"Policy.Read.All":                                 "Read the organization's policies",
	"Policy.Read.AuthenticationMethod":                "Read the policies for sign-in methods",
	"Policy.ReadWrite.AuthenticationMethod":           "Read and change the policies for sign-in methods",
	"Policy.ReadWrite.SecurityDefaults":               "Read and change the security defaults",
	"Reports.Read.All":                                "Read usage reports",
	"RoleEligibilitySchedule.Read.Directory":          "Read who is eligible for directory roles",
	"RoleManagement.Read.All":                         "Read role assignments of all services",
	"RoleManagement.Read.Directory":                   "Read directory roles and who has them",
	"RoleManagement.ReadWrite.Directory":              "Assign and remove directory roles",
	"Sites.Read.All":                                  "Read all SharePoint sites",
	"User-Mail.ReadWrite.All":                         "Read and change the mail addresses of users",
	"User-PasswordProfile.ReadWrite.All":              "Reset the passwords of users",
	"User-Phone.ReadWrite.All":                        "Read and change the phone numbers of users",
	"User.DeleteRestore.All":                          "Delete and restore users",
	"User.EnableDisableAccount.All":                   "Block and unblock users",
	"User.Export.All":                                 "Export the data of users",
	"User.Invite.All":                                 "Invite guests",
	"User.ManageIdentities.All":                       "Manage the identities of users",
	"User.Read.All":                                   "Read the full profiles of all users",
	"User.ReadWrite.All":                              "Read and change the full profiles of all users",
	"User.RevokeSessions.All":                         "Sign users out everywhere",
	"UserAuthMethod-Password.Read.All":                "Read the password methods of users",
	"UserAuthMethod-Password.ReadWrite.All":           "Read and change the password methods of users",
	"UserAuthMethod-Phone.Read.All":                   "Read the phone methods of users",
	"UserAuthMethod-Phone.ReadWrite.All":              "Read and change the phone methods of users",
	"UserAuthMethod-TAP.Read":                         "Read your Temporary Access Passes",
	"UserAuthMethod-TAP.Read.All":                     "Read the Temporary Access Passes of users",
	"UserAuthMethod-TAP.ReadWrite":                    "Create and delete your Temporary Access Passes",
	"UserAuthMethod-TAP.ReadWrite.All":                "Create and delete the Temporary Access Passes of users",
	"UserAuthenticationMethod.Read":                   "Read your sign-in methods",
	"UserAuthenticationMethod.Read.All":               "Read the sign-in methods of users",
	"UserAuthenticationMethod.ReadWrite":              "Read and change your sign-in methods",
	"UserAuthenticationMethod.ReadWrite.All":          "Read and change the sign-in methods of users",
	"UserAuthMethod-MicrosoftAuthApp.ReadWrite.All":   "Read and change the Authenticator registrations of users",
	"UserAuthMethod-Passkey.ReadWrite.All":            "Read and change the passkeys of users",
	"UserAuthMethod-SoftwareOATH.ReadWrite.All":       "Read and change the software tokens of users",
	"UserAuthMethod-WindowsHello.ReadWrite.All":       "Read and change the Windows Hello keys of users",
	"UserAuthMethod-Email.ReadWrite.All":              "Read and change the email methods of users",
	"PrivilegedAccess.Read.AzureAD":                   "Read privileged access to the directory",
	"ServiceHealth.Read.All":                          "Read the health of services",
	"IdentityRiskyUser.Read.All":                      "Read which users are at risk",
	"SecurityEvents.Read.All":                         "Read security events",
	"Mail.Send":                                       "Send mail as you",
	"RoleAssignmentSchedule.ReadWrite.Directory":      "Schedule assignments of directory roles",
	"PrivilegedAssignmentSchedule.Read.AzureADGroup":  "Read scheduled group assignments",
	"PrivilegedEligibilitySchedule.Read.AzureADGroup": "Read who may activate group memberships",
}
