package m365

import (
	"regexp"
	"slices"
	"strings"
)

// Contact is a sort of authentication method that an administrator registers for a user: a phone, or an address of email. A
// user has one of each sort at most, so that Microsoft gives it the same id everywhere
// (https://learn.microsoft.com/graph/api/resources/phoneauthenticationmethod, emailauthenticationmethod).
type Contact struct {
	// ID is the method's.
	ID string
	// PhoneType is Microsoft's word for the sort of phone; empty for email.
	PhoneType string
	Name      string
	// Segment is the collection of Graph that holds it.
	Segment string
}

// The contacts. A user gets an AlternatePhone only beside a MobilePhone.
var (
	MobilePhone    = phone("3179e48a-750b-4051-897c-87b9720928f7", "mobile")
	AlternatePhone = phone("b6332ec1-7057-4abe-9331-3d72feddfe41", "alternateMobile")
	OfficePhone    = phone("e37fc753-ff3b-4958-9484-eaa9425c82bc", "office")
	EmailContact   = Contact{ID: "3ddfcfc8-9383-446f-83cc-3ab9be4be18f", Name: "Email", Segment: "emailMethods"}
)

func phone(id, phoneType string) Contact {
	return Contact{ID: id, PhoneType: phoneType, Name: PhoneName(phoneType), Segment: "phoneMethods"}
}

// Contacts lists them in the order in which they are offered.
func Contacts() []Contact { return []Contact{MobilePhone, AlternatePhone, OfficePhone, EmailContact} }

// ContactOf is the contact with the id of a method; false where the method is none.
func ContactOf(id string) (Contact, bool) {
	all := Contacts()
	at := slices.IndexFunc(all, func(c Contact) bool { return c.ID == id })
	if at < 0 {
		return Contact{}, false
	}
	return all[at], true
}

// Form says how Microsoft wants it to be written.
func (c Contact) Form() string {
	if c.PhoneType == "" {
		return "An address outside of this account, such as ada@home.example."
	}
	return "Country code, a space, the number: +1 2065550100, or +1 2065550100x12 with an extension."
}

var (
	phoneForm = regexp.MustCompile(`^\+[1-9][0-9]{0,2} [0-9]{4,14}(x[0-9]{1,10})?$`)
	emailForm = regexp.MustCompile(`^[^@\s<>"(),:;\\\[\]]+@[^@\s<>"(),:;\\\[\]]+\.[^@\s<>"(),:;\\\[\].]+$`)
	// between is what people write between the digits of a number.
	between = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", "/", "", ".", "", "\u00a0", "")
)

// mostDigits are those of a phone number with its country code (ITU-T E.164).
const mostDigits = 15

// Read gives what a person wrote in Microsoft's form; false where it has none.
func (c Contact) Read(text string) (value string, ok bool) {
	text = strings.TrimSpace(text)
	if c.PhoneType == "" {
		return text, emailForm.MatchString(text)
	}
	code, number, _ := strings.Cut(text, " ")
	number, extension, extended := strings.Cut(strings.ToLower(number), "x")
	value = code + " " + between.Replace(number)
	digits := len(value) - len("+ ")
	if extended {
		value += "x" + strings.TrimSpace(extension)
	}
	return value, phoneForm.MatchString(value) && digits <= mostDigits
}

// Same says that two values are one phone number or address, however they are written.
func (c Contact) Same(a, b string) bool {
	if c.PhoneType != "" {
		a, b = between.Replace(a), between.Replace(b)
	}
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}
