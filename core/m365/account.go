package m365

// Account is who is signed in.
type Account struct {
	// HomeAccountID is the sign-in library's name of the account, to be kept for Restore.
	HomeAccountID string
	// ObjectID is the account's object id in its own tenant.
	ObjectID string
	// Tenant is the tenant that the account belongs to.
	Tenant TenantID
	// Username is the user principal name.
	Username string
	// Name is the display name; empty after Restore, which has no name to read.
	Name string
	// WithoutMFA says that the sign-in proved nothing beside a password, which partners may not work with.
	WithoutMFA bool
}

// SignInPrompt is what a person is shown while they sign in.
type SignInPrompt struct {
	// LoginHint is the user name to start with.
	LoginHint string
	// TenantName is the name of the MSP's tenant, for the sentence that refuses an account of another; may be empty.
	TenantName string
	// OnURL gets the address that the browser opens, for "Copy link", and once more where a second page is asked for.
	OnURL func(url string)
}

// AccessAssignment gives the members of a partner's security group directory roles of a GDAP relationship.
type AccessAssignment struct {
	ID string
	// Status is Microsoft's word; only "active" gives access.
	Status string
	// GroupID is the security group in the partner tenant.
	GroupID string
	// Roles are template ids of directory roles.
	Roles []string
}

// Active says that the assignment gives access now.
func (a AccessAssignment) Active() bool { return a.Status == "active" }

// AppConsent is what is consented to in a customer's tenant.
type AppConsent struct {
	// ClientID is our application's id. It must be the one that the token was made for.
	ClientID string
	// DisplayName is the enterprise application's name there.
	DisplayName string
	// Scopes are Microsoft Graph's delegated permissions: User.Read.All.
	Scopes []string
}
