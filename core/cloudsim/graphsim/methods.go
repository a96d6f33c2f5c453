package graphsim

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// signInPreferencesPath is an address that only beta has.
const signInPreferencesPath = "users/{}/authentication/signInPreferences"

func methodRoutes() []route {
	const at, row = "users/{}/authentication/", "/users/{user-id}/authentication/"
	const policy = "policies/authenticationMethodsPolicy"
	const policies = policy + "/authenticationMethodConfigurations"
	const onePolicy = "GET /" + policies + "/{authenticationMethodConfiguration-id}"
	all := []route{
		{"GET", at + "methods", "GET " + row + "methods", readMethods, (*call).methods},
		{"GET", signInPreferencesPath, "GET " + row + "signInPreferences*", readMethods, (*call).signInPreferences},
		{"GET", at + "passwordMethods", "GET " + row + "passwordMethods", readMethods, (*call).methodsOfKind},
		{"GET", at + "phoneMethods", "GET " + row + "phoneMethods", readMethods, (*call).methodsOfKind},
		{"POST", at + "phoneMethods", "POST " + row + "phoneMethods", writeMethods, (*call).addPhone},
		{"PATCH", at + "phoneMethods/{}", "PATCH " + row + "phoneMethods/{phoneAuthenticationMethod-id}", writeMethods, (*call).changePhone},
		{"POST", at + "emailMethods", "POST " + row + "emailMethods", writeMethods, (*call).addEmail},
		{"PATCH", at + "emailMethods/{}", "PATCH " + row + "emailMethods/{emailAuthenticationMethod-id}", writeMethods, (*call).changeEmail},
		{"GET", at + "temporaryAccessPassMethods", "GET " + row + "temporaryAccessPassMethods", readMethods, (*call).methodsOfKind},
		{"POST", at + "temporaryAccessPassMethods", "POST " + row + "temporaryAccessPassMethods", writeMethods, (*call).createTAP},
		{"POST", at + "methods/{}/resetPassword", "POST " + row + "methods/{authenticationMethod-id}/resetPassword", writeMethods, (*call).resetPassword},
		{"GET", at + "operations/{}", "GET " + row + "operations/{longRunningOperation-id}", readMethods, (*call).operation},
		{"GET", policy, "GET /" + policy, readPolicies, (*call).methodsPolicy},
		{"GET", policies, onePolicy, readPolicies, (*call).methodConfigurations},
		{"GET", policies + "/{}", onePolicy, readPolicies, (*call).methodConfiguration},
	}
	for _, kind := range []struct{ set, key string }{
		{"emailMethods", "emailAuthenticationMethod-id"},
		{"fido2Methods", "fido2AuthenticationMethod-id"},
		{"microsoftAuthenticatorMethods", "microsoftAuthenticatorAuthenticationMethod-id"},
		{"phoneMethods", "phoneAuthenticationMethod-id"},
		{"softwareOathMethods", "softwareOathAuthenticationMethod-id"},
		{"temporaryAccessPassMethods", "temporaryAccessPassAuthenticationMethod-id"},
		{"windowsHelloForBusinessMethods", "windowsHelloForBusinessAuthenticationMethod-id"},
	} {
		all = append(all, route{"DELETE", at + kind.set + "/{}", "DELETE " + row + kind.set + "/{" + kind.key + "}", writeMethods, (*call).deleteMethod})
	}
	return all
}

// shownMethod is a method and what is told of a TAP once only.
type shownMethod struct {
	directory.Method
	code string
	now  time.Time
	off  bool
}

// methodResource writes every method with the properties of its kind.
var methodResource = resource[shownMethod]{
	name: "authenticationMethod", set: "users/authentication/methods",
	properties: []property[shownMethod]{stringProperty("id", "d---", func(m *shownMethod) string { return m.ID })},
	mixed: func([]string) func([]byte, *shownMethod) []byte {
		return func(b []byte, m *shownMethod) []byte {
			o := openObject(b).string("@odata.type", "#microsoft.graph."+string(m.Kind)+"AuthenticationMethod")
			return m.fields(o).buffer
		}
	},
}.seal()

