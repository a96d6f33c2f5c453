package graph

import (
	"context"
	"net/url"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// UserNamed returns the user with a username: id, names and when it was created. It is nil where nobody has the username.
//
// GET /users/{userPrincipalName}, User.Read.All (learn.microsoft.com/graph/api/user-get).
func (c *Client) UserNamed(ctx context.Context, tenant m365.TenantID, username string) (*m365.User, error) {
	const op = "look for the username"
	read, err := readOne[userJSON](ctx, c, tenant, list{
		op: op, path: "/users/" + url.PathEscape(username), query: query("$select", personFields+",mailNickname,createdDateTime"),
	})
	if call.Is(err, call.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	user := read.user(tenant, nil)
	if user.Key.ID == "" {
		return nil, c.normal(ctx, tenant, op, errNoAnswer)
	}
	if !strings.EqualFold(user.UserPrincipalName, username) {
		return nil, c.normal(ctx, tenant, op, errAnother)
	}
	return &user, nil
}

// DeletedNamed returns the deleted users who had a username. Microsoft writes their id, without hyphens, before the username
// that they had.
//
// GET /directory/deletedItems/microsoft.graph.user?$filter=…, User.Read.All
// (learn.microsoft.com/graph/api/directory-deleteditems-list and …/graph/aad-advanced-queries).
func (c *Client) DeletedNamed(ctx context.Context, tenant m365.TenantID, username string) ([]m365.Person, error) {
	found, err := c.people(ctx, tenant, list{
		op: "look for the username among the deleted users", path: "/directory/deletedItems/microsoft.graph.user", advanced: true,
		query: query("$select", personFields, "$filter", "endsWith(userPrincipalName,"+quoted(username)+")", "$count", "true"),
	})
	var had []m365.Person
	for _, person := range found {
		held := strings.TrimPrefix(strings.ToLower(person.UserPrincipalName), strings.ReplaceAll(strings.ToLower(person.Key.ID), "-", ""))
		if strings.EqualFold(held, username) {
			had = append(had, person)
		}
	}
	return had, err
}
