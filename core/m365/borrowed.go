package m365

// Borrowed says that Microsoft's own client for administrators may hold permissions in a tenant that are to be taken back.
type Borrowed struct {
	Tenant TenantID
	// Tier is that of the application that was being created; empty where none was.
	Tier string
}
