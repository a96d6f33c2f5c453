package graphsim

import "github.com/tenantkeep/tenantkeep/core/cloudsim/directory"

func policyRoutes() []route {
	const path = "identity/conditionalAccess/policies"
	return []route{{"GET", path, "GET /" + path, readAccessPolicies, (*call).accessPolicies}}
}

var accessPolicyResource = resource[directory.AccessPolicy]{
	name: "conditionalAccessPolicy", set: "identity/conditionalAccess/policies",
	properties: shownByDefault(
		stringProperty("id", "dddd", func(p *directory.AccessPolicy) string { return p.ID }),
		stringProperty("displayName", "dddd", func(p *directory.AccessPolicy) string { return p.Name }),
		stringProperty("state", "d---", func(p *directory.AccessPolicy) string { return p.State }),
		rawProperty("conditions", appendConditions),
		rawProperty("grantControls", func(b []byte, p *directory.AccessPolicy) []byte {
			return openObject(b).string("operator", "OR").
				raw("builtInControls", func(b []byte) []byte { return appendStrings(b, p.Controls) }).
				raw("customAuthenticationFactors", func(b []byte) []byte { return appendStrings(b, nil) }).
				raw("termsOfUse", func(b []byte) []byte { return appendStrings(b, nil) }).close()
		}),
		rawProperty("sessionControls", func(b []byte, p *directory.AccessPolicy) []byte {
			if p.Hours == 0 {
				return append(b, "null"...)
			}
			return openObject(b).raw("signInFrequency", func(b []byte) []byte {
				return openObject(b).int("value", p.Hours).string("type", "hours").string("authenticationType", "primaryAndSecondaryAuthentication").
					string("frequencyInterval", "timeBased").bool("isEnabled", true).close()
			}).close()
		}),
	),
	ignored: []string{"createdDateTime", "modifiedDateTime", "description", "templateId"},
}.seal()

func appendConditions(b []byte, p *directory.AccessPolicy) []byte {
	none := func(b []byte) []byte { return appendStrings(b, nil) }
	texts := func(all []string) func([]byte) []byte {
		return func(b []byte) []byte { return appendStrings(b, all) }
	}
	return openObject(b).
		raw("clientAppTypes", texts([]string{"all"})).raw("signInRiskLevels", none).raw("userRiskLevels", none).
		raw("applications", func(b []byte) []byte {
			return openObject(b).raw("includeApplications", texts(p.Apps)).raw("excludeApplications", none).raw("includeUserActions", none).close()
		}).
		raw("users", func(b []byte) []byte {
			return openObject(b).raw("includeUsers", texts(p.Users)).raw("excludeUsers", none).raw("includeGroups", none).
				raw("excludeGroups", none).raw("includeRoles", texts(p.Roles)).raw("excludeRoles", none).close()
		}).close()
}

func (c *call) accessPolicies() (answer, *failure) {
	return list(c, accessPolicyResource, listed(c.tenant.AccessPolicies()), paging{})
}