// fields writes the properties of a method.
func (m *shownMethod) fields(o *object) *object {
	o.string("id", m.ID).time("createdDateTime", m.Created)
	switch m.Kind {
	case directory.PasswordMethod:
		o.text("password", "")
	case directory.PhoneMethod:
		state := "notAllowedByPolicy"
		if m.PhoneType != "mobile" {
			state = "notSupported"
		}
		o.string("phoneNumber", m.Phone).string("phoneType", m.PhoneType).string("smsSignInState", state)
	case directory.AuthenticatorMethod:
		o.string("displayName", m.Name).string("deviceTag", "SoftwareTokenActivated").string("phoneAppVersion", m.Detail)
	case directory.HelloMethod:
		o.string("displayName", m.Name).string("keyStrength", "normal")
	case directory.FIDOMethod:
		o.string("displayName", m.Name).string("aaGuid", "2fc0579f-8113-47ea-b116-bb5a8db9202a").string("model", m.Detail).
			strings("attestationCertificates", nil).string("attestationLevel", "attested").string("passkeyType", "deviceBound")
	case directory.OATHMethod:
		o.text("secretKey", "")
	case directory.EmailMethod:
		o.string("emailAddress", m.Email)
	case directory.TAPMethod:
		usable, reason := m.usability()
		o.text("temporaryAccessPass", m.code).time("startDateTime", m.Start).int("lifetimeInMinutes", m.Minutes).
			bool("isUsableOnce", m.Once).bool("isUsable", usable).string("methodUsabilityReason", reason)
	}
	return o
}

// usability says whether a TAP works, and Microsoft's word for why.
func (m *shownMethod) usability() (bool, string) {
	switch {
	case m.off:
		return false, "DisabledByPolicy"
	case m.now.Before(m.Start):
		return false, "NotYetValid"
	case m.now.After(m.Start.Add(time.Duration(m.Minutes) * time.Minute)):
		return false, "Expired"
	}
	return true, "EnabledByPolicy"
}

func (c *call) methodsOf(slot int) []shownMethod {
	var all []shownMethod
	for _, m := range c.tenant.MethodsOf(slot) {
		all = append(all, shownMethod{Method: m, now: c.server.options.Now(), off: !c.tenant.TAPAllowed()})
	}
	return all
}

func (c *call) methods() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	return list(c, methodResource, listed(c.methodsOf(u.Slot)), paging{})
}

// signInPreferences answers with what Microsoft describes. What the system would choose is not in it.
func (c *call) signInPreferences() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	chosen := c.tenant.PreferencesOf(u.Slot)
	o := openObject(nil).string("@odata.context", c.context("users('"+u.ID+"')/authentication/signInPreferences")).
		bool("isSystemPreferredAuthenticationMethodEnabled", chosen.BySystem).
		text("userPreferredMethodForSecondaryAuthentication", chosen.UserMethod)
	return answer{status: http.StatusOK, body: o.close()}, nil
}

// kindOf is the kind that a set of methods in the address holds.
func kindOf(set string) directory.MethodKind {
	return directory.MethodKind(strings.TrimSuffix(set, "Methods"))
}

func (c *call) methodsOfKind() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	var all []shownMethod
	for _, m := range c.methodsOf(u.Slot) {
		if m.Kind == kindOf(c.path[3]) {
			all = append(all, m)
		}
	}
	return list(c, methodResource, listed(all), paging{})
}

// methodTarget is the user whose methods are to be written, if the caller's role is above the user's.
func (c *call) methodTarget() (directory.User, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return u, f
	}
	if f := mayChange(&u); f != nil {
		return u, f
	}
	return u, c.maySetSignIn(u.ID, directory.AuthenticationAdministrator)
}

func (c *call) deleteMethod() (answer, *failure) {
	u, f := c.methodTarget()
	if f != nil {
		return answer{}, f
	}
	for _, m := range c.tenant.MethodsOf(u.Slot) {
		if m.Kind == kindOf(c.path[3]) && strings.EqualFold(m.ID, c.values[1]) {
			if c.isDefault(&u, m) {
				return answer{}, fail(http.StatusBadRequest, "badRequest",
					"Cannot delete default method with other methods configured. Please change default method before deletion.")
			}
			if err := c.tenant.RemoveMethod(u.Slot, m.ID); err != nil {
				return answer{}, serverError(err)
			}
			return noContent(), nil
		}
	}
	return answer{}, notFound(c.values[1])
}

// isDefault says that a method is what the user chose to be asked for first, and that there are others.
func (c *call) isDefault(u *directory.User, m directory.Method) bool {
	others := slices.ContainsFunc(c.tenant.MethodsOf(u.Slot), func(other directory.Method) bool {
		return other.ID != m.ID && other.Kind != directory.PasswordMethod && other.Kind != directory.TAPMethod
	})
	return others && c.tenant.IsPreferred(u.Slot, m)
}

// phoneIDs by phoneType: a user has one phone of each.
var phoneIDs = map[string]string{
	"mobile": directory.MobilePhoneID, "alternateMobile": directory.AlternateMobilePhoneID, "office": directory.OfficePhoneID,
}

