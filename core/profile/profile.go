// Package profile is what is read of one user: the last snapshot of each part at once, then what Microsoft says now.
package profile

import (
	"context"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Part names a part of a user's profile.
type Part string

// The parts. Their values are kept in the store.
const (
	Details  Part = "details"
	Roles    Part = "roles"
	Licenses Part = "licenses"
	Devices  Part = "devices"
	Groups   Part = "groups"
	SignIns  Part = "sign-ins"
	Methods  Part = "methods"
)

// Parts lists the parts in their order.
func Parts() []Part { return []Part{Details, Roles, Licenses, Devices, Groups, SignIns, Methods} }

// Snapshot is what was last read of one part of a user. Only the field of its Part is set.
type Snapshot struct {
	Part  Part
	Taken time.Time
	// Availability says whether Microsoft gives this part for the tenant: NeedsPremium and NoPermission stand in the place of
	// rows. Its name in the store is an older one.
	Availability m365.Availability `json:"Given"`

	// Lacks are what could not be read of this part, beside what could.
	Lacks []m365.Lack `json:",omitempty"`

	Details  m365.Details       `json:",omitzero"`
	Roles    []m365.HeldRole    `json:",omitempty"`
	Licenses []m365.HeldLicense `json:",omitempty"`
	Devices  []m365.Device      `json:",omitempty"`
	Groups   []m365.Group       `json:",omitempty"`
	SignIns  []m365.SignIn      `json:",omitempty"`
	Methods  []m365.AuthMethod  `json:",omitempty"`
}

// Incomplete says that there may be more of the part than the snapshot holds.
func (s Snapshot) Incomplete() bool {
	return slices.ContainsFunc(s.Lacks, func(lack m365.Lack) bool { return lack.Part })
}

// Directory is Microsoft Graph as profiles need it.
type Directory interface {
	User(ctx context.Context, key m365.UserKey) (m365.Details, error)
	UserRoles(ctx context.Context, key m365.UserKey) ([]m365.HeldRole, error)
	UserLicenses(ctx context.Context, key m365.UserKey) ([]m365.HeldLicense, error)
	UserDevices(ctx context.Context, key m365.UserKey) ([]m365.Device, error)
	UserGroups(ctx context.Context, key m365.UserKey) ([]m365.Group, error)
	// UserSignIns lists those since a time, the newest first.
	UserSignIns(ctx context.Context, key m365.UserKey, since time.Time) ([]m365.SignIn, error)
	UserMethods(ctx context.Context, key m365.UserKey) ([]m365.AuthMethod, error)
}

// Store keeps the last snapshots.
type Store interface {
	// ProfileParts gives the kept snapshots of a user: JSON by part, and when each was taken.
	ProfileParts(ctx context.Context, key m365.UserKey) ([]Kept, error)
	// SaveProfilePart keeps one; a user that is not in the local snapshot is no error, and nothing is kept.
	SaveProfilePart(ctx context.Context, key m365.UserKey, snapshot Kept) error
}

// Kept is a snapshot as the store keeps it.
type Kept struct {
	Part  string
	Taken time.Time
	Body  []byte
}

// Options are what a Service needs.
type Options struct {
	Directory Directory
	Store     Store
	// ProductName is Microsoft's name of a product, PlanName that of a service plan.
	ProductName, PlanName func(id, partNumber string) string
	// Availability reads from an error whether Microsoft withholds the data for good: Unreadable for other errors.
	Availability func(error) m365.Availability
	// Explain turns an error into sentences; the tenant is named around them.
	Explain func(err error, tenantName string) m365.Failure
	Now     func() time.Time
}

// Service gives the profiles of users. It is safe for concurrent use.
type Service struct {
	options  Options
	requests requests
}

// New makes a Service.
func New(options Options) *Service { return &Service{options: options} }
