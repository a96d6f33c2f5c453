package m365

// Text is one of the plain texts of a user.
type Text struct {
	// Graph is its name in Microsoft Graph.
	Graph string
	// Of is where a User has it.
	Of func(*User) *string
	// Settable says that it can be set as it is; others have a form or an operation of their own.
	Settable bool
}

// Texts lists the plain texts of a user. What reads, keeps, compares or changes users goes through this list: a text that
// stands here, and has a place in User, is read from Graph, kept between runs and can be changed.
func Texts() []Text { return texts }

var texts = []Text{
	{Graph: "displayName", Of: func(u *User) *string { return &u.DisplayName }, Settable: true},
	{Graph: "userPrincipalName", Of: func(u *User) *string { return &u.UserPrincipalName }},
	{Graph: "givenName", Of: func(u *User) *string { return &u.GivenName }, Settable: true},
	{Graph: "surname", Of: func(u *User) *string { return &u.Surname }, Settable: true},
	{Graph: "mail", Of: func(u *User) *string { return &u.Mail }},
	{Graph: "mailNickname", Of: func(u *User) *string { return &u.MailNickname }, Settable: true},
	{Graph: "jobTitle", Of: func(u *User) *string { return &u.JobTitle }, Settable: true},
	{Graph: "companyName", Of: func(u *User) *string { return &u.CompanyName }, Settable: true},
	{Graph: "department", Of: func(u *User) *string { return &u.Department }, Settable: true},
	{Graph: "employeeId", Of: func(u *User) *string { return &u.EmployeeID }, Settable: true},
	{Graph: "employeeType", Of: func(u *User) *string { return &u.EmployeeType }, Settable: true},
	{Graph: "officeLocation", Of: func(u *User) *string { return &u.OfficeLocation }, Settable: true},
	{Graph: "streetAddress", Of: func(u *User) *string { return &u.StreetAddress }, Settable: true},
	{Graph: "city", Of: func(u *User) *string { return &u.City }, Settable: true},
	{Graph: "state", Of: func(u *User) *string { return &u.State }, Settable: true},
	{Graph: "postalCode", Of: func(u *User) *string { return &u.PostalCode }, Settable: true},
	{Graph: "country", Of: func(u *User) *string { return &u.Country }, Settable: true},
	{Graph: "businessPhones", Of: func(u *User) *string { return &u.BusinessPhone }},
	{Graph: "mobilePhone", Of: func(u *User) *string { return &u.MobilePhone }, Settable: true},
	{Graph: "usageLocation", Of: func(u *User) *string { return &u.UsageLocation }, Settable: true},
}
