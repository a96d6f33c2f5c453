package graph

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type idJSON struct{ element }

// MyGroups returns the ids of the groups of home that the signed-in account is a member of, directly or through others.
//
// GET /me/transitiveMemberOf/microsoft.graph.group, User.Read.
func (c *Client) MyGroups(ctx context.Context, home m365.TenantID) ([]string, error) {
	return c.ids(ctx, home, list{
		op:    call.ReadMyGroups.Op,
		path:  "/me/transitiveMemberOf/microsoft.graph.group",
		query: query("$select", "id", "$top", "999"),
	})
}

func (c *Client) ids(ctx context.Context, tenant m365.TenantID, l list) ([]string, error) {
	read, err := readAll[idJSON](ctx, c, tenant, l)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(read))
	for i, one := range read {
		ids[i] = one.ID
	}
	return ids, nil
}
