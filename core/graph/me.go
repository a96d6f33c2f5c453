package graph

import (
	"context"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type idJSON struct{ element }

type meJSON struct {
	element
	Username string `json:"userPrincipalName"`
	Type     string `json:"userType"`
	Enabled  *bool  `json:"accountEnabled"`
}

// Me returns the signed-in account, as its own tenant home has it. There is none in a client's tenant.
//
// GET /me, User.Read (https://learn.microsoft.com/graph/api/user-get).
func (c *Client) Me(ctx context.Context, home m365.TenantID) (m365.Me, error) {
	const op = "read your account"
	read, err := readOne[meJSON](ctx, c, home, list{
		op: op, path: "/me", query: query("$select", "id,userPrincipalName,userType,accountEnabled"),
	})
	if err == nil && read.ID == "" {
		err = c.normal(ctx, home, op, errNoElement)
	}
	return m365.Me{
		ID: oneCase(read.ID), Username: read.Username, Guest: strings.EqualFold(read.Type, "Guest"), Blocked: read.Enabled != nil && !*read.Enabled,
	}, err
}

// MyGroups returns the groups of home that the signed-in account is a member of, directly or through others.
//
// GET /me/transitiveMemberOf/microsoft.graph.group, User.Read, for the names GroupMember.Read.All or Directory.Read.All.
func (c *Client) MyGroups(ctx context.Context, home m365.TenantID) ([]m365.NamedGroup, error) {
	read, err := readAll[groupJSON](ctx, c, home, list{
		op:    call.ReadMyGroups.Op,
		path:  "/me/transitiveMemberOf/microsoft.graph.group",
		query: query("$select", "id,displayName", "$top", "999"),
	})
	if err != nil {
		return nil, err
	}
	return namesOf(read), nil
}

func namesOf(read []groupJSON) []m365.NamedGroup {
	groups := make([]m365.NamedGroup, len(read))
	for i, one := range read {
		groups[i] = m365.NamedGroup{ID: oneCase(one.ID), Name: one.Name}
	}
	return groups
}

// NamedGroups returns those of the ids that are groups of a tenant, with their names.
//
// POST /directoryObjects/getByIds, Directory.Read.All.
func (c *Client) NamedGroups(ctx context.Context, tenant m365.TenantID, ids []string) ([]m365.NamedGroup, error) {
	read, err := c.groupsByID(ctx, tenant, "read the names of security groups", ids)
	return namesOf(read), err
}

type eligibleGroupJSON struct {
	element
	Group  string `json:"groupId"`
	Access string `json:"accessId"`
}

// MyEligibleGroups returns the ids of the groups of home that the signed-in account may activate a membership in (PIM for
// groups); none where home has no Entra ID P2, without which there are none.
//
// GET /identityGovernance/privilegedAccess/group/eligibilityScheduleInstances/filterByCurrentUser(on='principal'),
// PrivilegedEligibilitySchedule.Read.AzureADGroup
// (https://learn.microsoft.com/graph/api/privilegedaccessgroupeligibilityscheduleinstance-filterbycurrentuser).
func (c *Client) MyEligibleGroups(ctx context.Context, home m365.TenantID) ([]string, error) {
	read, err := readAll[eligibleGroupJSON](ctx, c, home, list{
		op:   "read which groups you may activate",
		path: "/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances/filterByCurrentUser(on='principal')",
	})
	if call.Is(err, call.NeedsPremium) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, one := range read {
		if one.Access != "owner" && one.Group != "" {
			ids = append(ids, oneCase(one.Group))
		}
	}
	return ids, nil
}

func (c *Client) ids(ctx context.Context, tenant m365.TenantID, l list) ([]string, error) {
	read, err := readAll[idJSON](ctx, c, tenant, l)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(read))
	for i, one := range read {
		ids[i] = oneCase(one.ID)
	}
	return ids, nil
}
