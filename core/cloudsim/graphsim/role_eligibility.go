package graphsim

import (
	"net/http"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

type eligibility = directory.RoleEligibility

var eligibilityResource = resource[eligibility]{
	name: "unifiedRoleEligibilityScheduleInstance", set: "roleManagement/directory/roleEligibilityScheduleInstances",
	properties: append(shownByDefault(
		stringProperty("id", "d---", func(e *eligibility) string { return e.ID }),
		textProperty("principalId", "d---", func(e *eligibility) string { return e.PrincipalID }),
		textProperty("roleDefinitionId", "d---", func(e *eligibility) string { return e.RoleID }),
		textProperty("directoryScopeId", "d---", func(e *eligibility) string { return e.Scope }),
		timeProperty("startDateTime", "", func(e *eligibility) time.Time { return e.Start }),
		timeProperty("endDateTime", "", func(e *eligibility) time.Time { return e.End }),
		textProperty("memberType", "", func(*eligibility) string { return "Direct" }),
		textProperty("roleEligibilityScheduleId", "", func(e *eligibility) string { return e.ScheduleID }),
	), rawProperty("appScopeId", nullOf[eligibility])),
}.seal()

// roleEligibilities are refused in a tenant without Entra ID P2.
func (c *call) roleEligibilities() (answer, *failure) {
	if !c.tenant.Premium() {
		return answer{}, fail(http.StatusBadRequest, "AadPremiumLicenseRequired",
			"The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.")
	}
	return listAs(c, eligibilityResource, "", listed(c.tenant.RoleEligibilities()), paging{size: 100, most: 999}, c.expandEligibility)
}

// expandEligibility makes what an assignment has too.
func (c *call) expandEligibility(one expansion) (expanded[eligibility], *failure) {
	of, f := c.expandAssignment(one)
	return expanded[eligibility]{name: of.name, write: func(b []byte, e *eligibility) []byte { return of.write(b, &e.RoleAssignment) }}, f
}
