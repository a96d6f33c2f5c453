package m365

import (
	"strings"
	"time"
)

// Person is a user that something leads to, as a manager. A manager who is a contact, not a user, has an empty Key.
type Person struct {
	Key               UserKey
	DisplayName       string
	UserPrincipalName string
}

// Details is one user as Microsoft tells of them now, with what no list holds. Roles, Licenses and SKUs of the User are
// empty: they are parts of their own in core/profile.
type Details struct {
	User
	// Manager is nil where the user has none.
	Manager *Person
	// External: the user came by an invitation, from another organization.
	External bool
	// Restricted: the user is in an administrative unit whose members only its own administrators may change.
	Restricted bool
}

// Role is a directory role of a tenant that can be assigned.
type Role struct {
	// ID is the role definition's; TemplateID is the same in every tenant, and empty for a role of the tenant's own.
	ID, TemplateID string
	Name           string
	Description    string
}

// HeldRole is a directory role that a user holds, or may activate.
type HeldRole struct {
	Role
	// AssignmentID names the assignment; a role through a group carries the group's.
	AssignmentID string
	// Scope is "/" for the whole tenant, else the administrative unit; ScopeName is that in words.
	Scope, ScopeName string
	// Group is the role-assignable group that gives the role; the zero Group for a direct assignment.
	Group GroupName
	// Eligible: the user holds it only while activating it, and may until Ends; zero is for ever.
	Eligible bool      `json:",omitempty"`
	Ends     time.Time `json:",omitzero"`
}

// GroupName names a group.
type GroupName struct{ ID, Name string }

// LicenseState is how the assignment of a licence stands.
type LicenseState string

// The states that Microsoft knows, in the words of the window.
const (
	LicenseActive      LicenseState = "Active"
	LicenseActiveError LicenseState = "Active with error"
	LicenseDisabled    LicenseState = "Disabled"
	LicenseError       LicenseState = "Error"
)

// HeldLicense is a product that a user holds. One that several ways lead to is held once.
type HeldLicense struct {
	SKU        string
	PartNumber string
	// Name is Microsoft's product name; the part number where it is not known.
	Name string
	// State is the worst of the ways' states, and Problem Microsoft's reason in words; empty where there is none.
	State   LicenseState
	Problem string
	// Direct says that the user holds it by itself, Groups which groups give it.
	Direct bool
	Groups []GroupName
	Plans  []ServicePlan
}

// ServicePlan is a service inside a product.
type ServicePlan struct {
	ID, PartNumber string
	// Name is Microsoft's name; the part number where it is not known.
	Name string
	// On says that the user has it; Status is how it stands, in words: "On", "Off", "Waiting for activation".
	On     bool
	Status string
}

// IsMailbox says that the user has a mailbox by it. Exchange's foundation, which many products bring, is none.
func (p ServicePlan) IsMailbox() bool {
	return p.On && strings.HasPrefix(p.PartNumber, "EXCHANGE_S_") && p.PartNumber != "EXCHANGE_S_FOUNDATION"
}

// NotShown stands in the place of what Microsoft does not show to this technician.
const NotShown = "Not shown"

// JoinType is how a device came to the tenant.
type JoinType string

// The join types, in Microsoft's words.
const (
	EntraJoined     JoinType = "Microsoft Entra joined"
	HybridJoined    JoinType = "Microsoft Entra hybrid joined"
	EntraRegistered JoinType = "Microsoft Entra registered"
)

// Compliance is whether a device keeps the tenant's rules.
type Compliance string

// The answers, in the words of the window.
const (
	Compliant     Compliance = "Compliant"
	NonCompliant  Compliance = "Non Compliant"
	NotApplicable Compliance = "Not applicable"
)

// Device is a device of a user.
type Device struct {
	ID string
	// DeviceID is the id that the device gave itself, by which its secrets are kept.
	DeviceID string `json:",omitempty"`
	// Type is NotShown, and all else but ID and Hostname empty, where Microsoft shows only that the device is there.
	Type       string
	Hostname   string
	OS         string
	Compliance Compliance
	// LastSignIn is about right: Microsoft writes it every one to two weeks.
	LastSignIn time.Time
	JoinType   JoinType
	Model      string
	// Disabled: it cannot sign in to the tenant.
	Disabled bool `json:",omitempty"`
	// Owned: the user is its registered owner, and not only somebody who signs in on it.
	Owned bool `json:",omitempty"`
}

// GroupType is what kind of group a group is.
type GroupType string

// The kinds, in Microsoft's words.
const (
	Microsoft365Group GroupType = "Microsoft 365"
	SecurityGroup     GroupType = "Security"
	MailSecurityGroup GroupType = "Mail-enabled security"
	DistributionGroup GroupType = "Distribution"
	// HiddenGroup is one of which Microsoft shows this technician no more than that it is there.
	HiddenGroup GroupType = NotShown
)

// Group is a group of a tenant.
type Group struct {
	ID, Name, Mail string
	Type           GroupType
	// Dynamic: a rule decides who is a member. OnPremisesSynced: mastered in an Active Directory on premises.
	Dynamic, OnPremisesSynced bool
	AssignableToRole          bool
	// Restricted: it is in an administrative unit whose own administrators alone may change it.
	Restricted bool `json:",omitempty"`
}

// SignInOutcome is how a sign-in ended.
type SignInOutcome string

// The outcomes.
const (
	SignInSuccess     SignInOutcome = "Success"
	SignInFailure     SignInOutcome = "Failure"
	SignInInterrupted SignInOutcome = "Interrupted"
)

// SignIn is one sign-in of a user.
type SignIn struct {
	ID      string
	At      time.Time
	Outcome SignInOutcome
	// Code is Microsoft's; 0 for a success. Reason is why it did not succeed.
	Code       int
	Reason     string
	Compliance Compliance
	Device     string
	IP         string
	// Requirement is "Single-factor" or "Multifactor"; empty where Microsoft does not say.
	Requirement string
	// Location is town, state and country in one line.
	Location      string
	Resource, App string
	// Policies are the names of the Conditional Access policies that applied. PoliciesHidden: some applied that may not be
	// named to this technician.
	Policies       []string
	PoliciesHidden bool
}

// AuthMethod is a way in which a user can prove who they are.
type AuthMethod struct {
	ID string
	// Kind is Microsoft's name of the kind: "microsoftAuthenticatorAuthenticationMethod".
	Kind string
	// Name is the kind in words, Detail what tells this one from others: a number's end, a device's name.
	Name, Detail string
	Created      time.Time
	Default      bool
	// Chosen: it is of the sort that the user chose as default, also where the system chooses another. Microsoft removes none
	// of those while the user has other methods.
	Chosen bool
	// State is how a Temporary Access Password stands, in words, and Ends when it does; empty for other kinds.
	State string
	Ends  time.Time
	// Segment is the collection of the kind in Graph's paths ("phoneMethods"); empty where it cannot be removed.
	Segment string
}

// TAPPolicy is what a tenant allows of Temporary Access Passes (TAPs).
type TAPPolicy struct {
	Enabled                  bool
	Shortest, Longest, Usual time.Duration
	// OnceOnly: every TAP works once.
	OnceOnly bool
	// Groups are the groups whose members may get one; empty means everybody. Excluded are those who may not.
	Groups, Excluded []string
}
