package graph

import (
	"net/http"
	"net/url"

	"github.com/tenantkeep/tenantkeep/core/call"
)

// SetManager gives a user a manager, in the place of any other. The host in the reference must be the cloud's own.
//
// PUT /users/{id}/manager/$ref, User.ReadWrite.All (https://learn.microsoft.com/graph/api/user-post-manager).
func (c *Client) SetManager(user, manager string) call.Request {
	return call.Request{Op: "set the manager", Method: http.MethodPut, Path: userPath(user) + "/manager/$ref", Body: map[string]any{
		"@odata.id": c.origin.String() + "/v1.0/users/" + url.PathEscape(manager),
	}}
}