var (
	phoneNumber  = regexp.MustCompile(`^\+[1-9]\d{0,2} \d{4,14}(x\d+)?$`)
	emailAddress = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
)

// wishedPhone is the phone that a body describes.
func (c *call) wishedPhone() (directory.Method, *failure) {
	var wish struct{ PhoneNumber, PhoneType string }
	if f := c.decode(&wish); f != nil {
		return directory.Method{}, f
	}
	id := phoneIDs[wish.PhoneType]
	switch {
	case id == "":
		return directory.Method{}, badRequest("Invalid phone type '%s'.", wish.PhoneType)
	case !phoneNumber.MatchString(wish.PhoneNumber):
		return directory.Method{}, fail(http.StatusBadRequest, "invalidPhoneNumber", "The phone number is not valid; it has the form +1 5555550100.")
	}
	return directory.Method{ID: id, Kind: directory.PhoneMethod, Phone: wish.PhoneNumber, PhoneType: wish.PhoneType, Created: c.server.options.Now().UTC()}, nil
}

// wishedEmail is the address that a body describes.
func (c *call) wishedEmail() (directory.Method, *failure) {
	var wish struct{ EmailAddress string }
	if f := c.decode(&wish); f != nil {
		return directory.Method{}, f
	}
	if !emailAddress.MatchString(wish.EmailAddress) {
		return directory.Method{}, badRequest("The email address is not valid.")
	}
	return directory.Method{ID: directory.EmailMethodID, Kind: directory.EmailMethod, Email: wish.EmailAddress, Created: c.server.options.Now().UTC()}, nil
}

func (c *call) addPhone() (answer, *failure) {
	u, f := c.methodTarget()
	if f != nil {
		return answer{}, f
	}
	wish, f := c.wishedPhone()
	switch {
	case f != nil:
		return answer{}, f
	case c.hasMethod(&u, wish.ID):
		return answer{}, fail(http.StatusBadRequest, "phoneNumberAlreadyExists", "A phone of this type is already there.")
	case wish.ID == directory.AlternateMobilePhoneID && !c.hasMethod(&u, directory.MobilePhoneID):
		return answer{}, badRequest("An alternate mobile phone needs a mobile phone.")
	}
	return c.addMethod(&u, wish, "")
}

func (c *call) addEmail() (answer, *failure) {
	u, f := c.methodTarget()
	if f != nil {
		return answer{}, f
	}
	wish, f := c.wishedEmail()
	switch {
	case f != nil:
		return answer{}, f
	case c.hasMethod(&u, wish.ID):
		return answer{}, badRequest("An email address is already there.")
	}
	return c.addMethod(&u, wish, "")
}

func (c *call) hasMethod(u *directory.User, id string) bool {
	return slices.ContainsFunc(c.tenant.MethodsOf(u.Slot), func(m directory.Method) bool { return m.ID == id })
}

func (c *call) changePhone() (answer, *failure) { return c.changeMethod((*call).wishedPhone) }

func (c *call) changeEmail() (answer, *failure) { return c.changeMethod((*call).wishedEmail) }

// changeMethod puts what a body describes in the place of the method of the address.
func (c *call) changeMethod(read func(*call) (directory.Method, *failure)) (answer, *failure) {
	u, f := c.methodTarget()
	if f != nil {
		return answer{}, f
	}
	wish, f := read(c)
	switch {
	case f != nil:
		return answer{}, f
	case !strings.EqualFold(wish.ID, c.values[1]):
		return answer{}, badRequest("The type of a phone cannot be changed.")
	case !c.hasMethod(&u, wish.ID):
		return answer{}, notFound(c.values[1])
	}
	if err := c.tenant.RemoveMethod(u.Slot, wish.ID); err != nil {
		return answer{}, serverError(err)
	}
	changed, f := c.addMethod(&u, wish, "")
	if f == nil {
		changed.status = http.StatusOK
	}
	return changed, f
}

// addMethod keeps a method and answers with it.
func (c *call) addMethod(u *directory.User, m directory.Method, code string) (answer, *failure) {
	kept, err := c.tenant.AddMethod(u.Slot, m)
	if err != nil {
		return answer{}, serverError(err)
	}
	shown := shownMethod{Method: kept, code: code, now: c.server.options.Now()}
	o := openObject(nil).string("@odata.context", c.context("users('"+u.ID+"')/authentication/"+string(m.Kind)+"Methods/$entity")).
		string("@odata.type", "#microsoft.graph."+string(m.Kind)+"AuthenticationMethod")
	return answer{status: http.StatusCreated, body: shown.fields(o).close()}, nil
}
