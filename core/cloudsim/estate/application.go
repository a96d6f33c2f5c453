package estate

import "slices"

// App ids of Microsoft's own resources.
const (
	GraphResource         = "00000003-0000-0000-c000-000000000000"
	PartnerCenterResource = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"
)

// resourceNames are the names of the resources' service principals.
var resourceNames = map[string]string{
	GraphResource:         "Microsoft Graph",
	PartnerCenterResource: "Microsoft Partner Center",
}

// Application is an application registered in the partner tenant.
type Application struct {
	ID, DisplayName string
	// Public says that "Allow public client flows" is on.
	Public bool
	// MultiTenant says that accounts of any organization may use it.
	MultiTenant bool
	// Permissions are the registered permissions by resource app id: what .default asks for.
	Permissions map[string][]string
}

// registeredGraphPermissions covers everything that a technician's program does with Graph.
var registeredGraphPermissions = []string{
	"Application.ReadWrite.All", "AuditLog.Read.All", "BitlockerKey.Read.All", "CrossTenantInformation.ReadBasic.All",
	"DelegatedAdminRelationship.Read.All", "DelegatedPermissionGrant.ReadWrite.All", "Device.Read.All", "DeviceLocalCredential.Read.All",
	"DeviceManagementManagedDevices.Read.All", "Directory.Read.All", "GroupMember.ReadWrite.All",
	"LicenseAssignment.ReadWrite.All", "Policy.Read.All", "PrivilegedEligibilitySchedule.Read.AzureADGroup", "RoleManagement.ReadWrite.Directory", "Sites.Read.All",
	"User-PasswordProfile.ReadWrite.All", "User.DeleteRestore.All", "User.Read", "User.ReadWrite.All",
	"User.RevokeSessions.All", "UserAuthenticationMethod.ReadWrite.All",
}

func (e *Estate) makeApplications() []Application {
	return []Application{
		{
			ID: e.id("application", "Tenantkeep"), DisplayName: "Tenantkeep", Public: true, MultiTenant: true,
			Permissions: map[string][]string{
				GraphResource:         registeredGraphPermissions,
				PartnerCenterResource: {"user_impersonation"},
			},
		},
		{
			ID: e.id("application", "Billing export"), DisplayName: "Billing export", MultiTenant: true,
			Permissions: map[string][]string{GraphResource: {"Directory.Read.All"}},
		},
	}
}

// Client returns the registered application that a technician's program uses. Its id follows from the seed.
func (e *Estate) Client() Application { return e.apps[0] }

// Applications returns the registered applications; the one that is no public client shows what that mistake looks like.
func (e *Estate) Applications() []Application { return slices.Clone(e.apps) }

// Application returns a registered application by its client id.
func (e *Estate) Application(id string) (Application, bool) {
	for _, app := range e.apps {
		if app.ID == id {
			return app, true
		}
	}
	return Application{}, false
}

// ResourceName returns the name of one of Microsoft's resources.
func ResourceName(appID string) string { return resourceNames[appID] }
