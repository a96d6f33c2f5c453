package store

import (
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// The ids of the columns of All Users.
const (
	ColumnDisplayName       = "display_name"
	ColumnUsername          = "username"
	ColumnUserRole          = "user_role"
	ColumnTenantName        = "tenant_name"
	ColumnUserType          = "user_type"
	ColumnSignInStatus      = "sign_in_status"
	ColumnLastSignIn        = "last_sign_in"
	ColumnLastPasswordReset = "last_password_reset"
	ColumnLicenses          = "licenses"
	ColumnJobTitle          = "job_title"
	ColumnDepartment        = "department"
	ColumnCreated           = "created"
	ColumnOnPremises        = "on_premises"
	ColumnObjectID          = "object_id"
	// ColumnTenantID is for filters and choices only: no row has a cell for it.
	ColumnTenantID = "tenant_id"
)

const (
	yes = "Yes"
	no  = "No"
)

// userColumns is the model of All Users. The order of cells in scanUserRow is this one.
func userColumns() []table.Column {
	return []table.Column{
		{ID: ColumnDisplayName, Title: "Display Name", Width: 170, Fixed: true},
		{ID: ColumnUsername, Title: "Username", Width: 200},
		{ID: ColumnUserRole, Title: "User Role", Width: 150},
		{ID: ColumnTenantName, Title: "Tenant Name", Width: 150},
		{
			ID: ColumnUserType, Title: "User Type", Kind: table.Choice, Width: 100,
			Choices: []string{string(m365.Member), string(m365.Guest)},
		},
		{
			ID: ColumnSignInStatus, Title: "M365 Sign In Status", ShortTitle: "Sign In", Kind: table.State, Width: 100,
			Choices: []string{string(m365.Allowed), string(m365.Blocked)},
		},
		{ID: ColumnLastSignIn, Title: "Last Sign In", Kind: table.Time, Width: 120},
		{
			ID: ColumnLastPasswordReset, Title: "Last Password Reset Date", ShortTitle: "Last Password Reset",
			Kind: table.Time, Width: 140,
		},
		{ID: ColumnLicenses, Title: "Licenses", Width: 200},
		{ID: ColumnJobTitle, Title: "Job Title", Width: 150, Hidden: true},
		{ID: ColumnDepartment, Title: "Department", Width: 140, Hidden: true},
		{ID: ColumnCreated, Title: "Created", Kind: table.Time, Width: 120, Hidden: true},
		{
			ID: ColumnOnPremises, Title: "Synced from on-premises", ShortTitle: "On-premises", Kind: table.Choice, Width: 120,
			Hidden: true, Choices: []string{yes, no},
		},
		{ID: ColumnObjectID, Title: "Object ID", Width: 270, Hidden: true},
	}
}

// tenantIDColumn is accepted in filters: its values are tenant ids, its labels their names.
var tenantIDColumn = table.Column{ID: ColumnTenantID, Title: "Tenant", Kind: table.Choice}

// stored is how a column of a model lies in the database.
type stored struct {
	// value is what the column holds in users u or journal j: a text, a number for a text, or a time.
	value string
	// order sorts it, with t as a user's tenant.
	order string
	// fold is the folded text; wordID says that value is the id of a word instead.
	fold   string
	wordID bool
	// numbers are the numbers for the texts of a choice; the text for NULL is empty.
	numbers map[string]int64
}

var storedColumns = map[string]stored{
	ColumnDisplayName: {value: "u.display_name", order: "u.display_name_fold", fold: "u.display_name_fold"},
	ColumnUsername:    {value: "u.username", order: "u.username_fold", fold: "u.username_fold"},
	ColumnUserRole:    word("u.roles"),
	ColumnTenantName:  {value: "u.tenant", order: "t.name_fold"},
	ColumnTenantID:    {value: "u.tenant"},
	ColumnUserType: {
		value: "u.type", order: "u.type",
		numbers: map[string]int64{string(m365.Guest): typeGuest, string(m365.Member): typeMember},
	},
	ColumnSignInStatus: {
		value: "u.sign_in", order: "u.sign_in",
		numbers: map[string]int64{string(m365.Allowed): signInAllowed, string(m365.Blocked): signInBlocked},
	},
	ColumnLastSignIn:        {value: "u.last_sign_in", order: "u.last_sign_in"},
	ColumnLastPasswordReset: {value: "u.last_password_reset", order: "u.last_password_reset"},
	ColumnLicenses:          word("u.licenses"),
	ColumnJobTitle:          word("u.job_title"),
	ColumnDepartment:        word("u.department"),
	ColumnCreated:           {value: "u.created", order: "u.created"},
	ColumnOnPremises: {
		value: "u.on_premises", order: "u.on_premises",
		numbers: map[string]int64{no: onPremisesNo, yes: onPremisesSynced},
	},
	// Microsoft writes object ids in lower case, so they are their own folded form.
	ColumnObjectID: {value: "u.object", order: "u.object", fold: "u.object"},
}

func word(value string) stored {
	return stored{value: value, order: "(SELECT fold FROM words WHERE id = " + value + ")", wordID: true}
}

// index is an index of users, by what it holds.
type index struct {
	name   string
	values []string
}

// The indexes of users. All but the last begin with a value whose filter or order makes them worth a look.
var (
	byDisplayName = index{"users_display_name", []string{"u.display_name_fold", "u.tenant", "u.type", "u.sign_in"}}
	byUsername    = index{"users_username", []string{"u.username_fold", "u.tenant", "u.type", "u.sign_in"}}
	byLastSignIn  = index{"users_last_sign_in", []string{"u.last_sign_in", "u.tenant", "u.type", "u.sign_in"}}
	byKey         = index{"users_key", []string{"u.object", "u.tenant"}}
	byFacets      = index{"users_facets", []string{
		"u.tenant", "u.type", "u.sign_in", "u.on_premises", "u.roles", "u.licenses", "u.job_title", "u.department",
		"u.last_password_reset", "u.created",
	}}
)
