package graph

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// principalsPerFilter is how many values Graph's directory takes in one "in".
const principalsPerFilter = 15

// unitScope begins the scope of an assignment over an administrative unit.
const unitScope = "/administrativeUnits/"

type definitionJSON struct {
	element
	TemplateID  string `json:"templateId"`
	Name        string `json:"displayName"`
	Description string `json:"description"`
	BuiltIn     *bool  `json:"isBuiltIn"`
	Enabled     *bool  `json:"isEnabled"`
}

// role leaves the template out where the role is the tenant's own: Graph then repeats the role's id.
func (d *definitionJSON) role() m365.Role {
	role := m365.Role{ID: oneCase(d.ID), TemplateID: oneCase(d.TemplateID), Name: first(d.Name, d.ID), Description: d.Description}
	if d.BuiltIn != nil && !*d.BuiltIn {
		role.TemplateID = ""
	}
	return role
}

type heldRoleJSON struct {
	roleAssignmentJSON
	Definition *definitionJSON `json:"roleDefinition"`
}

type eligibleRoleJSON struct {
	heldRoleJSON
	End string `json:"endDateTime"`
}

// UserRoles returns the directory roles that a user holds or is eligible for, directly or through a role-assignable group,
// sorted by name. A scope over an administrative unit has its name where it can be read. Roles through groups, and eligible
// ones, that cannot be read are a loss (call.Gather). Three requests, and one for each administrative unit.
//
// GET /users/{id}/transitiveMemberOf/microsoft.graph.group, GroupMember.Read.All; GET
// /roleManagement/directory/roleAssignments?$filter=principalId…&$expand=roleDefinition, RoleManagement.Read.Directory
// (learn.microsoft.com/graph/api/resources/unifiedroleassignment: principalId supports eq and in); that of eligible; GET
// /directory/administrativeUnits/{id}, AdministrativeUnit.Read.All or Directory.Read.All.
func (c *Client) UserRoles(ctx context.Context, key m365.UserKey) ([]m365.HeldRole, error) {
	groups, err := c.roleGroups(ctx, key)
	if err := call.ReadGroupsOfRoles.Lost(ctx, err); err != nil {
		return nil, err
	}
	principals := []string{key.ID}
	for _, group := range groups {
		principals = append(principals, group.ID)
	}
	held := []m365.HeldRole{}
	for chunk := range slices.Chunk(principals, principalsPerFilter) {
		assignments, err := readAll[heldRoleJSON](ctx, c, key.Tenant, list{
			op: call.ReadHeldRoles.Op, path: "/roleManagement/directory/roleAssignments",
			query: query("$filter", principalFilter(chunk), "$expand", "roleDefinition"),
		})
		if err != nil {
			return nil, err
		}
		for i := range assignments {
			if assignments[i].isOf(principals) { // whoever answers may not filter
				held = append(held, assignments[i].held(groups))
			}
		}
	}
	eligible, err := c.eligible(ctx, key.Tenant, call.ReadHeldEligible, query("$expand", "roleDefinition"))
	if err != nil {
		return nil, err
	}
	for i := range eligible {
		if eligible[i].isOf(principals) {
			held = append(held, eligible[i].held(groups))
		}
	}
	if err := c.nameScopes(ctx, key.Tenant, held); err != nil {
		return nil, err
	}
	slices.SortFunc(held, byHeldRole)
	return held, nil
}

// roleGroups are the groups of a user that can hold roles.
func (c *Client) roleGroups(ctx context.Context, key m365.UserKey) ([]m365.GroupName, error) {
	type memberJSON struct {
		element
		Name       string `json:"displayName"`
		Assignable *bool  `json:"isAssignableToRole"`
	}
	groups, err := readAll[memberJSON](ctx, c, key.Tenant, list{
		op: call.ReadGroupsOfRoles.Op, path: userPath(key.ID) + "/transitiveMemberOf/microsoft.graph.group",
		query: query("$select", "id,displayName,isAssignableToRole", "$top", "999"),
	})
	if err != nil {
		return nil, err
	}
	var found []m365.GroupName
	for _, group := range groups {
		// A group of which only the id is shown may be one.
		hidden := group.Assignable == nil && group.Name == ""
		if hidden || group.Assignable != nil && *group.Assignable {
			found = append(found, m365.GroupName{ID: oneCase(group.ID), Name: first(group.Name, group.ID)})
		}
	}
	return found, nil
}

