package m365

import "time"

// Registration is an application registered in the partner's tenant.
type Registration struct {
	// ID is the registration's own, ClientID the application's.
	ID, ClientID string
	Name         string
	Created      time.Time
	// Redirects are its addresses as a public client.
	Redirects []string
	// Access are the ids of the delegated permissions that it lists, by the service's application id.
	Access map[string][]string
}

// PermissionGrant are the permissions of one service that an enterprise application has for everybody of a tenant.
type PermissionGrant struct {
	ID, ResourceID string
	Scopes         []string
}

// Principal is an application as a tenant has it, with what it offers to others.
type Principal struct {
	ID string
	// Permissions are the ids of the delegated permissions that it offers, by name.
	Permissions map[string]string
}
