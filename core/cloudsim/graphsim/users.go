package graphsim

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func userRoutes() []route {
	const id = "/users/{user-id}"
	return []route{
		{"GET", "users", "GET /users", readDirectory, (*call).users},
		{"POST", "users", "POST /users", writeUsers, (*call).createUser},
		{"GET", "users/$count", "GET /users", readDirectory, (*call).countUsers},
		{"GET", "users/delta", "GET /users/delta()", readDirectory, (*call).userDelta},
		{"GET", "users/graph.delta", "GET /users/delta()", readDirectory, (*call).userDelta},
		{"GET", "users/{}", "GET " + id, readDirectory, (*call).oneUser},
		{"PATCH", "users/{}", "PATCH " + id, changeUsers, (*call).changeUser},
		{"DELETE", "users/{}", "DELETE " + id, deleteUsers, (*call).deleteUser},
	}
}

// Microsoft's page sizes for users: 100 without $top, up to 999, and up to 500 with signInActivity.
const (
	usersDefault      = 100
	usersMost         = 999
	usersWithActivity = 500
)

// user finds the user that an address names, by object id or by user principal name.
func (c *call) user(name string) (directory.User, *failure) {
	if isGUID(name) {
		if u, ok := c.tenant.User(name); ok {
			return u, nil
		}
	} else if strings.Contains(name, "@") {
		if u, ok := c.tenant.UserNamed(name); ok {
			return u, nil
		}
	}
	return directory.User{}, notFound(name)
}

// userSource is all users of the tenant.
func (c *call) userSource() source[user] {
	return source[user]{
		scan: func(from int, yield func(int, *user) bool) {
			c.tenant.EachUser(from, func(u *user) bool { return yield(u.Slot, u) })
		},
		at: c.tenant.UserAt, version: c.tenant.Version(),
	}
}

func (c *call) users() (answer, *failure) {
	p := paging{size: usersDefault, most: usersMost}
	if c.wantsActivity() {
		if f := c.mayReadActivity(); f != nil {
			return answer{}, f
		}
		p.most = usersWithActivity
	}
	if f := c.basicOnly(); f != nil {
		return answer{}, f
	}
	from := c.userSource()
	if c.filtersActivity() {
		// Such a filter finds the users too that are deleted and can be restored (msgraph-sdk-powershell issue 2827).
		from.scan = func(from int, yield func(int, *user) bool) {
			c.tenant.EachKept(from, func(u *user) bool { return yield(u.Slot, u) })
		}
	}
	return listAs(c, userResource, "", from, p, c.expandUser)
}

// wantsActivity says that the query touches signInActivity.
func (c *call) wantsActivity() bool {
	return contains(c.query.selected, "signInActivity") || c.filtersActivity()
}

func (c *call) filtersActivity() bool {
	return strings.Contains(strings.ToLower(c.query.values.Get("$filter")), "signinactivity/")
}

// mayReadActivity refuses signInActivity without AuditLog.Read.All, without a role that reads reports, and in tenants
// without Entra ID P1: there the whole list is refused.
func (c *call) mayReadActivity() *failure {
	if !c.can("AuditLog.Read.All") {
		return denied()
	}
	if f := readReports.admits(c); f != nil {
		return f
	}
	if c.tenant.Info().Plan == "" {
		return needsPremium()
	}
	return nil
}

// basicProperties are what User.ReadBasic.All shows of others.
var basicProperties = []string{"id", "displayName", "givenName", "surname", "mail", "userPrincipalName", "photo"}

// basicOnly refuses more than the basic properties to a token that has no more than User.ReadBasic.All.
func (c *call) basicOnly() *failure {
	for _, scope := range c.server.scopes["GET /users"] {
		if scope != "User.ReadBasic.All" && c.can(scope) {
			return nil
		}
	}
	for _, name := range c.query.selected {
		if !contains(basicProperties, name) {
			return denied()
		}
	}
	if len(c.query.selected) == 0 {
		c.query.selected = basicProperties[:6]
	}
	return nil
}

func (c *call) countUsers() (answer, *failure) {
	if !c.query.eventual {
		return answer{}, badProperty("$count is not currently supported.")
	}
	c.query.count = true
	w, f := want(c, userResource, paging{}, nil)
	if f != nil {
		return answer{}, f
	}
	count := 0
	c.tenant.EachUser(0, func(u *user) bool {
		if w.matches == nil || w.matches(u) {
			count++
		}
		return true
	})
	return answer{status: http.StatusOK, kind: "text/plain", body: strconv.AppendInt(nil, int64(count), 10)}, nil
}

func (c *call) oneUser() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	if c.wantsActivity() {
		if !isGUID(c.values[0]) {
			return answer{}, badProperty("Get By Key only supports UserId and the key has to be a valid Guid")
		}
		if f := c.mayReadActivity(); f != nil {
			return answer{}, f
		}
	}
	if !c.aboutSelf() {
		if f := c.basicOnly(); f != nil {
			return answer{}, f
		}
	}
	return singleAs(c, userResource, "", &u, c.expandUser)
}

// expandUser makes the navigation property that $expand asks for: of users, the manager.
func (c *call) expandUser(one expansion) (expanded[user], *failure) {
	if one.name != "manager" {
		return expanded[user]{}, badRequest("The property '%s' cannot be expanded here.", one.name)
	}
	shown, f := userResource.choose(one.selected, true)
	if f != nil {
		return expanded[user]{}, f
	}
	shown.odataType = "#microsoft.graph.user"
	return expanded[user]{name: "manager", write: func(b []byte, u *user) []byte {
		if u.Manager != directory.NoManager {
			if boss, ok := c.tenant.UserAt(u.Manager); ok {
				return append(shown.write(b, &boss), '}')
			}
		}
		return append(b, "null"...)
	}}, nil
}
