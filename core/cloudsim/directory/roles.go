package directory

// Role is a built-in directory role. Its id in a tenant is the template's.
type Role struct {
	ID, Name, Description string
	// Privileged roles let their holder take over others.
	Privileged bool
}

// The template ids of roles that rules name.
const (
	GlobalAdministrator               = "62e90394-69f5-4237-9190-012177145e10"
	GlobalReader                      = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	UserAdministrator                 = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	HelpdeskAdministrator             = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	PasswordAdministrator             = "966707d0-3269-4727-9be2-8c3a10f19b9d"
	GroupsAdministrator               = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
	LicenseAdministrator              = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
	PrivilegedRoleAdministrator       = "e8611ab8-c189-46e8-94e1-60213ab1f814"
	PrivilegedAuthenticationAdmin     = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"
	AuthenticationAdministrator       = "c4e39bd9-1100-46d3-8c65-fb160da0071f"
	AuthenticationPolicyAdministrator = "0526716b-113d-4c15-b2c8-68e3c22b9f80"
	ApplicationAdministrator          = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
	CloudApplicationAdministrator     = "158c047a-c907-4556-b7ef-446551a6b5f7"
	ReportsReader                     = "4a5d8f65-41da-4de4-8968-e035b65339cf"
	SecurityReader                    = "5d6b6bb7-de71-4623-b4af-96380a352509"
	SecurityAdministrator             = "194ae4cb-b126-40b2-bd5b-6091b380977d"
	SecurityOperator                  = "5f2222b1-57c3-48ba-8ad5-d4759f1fde6f"
	DirectoryReaders                  = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
	DirectoryWriters                  = "9360feb5-f418-4baa-8175-e2a00bac4301"
	ExchangeAdministrator             = "29232cdf-9323-42fd-ade2-1d097af3e4de"
	SharePointAdministrator           = "f28a1f50-f6e7-4571-818b-6a12f2af6b6c"
	TeamsAdministrator                = "69091246-20e8-4a56-aa4d-066075b2a7a8"
	IntuneAdministrator               = "3a2c62db-5318-420d-8d74-23affee5d9d5"
	BillingAdministrator              = "b0f54661-2d74-4c50-afa3-1ec803f12efe"
	ConditionalAccessAdministrator    = "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"
	DirectorySynchronizationAccounts  = "d29b2b05-8046-44ba-8758-1e26182fcf32"
	MessageCenterReader               = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b"
	ServiceSupportAdministrator       = "f023fd81-a637-4b56-95fd-791ac0226033"
	ComplianceAdministrator           = "17315797-102d-40b4-93e0-432062caca18"
	GuestInviter                      = "95e79109-95c0-4d8e-aee3-d01accf2d47b"
	PowerPlatformAdministrator        = "11648597-926c-4cf3-9c36-bcebb0ba8dcc"
	FabricAdministrator               = "a9ea8996-122f-4c74-9520-8edcd192826c"
	CloudDeviceAdministrator          = "7698a772-787b-4ac8-901f-60d6b08affd2"
)

var roles = []Role{
	{GlobalAdministrator, "Global Administrator", "Can manage all aspects of Microsoft Entra ID and Microsoft services that use Microsoft Entra identities.", true},
	{GlobalReader, "Global Reader", "Can read everything that a Global Administrator can, but not update anything.", true},
	{UserAdministrator, "User Administrator", "Can manage all aspects of users and groups, including resetting passwords for limited admins.", true},
	{HelpdeskAdministrator, "Helpdesk Administrator", "Can reset passwords for non-administrators and Helpdesk Administrators.", true},
	{PasswordAdministrator, "Password Administrator", "Can reset passwords for non-administrators and Password Administrators.", true},
	{GroupsAdministrator, "Groups Administrator", "Members of this role can create/manage groups, create/manage groups settings like naming and expiration policies.", false},
	{LicenseAdministrator, "License Administrator", "Can manage product licenses on users and groups.", false},
	{PrivilegedRoleAdministrator, "Privileged Role Administrator", "Can manage role assignments in Microsoft Entra ID, and all aspects of Privileged Identity Management.", true},
	{PrivilegedAuthenticationAdmin, "Privileged Authentication Administrator", "Can access to view, set and reset authentication method information for any user (admin or non-admin).", true},
	{AuthenticationAdministrator, "Authentication Administrator", "Can access to view, set and reset authentication method information for any non-admin user.", true},
	{AuthenticationPolicyAdministrator, "Authentication Policy Administrator", "Can create and manage the authentication methods policy, tenant-wide MFA settings and password protection policy.", false},
	{ApplicationAdministrator, "Application Administrator", "Can create and manage all aspects of app registrations and enterprise apps.", true},
	{CloudApplicationAdministrator, "Cloud Application Administrator", "Can create and manage all aspects of app registrations and enterprise apps except App Proxy.", true},
	{ReportsReader, "Reports Reader", "Can read sign-in and audit reports.", false},
	{SecurityReader, "Security Reader", "Can read security information and reports in Microsoft Entra ID and Office 365.", true},
	{SecurityAdministrator, "Security Administrator", "Can read security information and reports, and manage configuration in Microsoft Entra ID and Office 365.", true},
	{SecurityOperator, "Security Operator", "Creates and manages security events.", true},
	{DirectoryReaders, "Directory Readers", "Can read basic directory information.", false},
	{DirectoryWriters, "Directory Writers", "Can read and write basic directory information.", true},
	{ExchangeAdministrator, "Exchange Administrator", "Can manage all aspects of the Exchange product.", false},
	{SharePointAdministrator, "SharePoint Administrator", "Can manage all aspects of the SharePoint service.", false},
	{TeamsAdministrator, "Teams Administrator", "Can manage the Microsoft Teams service.", false},
	{IntuneAdministrator, "Intune Administrator", "Can manage all aspects of the Intune product.", true},
	{BillingAdministrator, "Billing Administrator", "Can perform common billing related tasks like updating payment information.", false},
	{ConditionalAccessAdministrator, "Conditional Access Administrator", "Can manage Conditional Access capabilities.", true},
	{DirectorySynchronizationAccounts, "Directory Synchronization Accounts", "Only used by Microsoft Entra Connect service.", false},
	{MessageCenterReader, "Message Center Reader", "Can read messages and updates for their organization in Office 365 Message Center only.", false},
	{ServiceSupportAdministrator, "Service Support Administrator", "Can read service health information and manage support tickets.", false},
	{ComplianceAdministrator, "Compliance Administrator", "Can read and manage compliance configuration and reports in Microsoft Entra ID and Microsoft 365.", false},
	{GuestInviter, "Guest Inviter", "Can invite guest users independent of the 'members can invite guests' setting.", false},
	{PowerPlatformAdministrator, "Power Platform Administrator", "Can create and manage all aspects of Microsoft Dynamics 365, Power Apps and Power Automate.", false},
	{FabricAdministrator, "Fabric Administrator", "Can manage all aspects of the Fabric and Power BI products.", false},
	{CloudDeviceAdministrator, "Cloud Device Administrator", "Limited access to manage devices in Microsoft Entra ID.", true},
}

// Roles lists the directory roles, the same in every tenant.
func Roles() []Role { return roles }

// RoleOf finds a role by its template id.
func RoleOf(id string) (Role, bool) {
	for _, role := range roles {
		if role.ID == id {
			return role, true
		}
	}
	return Role{}, false
}
