package m365

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// TenantStatus is where a tenant stands in the tenant sync table.
type TenantStatus string

// The statuses of the tenant sync table, as shown there.
const (
	Deactivated TenantStatus = "Deactivated"
	Pending     TenantStatus = "Pending"
	Synced      TenantStatus = "Synced"
	Failed      TenantStatus = "Failed"
)

// Tenant is a client tenant, or the partner's own, as the program knows it.
type Tenant struct {
	ID   TenantID
	Name string
	// Labels are what the person calls it by.
	Labels
	// Twin says that another known tenant has the same name, without regard to case and accents.
	Twin bool
	// DefaultDomain is the verified domain new users get (contoso.com); empty until the tenant was read once.
	DefaultDomain string
	// InitialDomain is the one it was born with (contoso.onmicrosoft.com); empty until the tenant was read once.
	InitialDomain string
	// SharePointName is the first label of its SharePoint host: contoso of contoso.sharepoint.com. Microsoft lets a tenant
	// rename it, so it is asked for and only guessed from InitialDomain while unknown.
	SharePointName string
	// Primary marks the partner's own tenant: it can be synced and not unsynced.
	Primary bool

	Status TenantStatus
	// Doing says what a Pending tenant is at: "Creating enterprise application".
	Doing string
	// Failure says why Status is Failed.
	Failure *Failure

	Access Access

	// Users counts the users in the local snapshot.
	Users int
	// Refreshed is when the local snapshot was taken; zero when there is none.
	Refreshed time.Time
	// RestRead is when all but the users was last read: name, domains, products, roles. Where that is long before Refreshed, roles
	// may have changed since.
	RestRead time.Time
	// RefreshFailure says why the last refresh failed; the snapshot of Refreshed stays.
	RefreshFailure *Failure
	// SignInActivity says whether Microsoft gives last sign-ins for this tenant.
	SignInActivity Availability
	// Roles says whether role assignments could be read.
	Roles Availability
	// Lacks are what the last refresh could not read, beside what it could.
	Lacks []Lack

	// Consented is the access tier whose permissions the tenant was last asked for; empty while it never was.
	Consented string
}

// Mark is what stands beside a tenant's name: the own name that the person gave it, and what tells it from others of its
// name, which is its domain, or its id while that is unknown. It is empty where there is neither.
func (t Tenant) Mark() string {
	if !t.Twin {
		return t.Alias
	}
	return joined(t.Alias, cmp.Or(t.DefaultDomain, string(t.ID)))
}

// FullName is the name that no other tenant has: with the mark, where there is one.
func (t Tenant) FullName() string { return withMark(t.Name, t.Mark()) }

// NameAndDomain is the name with the domain, whether another tenant has the name or not.
func (t Tenant) NameAndDomain() string {
	if t.Twin {
		return t.FullName()
	}
	return withMark(t.Name, joined(t.Alias, t.DefaultDomain))
}

func joined(alias, domain string) string {
	if alias == "" || domain == "" {
		return alias + domain
	}
	return alias + ", " + domain
}

func withMark(name, mark string) string {
	if mark == "" {
		return name
	}
	return name + " (" + mark + ")"
}

// Organization is what a tenant says of itself.
type Organization struct {
	ID             TenantID
	Name           string
	DefaultDomain  string
	InitialDomain  string
	SharePointName string
	// Domains are the verified ones.
	Domains []string
	// Federated are the verified domains whose users sign in with another identity provider.
	Federated []string
}

// FederatedDomain is the domain of a username where it is federated; empty otherwise.
func (o Organization) FederatedDomain(username string) string {
	_, domain, _ := strings.Cut(username, "@")
	at := slices.IndexFunc(o.Federated, func(one string) bool { return strings.EqualFold(one, domain) })
	if at < 0 {
		return ""
	}
	return o.Federated[at]
}

// Availability says whether Microsoft gives a kind of data for a tenant.
type Availability string

// The answers that Microsoft gives.
const (
	// Unknown: never asked.
	Unknown Availability = ""
	// Available: it gives the data.
	Available Availability = "available"
	// NeedsPremium: the tenant has no Entra ID P1 or P2.
	NeedsPremium Availability = "needs-premium"
	// NoPermission: the technician's GDAP roles or the consent do not cover it.
	NoPermission Availability = "no-permission"
	// Unreadable: it could not be read this time, not or not whole.
	Unreadable Availability = "unreadable"
)

// Snapshot is what a whole read of a tenant found, beside its users.
type Snapshot struct {
	Organization   Organization
	SignInActivity Availability
	Roles          Availability
	// Subscriptions are what the tenant bought; nil where that was not read this time.
	Subscriptions *Subscriptions
	// Lacks are what could not be read.
	Lacks []Lack
	// Taken is when the read began.
	Taken time.Time
	// Mark is where a reading of what changed since begins; empty for none.
	Mark string
	// Whole says that all users were read.
	Whole bool
	// Rest says that all but the users was read too. Without it Organization, Roles, Lacks and Names say nothing, and what was
	// known stays.
	Rest bool
	// Stay are ids of users who stay also where the read left them out.
	Stay []string
	// Names is as in Reading.
	Names string
	// Differed hears the ids of the users that are otherwise than what was stored, before they take its place; nil where nobody asks.
	Differed func(ids []string)
}

// Connection is the integration's saved state: which partner tenant, which application, who is signed in.
type Connection struct {
	// On says that Turn On was clicked and not yet Turn Off.
	On bool
	// Tenant is the partner tenant, checked against Microsoft; empty until saved.
	Tenant TenantID
	// TenantName is its name, empty until signed in.
	TenantName string
	// ClientID is the application's id.
	ClientID string
	// Account is the user principal name of who signed in; empty when nobody is.
	Account string
	// HomeAccountID is the sign-in library's name of that account.
	HomeAccountID string
	// ObjectID is that account's object id in the partner tenant.
	ObjectID string
	// Tier is the access tier that the technician chose: "read-only", "help-desk" or "full"; empty counts as the first.
	Tier string
}

// Authenticated says that an account has signed in.
func (c Connection) Authenticated() bool { return c.On && c.HomeAccountID != "" }
