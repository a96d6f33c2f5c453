package graph

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// odataUser is the type that Graph writes beside a user in a collection of several types.
const odataUser = "#microsoft.graph.user"

type personJSON struct {
	Type string `json:"@odata.type"`
	ID   string `json:"id"`
	Name string `json:"displayName"`
	UPN  string `json:"userPrincipalName"`
}

// User returns the fields of one user, and the manager. LastSignIn stays zero: Microsoft lets only some ten single users a
// minute be asked for their sign-in activity, so that the caller keeps what the list of the tenant gave.
//
// GET /users/{id}?$select=…&$expand=manager, User.Read.All (learn.microsoft.com/graph/api/user-get).
func (c *Client) User(ctx context.Context, key m365.UserKey) (m365.Details, error) {
	type detailsJSON struct {
		userJSON
		Manager    *personJSON `json:"manager"`
		Restricted *bool       `json:"isManagementRestricted"`
		Invited    string      `json:"externalUserState"`
	}
	op := call.ReadUser.Op
	read, err := readOne[detailsJSON](ctx, c, key.Tenant, list{
		op: op, path: userPath(key.ID),
		query: query("$select", userFields+",isManagementRestricted", "$expand", "manager($select=id,displayName,userPrincipalName)"),
	})
	if err != nil {
		return m365.Details{}, err
	}
	if err := isAsked(read.ID, key.ID); err != nil {
		return m365.Details{}, c.normal(ctx, key.Tenant, op, err)
	}
	return m365.Details{
		User: read.user(key.Tenant, nil), Manager: read.Manager.person(key.Tenant),
		External: read.Invited != "", Restricted: value(read.Restricted),
	}, nil
}

// person is nil for nobody.
func (p *personJSON) person(tenant m365.TenantID) *m365.Person {
	if p == nil || p.ID == "" {
		return nil
	}
	person := &m365.Person{DisplayName: first(p.Name, p.UPN, p.ID), UserPrincipalName: p.UPN}
	if p.Type == "" || p.Type == odataUser {
		person.Key = m365.UserKey{Tenant: tenant, ID: oneCase(p.ID)}
	}
	return person
}
