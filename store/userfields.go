package store

import (
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// userField is one value of a user that All Users shows, as it lies in the table users.
type userField struct {
	// column is the id of the column that shows it; name is what the tables call it.
	column, name string
	// value is what is kept, into is where it is read to.
	value func(*columns.User) any
	into  func(*columns.User) sql.Scanner
	// text is where a user has a text; nil for anything else. A folded text has its folded form beside it. A word is a text
	// that many users of a tenant share: users holds its id in words.
	text         func(*columns.User) *string
	folded, word bool
	// untimed is that of stored.
	untimed string
	// numbers are the numbers for the texts of a choice; the text for NULL is empty.
	numbers map[string]int64
}

// userFields are all of them. What keeps, reads, filters or sorts users goes through this list.
var userFields = []userField{
	foldedText(columns.DisplayName, "display_name", func(u *columns.User) *string { return &u.DisplayName }),
	foldedText(columns.Username, "username", func(u *columns.User) *string { return &u.UserPrincipalName }),
	word(columns.UserRole, "roles", func(u *columns.User) *string { return &u.RoleNames }),
	{
		column: columns.UserType, name: "type",
		value:   func(u *columns.User) any { return typeNumber(u.Type) },
		into:    func(u *columns.User) sql.Scanner { return numberInto(func(number int64) { u.Type = typeOf(number) }) },
		numbers: map[string]int64{string(m365.Guest): typeGuest, string(m365.Member): typeMember},
	},
	{
		column: columns.SignInStatus, name: "sign_in",
		value: func(u *columns.User) any { return signInNumber(u.SignIn) },
		into: func(u *columns.User) sql.Scanner {
			return numberInto(func(number int64) { u.SignIn = signInOf(number) })
		},
		numbers: map[string]int64{string(m365.Allowed): signInAllowed, string(m365.Blocked): signInBlocked},
	},
	lastSignIn(),
	moment(columns.LastPasswordReset, "last_password_reset", func(u *columns.User) *time.Time { return &u.LastPasswordReset }),
	word(columns.Licenses, "licenses", func(u *columns.User) *string { return &u.LicenseNames }),
	word(columns.JobTitle, "job_title", func(u *columns.User) *string { return &u.JobTitle }),
	word(columns.Department, "department", func(u *columns.User) *string { return &u.Department }),
	moment(columns.Created, "created", func(u *columns.User) *time.Time { return &u.Created }),
	{
		column: columns.OnPremises, name: "on_premises",
		value: func(u *columns.User) any { return onPremisesNumber(u.OnPremisesSynced) },
		into: func(u *columns.User) sql.Scanner {
			return numberInto(func(number int64) { u.OnPremisesSynced = number == onPremisesSynced })
		},
		numbers: map[string]int64{columns.No: onPremisesNo, columns.Yes: onPremisesSynced},
	},
}

func foldedText(column, name string, of func(*columns.User) *string) userField {
	return userField{
		column: column, name: name, text: of, folded: true,
		value: func(u *columns.User) any { return *of(u) },
		into:  func(u *columns.User) sql.Scanner { return textInto{of(u)} },
	}
}

func word(column, name string, of func(*columns.User) *string) userField {
	return userField{
		column: column, name: name, text: of, word: true,
		value: func(u *columns.User) any { return orNull(*of(u)) },
		into:  func(u *columns.User) sql.Scanner { return textInto{of(u)} },
	}
}

func moment(column, name string, of func(*columns.User) *time.Time) userField {
	return userField{
		column: column, name: name,
		value: func(u *columns.User) any { return micros(*of(u)) },
		into:  func(u *columns.User) sql.Scanner { return timeInto{of(u)} },
	}
}

// withheld are what is so of a tenant of whose users no last sign-in is known.
var withheld = []m365.Availability{m365.Unknown, m365.NeedsPremium, m365.NoPermission}

// lastSignIn is a moment that Microsoft withholds of some tenants.
func lastSignIn() userField {
	field := moment(columns.LastSignIn, "last_sign_in", func(u *columns.User) *time.Time { return &u.LastSignIn })
	states := make([]string, len(withheld))
	for i, state := range withheld {
		states[i] = "'" + string(state) + "'"
	}
	field.untimed = "u.tenant NOT IN (SELECT num FROM tenants WHERE sign_in_activity IN (" + strings.Join(states, ", ") + "))"
	return field
}

// names are what the tables call it: one column, or two with the folded form.
func (f userField) names() []string {
	if f.folded {
		return []string{f.name, f.name + "_fold"}
	}
	return []string{f.name}
}

// width is how many names it has.
func (f userField) width() int {
	if f.folded {
		return 2
	}
	return 1
}

// add appends the values for names.
func (f userField) add(values []any, u *columns.User) []any {
	values = append(values, f.value(u))
	if f.folded {
		values = append(values, folded(*f.text(u)))
	}
	return values
}

// stored is how it is filtered and sorted by.
func (f userField) stored() stored {
	value := "u." + f.name
	switch {
	case f.folded:
		return folding(value)
	case f.word:
		return stored{value: value, order: "(SELECT fold FROM words WHERE id = " + value + ")", wordID: true}
	}
	return stored{value: value, order: value, untimed: f.untimed, numbers: f.numbers}
}

// userNames are the columns of userFields in the tables; refreshedNames are those of them that a refresh writes of a user that
// is stored, and wordNames those that hold words.
var userNames, refreshedNames, wordNames = func() (all, refreshed, words []string) {
	for _, field := range userFields {
		all = append(all, field.names()...)
		if field.column != columns.LastSignIn {
			refreshed = append(refreshed, field.names()...)
		}
		if field.word {
			words = append(words, field.name)
		}
	}
	return all, refreshed, words
}()

// isWord says of each of userNames whether it holds words.
var isWord = func() []bool {
	is := make([]bool, len(userNames))
	for i, name := range userNames {
		is[i] = slices.Contains(wordNames, name)
	}
	return is
}()

// sayOf joins what is said of each name.
func sayOf(names []string, separator string, say func(name string) string) string {
	said := make([]string, len(names))
	for i, name := range names {
		said[i] = say(name)
	}
	return strings.Join(said, separator)
}
