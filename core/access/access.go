// Package access holds the tiers of what a technician may do with the program, and the permissions that each asks for.
package access

import (
	"slices"
	"strings"
)

// Tier is how much Tenantkeep may do: it decides which permissions are asked for and which actions are offered.
type Tier string

// The tiers, each holding the one before.
const (
	ReadOnly Tier = "read-only"
	HelpDesk Tier = "help-desk"
	Full     Tier = "full"
)

// Tiers lists them from the least to the most.
func Tiers() []Tier { return []Tier{ReadOnly, HelpDesk, Full} }

// Label is the tier in the words of the window.
func (t Tier) Label() string {
	//exhaustive:enforce
	switch t {
	case ReadOnly:
		return "Read only"
	case HelpDesk:
		return "Help desk"
	case Full:
		return "Full"
	}
	return string(t)
}

// Covers says that a tier allows what needed allows.
func (t Tier) Covers(needed Tier) bool {
	have, want := slices.Index(Tiers(), t), slices.Index(Tiers(), needed)
	return want >= 0 && have >= want
}

// API is a Microsoft service that grants permissions.
type API string

// The services that Tenantkeep calls.
const (
	GraphAPI   API = "Microsoft Graph"
	PartnerAPI API = "Microsoft Partner Center"
)

// The application ids of those services, the same in every tenant. Partner Center's consents name the service by it:
// https://learn.microsoft.com/partner-center/developer/control-panel-vendor-apis.
const (
	GraphAppID   = "00000003-0000-0000-c000-000000000000"
	PartnerAppID = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"
)

// Where says in which tenants a permission is needed.
type Where string

// The places. The partner's own tenant needs Everywhere too, because it can be synced like a client's.
const (
	// SignInOnly permissions belong to the sign-in itself; the sign-in library asks for them.
	SignInOnly Where = "sign-in"
	// PartnerTenant permissions are accepted once, by the technician, for the MSP's own tenant.
	PartnerTenant Where = "partner"
	// Everywhere permissions are granted in each client tenant by its sync.
	Everywhere Where = "everywhere"
	// Besides are as Everywhere, but nobody does without anything for want of them: tenants that consented before and lack them
	// are synced all the same, and no sign-in asks for them, because it might need an administrator.
	Besides Where = "besides"
	// PartnerBesides are as PartnerTenant, and Besides.
	PartnerBesides Where = "partner besides"
)

// Removal is the permission of Microsoft Graph with which the application deletes itself from a tenant. No tier asks for it: it is
// granted at the end, and goes with the application.
const Removal = "Application.ReadWrite.All"

// Permission is one delegated permission and why Tenantkeep asks for it.
type Permission struct {
	API    API
	Name   string
	Reason string
	Where  Where
}

// offered is a permission with the tiers that ask for it: from, and below where a wider one replaces it (empty: never).
type offered struct {
	Permission
	from, below Tier
}

