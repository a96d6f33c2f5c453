package graphsim

import (
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// mayWrite checks token and roles for every property of a PATCH.
func (c *call) mayWrite(u *directory.User, properties []string) *failure {
	full := false
	for _, scope := range c.server.scopes["POST /users"] {
		full = full || c.can(scope)
	}
	for _, name := range properties {
		narrow := narrowScopes[name]
		switch {
		case c.can(narrow...):
		case name == "passwordProfile", !full:
			// Directory.ReadWrite.All and User.ReadWrite.All do not set passwords.
			return denied()
		}
		ordinary := writeUsers.roles
		if name == "passwordProfile" {
			ordinary = changeUsers.roles
		}
		if slices.Contains(sensitiveProperties, name) {
			if f := c.maySetSignIn(u.ID, ordinary...); f != nil {
				return f
			}
			continue
		}
		if !c.holds(directory.GlobalAdministrator) && !c.holds(ordinary...) {
			return denied()
		}
	}
	return nil
}

func (c *call) changeUser() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	fields, f := c.userFields()
	if f != nil {
		return answer{}, f
	}
	properties := propertyNames(fields)
	if f := c.mayWrite(&u, properties); f != nil {
		return answer{}, f
	}
	if u.OnPremisesSynced {
		for _, name := range properties {
			if !slices.Contains(cloudProperties, name) {
				return answer{}, masteredElsewhere()
			}
		}
	}
	if _, f := c.save(u.Slot, func(u *directory.User) *failure { return c.write(u, fields) }); f != nil {
		return answer{}, f
	}
	return noContent(), nil
}

func masteredElsewhere() *failure {
	return badProperty("Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.")
}

// propertyNames are the sorted names of a body's fields, without annotations.
func propertyNames(fields map[string]json.RawMessage) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(fields)), func(name string) bool { return strings.Contains(name, "@") })
}

// write puts the fields of a body into a user.
func (c *call) write(u *directory.User, fields map[string]json.RawMessage) *failure {
	texts := textFields()
	for _, name := range propertyNames(fields) {
		raw := fields[name]
		if name == "passwordProfile" {
			continue
		}
		if field, ok := texts[name]; ok {
			if f := writeText(field.of(u), name, raw, field); f != nil {
				return f
			}
			continue
		}
		if f := c.writeOther(u, name, raw); f != nil {
			return f
		}
	}
	// The password comes last: it may not hold the name, which may be new too.
	if raw, ok := fields["passwordProfile"]; ok {
		if f := c.writePassword(u, raw); f != nil {
			return f
		}
	}
	return c.checkUser(u, fields)
}

// writeText sets a text. null clears it; an empty text is refused.
func writeText(into *string, name string, raw json.RawMessage, field textField) *failure {
	var held *string
	if json.Unmarshal(raw, &held) != nil {
		return badValue(name)
	}
	if held == nil {
		if field.required {
			return badProperty("Property '%s' is required and cannot be set to null.", name)
		}
		*into = ""
		return nil
	}
	if *held == "" || utf8.RuneCountInString(*held) > field.most {
		return badValue(name)
	}
	*into = *held
	return nil
}

func badValue(name string) *failure {
	f := badProperty("Invalid value specified for property '%s' of resource 'User'.", name)
	f.target = name
	f.details = []detail{{"InvalidValue", "The value is not valid.", name}}
	return f
}

func (c *call) writeOther(u *directory.User, name string, raw json.RawMessage) *failure {
	switch name {
	case "accountEnabled":
		return readInto(name, raw, &u.AccountEnabled)
	case "businessPhones":
		return writePhones(u, raw)
	case "otherMails":
		return readInto(name, raw, &u.OtherMails)
	case "employeeHireDate":
		var at *time.Time
		f := readInto(name, raw, &at)
		u.EmployeeHireDate = time.Time{}
		if at != nil {
			u.EmployeeHireDate = at.UTC()
		}
		return f
	case "showInAddressList":
		var shown *bool
		f := readInto(name, raw, &shown)
		u.HideFromAddressLists = shown != nil && !*shown
		return f
	}
	if _, known := userResource.property(name); known {
		return badProperty("Property '%s' is read-only and cannot be set.", name)
	}
	return badProperty("One or more property values specified are invalid: the property '%s' does not exist on type 'microsoft.graph.user'.", name)
}

