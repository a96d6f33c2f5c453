package graph

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type memberGroupJSON struct {
	element
	Name       string   `json:"displayName"`
	Mail       string   `json:"mail"`
	Types      []string `json:"groupTypes"`
	Mailing    *bool    `json:"mailEnabled"`
	Security   *bool    `json:"securityEnabled"`
	Assignable bool     `json:"isAssignableToRole"`
	Synced     bool     `json:"onPremisesSyncEnabled"`
	Restricted bool     `json:"isManagementRestricted"`
}

const groupFields = "id,displayName,mail,groupTypes,mailEnabled,securityEnabled,isAssignableToRole,onPremisesSyncEnabled,isManagementRestricted"

// foundGroups is how many groups FindGroups gives at most.
const foundGroups = 100

// UserGroups returns the groups that a user is a direct member of, sorted by name.
//
// GET /users/{id}/memberOf/microsoft.graph.group, GroupMember.Read.All (learn.microsoft.com/graph/api/user-list-memberof).
func (c *Client) UserGroups(ctx context.Context, key m365.UserKey) ([]m365.Group, error) {
	read, err := readAll[memberGroupJSON](ctx, c, key.Tenant, list{
		op: call.ReadGroups.Op, path: userPath(key.ID) + "/memberOf/microsoft.graph.group",
		query: query("$select", groupFields, "$top", "999"),
	})
	if err != nil {
		return nil, err
	}
	return groupsOf(read), nil
}

// FindGroups returns groups of the tenant whose name has words that begin with those of text, or whose address begins with it,
// sorted by name, at most 100. An empty text finds every group. Microsoft takes a word apart where a capital follows a small
// letter and where digits begin.
//
// GET /groups, with $search where there is a text, GroupMember.Read.All (learn.microsoft.com/graph/api/group-list and
// …/graph/search-query-parameter).
func (c *Client) FindGroups(ctx context.Context, tenant m365.TenantID, text string) ([]m365.Group, error) {
	groups := list{op: "search the groups", path: "/groups", query: query("$select", groupFields, "$top", strconv.Itoa(foundGroups))}
	if text = searchText(text); text != "" {
		groups.advanced = true
		groups.query += "&" + query("$search", `"displayName:`+text+`" OR "mail:`+text+`"`, "$count", "true")
	}
	read, err := readSome[memberGroupJSON](ctx, c, tenant, groups, foundGroups)
	if err != nil {
		return nil, err
	}
	return groupsOf(read), nil
}

// searchText protects the two signs that mean something inside the quotes of $search.
func searchText(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(strings.TrimSpace(text))
}

func groupsOf(read []memberGroupJSON) []m365.Group {
	groups := make([]m365.Group, len(read))
	for i := range read {
		groups[i] = read[i].group()
	}
	slices.SortFunc(groups, func(a, b m365.Group) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return groups
}

func (g *memberGroupJSON) group() m365.Group {
	return m365.Group{
		ID: oneCase(g.ID), Name: first(g.Name, g.ID), Mail: g.Mail, Type: m365.GroupTypeOf(g.Types, g.Mailing, g.Security),
		Dynamic: m365.DynamicGroup(g.Types), OnPremisesSynced: g.Synced, AssignableToRole: g.Assignable, Restricted: g.Restricted,
	}
}