func principalFilter(ids []string) string {
	if len(ids) == 1 {
		return "principalId eq " + quoted(ids[0])
	}
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = quoted(id)
	}
	return "principalId in (" + strings.Join(all, ",") + ")"
}

// isOf says that an assignment is of one of principals.
func (a *heldRoleJSON) isOf(principals []string) bool {
	return slices.ContainsFunc(principals, func(id string) bool { return strings.EqualFold(id, a.Principal) })
}

// held joins an assignment with the group that holds it; no group is a direct assignment.
func (a *heldRoleJSON) held(groups []m365.GroupName) m365.HeldRole {
	held := m365.HeldRole{Role: m365.Role{ID: oneCase(a.Role), Name: a.Role}, AssignmentID: a.ID, Scope: a.Scope}
	if a.Definition != nil && a.Definition.ID != "" {
		held.Role = a.Definition.role()
	}
	for _, group := range groups {
		if strings.EqualFold(group.ID, a.Principal) {
			held.Group = group
		}
	}
	return held
}

func (e *eligibleRoleJSON) held(groups []m365.GroupName) m365.HeldRole {
	held := e.heldRoleJSON.held(groups)
	held.Eligible, held.Ends = true, parseTime(e.End)
	return held
}

// nameScopes puts the scopes in words. The name of an administrative unit that the technician may not read, or that is
// gone, is no reason to fail.
func (c *Client) nameScopes(ctx context.Context, tenant m365.TenantID, held []m365.HeldRole) error {
	units := make(map[string]string)
	for i := range held {
		scope := held[i].Scope
		unit, isUnit := strings.CutPrefix(scope, unitScope)
		switch {
		case scope == call.WholeTenant:
			held[i].ScopeName = "Whole tenant"
			continue
		case !isUnit:
			held[i].ScopeName = "A single object"
			continue
		}
		name, known := units[unit]
		if !known {
			var err error
			if name, err = c.unitName(ctx, tenant, unit); err != nil {
				return err
			}
			units[unit] = name
		}
		held[i].ScopeName = name
	}
	return nil
}

func (c *Client) unitName(ctx context.Context, tenant m365.TenantID, unit string) (string, error) {
	read, err := readOne[groupJSON](ctx, c, tenant, list{
		op: call.ReadUnit.Op, path: "/directory/administrativeUnits/" + url.PathEscape(unit), query: query("$select", "id,displayName"),
	})
	if err == nil && read.ID == "" {
		err = c.normal(ctx, tenant, call.ReadUnit.Op, errNoAnswer)
	}
	if err := call.ReadUnit.Lost(ctx, err); err != nil {
		return "", err
	}
	return first(read.Name, "Administrative unit"), nil
}

func byHeldRole(a, b m365.HeldRole) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Group.Name, b.Group.Name), cmp.Compare(a.AssignmentID, b.AssignmentID))
}

// AssignableRoles returns the directory roles of the tenant that can be given to users, its own among them, sorted by name.
// Roles that are switched off, or that Microsoft keeps for itself, are left out.
//
// GET /roleManagement/directory/roleDefinitions, RoleManagement.Read.Directory
// (learn.microsoft.com/graph/api/rbacapplication-list-roledefinitions).
func (c *Client) AssignableRoles(ctx context.Context, tenant m365.TenantID) ([]m365.Role, error) {
	definitions, err := readAll[definitionJSON](ctx, c, tenant, list{
		op: call.ReadRoleNames.Op, path: "/roleManagement/directory/roleDefinitions",
		query: query("$select", "id,templateId,displayName,description,isBuiltIn,isEnabled"),
	})
	if err != nil {
		return nil, err
	}
	roles := make([]m365.Role, 0, len(definitions))
	for i := range definitions {
		switchedOff := definitions[i].Enabled != nil && !*definitions[i].Enabled
		if role := definitions[i].role(); !switchedOff && m365.Assignable(role.TemplateID) {
			roles = append(roles, role)
		}
	}
	slices.SortFunc(roles, func(a, b m365.Role) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return roles, nil
}
