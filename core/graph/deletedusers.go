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

const deletedFields = "id,displayName,userPrincipalName,mail,userType,jobTitle,department,onPremisesSyncEnabled,assignedLicenses,deletedDateTime"

type deletedUserJSON struct {
	userJSON
	Deleted string `json:"deletedDateTime"`
}

func (d *deletedUserJSON) deletedUser(tenant m365.TenantID) m365.DeletedUser {
	skus := make([]string, len(d.AssignedLicenses))
	for i, license := range d.AssignedLicenses {
		skus[i] = oneCase(license.SKU)
	}
	user := d.user(tenant, skus)
	user.UserPrincipalName = m365.UsernameBefore(d.ID, user.UserPrincipalName)
	user.Type = m365.UserTypeOf(d.UserType, user.UserPrincipalName)
	return m365.DeletedUser{User: user, Deleted: parseTime(d.Deleted)}
}

// DeletedUsers returns the users of the tenant that were deleted and can be restored, those deleted last first.
//
// GET /directory/deletedItems/microsoft.graph.user, User.Read.All (learn.microsoft.com/graph/api/directory-deleteditems-list).
func (c *Client) DeletedUsers(ctx context.Context, tenant m365.TenantID) ([]m365.DeletedUser, error) {
	read, err := readAll[deletedUserJSON](ctx, c, tenant, list{
		op: call.ReadDeletedUsers.Op, path: "/directory/deletedItems/microsoft.graph.user", query: query("$select", deletedFields, "$top", "999"),
	})
	if err != nil {
		return nil, err
	}
	deleted := make([]m365.DeletedUser, len(read))
	for i := range read {
		deleted[i] = read[i].deletedUser(tenant)
	}
	slices.SortFunc(deleted, func(a, b m365.DeletedUser) int {
		return cmp.Or(b.Deleted.Compare(a.Deleted), cmp.Compare(a.Key.ID, b.Key.ID))
	})
	return deleted, nil
}

// DeletedUser returns a user that was deleted and can be restored. By id Microsoft gives the few fields that are not asked for,
// so that the rest, as whether the user is synced from on-premises, is taken from the list.
//
// GET /directory/deletedItems/{id}, User.Read.All (learn.microsoft.com/graph/api/directory-deleteditems-get).
func (c *Client) DeletedUser(ctx context.Context, key m365.UserKey) (m365.DeletedUser, error) {
	op := call.ReadDeletedUser.Op
	read, err := readOne[deletedUserJSON](ctx, c, key.Tenant, list{op: op, path: "/directory/deletedItems/" + url.PathEscape(key.ID)})
	if err != nil {
		return m365.DeletedUser{}, err
	}
	if err := isAsked(read.ID, key.ID); err != nil {
		return m365.DeletedUser{}, c.normal(ctx, key.Tenant, op, err)
	}
	all, err := c.DeletedUsers(ctx, key.Tenant)
	if err != nil {
		return m365.DeletedUser{}, err
	}
	if at := slices.IndexFunc(all, func(one m365.DeletedUser) bool { return strings.EqualFold(one.Key.ID, read.ID) }); at >= 0 {
		return all[at], nil
	}
	return read.deletedUser(key.Tenant), nil
}

// RoleHolders returns the users, groups and others who hold a directory role over the whole tenant, by their object ids.
//
// GET /roleManagement/directory/roleAssignments?$filter=roleDefinitionId…, RoleManagement.Read.Directory
// (learn.microsoft.com/graph/api/rbacapplication-list-roleassignments).
func (c *Client) RoleHolders(ctx context.Context, tenant m365.TenantID, role string) ([]string, error) {
	assignments, err := readAll[roleAssignmentJSON](ctx, c, tenant, list{
		op: call.ReadAssignments.Op, path: "/roleManagement/directory/roleAssignments",
		query: query("$filter", "roleDefinitionId eq "+quoted(role)),
	})
	if err != nil {
		return nil, err
	}
	var holders []string
	for _, one := range assignments {
		if one.Scope == call.WholeTenant && strings.EqualFold(one.Role, role) && !slices.Contains(holders, oneCase(one.Principal)) {
			holders = append(holders, oneCase(one.Principal))
		}
	}
	return holders, nil
}
