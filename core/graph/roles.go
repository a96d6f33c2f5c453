package graph

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type roleDefinitionJSON struct {
	element
	TemplateID string `json:"templateId"`
	Name       string `json:"displayName"`
}

type roleAssignmentJSON struct {
	element
	Principal string `json:"principalId"`
	Role      string `json:"roleDefinitionId"`
	Scope     string `json:"directoryScopeId"`
}

// identity is none without the holder or the role: a role that is nobody's would hide an administrator.
func (a *roleAssignmentJSON) identity() string {
	if a.Principal == "" || a.Role == "" {
		return ""
	}
	return a.ID
}

type groupJSON struct {
	element
	Name string `json:"displayName"`
}

// idsPerRequest is how many ids getByIds takes.
const idsPerRequest = 1000

// Roles returns the directory roles of the tenant's users by the user's object id, those held through a role-assignable
// group and those that a user is only eligible for included. Keys of other principals, as enterprise applications, may be
// among them. The name of a role that does not reach the whole tenant ends in " (scoped)", of an eligible one in
// " (eligible)". Eligible roles, and what is held through a group, that cannot be read are a loss (call.Gather).
//
// GET /roleManagement/directory/roleDefinitions, …/roleAssignments and …/roleEligibilityScheduleInstances,
// RoleManagement.Read.Directory; POST /directoryObjects/getByIds, Directory.Read.All; GET /groups/{id}/transitiveMembers/microsoft.graph.user,
// GroupMember.Read.All. Three paged reads, and one more for each role-assignable group, not for each user.
func (c *Client) Roles(ctx context.Context, tenant m365.TenantID) (map[string][]m365.RoleAssignment, error) {
	names, err := c.roleNames(ctx, tenant)
	if err != nil {
		return nil, err
	}
	assignments, err := readAll[roleAssignmentJSON](ctx, c, tenant, list{
		op:    call.ReadAssignments.Op,
		path:  "/roleManagement/directory/roleAssignments",
		query: query("$select", "id,principalId,roleDefinitionId,directoryScopeId"),
	})
	if err != nil {
		return nil, err
	}
	byPrincipal := make(map[string][]m365.RoleAssignment)
	for _, assignment := range assignments {
		given := assignment.named(names)
		byPrincipal[given.PrincipalID] = append(byPrincipal[given.PrincipalID], given)
	}
	eligible, err := c.eligible(ctx, tenant, call.ReadEligible, query("$select", "id,principalId,roleDefinitionId,directoryScopeId"))
	if err != nil {
		return nil, err
	}
	for i := range eligible {
		given := eligible[i].named(names)
		given.Eligible = true
		given.RoleName += " (eligible)"
		byPrincipal[given.PrincipalID] = append(byPrincipal[given.PrincipalID], given)
	}
	groups, err := c.groupsAmong(ctx, tenant, byPrincipal)
	if err := call.ReadRoleGroups.Lost(ctx, err); err != nil {
		return nil, err
	}
	for _, group := range groups {
		err := c.giveToMembers(ctx, tenant, group, byPrincipal)
		if err := call.ReadRoleMembers.Lost(ctx, err); err != nil {
			return nil, err
		}
	}
	for _, held := range byPrincipal {
		slices.SortFunc(held, byRoleName)
	}
	return byPrincipal, nil
}

func (c *Client) roleNames(ctx context.Context, tenant m365.TenantID) (map[string]string, error) {
	definitions, err := readAll[roleDefinitionJSON](ctx, c, tenant, list{
		op:    call.ReadRoleNames.Op,
		path:  "/roleManagement/directory/roleDefinitions",
		query: query("$select", "id,templateId,displayName"),
	})
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(definitions))
	for _, definition := range definitions {
		names[oneCase(definition.ID)] = definition.Name
	}
	for _, definition := range definitions {
		if template := oneCase(definition.TemplateID); template != "" && names[template] == "" {
			names[template] = definition.Name
		}
	}
	return names, nil
}

func (a roleAssignmentJSON) named(names map[string]string) m365.RoleAssignment {
	role := oneCase(a.Role)
	name, known := names[role]
	if !known {
		name = role
	}
	if a.Scope != "/" {
		name += " (scoped)"
	}
	return m365.RoleAssignment{ID: a.ID, PrincipalID: oneCase(a.Principal), RoleID: role, RoleName: name, Scope: a.Scope}
}

// eligible are the roles of a tenant that principals may activate; none where it has no Entra ID P2, without which there are
// none. What cannot be read of them is a loss of read.
//
// GET /roleManagement/directory/roleEligibilityScheduleInstances, RoleManagement.Read.Directory
// (learn.microsoft.com/graph/api/rbacapplication-list-roleeligibilityscheduleinstances). The list is read whole, because
// the filter takes one principal alone, and a user has as many as it has groups.
func (c *Client) eligible(ctx context.Context, tenant m365.TenantID, read call.Read, query string) ([]eligibleRoleJSON, error) {
	roles, err := readAll[eligibleRoleJSON](ctx, c, tenant, list{
		op: read.Op, path: "/roleManagement/directory/roleEligibilityScheduleInstances", query: query,
	})
	if call.Is(err, call.NeedsPremium) {
		return nil, nil
	}
	return roles, read.Lost(ctx, err)
}

// groupsAmong asks which of the principals are groups. Which of the others are users shows when the users are read.
func (c *Client) groupsAmong(ctx context.Context, tenant m365.TenantID, byPrincipal map[string][]m365.RoleAssignment) ([]groupJSON, error) {
	ids := make([]string, 0, len(byPrincipal))
	for id := range byPrincipal {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return c.groupsByID(ctx, tenant, call.ReadRoleGroups.Op, ids)
}

// groupsByID returns those of the ids that are groups.
//
// POST /directoryObjects/getByIds, Directory.Read.All.
func (c *Client) groupsByID(ctx context.Context, tenant m365.TenantID, op string, ids []string) ([]groupJSON, error) {
	var groups []groupJSON
	for chunk := range slices.Chunk(ids, idsPerRequest) {
		body := map[string]any{"ids": chunk, "types": []string{"group"}}
		var found []groupJSON
		err := c.read(ctx, tenant, op, func(ctx context.Context, conn *connection) error {
			found = found[:0]
			return post(ctx, c, conn, "/directoryObjects/getByIds", body, func(group *groupJSON) { found = append(found, *group) })
		})
		if err != nil {
			return nil, err
		}
		groups = append(groups, found...)
	}
	return groups, nil
}

// giveToMembers moves the roles of a group to its members.
func (c *Client) giveToMembers(ctx context.Context, tenant m365.TenantID, group groupJSON, byPrincipal map[string][]m365.RoleAssignment) error {
	members, err := c.ids(ctx, tenant, list{
		op:    call.ReadRoleMembers.Op,
		path:  "/groups/" + url.PathEscape(group.ID) + "/transitiveMembers/microsoft.graph.user",
		query: query("$select", "id", "$top", "999"),
	})
	if err != nil {
		return err
	}
	id := oneCase(group.ID)
	for _, given := range byPrincipal[id] {
		given.ThroughGroup = group.Name
		for _, member := range members {
			byPrincipal[member] = append(byPrincipal[member], given)
		}
	}
	delete(byPrincipal, id)
	return nil
}

func byRoleName(a, b m365.RoleAssignment) int {
	return cmp.Or(cmp.Compare(a.RoleName, b.RoleName), cmp.Compare(a.ThroughGroup, b.ThroughGroup), cmp.Compare(a.ID, b.ID))
}
