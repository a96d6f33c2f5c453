package graph

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// foundUsers is how many users a search gives at most.
const foundUsers = 50

// FindUsers returns users of the tenant whose name has words that begin with those of text, or whose username begins with it,
// sorted by name, at most 50. An empty text finds every user.
//
// GET /users, with $search where there is a text, User.Read.All (learn.microsoft.com/graph/api/user-list and
// …/graph/search-query-parameter).
func (c *Client) FindUsers(ctx context.Context, tenant m365.TenantID, text string) ([]m365.Person, error) {
	users := list{op: "search the users", path: "/users", query: query("$select", personFields, "$top", strconv.Itoa(foundUsers))}
	if text = searchText(text); text != "" {
		users.advanced = true
		users.query += "&" + query("$search", `"displayName:`+text+`" OR "userPrincipalName:`+text+`"`, "$count", "true")
	}
	return c.people(ctx, tenant, users)
}

// WhoHas returns who has an address as username or as an address of mail; nobody has one that is free. Users who are deleted
// are not among them.
//
// GET /users?$filter=…, User.Read.All (learn.microsoft.com/graph/api/user-list).
func (c *Client) WhoHas(ctx context.Context, tenant m365.TenantID, address string) ([]m365.Person, error) {
	quoted := strings.ReplaceAll(address, "'", "''")
	filter := "userPrincipalName eq '" + quoted + "' or proxyAddresses/any(a:a eq 'smtp:" + quoted + "')"
	return c.people(ctx, tenant, list{op: "look for the username", path: "/users", query: query("$select", personFields, "$filter", filter)})
}

const personFields = "id,displayName,userPrincipalName"

func (c *Client) people(ctx context.Context, tenant m365.TenantID, users list) ([]m365.Person, error) {
	read, err := readSome[personElementJSON](ctx, c, tenant, users, foundUsers)
	if err != nil {
		return nil, err
	}
	people := make([]m365.Person, len(read))
	for i := range read {
		people[i] = m365.Person{
			Key: m365.UserKey{Tenant: tenant, ID: oneCase(read[i].ID)}, DisplayName: first(read[i].Name, read[i].UPN), UserPrincipalName: read[i].UPN,
		}
	}
	slices.SortFunc(people, func(a, b m365.Person) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.DisplayName), strings.ToLower(b.DisplayName)), cmp.Compare(a.Key.ID, b.Key.ID))
	})
	return people, nil
}

type personElementJSON struct {
	element
	Name string `json:"displayName"`
	UPN  string `json:"userPrincipalName"`
}
