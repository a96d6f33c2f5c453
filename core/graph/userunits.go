package graph

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// odataUnit is the type that Graph writes beside an administrative unit in a collection of several types.
const odataUnit = "#microsoft.graph.administrativeUnit"

// RestrictedUnits returns the names of the administrative units that let only their own administrators change a user.
//
// GET /users/{id}/memberOf, Directory.Read.All; administrative units are among it
// (learn.microsoft.com/graph/api/user-list-memberof, learn.microsoft.com/graph/api/resources/administrativeunit).
func (c *Client) RestrictedUnits(ctx context.Context, key m365.UserKey) ([]string, error) {
	type unitJSON struct {
		element
		Type       string `json:"@odata.type"`
		Name       string `json:"displayName"`
		Restricted *bool  `json:"isMemberManagementRestricted"`
	}
	all, err := readAll[unitJSON](ctx, c, key.Tenant, list{
		op: "read the administrative units of the user", path: userPath(key.ID) + "/memberOf", query: query("$top", "999"),
	})
	if err != nil {
		return nil, err
	}
	var names []string
	for _, one := range all {
		if one.Type == odataUnit && value(one.Restricted) {
			names = append(names, first(one.Name, one.ID))
		}
	}
	return names, nil
}
