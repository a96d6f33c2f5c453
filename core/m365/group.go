package m365

import "slices"

// GroupTypeOf reads what kind of group it is from Graph's groupTypes, mailEnabled and securityEnabled. Each of the two is
// null where Microsoft shows only that the group is there.
// See learn.microsoft.com/graph/api/resources/groups-overview.
func GroupTypeOf(types []string, mailEnabled, securityEnabled *bool) GroupType {
	switch {
	case slices.Contains(types, "Unified"):
		return Microsoft365Group
	case mailEnabled == nil || securityEnabled == nil:
		return HiddenGroup
	case *mailEnabled && *securityEnabled:
		return MailSecurityGroup
	case *mailEnabled:
		return DistributionGroup
	}
	return SecurityGroup
}

// DynamicGroup says from groupTypes that a rule decides who is a member.
func DynamicGroup(types []string) bool { return slices.Contains(types, "DynamicMembership") }

// Label is the type in words, as the lists show it: "Security (dynamic)".
func (g Group) Label() string {
	if g.Dynamic {
		return string(g.Type) + " (dynamic)"
	}
	return string(g.Type)
}

// Fixed says why the members of the group cannot be changed here, and where they can; empty where they can. Graph refuses
// to write members of mail-enabled groups ("Cannot Update a mail-enabled security groups and or distribution list").
func (g Group) Fixed() string {
	switch {
	case g.Type == HiddenGroup:
		return "Microsoft does not show you what kind of group it is: your GDAP roles, or the consent, do not cover groups"
	case g.OnPremisesSynced:
		return "Synced from on-premises: change it there"
	case g.Dynamic:
		return "Members follow a rule"
	case g.Type == DistributionGroup, g.Type == MailSecurityGroup:
		return "Mail-enabled: change it in the Exchange admin center"
	}
	return ""
}
