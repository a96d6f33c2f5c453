package graphsim

import (
	"net/http"
	"time"
)

// eligibleGroupsAt is where the memberships are that accounts may activate (PIM for groups).
const eligibleGroupsAt = "identityGovernance/privilegedAccess/group/eligibilityScheduleInstances/"

// eligibleGroup is a membership that an account may activate.
type eligibleGroup struct {
	group     SecurityGroup
	principal string
	start     time.Time
}

var eligibleGroupResource = resource[eligibleGroup]{
	name: "privilegedAccessGroupEligibilityScheduleInstance", set: "identityGovernance/privilegedAccess/group/eligibilityScheduleInstances",
	properties: shownByDefault(
		stringProperty("id", "d---", func(e *eligibleGroup) string { return e.group.ID + "_member_" + e.principal }),
		stringProperty("accessId", "d---", func(*eligibleGroup) string { return "member" }),
		textProperty("principalId", "d---", func(e *eligibleGroup) string { return e.principal }),
		textProperty("groupId", "d---", func(e *eligibleGroup) string { return e.group.ID }),
		stringProperty("memberType", "", func(*eligibleGroup) string { return "direct" }),
		textProperty("eligibilityScheduleId", "", func(e *eligibleGroup) string { return e.group.ID + "_member_" + e.principal }),
		timeProperty("startDateTime", "", func(e *eligibleGroup) time.Time { return e.start }),
		rawProperty("endDateTime", nullOf[eligibleGroup]),
	),
}.seal()

// eligibleGroups are the caller's own, on='principal'.
func (c *call) eligibleGroups() (answer, *failure) {
	if c.values[0] != "principal" {
		return answer{}, badRequest("The value '%s' of the parameter 'on' is not supported.", c.values[0])
	}
	if !c.tenant.Premium() {
		return answer{}, fail(http.StatusBadRequest, "AadPremiumLicenseRequired",
			"The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.")
	}
	var all []eligibleGroup
	if c.tenant.Info().Partner {
		for _, one := range c.server.estate.EligibleGroupsOf(c.caller.ObjectID) {
			all = append(all, eligibleGroup{one, c.caller.ObjectID, c.tenant.Created()})
		}
	}
	return list(c, eligibleGroupResource, listed(all), paging{size: 100, most: 999})
}
