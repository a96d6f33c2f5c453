package m365

// Text is one of the plain texts of a user.
type Text struct {
	// Graph is its name in Microsoft Graph.
	Graph string
	// Of is where a User has it.
	Of func(*User) *string
}

// Texts lists the plain texts of a user. What reads, keeps, compares or changes users goes through this list: a text that
// stands here, and has a place in User, is read from Graph and kept between runs.
func Texts() []Text { return texts }

var texts = []Text{
	{Graph: "displayName", Of: func(u *User) *string { return &u.DisplayName }},
	{Graph: "userPrincipalName", Of: func(u *User) *string { return &u.UserPrincipalName }},
	{Graph: "givenName", Of: func(u *User) *string { return &u.GivenName }},
	{Graph: "surname", Of: func(u *User) *string { return &u.Surname }},
	{Graph: "mail", Of: func(u *User) *string { return &u.Mail }},
	{Graph: "mailNickname", Of: func(u *User) *string { return &u.MailNickname }},
	{Graph: "jobTitle", Of: func(u *User) *string { return &u.JobTitle }},
	{Graph: "companyName", Of: func(u *User) *string { return &u.CompanyName }},
	{Graph: "department", Of: func(u *User) *string { return &u.Department }},
	{Graph: "employeeId", Of: func(u *User) *string { return &u.EmployeeID }},
	{Graph: "employeeType", Of: func(u *User) *string { return &u.EmployeeType }},
	{Graph: "officeLocation", Of: func(u *User) *string { return &u.OfficeLocation }},
	{Graph: "streetAddress", Of: func(u *User) *string { return &u.StreetAddress }},
	{Graph: "city", Of: func(u *User) *string { return &u.City }},
	{Graph: "state", Of: func(u *User) *string { return &u.State }},
	{Graph: "postalCode", Of: func(u *User) *string { return &u.PostalCode }},
	{Graph: "country", Of: func(u *User) *string { return &u.Country }},
	{Graph: "businessPhones", Of: func(u *User) *string { return &u.BusinessPhone }},
	{Graph: "mobilePhone", Of: func(u *User) *string { return &u.MobilePhone }},
	{Graph: "usageLocation", Of: func(u *User) *string { return &u.UsageLocation }},
}
