package columns

import (
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// The ids of the columns of All Users, beside Username and TenantName.
const (
	DisplayName       = "display_name"
	UserRole          = "user_role"
	UserType          = "user_type"
	SignInStatus      = "sign_in_status"
	LastSignIn        = "last_sign_in"
	LastPasswordReset = "last_password_reset"
	Licenses          = "licenses"
	JobTitle          = "job_title"
	Department        = "department"
	Created           = "created"
	OnPremises        = "on_premises"
	ObjectID          = "object_id"
)

// User is what All Users shows of a user: what everybody calls one, and what the list knows besides.
type User struct {
	m365.User
	Tenant m365.Tenant
	// RoleNames and LicenseNames are Roles and Licenses as one text each.
	RoleNames, LicenseNames string
}

// Users is the model of All Users.
func Users() []table.Column { return users.columns() }

// UserRow is the row of a user.
func UserRow(u *User) table.Row { return table.Row{Key: u.Key.String(), Cells: users.cells(u)} }

var users = model[User]{
	{
		table.Column{ID: DisplayName, Title: "Display Name", Width: 128, Least: 118, Fixed: true, Breaks: true},
		func(u *User) table.Cell { return table.Cell{Text: u.DisplayName, Link: true} },
	},
	{
		table.Column{ID: Username, Title: "Username", Width: 188, Least: 180, Breaks: true},
		func(u *User) table.Cell { return table.Cell{Text: u.UserPrincipalName} },
	},
	{
		table.Column{ID: UserRole, Title: "User Role", Width: 98, Least: 96, Breaks: true},
		roleCell,
	},
	{
		table.Column{ID: TenantName, Title: "Tenant Name", Width: 158, Least: 118, Breaks: true},
		func(u *User) table.Cell { return tenantCell(&u.Tenant) },
	},
	{
		table.Column{
			ID: UserType, Title: "User Type", Kind: table.Choice, Width: 82, Least: 82,
			Choices: []string{string(m365.Member), string(m365.Guest)},
		},
		func(u *User) table.Cell { return table.Cell{Text: string(u.Type)} },
	},
	{
		table.Column{
			ID: SignInStatus, Title: "M365 Sign In Status", ShortTitle: "Sign In", Kind: table.State, Width: 114,
			Choices: []string{string(m365.Allowed), string(m365.Blocked)},
		},
		signInCell,
	},
	{
		table.Column{ID: LastSignIn, Title: "Last Sign In", Kind: table.Time, Width: 122, Least: 122, Breaks: true},
		lastSignInCell,
	},
	{
		table.Column{
			ID: LastPasswordReset, Title: "Last Password Reset Date", ShortTitle: "Last Password Reset",
			Kind: table.Time, Width: 138,
		},
		func(u *User) table.Cell { return table.Cell{Time: u.LastPasswordReset} },
	},
	{
		table.Column{ID: Licenses, Title: "Licenses", Width: 104, Least: 104, Breaks: true},
		func(u *User) table.Cell { return table.Cell{Text: u.LicenseNames} },
	},
	{
		table.Column{ID: JobTitle, Title: "Job Title", Width: 150, Breaks: true, Hidden: true},
		func(u *User) table.Cell { return table.Cell{Text: u.JobTitle} },
	},
	{
		table.Column{ID: Department, Title: "Department", Width: 140, Breaks: true, Hidden: true},
		func(u *User) table.Cell { return table.Cell{Text: u.Department} },
	},
	{
		table.Column{ID: Created, Title: "Created", Kind: table.Time, Width: 120, Hidden: true},
		func(u *User) table.Cell { return table.Cell{Time: u.Created} },
	},
	{
		table.Column{
			ID: OnPremises, Title: "Synced from On-Premises", ShortTitle: "On-Premises", Kind: table.Choice, Width: 120,
			Hidden: true, Choices: []string{Yes, No},
		},
		func(u *User) table.Cell { return YesNo(u.OnPremisesSynced) },
	},
	{
		table.Column{ID: ObjectID, Title: "Object ID", Width: 270, Hidden: true},
		func(u *User) table.Cell { return table.Cell{Text: u.Key.ID} },
	},
}

func signInCell(u *User) table.Cell {
	switch u.SignIn {
	case m365.Allowed:
		return table.Cell{Text: string(u.SignIn), Tone: table.Good}
	case m365.Blocked:
		return table.Cell{Text: string(u.SignIn), Tone: table.Danger}
	}
	return table.Cell{}
}

// Unread stands in the place of what could not be read.
const Unread = "Could not be read"

// roleCell says that roles may be missing where they could not be read, or not all of them.
func roleCell(u *User) table.Cell {
	switch {
	case u.Tenant.Roles == m365.NoPermission && u.RoleNames == "":
		return table.Cell{Text: "No permission", Muted: true, Tip: "Your roles in this tenant, or its consent, do not cover directory roles."}
	case u.Tenant.Roles != m365.Unreadable:
		return table.Cell{Text: u.RoleNames}
	case u.RoleNames == "":
		return table.Cell{Text: Unread, Muted: true, Tip: rolesUnread}
	}
	return table.Cell{Text: u.RoleNames + ", perhaps more", Tip: u.RoleNames + "\n" + rolesUnread}
}

const rolesUnread = "Not all roles of this tenant could be read. All Users says why, above its table."

// lastSignInCell says why there is no last sign-in where Microsoft gives none for the whole tenant.
func lastSignInCell(u *User) table.Cell {
	switch {
	case !u.LastSignIn.IsZero():
		return table.Cell{Time: u.LastSignIn}
	case u.Tenant.SignInActivity == m365.Unknown:
		return table.Cell{Text: "Not read yet", Muted: true, Tip: "Last sign-ins are read after the users, and come by themselves."}
	case u.Tenant.SignInActivity == m365.NeedsPremium:
		return table.Cell{
			Text: "Needs Entra ID P1", Muted: true,
			Tip: "Microsoft gives last sign-ins only of tenants that have Entra ID P1 or P2.",
		}
	case u.Tenant.SignInActivity == m365.NoPermission:
		return table.Cell{
			Text: "No permission", Muted: true,
			Tip: "Your roles in this tenant, or its consent, do not cover sign-in activity.",
		}
	case u.Tenant.SignInActivity == m365.Unreadable:
		return table.Cell{
			Text: Unread, Muted: true,
			Tip: "Microsoft did not tell the last sign-ins of this tenant when it was refreshed. All Users says why, above its table.",
		}
	}
	return table.Cell{}
}
