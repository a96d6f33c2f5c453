package m365

import (
	"strings"
	"unicode"
)

// methodKind is a kind of authentication method: its name, and the collection of Graph that one is removed from.
type methodKind struct{ name, segment string }

// methodKinds by Microsoft's name of the type, without "#microsoft.graph.". A segment stands only where v1.0 removes a
// method of the kind with DELETE /users/{id}/authentication/{segment}/{method}; a password cannot be removed.
var methodKinds = map[string]methodKind{
	"passwordAuthenticationMethod":                {"Password", ""},
	"phoneAuthenticationMethod":                   {"Phone", "phoneMethods"},
	"emailAuthenticationMethod":                   {"Email", "emailMethods"},
	"microsoftAuthenticatorAuthenticationMethod":  {"Microsoft Authenticator", "microsoftAuthenticatorMethods"},
	"windowsHelloForBusinessAuthenticationMethod": {"Windows Hello for Business", "windowsHelloForBusinessMethods"},
	"fido2AuthenticationMethod":                   {"Passkey (FIDO2)", "fido2Methods"},
	"softwareOathAuthenticationMethod":            {"Software OATH token", "softwareOathMethods"},
	"temporaryAccessPassAuthenticationMethod":     {"Temporary Access Password", "temporaryAccessPassMethods"},
	"hardwareOathAuthenticationMethod":            {"Hardware OATH token", ""},
	"platformCredentialAuthenticationMethod":      {"Platform credential for macOS", ""},
	"externalAuthenticationMethod":                {"External method", ""},
	"qrCodePinAuthenticationMethod":               {"QR code", ""},
	"x509CertificateAuthenticationMethod":         {"Certificate", ""},
}

// MethodName is a kind of authentication method in words. A kind that is not known is named by Microsoft's word for it,
// taken apart.
func MethodName(kind string) string {
	if known, ok := methodKinds[kind]; ok {
		return known.name
	}
	name := strings.TrimSuffix(kind, "AuthenticationMethod")
	if name == "" {
		return "Other method"
	}
	var words strings.Builder
	for i, letter := range name {
		switch {
		case i == 0:
			words.WriteRune(unicode.ToUpper(letter))
		case unicode.IsUpper(letter):
			words.WriteRune(' ')
			words.WriteRune(unicode.ToLower(letter))
		default:
			words.WriteRune(letter)
		}
	}
	return words.String()
}

// MethodSegment is the collection of Graph that a method of the kind is removed from; empty where it cannot be.
func MethodSegment(kind string) string { return methodKinds[kind].segment }

// MethodSort is a kind of authentication method and, of a phone, its phoneType.
type MethodSort struct{ Kind, PhoneType string }

var (
	authenticatorSort = MethodSort{Kind: "microsoftAuthenticatorAuthenticationMethod"}
	softwareOathSort  = MethodSort{Kind: "softwareOathAuthenticationMethod"}
	hardwareOathSort  = MethodSort{Kind: "hardwareOathAuthenticationMethod"}
	passkeySort       = MethodSort{Kind: "fido2AuthenticationMethod"}
	mobileSort        = MethodSort{"phoneAuthenticationMethod", "mobile"}
	alternateSort     = MethodSort{"phoneAuthenticationMethod", "alternateMobile"}
	officeSort        = MethodSort{"phoneAuthenticationMethod", "office"}
)

// codes are what shows a code: an OATH token, or Authenticator where the user has no token.
var codes = [][]MethodSort{{softwareOathSort, hardwareOathSort}, {authenticatorSort}}

// defaultSorts by Microsoft's word in small letters. The first six are those of the user's own choice
// (learn.microsoft.com/graph/api/resources/signinpreferences); the system's choice has other words, most of them
// those of MSOnline's StrongAuthenticationMethods, which Microsoft does not document for Graph.
var defaultSorts = map[string][][]MethodSort{
	"push":                 {{authenticatorSort}},
	"oath":                 codes,
	"sms":                  {{mobileSort}},
	"voicemobile":          {{mobileSort}},
	"voicealternatemobile": {{alternateSort}},
	"voiceoffice":          {{officeSort}},

	"phoneappnotification":       {{authenticatorSort}},
	"phoneappotp":                codes,
	"hardwareotp":                {{hardwareOathSort}},
	"onewaysms":                  {{mobileSort}},
	"twowayvoicemobile":          {{mobileSort}},
	"twowayvoicealternatemobile": {{alternateSort}},
	"twowayvoiceoffice":          {{officeSort}},
	"fido2":                      {{passkeySort}},
}

// DefaultSorts is what Microsoft's word for the method that a user is asked for first stands for: the sorts of method, and
// after them those that are meant where the user has none of the former. It is nil for a word that is not known. Capitals do
// not matter.
func DefaultSorts(word string) [][]MethodSort { return defaultSorts[strings.ToLower(word)] }

// PhoneName is a phone in words, by its phoneType.
func PhoneName(phoneType string) string {
	switch phoneType {
	case "mobile":
		return "Mobile phone"
	case "alternateMobile":
		return "Alternate mobile phone"
	case "office":
		return "Office phone"
	}
	return "Phone"
}

// TAPState says in words how a Temporary Access Password stands, by isUsable and methodUsabilityReason.
func TAPState(usable bool, reason string) string {
	switch {
	case usable:
		return "Usable"
	case reason == "DisabledByPolicy":
		return "Switched off by the tenant's policy"
	case reason == "Expired":
		return "Expired"
	case reason == "NotYetValid":
		return "Not valid yet"
	case reason == "OneTimeUsed":
		return "Used up"
	}
	return "Not usable"
}
