package graph

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Progress returns how far an operation is that Microsoft does in the background, by the address that came with the answer. An
// address that is not of the cloud's Graph is not followed.
//
// GET /users/{id}/authentication/operations/{id}, UserAuthenticationMethod.Read.All
// (https://learn.microsoft.com/graph/api/longrunningoperation-get).
func (c *Client) Progress(ctx context.Context, tenant m365.TenantID, operation string) (call.Progress, error) {
	type operationJSON struct {
		Status string `json:"status"`
		Detail string `json:"statusDetail"`
	}
	const op = "read how far the operation is"
	read, err := readLink[operationJSON](ctx, c, tenant, list{op: op}, operation)
	if err == nil && read.Status == "" {
		err = c.normal(ctx, tenant, op, errNoAnswer)
	}
	succeeded := read.Status == "succeeded"
	return call.Progress{Ended: succeeded || read.Status == "failed", Succeeded: succeeded, Detail: read.Detail}, err
}
