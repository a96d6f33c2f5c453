package graphsim

import (
	"net/http"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func roleRoutes() []route {
	const at, row = "roleManagement/directory/", "/roleManagement/directory/"
	return []route{
		{"GET", at + "roleDefinitions", "GET " + row + "roleDefinitions", readDirectory, (*call).roleDefinitions},
		{"GET", at + "roleDefinitions/{}", "GET " + row + "roleDefinitions", readDirectory, (*call).roleDefinition},
		{"GET", at + "roleAssignments", "GET " + row + "roleAssignments", readDirectory, (*call).roleAssignments},
		{"GET", at + "roleAssignments/{}", "GET " + row + "roleAssignments", readDirectory, (*call).roleAssignment},
		{"POST", at + "roleAssignments", "POST " + row + "roleAssignments", writeRoles, (*call).assignRole},
		{"DELETE", at + "roleAssignments/{}", "DELETE " + row + "roleAssignments/{unifiedRoleAssignment-id}", writeRoles, (*call).unassignRole},
		{"GET", at + "roleEligibilityScheduleInstances", "GET " + row + "roleEligibilityScheduleInstances", readEligibility, (*call).roleEligibilities},
	}
}

// directoryRole is a role as memberOf shows it, with the tenant's own id for it.
type directoryRole struct {
	id string
	directory.Role
}

var directoryRoleResource = resource[directoryRole]{
	name: "directoryRole", set: "directoryRoles", directory: true,
	properties: shownByDefault(
		stringProperty("id", "d---", func(r *directoryRole) string { return r.id }),
		rawProperty("deletedDateTime", nullOf[directoryRole]),
		textProperty("description", "aa-a", func(r *directoryRole) string { return r.Description }),
		textProperty("displayName", "da-a", func(r *directoryRole) string { return r.Name }),
		textProperty("roleTemplateId", "d---", func(r *directoryRole) string { return r.ID }),
	),
}.seal()

func (c *call) directoryRoleID(template string) string {
	for i, role := range directory.Roles() {
		if role.ID == template {
			return c.tenant.OtherID(2000 + i)
		}
	}
	return template
}

// definitionResource has no isPrivileged: v1.0 refuses it.
var definitionResource = resource[directory.Role]{
	name: "unifiedRoleDefinition", set: "roleManagement/directory/roleDefinitions",
	properties: shownByDefault(
		stringProperty("id", "d---", func(r *directory.Role) string { return r.ID }),
		textProperty("description", "", func(r *directory.Role) string { return r.Description }),
		textProperty("displayName", "dd--", func(r *directory.Role) string { return r.Name }),
		flagProperty("isBuiltIn", "d---", func(*directory.Role) bool { return true }),
		flagProperty("isEnabled", "d---", func(*directory.Role) bool { return true }),
		rawProperty("resourceScopes", func(b []byte, _ *directory.Role) []byte { return append(b, `["/"]`...) }),
		textProperty("templateId", "d---", func(r *directory.Role) string { return r.ID }),
		textProperty("version", "", func(*directory.Role) string { return "1" }),
		rawProperty("rolePermissions", func(b []byte, _ *directory.Role) []byte {
			return append(b, `[{"allowedResourceActions":["microsoft.directory/users/basic/read"],"condition":null}]`...)
		}),
	),
}.seal()

func (c *call) roleDefinitions() (answer, *failure) {
	return list(c, definitionResource, listed(directory.Roles()), paging{size: 100, most: 999})
}

func (c *call) roleDefinition() (answer, *failure) {
	role, ok := directory.RoleOf(strings.ToLower(c.values[0]))
	if !ok {
		return answer{}, notFound(c.values[0])
	}
	return single(c, definitionResource, &role)
}

type assignment = directory.RoleAssignment

var assignmentResource = resource[assignment]{
	name: "unifiedRoleAssignment", set: "roleManagement/directory/roleAssignments",
	properties: append(shownByDefault(
		stringProperty("id", "d---", func(a *assignment) string { return a.ID }),
		textProperty("principalId", "d---", func(a *assignment) string { return a.PrincipalID }),
		textProperty("roleDefinitionId", "d---", func(a *assignment) string { return a.RoleID }),
		textProperty("directoryScopeId", "d---", func(a *assignment) string { return a.Scope }),
	), rawProperty("appScopeId", nullOf[assignment]), rawProperty("condition", nullOf[assignment])),
}.seal()

func (c *call) roleAssignments() (answer, *failure) {
	return listAs(c, assignmentResource, "", listed(c.tenant.RoleAssignments()), paging{size: 100, most: 999}, c.expandAssignment)
}

// expandAssignment makes roleDefinition and principal.
func (c *call) expandAssignment(one expansion) (expanded[assignment], *failure) {
	switch one.name {
	case "roleDefinition":
		shown, f := definitionResource.choose(one.selected, false)
		return expanded[assignment]{name: one.name, write: func(b []byte, a *assignment) []byte {
			role, _ := directory.RoleOf(a.RoleID)
			return append(shown.write(b, &role), '}')
		}}, f
	case "principal":
		write := mixedWriter(one.selected)
		return expanded[assignment]{name: one.name, write: func(b []byte, a *assignment) []byte {
			if found, ok := c.anyObject(a.PrincipalID); ok {
				return append(write(b, &found), '}')
			}
			return append(b, "null"...)
		}}, nil
	}
	return expanded[assignment]{}, badRequest("The property '%s' cannot be expanded here.", one.name)
}

func (c *call) findAssignment(id string) (assignment, *failure) {
	for _, one := range c.tenant.RoleAssignments() {
		if one.ID == id {
			return one, nil
		}
	}
	return assignment{}, notFound(id)
}

func (c *call) roleAssignment() (answer, *failure) {
	one, f := c.findAssignment(c.values[0])
	if f != nil {
		return answer{}, f
	}
	return singleAs(c, assignmentResource, "", &one, c.expandAssignment)
}

func (c *call) assignRole() (answer, *failure) {
	var wish struct{ PrincipalID, RoleDefinitionID, DirectoryScopeID string }
	if f := c.decode(&wish); f != nil {
		return answer{}, f
	}
	role, known := directory.RoleOf(strings.ToLower(wish.RoleDefinitionID))
	principal, found := c.anyObject(wish.PrincipalID)
	switch {
	case !known:
		return answer{}, badProperty("The role definition '%s' was not found.", wish.RoleDefinitionID)
	case !found:
		return answer{}, notFound(wish.PrincipalID)
	case principal.group != nil && !principal.group.AssignableToRole:
		return answer{}, badProperty("The group is not assignable to a role.")
	case wish.DirectoryScopeID != directory.Whole && !strings.EqualFold(wish.DirectoryScopeID, "/administrativeUnits/"+c.tenant.UnitID()):
		return answer{}, badProperty("The directory scope '%s' is not valid.", wish.DirectoryScopeID)
	}
	one, added, err := c.tenant.AddRole(role.ID, principal.id(), wish.DirectoryScopeID)
	switch {
	case err != nil:
		return answer{}, serverError(err)
	case !added:
		return answer{}, badProperty("A conflicting object with one or more of the specified property values is present in the directory.")
	}
	return created(c, assignmentResource, &one)
}

func (c *call) unassignRole() (answer, *failure) {
	one, f := c.findAssignment(c.values[0])
	if f != nil {
		return answer{}, f
	}
	if one.RoleID == directory.GlobalAdministrator && one.Scope == directory.Whole && c.globalAdministrators() == 1 {
		return answer{}, badProperty("The last Global Administrator cannot be removed from the role.")
	}
	if _, err := c.tenant.RemoveRole(one.ID); err != nil {
		return answer{}, serverError(err)
	}
	return answer{status: http.StatusNoContent}, nil
}

func (c *call) globalAdministrators() int {
	count := 0
	for _, one := range c.tenant.RoleAssignments() {
		if one.RoleID == directory.GlobalAdministrator {
			count++
		}
	}
	return count
}
