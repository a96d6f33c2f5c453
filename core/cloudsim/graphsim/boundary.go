package graphsim

import (
	"net/http"
	"time"
)

// Caller is who a request comes from, as its token says.
type Caller struct {
	// Tenant is the tenant whose directory the token opens (tid).
	Tenant string
	// HomeTenant, ObjectID, UPN and Name describe the account.
	HomeTenant, ObjectID, UPN, Name string
	// Client is the application's id (appid).
	Client string
	// Scopes are the delegated permissions in the token (scp).
	Scopes []string
	// Roles are the template ids of the directory roles that the account holds in Tenant: its own at home, through GDAP elsewhere.
	Roles []string
}

// Refusal is an answer that ends a request.
type Refusal struct {
	Status  int
	Code    string
	Message string
	Header  http.Header
}

// Gate says who calls, or refuses: no token, a token for another resource, an expired one.
type Gate interface {
	Authenticate(r *http.Request) (Caller, *Refusal)
}

// Relationship is a GDAP relationship as Graph shows it.
type Relationship struct {
	ID, DisplayName, Status  string
	CustomerTenant, Customer string
	Created, Activated, Ends time.Time
	Duration, AutoExtend     string   // ISO 8601 durations
	Roles                    []string // role template ids
}

// AccessAssignment binds a partner security group to roles of a relationship.
type AccessAssignment struct {
	ID, Status, GroupID string
	Roles               []string
	Created             time.Time
}

// SecurityGroup is a group of the partner tenant.
type SecurityGroup struct{ ID, DisplayName string }

// ServicePrincipal is an enterprise application in a tenant.
type ServicePrincipal struct {
	ID, AppID, DisplayName string
	// Owner is the tenant that the application is registered in; empty where it is not told.
	Owner   string
	Enabled bool
}

// Grant is an oauth2PermissionGrant for all principals of a tenant.
type Grant struct{ ID, ClientID, ResourceID, Scope string }

// Estate is what Graph shows of the partner's side: relationships, consents, and the technicians' groups.
type Estate interface {
	Relationships() []Relationship
	AccessAssignments(relationship string) []AccessAssignment
	// GroupsOf lists the partner tenant's security groups that hold the account, directly or not.
	GroupsOf(objectID string) []SecurityGroup
	// EligibleGroupsOf lists those that it may activate a membership in.
	EligibleGroupsOf(objectID string) []SecurityGroup
	// SecurityGroups lists all that matter here.
	SecurityGroups() []SecurityGroup
	ServicePrincipals(tenant string) []ServicePrincipal
	// DeleteServicePrincipal removes it and its grants; it is false when there was none.
	DeleteServicePrincipal(tenant, id string) bool
	Grants(tenant string) []Grant
	// SetGrantScope replaces the space-separated scopes of a grant; it is false when there is none.
	SetGrantScope(tenant, id, scope string) bool
	DeleteGrant(tenant, id string) bool
}
