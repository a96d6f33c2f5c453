package graph

import (
	"context"
	"net/http"
	"net/url"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Group returns one group, to see before a write whether its members can be changed.
//
// GET /groups/{id}, GroupMember.Read.All (https://learn.microsoft.com/graph/api/group-get).
func (c *Client) Group(ctx context.Context, tenant m365.TenantID, id string) (m365.Group, error) {
	const op = "read the group"
	read, err := readOne[memberGroupJSON](ctx, c, tenant, list{op: op, path: groupPath(id), query: query("$select", groupFields)})
	if err != nil {
		return m365.Group{}, err
	}
	if err := isAsked(read.ID, id); err != nil {
		return m365.Group{}, c.normal(ctx, tenant, op, err)
	}
	return read.group(), nil
}

// AddToGroup makes a user a member of a group. The host in the reference must be the cloud's own.
//
// POST /groups/{id}/members/$ref, GroupMember.ReadWrite.All; RoleManagement.ReadWrite.Directory besides for a group that
// can hold roles (https://learn.microsoft.com/graph/api/group-post-members).
func (c *Client) AddToGroup(user, group string) call.Request {
	return call.Request{Op: "add the user to the group", Method: http.MethodPost, Path: groupPath(group) + "/members/$ref", Body: map[string]any{
		"@odata.id": c.origin.String() + "/v1.0/directoryObjects/" + url.PathEscape(user),
	}}
}

func groupPath(group string) string { return "/groups/" + url.PathEscape(group) }

func userPath(user string) string { return "/users/" + url.PathEscape(user) }
