package integration

import (
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// checkPolicies says which Conditional Access policies of the own tenant get in the way of the sign-in. Those that let it
// through, as multifactor authentication does, do not: it went through.
func (s *Service) checkPolicies(e *evidence) Finding {
	const name = "Conditional Access at home"
	switch {
	case refusal.NotConsented(e.policiesErr) || call.Is(e.policiesErr, call.Denied):
		found := s.untold(name, e.policiesErr)
		found.Text = "Policies cannot be read with your roles. That takes Global Reader or Security Reader at home; nothing else needs it."
		return found
	case e.policiesErr != nil:
		return s.untold(name, e.policiesErr)
	}
	var mine int
	var hinder []string
	for _, policy := range e.policies {
		if !concerns(policy, e) {
			continue
		}
		mine++
		if text := hindrance(policy); text != "" {
			hinder = append(hinder, text)
		}
	}
	switch {
	case len(hinder) > 0:
		return Finding{Name: name, Standing: Attention, Text: strings.Join(hinder, " ")}
	case mine == 0:
		return Finding{Name: name, Standing: Holds, Text: "No policy is for you and this application."}
	}
	return Finding{Name: name, Standing: Holds, Text: table.Counted(mine, "policy is", "policies are") + " for you, and none gets in the way."}
}

// concerns says that a policy may be for the technician and the application. Whether the technician holds a role that it
// names is not known, so it may.
func concerns(policy m365.AccessPolicy, e *evidence) bool {
	groups := idsOf(e.mine)
	has := func(list []string, ids ...string) bool {
		return slices.ContainsFunc(list, func(one string) bool {
			return slices.ContainsFunc(ids, func(id string) bool { return strings.EqualFold(one, id) })
		})
	}
	me, apps := e.connection.ObjectID, []string{e.connection.ClientID, access.GraphAppID, access.PartnerAppID}
	included := has(policy.Users, "All", me) || has(policy.Groups, groups...) || len(policy.Roles) > 0
	excluded := has(policy.NotUsers, me) || has(policy.NotGroups, groups...)
	return policy.On && included && !excluded && has(policy.Apps, append(apps, "All")...) && !has(policy.NotApps, e.connection.ClientID)
}

// hindrance is what a policy asks for besides a sign-in with multifactor authentication; empty for nothing.
func hindrance(policy m365.AccessPolicy) string {
	asks := func(controls ...string) bool {
		held := slices.ContainsFunc(policy.Controls, func(one string) bool { return slices.Contains(controls, one) })
		other := slices.ContainsFunc(policy.Controls, func(one string) bool { return !slices.Contains(controls, one) })
		return held && (!policy.Any || !other)
	}
	quoted := "“" + policy.Name + "”"
	switch {
	case policy.Every == "time":
		return quoted + " asks for a new sign-in every time: you are asked again and again, for every client tenant."
	case policy.Every != "":
		return quoted + " asks for a new sign-in after " + policy.Every + ", which ends the one for every client tenant too."
	case asks("compliantDevice", "domainJoinedDevice"):
		return quoted + " asks for a device that your organization manages: sign in with a browser that shows it."
	case asks("approvedApplication", "compliantApplication"):
		return quoted + " asks for an approved app, which Tenantkeep cannot be: have it excluded there."
	case asks("block"):
		return quoted + " blocks sign-ins under its conditions, such as from another place."
	}
	return ""
}
