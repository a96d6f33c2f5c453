package graphsim

import (
	"net/http"
	"strings"
)

// route is an operation: its method and address, who may do it, and what it does.
type route struct {
	method, path string
	// scopes names a row of the table of permissions.
	scopes string
	// roles are the directory roles of which the caller must hold one.
	roles roleRule
	do    func(*call) (answer, *failure)
}

// admits refuses callers whose token or roles do not cover the operation.
func (r *route) admits(c *call) *failure {
	if !c.scoped(r.scopes) {
		return denied()
	}
	return r.roles.admits(c)
}

// routeTable finds routes by their first segment and their length.
type routeTable struct{ byStart map[string][]*tableRow }

type tableRow struct {
	route
	segments []string
}

func newRouteTable(all []route) *routeTable {
	t := &routeTable{byStart: make(map[string][]*tableRow)}
	for _, r := range all {
		segments := strings.Split(r.path, "/")
		t.byStart[segments[0]] = append(t.byStart[segments[0]], &tableRow{r, segments})
	}
	return t
}

// find is the route of a call, whose values it fills in. A literal segment wins over {}, for it stands first in the table.
func (t *routeTable) find(c *call) (*route, *failure) {
	known := false
	for _, row := range t.byStart[c.path[0]] {
		values, ok := row.match(c.path)
		if !ok || !row.servedIn(c.version) {
			continue
		}
		known = true
		if row.method == c.method {
			c.values = values
			return &row.route, nil
		}
	}
	if known {
		return nil, fail(http.StatusMethodNotAllowed, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
	}
	return nil, badRequest("Resource not found for the segment '%s'.", c.path[len(c.path)-1])
}

// servedIn says that the operation is in a version. Of beta, the program asks for the sign-in log, which v1.0 has too, and
// for the sign-in preferences, which only beta has.
func (r *tableRow) servedIn(version string) bool {
	switch r.path {
	case "auditLogs/signIns":
		return true
	case signInPreferencesPath:
		return version == "beta"
	}
	return version != "beta"
}

func (r *tableRow) match(path []string) ([]string, bool) {
	if len(path) != len(r.segments) {
		return nil, false
	}
	var values []string
	for i, segment := range r.segments {
		name, isFunction := strings.CutSuffix(path[i], "()")
		switch {
		case segment == "{}" && !isFunction:
			values = append(values, path[i])
		case !strings.EqualFold(segment, name):
			return nil, false
		}
	}
	return values, true
}

// routes are all operations. Where two fit an address, the first is meant.
func routes() []route {
	var all []route
	for _, part := range [][]route{
		tenantRoutes(), relationshipRoutes(), policyRoutes(), userRoutes(), userRelationRoutes(), userActionRoutes(), methodRoutes(), groupRoutes(),
		roleRoutes(), unitRoutes(), deviceRoutes(), deviceSecretRoutes(), reportRoutes(), objectRoutes(), applicationRoutes(),
	} {
		all = append(all, part...)
	}
	return all
}
