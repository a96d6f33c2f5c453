package graphsim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// createUser makes a user of the five properties that Microsoft demands, and any others.
func (c *call) createUser() (answer, *failure) {
	fields, f := c.userFields()
	if f != nil {
		return answer{}, f
	}
	for _, name := range []string{"accountEnabled", "displayName", "mailNickname", "passwordProfile", "userPrincipalName"} {
		if raw, ok := fields[name]; !ok || string(raw) == "null" {
			f := badProperty("A value is required for property '%s' of resource 'User'.", name)
			f.details = []detail{{"MissingValue", "A value is required.", name}}
			return answer{}, f
		}
	}
	var profile struct{ Password string }
	if json.Unmarshal(fields["passwordProfile"], &profile) != nil || profile.Password == "" {
		return answer{}, badValue("passwordProfile")
	}
	if f := c.checkAddresses(fields["userPrincipalName"]); f != nil {
		return answer{}, f
	}
	var refusal *failure
	u, err := c.tenant.CreateUser(func(u *directory.User) error {
		if refusal = c.write(u, fields); refusal != nil {
			return errRefused
		}
		return nil
	})
	if f := saved(err, refusal); f != nil {
		return answer{}, f
	}
	reply, f := created(c, userResource, &u)
	reply.header = http.Header{"Location": {c.server.options.Base + "/" + c.version + "/users/" + u.ID}}
	return reply, f
}

// checkAddresses refuses a username that is an alias of somebody else.
func (c *call) checkAddresses(raw json.RawMessage) *failure {
	var name string
	if json.Unmarshal(raw, &name) != nil {
		return badValue("userPrincipalName")
	}
	taken := false
	c.tenant.EachUser(0, func(u *directory.User) bool {
		taken = !strings.EqualFold(u.UserPrincipalName, name) && slices.ContainsFunc(u.ProxyAddresses(), func(one string) bool {
			return strings.EqualFold(one, "smtp:"+name)
		})
		return !taken
	})
	if !taken {
		return nil
	}
	const text = "Another object with the same value for property proxyAddresses already exists."
	f := badProperty(text)
	f.details = []detail{{"ObjectConflict", text, "proxyAddresses"}}
	return f
}

// sensitive refuses to delete or restore an administrator without one of the strongest roles.
func (c *call) sensitive(objectID string, ordinary ...string) *failure {
	return c.maySetSignIn(objectID, ordinary...)
}

func (c *call) deleteUser() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	if f := c.sensitive(u.ID, directory.UserAdministrator); f != nil {
		return answer{}, f
	}
	_, f = c.save(u.Slot, func(u *directory.User) *failure {
		u.Deleted = c.server.options.Now().UTC().Truncate(time.Second)
		return nil
	})
	return noContent(), f
}
