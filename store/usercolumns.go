package store

import "github.com/tenantkeep/tenantkeep/core/columns"

// stored is how a column of core/columns lies in the database.
type stored struct {
	// value is what the column holds in users u or journal j: a text, a number for a text, or a time.
	value string
	// order sorts it, with t as a user's tenant.
	order string
	// fold is the folded text; wordID says that value is the id of a word instead.
	fold   string
	wordID bool
	// untimed is what is so where there is no time although one would be known; empty is any row whose value is NULL.
	untimed string
	// numbers are the numbers for the texts of a choice; the text for NULL is empty.
	numbers map[string]int64
}

// storedColumns is how the columns of All Users lie in users u and their tenants t.
var storedColumns = func() map[string]stored {
	all := map[string]stored{
		columns.TenantName: {value: "u.tenant", order: "t.name_fold"},
		columns.TenantID:   {value: "u.tenant"},
		// Microsoft writes object ids in lower case, so they are their own folded form.
		columns.ObjectID: {value: "u.object", order: "u.object", fold: "u.object"},
	}
	for _, field := range userFields {
		all[field.column] = field.stored()
	}
	return all
}()

// index is an index of users, by what it holds.
type index struct {
	name   string
	values []string
}

// The indexes of users, by what their filter or order begins with.
var (
	byDisplayName = index{"users_display_name", []string{"u.display_name_fold", "u.tenant", "u.type", "u.username_fold"}}
	byUsername    = index{"users_username", []string{"u.username_fold", "u.tenant", "u.type"}}
	byLastSignIn  = index{"users_last_sign_in", []string{"u.last_sign_in", "u.tenant", "u.type"}}
	byKey         = index{"users_key", []string{"u.object", "u.tenant"}}
)