func readInto[T any](name string, raw json.RawMessage, into *T) *failure {
	if json.Unmarshal(raw, into) != nil {
		return badValue(name)
	}
	return nil
}

// writePhones sets the one business phone that a user can have.
func writePhones(u *directory.User, raw json.RawMessage) *failure {
	var phones []string
	if f := readInto("businessPhones", raw, &phones); f != nil {
		return f
	}
	switch len(phones) {
	case 0:
		u.BusinessPhone = ""
	case 1:
		u.BusinessPhone = phones[0]
	default:
		return badValue("businessPhones")
	}
	return nil
}

func (c *call) writePassword(u *directory.User, raw json.RawMessage) *failure {
	var profile struct {
		Password                                                            *string
		ForceChangePasswordNextSignIn, ForceChangePasswordNextSignInWithMfa *bool
	}
	if f := readInto("passwordProfile", raw, &profile); f != nil {
		return f
	}
	changeNext := profile.ForceChangePasswordNextSignIn == nil || *profile.ForceChangePasswordNextSignIn
	if profile.Password == nil {
		u.ForceChangePassword = changeNext
		return nil
	}
	if c.federated(u) && !u.OnPremisesSynced {
		return badProperty("Property userPrincipalName is invalid.")
	}
	if !strong(*profile.Password, u) {
		return weakPassword()
	}
	return c.newPassword(changeNext)(u)
}

var principalName = regexp.MustCompile(`^[A-Za-z0-9'._!#^~-]+@[A-Za-z0-9.-]+$`)

// checkUser checks what holds between the properties of a user that was written.
func (c *call) checkUser(u *directory.User, fields map[string]json.RawMessage) *failure {
	if _, written := fields["userPrincipalName"]; written {
		if !principalName.MatchString(u.UserPrincipalName) || strings.HasPrefix(u.UserPrincipalName, ".") || strings.Contains(u.UserPrincipalName, ".@") {
			return badValue("userPrincipalName")
		}
		if f := c.checkDomain(u); f != nil {
			return f
		}
	}
	if u.UsageLocation != "" && !regexp.MustCompile(`^[A-Za-z]{2}$`).MatchString(u.UsageLocation) {
		return badValue("usageLocation")
	}
	if u.UserType != "" && u.UserType != "Member" && u.UserType != "Guest" {
		return badValue("userType")
	}
	return nil
}

// federated says that a user signs in with another identity provider.
func (c *call) federated(u *directory.User) bool {
	_, domain, _ := strings.Cut(u.UserPrincipalName, "@")
	return slices.ContainsFunc(c.tenant.Domains(), func(one directory.Domain) bool {
		return !one.Managed && strings.EqualFold(one.Name, domain)
	})
}

// checkDomain demands a verified domain, and for a federated one the id on premises.
func (c *call) checkDomain(u *directory.User) *failure {
	_, domain, _ := strings.Cut(u.UserPrincipalName, "@")
	for _, one := range c.tenant.Domains() {
		if !one.Verified || !strings.EqualFold(one.Name, domain) {
			continue
		}
		if !one.Managed && u.OnPremisesImmutableID == "" {
			return badProperty("Property 'onPremisesImmutableId' is required for a user of a federated domain.")
		}
		return nil
	}
	return badProperty("The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.")
}

// save changes a user, and tells a taken name in Microsoft's words.
func (c *call) save(slot int, edit func(*directory.User) *failure) (directory.User, *failure) {
	var refusal *failure
	u, err := c.tenant.ChangeUser(slot, func(u *directory.User) error {
		if refusal = mayChange(u); refusal != nil {
			return errRefused
		}
		if refusal = edit(u); refusal != nil {
			return errRefused
		}
		return nil
	})
	return u, saved(err, refusal)
}

var errRefused = errors.New("graphsim: refused")

func saved(err error, refusal *failure) *failure {
	switch {
	case refusal != nil:
		return refusal
	case errors.Is(err, directory.ErrTaken):
		f := badProperty("Another object with the same value for property userPrincipalName already exists.")
		f.details = []detail{{"ObjectConflict", "Another object with the same value for property userPrincipalName already exists.", "userPrincipalName"}}
		return f
	case errors.Is(err, directory.ErrNotFound):
		return notFound("user")
	case err != nil:
		return serverError(err)
	}
	return nil
}
