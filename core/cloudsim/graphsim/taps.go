package graphsim

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// What the policy for Temporary Access Passes says in every tenant, in minutes.
const (
	tapShortest = 60
	tapLongest  = 480
	tapDefault  = 60
)

// createTAP makes a Temporary Access Pass; its code is told here and never again.
func (c *call) createTAP() (answer, *failure) {
	u, f := c.methodTarget()
	if f != nil {
		return answer{}, f
	}
	var wish struct {
		LifetimeInMinutes *int
		IsUsableOnce      *bool
		StartDateTime     *time.Time
	}
	if len(c.body) > 0 {
		if f := c.decode(&wish); f != nil {
			return answer{}, f
		}
	}
	now := c.server.options.Now().UTC().Truncate(time.Second)
	tap := directory.Method{Kind: directory.TAPMethod, Created: now, Start: now, Minutes: tapDefault}
	if wish.LifetimeInMinutes != nil {
		tap.Minutes = *wish.LifetimeInMinutes
	}
	if wish.IsUsableOnce != nil {
		tap.Once = *wish.IsUsableOnce
	}
	if wish.StartDateTime != nil && wish.StartDateTime.After(now) {
		tap.Start = wish.StartDateTime.UTC()
	}
	switch {
	case !c.tenant.TAPAllowed():
		return answer{}, fail(http.StatusBadRequest, "accessDenied", "Temporary Access Pass cannot be added for this user because of the tenant's policy.")
	case u.Guest():
		return answer{}, fail(http.StatusBadRequest, "invalidRequest", "Temporary Access Pass cannot be added to an external guest user.")
	case tap.Minutes < tapShortest || tap.Minutes > tapLongest:
		return answer{}, fail(http.StatusBadRequest, "invalidRequest", "Lifetime must be between %d and %d minutes.", tapShortest, tapLongest)
	}
	return c.addMethod(&u, tap, c.server.options.Password())
}

// resetPassword sets a new password, which reaches the Active Directory on premises too, and demands another at the next
// sign-in. Microsoft does it in the background: the answer names the operation, and the password if Microsoft chose it.
func (c *call) resetPassword() (answer, *failure) {
	u, f := c.methodTarget()
	if f != nil {
		return answer{}, f
	}
	var wish struct{ NewPassword string }
	if f := c.decode(&wish); f != nil {
		return answer{}, f
	}
	switch {
	case c.values[1] != directory.PasswordMethodID:
		return answer{}, notFound(c.values[1])
	case c.atHome() && strings.EqualFold(u.ID, c.caller.ObjectID):
		return answer{}, fail(http.StatusForbidden, "accessDenied", "The caller cannot reset their own password by this operation.")
	case wish.NewPassword != "" && !strong(wish.NewPassword, &u):
		return answer{}, weakPassword()
	}
	if _, f := c.save(u.Slot, c.newPassword(true)); f != nil {
		return answer{}, f
	}
	o := openObject(nil).string("@odata.context", c.context("microsoft.graph.passwordResetResponse"))
	if wish.NewPassword == "" {
		o.string("newPassword", c.server.options.Password())
	} else {
		o.text("newPassword", "")
	}
	return answer{status: http.StatusAccepted, header: http.Header{"Location": {c.begin(&u)}}, body: o.close()}, nil
}

// newPassword is the change that a new password makes: old sessions end.
func (c *call) newPassword(changeNext bool) func(*directory.User) *failure {
	now := c.server.options.Now().UTC().Truncate(time.Second)
	return func(u *directory.User) *failure {
		u.LastPasswordChange, u.SessionsValidFrom, u.ForceChangePassword = now, now, changeNext
		return nil
	}
}

func weakPassword() *failure {
	return badProperty("The specified password does not comply with password complexity requirements. Please provide a different password.")
}

