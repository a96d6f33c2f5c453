package store

import (
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// stored is how a column of core/columns lies in the database.
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
	columns.DisplayName: {value: "u.display_name", order: "u.display_name_fold", fold: "u.display_name_fold"},
	columns.Username:    {value: "u.username", order: "u.username_fold", fold: "u.username_fold"},
	columns.UserRole:    word("u.roles"),
	columns.TenantName:  {value: "u.tenant", order: "t.name_fold"},
	columns.TenantID:    {value: "u.tenant"},
	columns.UserType: {
		value: "u.type", order: "u.type",
		numbers: map[string]int64{string(m365.Guest): typeGuest, string(m365.Member): typeMember},
	},
	columns.SignInStatus: {
		value: "u.sign_in", order: "u.sign_in",
		numbers: map[string]int64{string(m365.Allowed): signInAllowed, string(m365.Blocked): signInBlocked},
	},
	columns.LastSignIn:        {value: "u.last_sign_in", order: "u.last_sign_in"},
	columns.LastPasswordReset: {value: "u.last_password_reset", order: "u.last_password_reset"},
	columns.Licenses:          word("u.licenses"),
	columns.JobTitle:          word("u.job_title"),
	columns.Department:        word("u.department"),
	columns.Created:           {value: "u.created", order: "u.created"},
	columns.OnPremises: {
		value: "u.on_premises", order: "u.on_premises",
		numbers: map[string]int64{columns.No: onPremisesNo, columns.Yes: onPremisesSynced},
	},
	// Microsoft writes object ids in lower case, so they are their own folded form.
	columns.ObjectID: {value: "u.object", order: "u.object", fold: "u.object"},
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
