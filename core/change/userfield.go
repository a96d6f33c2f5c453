package change

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Field is a field of a user that can be set, with what Microsoft takes in it
// (https://learn.microsoft.com/graph/api/resources/user).
type Field struct {
	// Graph is its name in Microsoft Graph, Label that of the Details tab.
	Graph, Label string
	// Hint says what Microsoft takes, or where the value comes from; empty where every text is taken.
	Hint string

	// Shared says that several users may have the same in it, so that it can be set for many at once.
	Shared bool

	// most is how many characters Microsoft takes; zero where check says it.
	most int
	// needed says that it cannot be cleared.
	needed bool
	// cloud says that it is set here for users from on-premises too.
	cloud bool
	// guarded says that Microsoft calls it sensitive: of an administrator only the strongest roles set it.
	guarded bool
	// guests is why it is not set for users of other organizations; empty where it is.
	guests string
	// check says what is wrong with a text that is not empty; nil takes every text.
	check func(text string) string
	// of reads it, put sets it. body is how Graph takes it; nil sends a text as it is, and null where there is none.
	of   func(m365.User) string
	put  func(*m365.User, string)
	body func(text string) any
}

// The names of fields in Graph that are more than a text.
const (
	Username      = "userPrincipalName"
	UserTypeField = "userType"
	HireDate      = "employeeHireDate"
	UsageLocation = "usageLocation"
	businessPhone = "businessPhones"
)

// dayLayout is how a day is written.
const dayLayout = "2006-01-02"

var userFields = []Field{
	text("displayName", "Full Name", 256).must(),
	text("givenName", "First Name", 64),
	text("surname", "Last Name", 64),
	text(Username, "User Principal Name", 113).must().sensitive().checked(wrongUsername).
		notForGuests("Microsoft made the username of an external user when the user was invited"),
	text("mailNickname", "Alias", 64).must().checked(wrongAlias).hinted("The name of the mailbox, without a domain"),
	made(UserTypeField, "User Type",
		func(u m365.User) string { return string(u.Type) },
		func(u *m365.User, value string) { u.Type = m365.UserType(value) }).must().anywhere().checked(wrongType),
	text("mail", "Email", 320).checked(wrongAddress).hinted("Of a user with a mailbox, Exchange sets it").
		notForGuests("It is the address that the external user was invited with"),

	text("jobTitle", "Job Title", 128).shared(),
	text("companyName", "Company Name", 64).shared(),
	text("department", "Department", 64).shared(),
	text("employeeId", "Employee ID", 16),
	text("employeeType", "Employee Type", 128).shared(),
	made(HireDate, "Employee Hire Date", hireDate, setHireDate).checked(wrongDay).hinted("Year, month, day: 2026-03-01").sent(midnight),
	text("officeLocation", "Office Location", 128).shared(),

	text("streetAddress", "Address", 1024).shared(),
	text("city", "City", 128).shared(),
	text("state", "State", 128).shared(),
	text("postalCode", "Postcode", 40).shared(),
	text("country", "Country", 128).shared(),
	text(businessPhone, "Business Phone", 64).sensitive().sent(onlyOne).shared(),
	text("mobilePhone", "Mobile Phone", 64).sensitive(),
	text(UsageLocation, "Usage Location", 2).anywhere().checked(wrongCountry).shared(),
}

// Fields are those that can be set, in the order of the Details tab.
func Fields() []Field { return slices.Clone(userFields) }

// FieldOf is the field with a name in Graph.
func FieldOf(graph string) (Field, bool) {
	at := slices.IndexFunc(userFields, func(one Field) bool { return one.Graph == graph })
	if at < 0 {
		return Field{}, false
	}
	return userFields[at], true
}

// text is a field that is one of the texts of a user.
func text(graph, label string, most int) Field {
	texts := m365.Texts()
	of := texts[slices.IndexFunc(texts, func(one m365.Text) bool { return one.Graph == graph })].Of
	field := made(graph, label, func(u m365.User) string { return *of(&u) }, func(u *m365.User, value string) { *of(u) = value })
	field.most = most
	return field
}

func made(graph, label string, of func(m365.User) string, put func(*m365.User, string)) Field {
	return Field{Graph: graph, Label: label, of: of, put: put}
}

func hireDate(user m365.User) string {
	if user.EmployeeHireDate.IsZero() {
		return ""
	}
	return user.EmployeeHireDate.UTC().Format(dayLayout)
}

