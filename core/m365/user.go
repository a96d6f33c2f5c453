package m365

import (
	"strings"
	"time"
)

// UserType is Member or Guest.
type UserType string

// The types that Microsoft knows.
const (
	Member UserType = "Member"
	Guest  UserType = "Guest"
)

// UserTypeOf reads userType. Where Microsoft gives none, the username tells an account of another tenant.
func UserTypeOf(word, username string) UserType {
	if strings.EqualFold(word, string(Guest)) || word == "" && IsOfAnother(username) {
		return Guest
	}
	return Member
}

// SignInStatus is whether an account may sign in, in the words of the window.
type SignInStatus string

// The words for accountEnabled.
const (
	Allowed SignInStatus = "Allowed"
	Blocked SignInStatus = "Blocked"
)

// User is a user of a tenant, as the lists show it. Times are UTC; the zero time means that Microsoft gave none.
// A text has its name in Microsoft Graph as JSON, so that an answer of Graph is read into it as it is.
type User struct {
	Key               UserKey
	DisplayName       string `json:"displayName"`
	UserPrincipalName string `json:"userPrincipalName"`
	GivenName         string `json:"givenName"`
	Surname           string `json:"surname"`
	Mail              string `json:"mail"`
	MailNickname      string `json:"mailNickname"`
	Type              UserType
	SignIn            SignInStatus
	JobTitle          string `json:"jobTitle"`
	CompanyName       string `json:"companyName"`
	Department        string `json:"department"`
	EmployeeID        string `json:"employeeId"`
	EmployeeType      string `json:"employeeType"`
	EmployeeHireDate  time.Time
	OfficeLocation    string `json:"officeLocation"`
	StreetAddress     string `json:"streetAddress"`
	City              string `json:"city"`
	State             string `json:"state"`
	PostalCode        string `json:"postalCode"`
	Country           string `json:"country"`
	BusinessPhone     string
	MobilePhone       string `json:"mobilePhone"`
	UsageLocation     string `json:"usageLocation"`
	Created           time.Time
	// LastSignIn comes apart from the rest, and later.
	LastSignIn        time.Time
	LastPasswordReset time.Time
	// OnPremisesSynced marks a user mastered in an Active Directory on premises.
	OnPremisesSynced bool
	// Roles are the names of directory roles, also those held through a group, sorted.
	Roles []string
	// SKUs are the ids of the assigned products, sorted by name.
	SKUs []string
	// Licenses are the names of those products, in the order of SKUs.
	Licenses []string
	// Aliases are the addresses of the mailbox beside the main one, in small letters, sorted.
	Aliases []string
}

// Recent is a user viewed lately.
type Recent struct {
	Key         UserKey
	DisplayName string
	// Tenant has what names it.
	Tenant Tenant
}

// SKU is a product that a tenant holds.
type SKU struct {
	ID         string
	PartNumber string
	// Name is Microsoft's product name; the part number where it is not known.
	Name string
	// Enabled, Warning and Consumed count units.
	Enabled, Warning, Consumed int
	// Plans are the services inside it that users are given, as they stand in the tenant; empty in the local snapshot.
	Plans []ServicePlan
}

// Left is how many units can still be assigned; never below zero.
func (s SKU) Left() int { return max(0, s.Enabled+s.Warning-s.Consumed) }

// RoleAssignment says that a principal holds a directory role, or may activate it.
type RoleAssignment struct {
	ID          string
	PrincipalID string
	RoleID      string
	RoleName    string
	// Scope is "/" for the whole tenant, else the administrative unit.
	Scope string
	// ThroughGroup is the name of the role-assignable group that gives it; empty for a direct assignment.
	ThroughGroup string
	// Eligible: it is held only while its holder activates it.
	Eligible bool
}

// DomainOf is the domain of an address; empty where there is none.
func DomainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return domain
}
