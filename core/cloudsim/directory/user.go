package directory

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"time"
)

// User is a user of a tenant. An empty text or a zero time stands for null.
type User struct {
	// Slot is the user's place in the tenant.
	Slot int
	ID   string

	DisplayName, GivenName, Surname           string
	UserPrincipalName, MailNickname, Mail     string
	UserType                                  string
	AccountEnabled                            bool
	JobTitle, CompanyName, Department         string
	EmployeeID, EmployeeType, OfficeLocation  string
	StreetAddress, City, State                string
	PostalCode, Country                       string
	BusinessPhone, MobilePhone, FaxNumber     string
	UsageLocation, PreferredLanguage          string
	AgeGroup, ConsentProvidedForMinor         string
	PasswordPolicies                          string
	OtherMails                                []string
	EmployeeHireDate                          time.Time
	Created, LastPasswordChange, Deleted      time.Time
	SessionsValidFrom                         time.Time
	ForceChangePassword                       bool
	CreationType, ExternalUserState           string
	ExternalUserStateChanged                  time.Time
	OnPremisesSynced                          bool
	OnPremisesImmutableID                     string
	LastSignIn, LastNonInteractive, LastGood  time.Time
	Manager                                   int // slot, or NoManager
	Direct                                    []Licence
	HideFromAddressLists, IsResource, Service bool
	// Restricted users are in the restricted unit of the tenant, whose own administrators alone may change them.
	Restricted bool
	// Purged users are gone for good.
	Purged bool

	// LastSync is when it last came from the Active Directory on premises.
	LastSync time.Time

	// Tenant is where the user is.
	Tenant *TenantInfo `json:"-"`
	// Licences are the direct ones and those through groups, as licenseAssignmentStates has them. They are computed.
	Licences []LicenceState `json:"-"`
}

// NoManager is the slot of a manager that is not there.
const NoManager = -1

// Licence is a product assigned to a user directly.
type Licence struct {
	Product  int
	Disabled []string
	Changed  time.Time
	// Error is Microsoft's word for why it does not work; "" where it does.
	Error string
}

// Guest says that the user is one.
func (u *User) Guest() bool { return u.UserType == "Guest" }

// Gone says that the user is deleted.
func (u *User) Gone() bool { return u.Purged || !u.Deleted.IsZero() }

// SamAccountName is the name on premises.
func (u *User) SamAccountName() string { return u.MailNickname[:min(len(u.MailNickname), 20)] }

// SecurityIdentifier is the SID, made from the object id as Microsoft does it.
func (u *User) SecurityIdentifier() string { return sidOf("S-1-12-1", u.ID) }

// OnPremisesSID is the SID on premises.
func (u *User) OnPremisesSID() string {
	return "S-1-5-21-1004336348-1177238915-682003330-" + strconv.Itoa(1100+u.Slot)
}

// DistinguishedName is the name in the Active Directory on premises.
func (u *User) DistinguishedName() string {
	return "CN=" + u.DisplayName + ",OU=Users,DC=" + strings.ReplaceAll(u.Tenant.DefaultDomain, ".", ",DC=")
}

// ProxyAddresses are the addresses of the mailbox, the first one in capitals.
func (u *User) ProxyAddresses() []string {
	if u.Mail == "" {
		return nil
	}
	all := []string{"SMTP:" + u.Mail}
	if second := u.MailNickname + "@" + u.Tenant.InitialDomain; !u.Guest() && !strings.EqualFold(second, u.Mail) {
		all = append(all, "smtp:"+second)
	}
	return all
}

// sidOf writes a GUID as the four numbers of a SID.
func sidOf(prefix, id string) string {
	raw := guidBytes(id)
	text := []byte(prefix)
	for i := 0; i < 16; i += 4 {
		text = append(text, '-')
		text = strconv.AppendUint(text, uint64(binary.LittleEndian.Uint32(raw[i:])), 10)
	}
	return string(text)
}

// guidBytes is a GUID in Microsoft's byte order: the first three groups little endian.
func guidBytes(id string) [16]byte {
	var raw [16]byte
	at := 0
	for i := 0; i+1 < len(id) && at < 16; i++ {
		high, ok := hexValue(id[i])
		if !ok {
			continue
		}
		low, _ := hexValue(id[i+1])
		raw[at] = byte(high<<4 | low)
		at++
		i++
	}
	raw[0], raw[1], raw[2], raw[3] = raw[3], raw[2], raw[1], raw[0]
	raw[4], raw[5], raw[6], raw[7] = raw[5], raw[4], raw[7], raw[6]
	return raw
}

// immutableID is the base64 of a GUID, as Entra Connect writes it.
func immutableID(id string) string {
	raw := guidBytes(id)
	return base64.StdEncoding.EncodeToString(raw[:])
}
