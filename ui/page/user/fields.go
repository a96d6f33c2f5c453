package user

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/country"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// field is a line of the Details tab. An empty value is one that Microsoft has not got.
type field struct {
	// tip is what is said on hover in place of the whole value; optional.
	tip          string
	label, value string
	// copies says that the value is worth a copy button: addresses and numbers that are pasted elsewhere.
	copies bool
	// leads is whose page the value leads to; the zero key leads nowhere.
	leads m365.UserKey
	// absent stands in the place of a value that is not in the local data, in the muted colour.
	absent string
}

// fieldsOf are the 21 fields of the Details tab, in reading order.
func fieldsOf(u m365.User, manager field, times table.Printer) []field {
	return []field{
		{label: "Full Name", value: u.DisplayName, copies: true},
		{label: "User Principal Name", value: u.UserPrincipalName, copies: true},
		{label: "Alias", value: u.MailNickname},
		{label: "User Type", value: string(typeOf(u))},
		{label: "Job Title", value: u.JobTitle},
		{label: "Company Name", value: u.CompanyName},
		{label: "Department", value: u.Department},
		{label: "Employee ID", value: u.EmployeeID},
		{label: "Employee Type", value: u.EmployeeType},
		{label: "Employee Hire Date", value: day(u.EmployeeHireDate, times)},
		{label: "Office Location", value: u.OfficeLocation},
		manager,
		{label: "Address", value: u.StreetAddress},
		{label: "City", value: u.City},
		{label: "State", value: u.State},
		{label: "Postcode", value: u.PostalCode},
		{label: "Country", value: u.Country},
		{label: "Business Phone", value: u.BusinessPhone, copies: true},
		{label: "Mobile Phone", value: u.MobilePhone, copies: true},
		{label: "Email", value: u.Mail, copies: true},
		{label: "Usage Location", value: location(u.UsageLocation)},
	}
}

// typeOf counts a user without a type as a member: those were synced before Microsoft knew guests.
func typeOf(u m365.User) m365.UserType {
	if u.Type == "" {
		return m365.Member
	}
	return u.Type
}

// day prints a date that has no time of day and so no time zone either.
func day(t time.Time, times table.Printer) string {
	if t.IsZero() {
		return ""
	}
	return times.Date(t.UTC())
}

// location names a country by its two letters: "United Kingdom (GB)".
func location(code string) string {
	name := country.Name(code)
	if name == "" {
		return code
	}
	return name + " (" + code + ")"
}