// strong says that a password has 8 to 256 characters, three of the four kinds, and not the name of the account.
func strong(password string, u *directory.User) bool {
	if len(password) < 8 || len(password) > 256 {
		return false
	}
	local, _, _ := strings.Cut(u.UserPrincipalName, "@")
	if len(local) > 3 && strings.Contains(strings.ToLower(password), strings.ToLower(local)) {
		return false
	}
	kinds := 0
	for _, alphabet := range []string{"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"} {
		if strings.ContainsAny(password, alphabet) {
			kinds++
		}
	}
	rest := strings.IndexFunc(password, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
	if rest >= 0 {
		kinds++
	}
	return kinds >= 3
}

// randomPassword is one of eight random letters and digits with a mark, strong by its form.
func randomPassword() string { return "Tk" + rand.Text()[:8] + "7!" }

func (c *call) methodsPolicy() (answer, *failure) {
	o := openObject(nil).string("@odata.context", c.context("policies/authenticationMethodsPolicy/$entity")).
		string("id", "authenticationMethodsPolicy").string("displayName", "Authentication Methods Policy").
		string("description", "The tenant-wide policy that controls which authentication methods are allowed in the tenant").
		time("lastModifiedDateTime", c.tenant.Epoch()).string("policyVersion", "1.5").string("policyMigrationState", "migrationComplete")
	o.raw("authenticationMethodConfigurations", func(b []byte) []byte {
		all := c.configurations()
		return appendArray(b, len(all), func(b []byte, i int) []byte { return c.appendConfiguration(openObject(b), all[i]).close() })
	})
	return answer{status: http.StatusOK, body: o.close()}, nil
}

// configuration is one part of the policy for authentication methods.
type configuration struct {
	id, kind string
	enabled  bool
}

func (c *call) configurations() []configuration {
	return []configuration{
		{"Fido2", "fido2", true},
		{"MicrosoftAuthenticator", "microsoftAuthenticator", true},
		{"Sms", "sms", false},
		{"TemporaryAccessPass", "temporaryAccessPass", c.tenant.TAPAllowed()},
		{"SoftwareOath", "softwareOath", true},
		{"Voice", "voice", false},
		{"Email", "email", true},
	}
}

func (c *call) appendConfiguration(o *object, one configuration) *object {
	state := "disabled"
	if one.enabled {
		state = "enabled"
	}
	o.string("@odata.type", "#microsoft.graph."+one.kind+"AuthenticationMethodConfiguration").string("id", one.id).string("state", state)
	o.raw("excludeTargets", func(b []byte) []byte { return append(b, "[]"...) })
	o.raw("includeTargets", func(b []byte) []byte {
		return append(b, `[{"targetType":"group","id":"all_users","isRegistrationRequired":false}]`...)
	})
	if one.id == "TemporaryAccessPass" {
		o.int("defaultLifetimeInMinutes", tapDefault).int("defaultLength", 8).int("minimumLifetimeInMinutes", tapShortest).
			int("maximumLifetimeInMinutes", tapLongest).bool("isUsableOnce", false)
	}
	return o
}

func (c *call) methodConfigurations() (answer, *failure) {
	all := c.configurations()
	o := openObject(nil).string("@odata.context", c.context("policies/authenticationMethodsPolicy/authenticationMethodConfigurations"))
	o.raw("value", func(b []byte) []byte {
		return appendArray(b, len(all), func(b []byte, i int) []byte { return c.appendConfiguration(openObject(b), all[i]).close() })
	})
	return answer{status: http.StatusOK, body: o.close()}, nil
}

func (c *call) methodConfiguration() (answer, *failure) {
	for _, one := range c.configurations() {
		if strings.EqualFold(one.id, c.values[0]) {
			o := openObject(nil).string("@odata.context", c.context("policies/authenticationMethodsPolicy/authenticationMethodConfigurations/$entity"))
			return answer{status: http.StatusOK, body: c.appendConfiguration(o, one).close()}, nil
		}
	}
	return answer{}, notFound(c.values[0])
}