// setHireDate takes the date away for a text that is no day.
func setHireDate(user *m365.User, value string) {
	user.EmployeeHireDate, _ = time.Parse(dayLayout, value)
}

// midnight is a day as Graph takes it.
func midnight(value string) any {
	if value == "" {
		return nil
	}
	return value + "T00:00:00Z"
}

// onlyOne is a business phone as Graph takes it: a list with one element at most.
func onlyOne(value string) any {
	if value == "" {
		return []string{}
	}
	return []string{value}
}

func (f Field) must() Field {
	f.needed = true
	return f
}

func (f Field) shared() Field {
	f.Shared = true
	return f
}

func (f Field) sensitive() Field {
	f.guarded = true
	return f
}

func (f Field) anywhere() Field {
	f.cloud = true
	return f
}

func (f Field) checked(check func(string) string) Field {
	f.check = check
	return f
}

func (f Field) hinted(hint string) Field {
	f.Hint = hint
	return f
}

func (f Field) notForGuests(why string) Field {
	f.guests = why
	return f
}

func (f Field) sent(body func(string) any) Field {
	f.body = body
	return f
}

// Of is the field of a user as a person types it.
func (f Field) Of(user m365.User) string { return f.of(user) }

// Wrong says why Microsoft would not take a text; empty where it would. An empty text clears the field.
func (f Field) Wrong(text string) string {
	switch length := utf8.RuneCountInString(text); {
	case text == "" && f.needed:
		return "Microsoft keeps no user without it."
	case text == "":
		return ""
	case f.most > 0 && length > f.most:
		return fmt.Sprintf("Microsoft takes at most %d characters here; this is %d.", f.most, length)
	case f.check != nil:
		return f.check(text)
	}
	return ""
}

// Locked says why the field of a user cannot be set here; empty where it can.
func (f Field) Locked(user m365.Details) string {
	switch {
	case user.OnPremisesSynced && !f.cloud:
		return syncedField
	case f.guests != "" && (user.External || external(user.User)):
		return f.guests + "."
	}
	return ""
}

const syncedField = "Synced from on-premises: change it in the Active Directory there."

// value is a text as Graph takes it.
func (f Field) value(text string) any {
	switch {
	case f.body != nil:
		return f.body(text)
	case text == "":
		return nil
	}
	return text
}

var (
	// https://learn.microsoft.com/graph/api/resources/user, userPrincipalName.
	localPart = regexp.MustCompile(`^[A-Za-z0-9'._!#^~-]{1,64}$`)
	// https://learn.microsoft.com/graph/api/resources/user, mailNickname.
	aliasSigns = regexp.MustCompile(`^[!-~]+$`)
	twoLetters = regexp.MustCompile(`^[A-Z]{2}$`)
	address    = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
)

func wrongUsername(text string) string {
	local, domain, _ := strings.Cut(text, "@")
	switch {
	case local == "":
		return "The part before the @ is missing."
	case utf8.RuneCountInString(local) > 64:
		return "Microsoft takes at most 64 characters before the @."
	case !localPart.MatchString(local):
		return "Microsoft takes letters without accents, digits and ' . - _ ! # ^ ~ before the @."
	case strings.HasPrefix(local, ".") || strings.HasSuffix(local, "."):
		return "A username does not begin or end with a dot."
	case domain == "":
		return "The domain is missing."
	}
	return ""
}

func wrongAlias(text string) string {
	if !aliasSigns.MatchString(text) || strings.ContainsAny(text, `@()\[]";:<>,`) {
		return `Microsoft takes letters without accents, digits and signs, but no blank and none of @ ( ) \ [ ] " ; : < > ,`
	}
	return ""
}

func wrongAddress(text string) string {
	if !address.MatchString(text) || strings.ContainsFunc(text, func(sign rune) bool { return sign > '~' }) {
		return "This is no address of mail without accents, as ada@contoso.com."
	}
	return ""
}

func wrongType(text string) string {
	if text != string(m365.Member) && text != string(m365.Guest) {
		return "A user is a Member or a Guest."
	}
	return ""
}

func wrongDay(text string) string {
	if day, err := time.Parse(dayLayout, text); err != nil || day.Year() < 1753 {
		return "Write the day as year, month and day: 2026-03-01."
	}
	return ""
}

func wrongCountry(text string) string {
	if !twoLetters.MatchString(text) {
		return "Choose a country: Microsoft takes its two letters, as GB."
	}
	return ""
}
