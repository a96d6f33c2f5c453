package graph

import (
	"context"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

type accessPolicyJSON struct {
	element
	Name       string `json:"displayName"`
	State      string `json:"state"`
	Conditions struct {
		Users struct {
			Users     []string `json:"includeUsers"`
			NotUsers  []string `json:"excludeUsers"`
			Groups    []string `json:"includeGroups"`
			NotGroups []string `json:"excludeGroups"`
			Roles     []string `json:"includeRoles"`
		} `json:"users"`
		Apps struct {
			Apps    []string `json:"includeApplications"`
			NotApps []string `json:"excludeApplications"`
		} `json:"applications"`
	} `json:"conditions"`
	Grant struct {
		Operator string   `json:"operator"`
		Controls []string `json:"builtInControls"`
	} `json:"grantControls"`
	Session struct {
		Frequency signInFrequencyJSON `json:"signInFrequency"`
	} `json:"sessionControls"`
}

type signInFrequencyJSON struct {
	On       bool   `json:"isEnabled"`
	Value    int    `json:"value"`
	Unit     string `json:"type"`
	Interval string `json:"frequencyInterval"`
}

// AccessPolicies returns the Conditional Access policies of a tenant.
//
// GET /identity/conditionalAccess/policies, Policy.Read.All
// (learn.microsoft.com/graph/api/conditionalaccessroot-list-policies).
func (c *Client) AccessPolicies(ctx context.Context, tenant m365.TenantID) ([]m365.AccessPolicy, error) {
	read, err := readAll[accessPolicyJSON](ctx, c, tenant, list{
		op: "read the Conditional Access policies", path: "/identity/conditionalAccess/policies",
		query: query("$select", "id,displayName,state,conditions,grantControls,sessionControls"),
	})
	if err != nil {
		return nil, err
	}
	policies := make([]m365.AccessPolicy, len(read))
	for i := range read {
		policies[i] = read[i].policy()
	}
	return policies, nil
}

func (p *accessPolicyJSON) policy() m365.AccessPolicy {
	users, apps := p.Conditions.Users, p.Conditions.Apps
	return m365.AccessPolicy{
		Name: p.Name, On: p.State == "enabled",
		Users: inOneCase(users.Users), NotUsers: inOneCase(users.NotUsers), Groups: inOneCase(users.Groups), NotGroups: inOneCase(users.NotGroups),
		Roles: inOneCase(users.Roles), Apps: inOneCase(apps.Apps), NotApps: inOneCase(apps.NotApps),
		Controls: p.Grant.Controls, Any: strings.EqualFold(p.Grant.Operator, "OR"), Every: p.Session.Frequency.every(),
	}
}

// every is after how long a new sign-in is asked for, in words.
func (f signInFrequencyJSON) every() string {
	switch {
	case !f.On:
		return ""
	case f.Interval == "everyTime":
		return "time"
	case f.Unit == "days":
		return table.Counted(f.Value, "day", "days")
	}
	return table.Counted(f.Value, "hour", "hours")
}
