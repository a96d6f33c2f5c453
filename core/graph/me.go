package graph

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Me is the signed-in account in a tenant.
type Me struct {
	ObjectID    string
	UPN         string
	DisplayName string
	// Guest: the account is not a native member. GDAP silently does not work for guests.
	Guest bool
}

// Me returns the signed-in account as the tenant home knows it.
//
// GET /me, User.Read.
func (c *Client) Me(ctx context.Context, home m365.TenantID) (Me, error) {
	type accountJSON struct {
		ID          string `json:"id"`
		UPN         string `json:"userPrincipalName"`
		DisplayName string `json:"displayName"`
		UserType    string `json:"userType"`
	}
	const op = "read your account"
	read, err := readOne[accountJSON](ctx, c, home, list{
		op: op, path: "/me", query: query("$select", "id,userPrincipalName,displayName,userType"),
	})
	if err == nil && read.ID == "" {
		err = c.normal(ctx, home, op, errNoAnswer)
	}
	if err != nil {
		return Me{}, err
	}
	return Me{ObjectID: read.ID, UPN: read.UPN, DisplayName: read.DisplayName, Guest: read.UserType == string(m365.Guest)}, nil
}

type idJSON struct {
	ID string `json:"id"`
}

// MyGroups returns the ids of the groups of home that the signed-in account is a member of, directly or through others.
//
// GET /me/transitiveMemberOf/microsoft.graph.group, User.Read.
func (c *Client) MyGroups(ctx context.Context, home m365.TenantID) ([]string, error) {
	return c.ids(ctx, home, list{
		op:    "read your groups",
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
