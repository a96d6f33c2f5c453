package graphsim

import (
	"encoding/json"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// textField is a text of a user that can be written.
type textField struct {
	of func(*directory.User) *string
	// most is its length in characters at most.
	most int
	// required texts cannot be null.
	required bool
}

// textFields are the texts that PATCH and POST know, by name.
func textFields() map[string]textField {
	return map[string]textField{
		"displayName":             {func(u *user) *string { return &u.DisplayName }, 256, true},
		"givenName":               {func(u *user) *string { return &u.GivenName }, 64, false},
		"surname":                 {func(u *user) *string { return &u.Surname }, 64, false},
		"userPrincipalName":       {func(u *user) *string { return &u.UserPrincipalName }, 113, true},
		"mailNickname":            {func(u *user) *string { return &u.MailNickname }, 64, true},
		"mail":                    {func(u *user) *string { return &u.Mail }, 320, false},
		"jobTitle":                {func(u *user) *string { return &u.JobTitle }, 128, false},
		"companyName":             {func(u *user) *string { return &u.CompanyName }, 64, false},
		"department":              {func(u *user) *string { return &u.Department }, 64, false},
		"employeeId":              {func(u *user) *string { return &u.EmployeeID }, 16, false},
		"employeeType":            {func(u *user) *string { return &u.EmployeeType }, 128, false},
		"officeLocation":          {func(u *user) *string { return &u.OfficeLocation }, 128, false},
		"streetAddress":           {func(u *user) *string { return &u.StreetAddress }, 1024, false},
		"city":                    {func(u *user) *string { return &u.City }, 128, false},
		"state":                   {func(u *user) *string { return &u.State }, 128, false},
		"postalCode":              {func(u *user) *string { return &u.PostalCode }, 40, false},
		"country":                 {func(u *user) *string { return &u.Country }, 128, false},
		"mobilePhone":             {func(u *user) *string { return &u.MobilePhone }, 64, false},
		"faxNumber":               {func(u *user) *string { return &u.FaxNumber }, 64, false},
		"usageLocation":           {func(u *user) *string { return &u.UsageLocation }, 2, false},
		"preferredLanguage":       {func(u *user) *string { return &u.PreferredLanguage }, 20, false},
		"ageGroup":                {func(u *user) *string { return &u.AgeGroup }, 16, false},
		"consentProvidedForMinor": {func(u *user) *string { return &u.ConsentProvidedForMinor }, 16, false},
		"passwordPolicies":        {func(u *user) *string { return &u.PasswordPolicies }, 128, false},
		"userType":                {func(u *user) *string { return &u.UserType }, 16, false},
		"onPremisesImmutableId":   {func(u *user) *string { return &u.OnPremisesImmutableID }, 64, false},
	}
}

// Which properties Microsoft calls sensitive: on administrators only the strongest roles may write them.
// See "sensitive actions" in learn.microsoft.com/graph/api/resources/users.
var sensitiveProperties = []string{
	"accountEnabled", "businessPhones", "mobilePhone", "onPremisesImmutableId", "otherMails", "passwordProfile", "userPrincipalName",
}

// cloudProperties can be written on users that come from an Active Directory on premises.
var cloudProperties = []string{
	"accountEnabled", "usageLocation", "otherMails", "passwordPolicies", "preferredLanguage", "ageGroup", "consentProvidedForMinor", "userType",
}

// narrowScopes let a token write some properties only.
var narrowScopes = map[string][]string{
	"passwordProfile": {"User-PasswordProfile.ReadWrite.All", "Directory.AccessAsUser.All"},
	"accountEnabled":  {"User.EnableDisableAccount.All"},
	"businessPhones":  {"User-Phone.ReadWrite.All"}, "mobilePhone": {"User-Phone.ReadWrite.All"}, "faxNumber": {"User-Phone.ReadWrite.All"},
	"mail": {"User-Mail.ReadWrite.All"}, "otherMails": {"User-Mail.ReadWrite.All"},
	"identities": {"User.ManageIdentities.All"},
}

// userFields reads the body as a user, property by property. Capitals in the names do not matter, and each is there under its
// own.
func (c *call) userFields() (map[string]json.RawMessage, *failure) {
	var sent map[string]json.RawMessage
	if f := c.decode(&sent); f != nil {
		return nil, f
	}
	fields := make(map[string]json.RawMessage, len(sent))
	for name, value := range sent {
		if p, known := userResource.property(name); known {
			name = p.name
		}
		if _, twice := fields[name]; twice {
			return nil, badRequest("The property '%s' is there more than once.", name)
		}
		fields[name] = value
	}
	return fields, nil
}