// permissions holds the least privileged ones of Microsoft's permission reference
// (https://learn.microsoft.com/graph/permissions-reference) for what each tier does.
var permissions = []offered{
	{Permission{GraphAPI, "openid", "Sign you in.", SignInOnly}, ReadOnly, ""},
	{Permission{GraphAPI, "profile", "Show who is signed in.", SignInOnly}, ReadOnly, ""},
	{Permission{GraphAPI, "offline_access", "Keep you signed in, so that the browser is not needed for every tenant and every start.", SignInOnly}, ReadOnly, ""},

	{Permission{GraphAPI, "User.Read", "Read your own account and group memberships, to check that you are a member of your GDAP security groups.", PartnerTenant}, ReadOnly, ""},
	{Permission{GraphAPI, "DelegatedAdminRelationship.Read.All", "List your client tenants and when their GDAP relationships end.", PartnerTenant}, ReadOnly, ""},
	{Permission{GraphAPI, "PrivilegedEligibilitySchedule.Read.AzureADGroup", "See which of your security groups you have to activate before they give access (PIM).", PartnerBesides}, ReadOnly, ""},
	{Permission{PartnerAPI, "user_impersonation", "Create the enterprise application in a client tenant when you sync it.", PartnerTenant}, ReadOnly, ""},

	{Permission{GraphAPI, "User.Read.All", "List the users of a tenant with their sign-in status and licenses.", Everywhere}, ReadOnly, Full},
	{Permission{GraphAPI, "Directory.Read.All", "Read groups, domains, products with the end of their licenses, and the organization's name.", Everywhere}, ReadOnly, ""},
	{Permission{GraphAPI, "Device.Read.All", "Show the devices of a user.", Everywhere}, ReadOnly, ""},
	{Permission{GraphAPI, "AuditLog.Read.All", "Show last sign-ins and sign-in logs.", Everywhere}, ReadOnly, ""},
	{Permission{GraphAPI, "Policy.Read.All", "Name the Conditional Access policies of a sign-in, and check whether Temporary Access Passwords are allowed.", Everywhere}, ReadOnly, ""},
	{Permission{GraphAPI, "Sites.Read.All", "Find the address of a tenant's SharePoint admin center. Tenantkeep reads no sites and no files.", Everywhere}, ReadOnly, ""},
	{Permission{GraphAPI, "RoleManagement.Read.Directory", "Show the admin roles of users, also those that they may activate.", Everywhere}, ReadOnly, Full},
	{Permission{GraphAPI, "UserAuthenticationMethod.Read.All", "Show how a user can sign in.", Everywhere}, ReadOnly, HelpDesk},

	{Permission{GraphAPI, "UserAuthenticationMethod.ReadWrite.All", "Create Temporary Access Passwords, reset passwords of users synced from on-premises, and show how a user can sign in.", Everywhere}, HelpDesk, ""},
	{Permission{GraphAPI, "User-PasswordProfile.ReadWrite.All", "Reset passwords.", Everywhere}, HelpDesk, ""},
	{Permission{GraphAPI, "User.EnableDisableAccount.All", "Block and unblock sign-ins.", Everywhere}, HelpDesk, Full},
	{Permission{GraphAPI, "User.RevokeSessions.All", "Revoke sign-in sessions.", Everywhere}, HelpDesk, Full},

	{Permission{GraphAPI, "User.ReadWrite.All", "List, create and edit users, block sign-ins and revoke sessions.", Everywhere}, Full, ""},
	{Permission{GraphAPI, "GroupMember.ReadWrite.All", "Add users to groups and remove them.", Everywhere}, Full, ""},
	{Permission{GraphAPI, "LicenseAssignment.ReadWrite.All", "Assign and remove licenses.", Everywhere}, Full, ""},
	{Permission{GraphAPI, "Directory.AccessAsUser.All", "Disable the devices of a user who leaves, and remove their ownership: Microsoft has no smaller permission for it.", Besides}, Full, ""},
	{Permission{GraphAPI, "RoleManagement.ReadWrite.Directory", "Show, add and remove the admin roles of users.", Everywhere}, Full, ""},
	{Permission{GraphAPI, "BitlockerKey.Read.All", "Show the BitLocker recovery key of a device when you ask for it.", Besides}, Full, ""},
	{Permission{GraphAPI, "DeviceLocalCredential.Read.All", "Show the LAPS password of a device when you ask for it.", Besides}, Full, ""},
}

// Permissions lists what a tier asks for, each with its reason, in the order in which the window shows them. A tier that is
// not known asks for nothing.
func Permissions(tier Tier) []Permission {
	var asked []Permission
	for _, p := range permissions {
		if tier.Covers(p.from) && (p.below == "" || !tier.Covers(p.below)) {
			asked = append(asked, p.Permission)
		}
	}
	return asked
}

// CustomerScopes lists the names of the Graph permissions that a sync grants in a client tenant.
func CustomerScopes(tier Tier) []string {
	return names(Permissions(tier), func(p Permission) bool { return p.API == GraphAPI && (p.Where == Everywhere || p.Where == Besides) })
}

// NeededScopes lists those of CustomerScopes without which a tenant is not synced.
func NeededScopes(tier Tier) []string {
	return names(Permissions(tier), func(p Permission) bool { return p.API == GraphAPI && p.Where == Everywhere })
}

// HomeScopes lists the names of the Graph permissions of the MSP's own tenant, for the first sign-in's consent. It has those
// of a client tenant too, because the own tenant can be synced. Partner Center's permission is another service's: it is asked
// for by itself.
func HomeScopes(tier Tier) []string {
	return names(Permissions(tier), func(p Permission) bool {
		return p.API == GraphAPI && (p.Where == PartnerTenant || p.Where == Everywhere)
	})
}

// MissingScopes lists what a tier needs in a client tenant and granted, the scopes of a token from there, does not hold. All
// that a wider tier needs is enough for a smaller one: its permissions replace some of the smaller one's.
func MissingScopes(tier Tier, granted []string) []string {
	return missing(NeededScopes, tier, granted)
}

// MissingHomeScopes is MissingScopes for the MSP's own tenant.
func MissingHomeScopes(tier Tier, granted []string) []string {
	return missing(HomeScopes, tier, granted)
}

func missing(asked func(Tier) []string, tier Tier, granted []string) []string {
	for _, wider := range Tiers() {
		if wider != tier && wider.Covers(tier) && len(lacking(asked(wider), granted)) == 0 {
			return nil
		}
	}
	return lacking(asked(tier), granted)
}

// Ungranted lists MissingScopes, and what a tenant does without that consented before it was asked for.
func Ungranted(tier Tier, granted []string) []string {
	besides := names(Permissions(tier), func(p Permission) bool { return p.Where == Besides })
	return append(MissingScopes(tier, granted), lacking(besides, granted)...)
}

func lacking(asked, granted []string) []string {
	return slices.DeleteFunc(asked, func(name string) bool {
		return slices.ContainsFunc(granted, func(have string) bool { return strings.EqualFold(have, name) })
	})
}

func names(of []Permission, keep func(Permission) bool) []string {
	var kept []string
	for _, p := range of {
		if keep(p) {
			kept = append(kept, p.Name)
		}
	}
	return kept
}
