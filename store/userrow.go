package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Numbers for the words of choice columns, in the order of the words, so that sorting by number is sorting by word.
const (
	typeGuest, typeMember          = 1, 2
	signInAllowed, signInBlocked   = 1, 2
	onPremisesNo, onPremisesSynced = 0, 1
)

// joint puts several names into one text.
const joint = ", "

// userDetails are the fields of a user that no list shows, as they are stored.
type userDetails struct {
	GivenName        string   `json:"given,omitempty"`
	Surname          string   `json:"surname,omitempty"`
	Mail             string   `json:"mail,omitempty"`
	MailNickname     string   `json:"nickname,omitempty"`
	CompanyName      string   `json:"company,omitempty"`
	EmployeeID       string   `json:"employeeId,omitempty"`
	EmployeeType     string   `json:"employeeType,omitempty"`
	EmployeeHireDate int64    `json:"hired,omitempty"`
	OfficeLocation   string   `json:"office,omitempty"`
	StreetAddress    string   `json:"street,omitempty"`
	City             string   `json:"city,omitempty"`
	State            string   `json:"state,omitempty"`
	PostalCode       string   `json:"postalCode,omitempty"`
	Country          string   `json:"country,omitempty"`
	BusinessPhone    string   `json:"businessPhone,omitempty"`
	MobilePhone      string   `json:"mobilePhone,omitempty"`
	UsageLocation    string   `json:"usageLocation,omitempty"`
	Roles            []string `json:"roles,omitempty"`
	SKUs             []string `json:"skus,omitempty"`
	Licenses         []string `json:"licenses,omitempty"`
}

func detailsOf(u *m365.User) ([]byte, error) {
	details := userDetails{
		u.GivenName, u.Surname, u.Mail, u.MailNickname, u.CompanyName, u.EmployeeID, u.EmployeeType, 0, u.OfficeLocation,
		u.StreetAddress, u.City, u.State, u.PostalCode, u.Country, u.BusinessPhone, u.MobilePhone, u.UsageLocation,
		u.Roles, u.SKUs, u.Licenses,
	}
	if !u.EmployeeHireDate.IsZero() {
		details.EmployeeHireDate = u.EmployeeHireDate.UnixMicro()
	}
	return json.Marshal(details)
}

func (d userDetails) fill(u *m365.User) {
	u.GivenName, u.Surname, u.Mail, u.MailNickname = d.GivenName, d.Surname, d.Mail, d.MailNickname
	u.CompanyName, u.EmployeeID, u.EmployeeType = d.CompanyName, d.EmployeeID, d.EmployeeType
	u.OfficeLocation, u.StreetAddress, u.City, u.State = d.OfficeLocation, d.StreetAddress, d.City, d.State
	u.PostalCode, u.Country, u.BusinessPhone, u.MobilePhone = d.PostalCode, d.Country, d.BusinessPhone, d.MobilePhone
	u.UsageLocation, u.Roles, u.SKUs, u.Licenses = d.UsageLocation, d.Roles, d.SKUs, d.Licenses
	if d.EmployeeHireDate != 0 {
		u.EmployeeHireDate = time.UnixMicro(d.EmployeeHireDate).UTC()
	}
}

func typeNumber(t m365.UserType) int64 {
	if t == m365.Guest {
		return typeGuest
	}
	return typeMember
}

func typeOf(number int64) m365.UserType {
	if number == typeGuest {
		return m365.Guest
	}
	return m365.Member
}

func signInNumber(status m365.SignInStatus) any {
	switch status {
	case m365.Allowed:
		return int64(signInAllowed)
	case m365.Blocked:
		return int64(signInBlocked)
	}
	return nil
}

func signInOf(number sql.NullInt64) m365.SignInStatus {
	switch number.Int64 {
	case signInAllowed:
		return m365.Allowed
	case signInBlocked:
		return m365.Blocked
	}
	return ""
}

// hasher makes the number that tells whether a user changed. It reuses its memory; one goroutine uses it.
type hasher struct{ buffer []byte }

// hash covers every stored field, so that equal numbers mean an equal row. 64 bits are enough: a clash would hide one change
// of one user until the next one, once in 2^64 changes.
func (h *hasher) hash(u *m365.User) int64 {
	h.buffer = h.buffer[:0]
	for _, text := range []string{
		u.DisplayName, u.UserPrincipalName, u.GivenName, u.Surname, u.Mail, u.MailNickname, u.JobTitle, u.CompanyName,
		u.Department, u.EmployeeID, u.EmployeeType, u.OfficeLocation, u.StreetAddress, u.City, u.State, u.PostalCode,
		u.Country, u.BusinessPhone, u.MobilePhone, u.UsageLocation, string(u.SignIn),
	} {
		h.text(text)
	}
	for _, t := range []time.Time{u.EmployeeHireDate, u.Created, u.LastSignIn, u.LastPasswordReset} {
		h.number(t.UnixMicro())
	}
	h.number(typeNumber(u.Type))
	h.number(onPremisesNumber(u.OnPremisesSynced))
	for _, list := range [][]string{u.Roles, u.SKUs, u.Licenses} {
		h.number(int64(len(list)))
		for _, text := range list {
			h.text(text)
		}
	}
	sum := sha256.Sum256(h.buffer)
	return int64(binary.LittleEndian.Uint64(sum[:]))
}

func (h *hasher) text(text string) {
	h.number(int64(len(text)))
	h.buffer = append(h.buffer, text...)
}

func (h *hasher) number(n int64) { h.buffer = binary.AppendVarint(h.buffer, n) }

func onPremisesNumber(synced bool) int64 {
	if synced {
		return onPremisesSynced
	}
	return onPremisesNo
}

// wordsOf are the texts of a user that go into the words table, in the order of wordColumns.
func wordsOf(u *m365.User) [4]string {
	return [4]string{strings.Join(u.Roles, joint), strings.Join(u.Licenses, joint), u.JobTitle, u.Department}
}
