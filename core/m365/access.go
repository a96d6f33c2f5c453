package m365

import (
	"time"
)

// Relationship is a GDAP relationship between the partner and a customer.
type Relationship struct {
	ID           string
	Name         string
	Customer     TenantID
	CustomerName string
	// Status is Microsoft's word: active, expired, terminated.
	Status    string
	Activated time.Time
	Ends      time.Time
	// Roles are the template ids of the directory roles that it grants.
	Roles []string
	// AutoExtend says that Microsoft extends it by itself.
	AutoExtend bool
	// Unread says why it could not be read, or not whole; nil where it could.
	Unread error
}

// AccessState is how a technician stands to a tenant.
type AccessState string

// The states, from best to worst.
const (
	AccessUnknown AccessState = ""
	// AccessUnread: it was asked for and could not be read.
	AccessUnread   AccessState = "unread"
	AccessHealthy  AccessState = "healthy"
	AccessPrimary  AccessState = "primary"
	AccessEnding   AccessState = "ending"
	AccessNoRole   AccessState = "no-role"
	AccessNotInAny AccessState = "not-in-group"
	AccessEnded    AccessState = "ended"
)

// EndingSoon is how long before its end a relationship is shown in amber.
const EndingSoon = 30 * 24 * time.Hour

// Access is whether the signed-in technician reaches a tenant, and until when.
type Access struct {
	State AccessState
	// Ends is the end of the relationship that Microsoft observes; zero for the primary tenant.
	Ends time.Time
	// Relationships counts the active GDAP relationships on the customer.
	Relationships int
	// AutoExtend says that Microsoft extends the relationship by itself.
	AutoExtend bool
	// Why says why it could not be read; empty where it could.
	Why string
}

// Usable says that a sync can succeed.
func (a Access) Usable() bool {
	switch a.State {
	case AccessHealthy, AccessPrimary, AccessEnding, AccessUnknown, AccessUnread:
		return true
	}
	return false
}
