package graphsim

import (
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func reportRoutes() []route {
	return []route{{"GET", "auditLogs/signIns", "GET /auditLogs/signIns", readReports, (*call).signIns}}
}

// signIn is shorter in this table.
type signIn = directory.SignIn

// The sign-in log of v1.0 has no authenticationRequirement; that of beta has it, and the kinds of events, and no more the old
// list of risks.
var (
	signInResource = resource[signIn]{
		name: "signIn", set: "auditLogs/signIns",
		properties: append(signInProperties(), shownByDefault(textsProperty("riskEventTypes", "", func(*signIn) []string { return nil }))...),
	}.seal()
	betaSignInResource = resource[signIn]{
		name: "signIn", set: "auditLogs/signIns",
		properties: append(signInProperties(), shownByDefault(
			textProperty("authenticationRequirement", "d---", func(s *signIn) string {
				if s.Multifactor {
					return "multiFactorAuthentication"
				}
				return "singleFactorAuthentication"
			}),
			textsProperty("signInEventTypes", "d", func(*signIn) []string { return []string{"interactiveUser"} }),
			textProperty("userType", "d---", func(s *signIn) string {
				if s.Guest {
					return "guest"
				}
				return "member"
			}),
			textProperty("crossTenantAccessType", "d---", func(*signIn) string { return "none" }),
		)...),
	}.seal()
)

func signInProperties() []property[signIn] {
	return append(shownByDefault(
		stringProperty("id", "d---", func(s *signIn) string { return s.ID }),
		sortable(timeProperty("createdDateTime", "d-d-", func(s *signIn) time.Time { return s.Time })),
		sortable(textProperty("userDisplayName", "dd--", func(s *signIn) string { return s.UserName })),
		sortable(textProperty("userPrincipalName", "dd--", func(s *signIn) string { return s.Principal })),
		stringProperty("userId", "d---", func(s *signIn) string { return s.UserID }),
		textProperty("appId", "d---", func(s *signIn) string { return s.AppID }),
		sortable(textProperty("appDisplayName", "dd--", func(s *signIn) string { return s.App })),
		textProperty("ipAddress", "dd--", func(s *signIn) string { return s.IP }),
		textProperty("clientAppUsed", "d---", func(s *signIn) string { return s.Client }),
		textProperty("correlationId", "d---", func(s *signIn) string { return s.CorrelationID }),
		textProperty("conditionalAccessStatus", "d---", conditionalAccess),
		rawProperty("isInteractive", func(b []byte, _ *signIn) []byte { return append(b, "true"...) }),
		rawProperty("riskDetail", noRisk), rawProperty("riskLevelAggregated", noRisk),
		rawProperty("riskLevelDuringSignIn", noRisk), rawProperty("riskState", noRisk),
		textsProperty("riskEventTypes_v2", "", func(*signIn) []string { return nil }),
		textProperty("resourceDisplayName", "d---", func(s *signIn) string { return s.Resource }),
		textProperty("resourceId", "d---", func(s *signIn) string { return s.ResourceID }),
		rawProperty("status", func(b []byte, s *signIn) []byte {
			return openObject(b).int("errorCode", s.ErrorCode).string("failureReason", s.FailureReason).text("additionalDetails", s.AdditionalDetails).close()
		}),
		rawProperty("deviceDetail", appendDeviceDetail),
		rawProperty("location", func(b []byte, s *signIn) []byte {
			return openObject(b).string("city", s.City).string("state", s.State).string("countryOrRegion", s.Country).
				raw("geoCoordinates", func(b []byte) []byte {
					o := openObject(b).text("altitude", "")
					o.raw("latitude", func(b []byte) []byte { return appendFloat(b, s.Latitude) })
					return o.raw("longitude", func(b []byte) []byte { return appendFloat(b, s.Longitude) }).close()
				}).close()
		}),
		rawProperty("appliedConditionalAccessPolicies", func(b []byte, s *signIn) []byte {
			if s.PoliciesHidden {
				return append(b, "[]"...)
			}
			return appendArray(b, len(s.Policies), func(b []byte, i int) []byte {
				p := s.Policies[i]
				return openObject(b).string("id", p.ID).string("displayName", p.Name).strings("enforcedGrantControls", []string{p.Control}).
					strings("enforcedSessionControls", nil).string("result", p.Result).close()
			})
		}),
	),
		numberProperty("status/errorCode", "d---", func(s *signIn) int { return s.ErrorCode }),
		textProperty("location/city", "dd--", func(s *signIn) string { return s.City }),
		textProperty("location/state", "dd--", func(s *signIn) string { return s.State }),
		textProperty("location/countryOrRegion", "dd--", func(s *signIn) string { return s.Country }),
		textProperty("deviceDetail/operatingSystem", "dd--", func(s *signIn) string { return s.System }),
		textProperty("deviceDetail/browser", "dd--", func(s *signIn) string { return s.Browser }),
	)
}

func noRisk(b []byte, _ *signIn) []byte { return append(b, `"none"`...) }

func conditionalAccess(s *signIn) string {
	status := "notApplied"
	for _, p := range s.Policies {
		switch p.Result {
		case "failure":
			return "failure"
		case "success":
			status = "success"
		}
	}
	return status
}

func appendDeviceDetail(b []byte, s *signIn) []byte {
	o := openObject(b)
	if s.Device == nil {
		return o.string("deviceId", "").string("displayName", "").string("operatingSystem", s.System).string("browser", s.Browser).
			raw("isCompliant", func(b []byte) []byte { return append(b, "null"...) }).
			raw("isManaged", func(b []byte) []byte { return append(b, "null"...) }).text("trustType", "").close()
	}
	joins := map[string]string{"AzureAd": "Azure AD joined", "ServerAd": "Hybrid Azure AD joined", "Workplace": "Azure AD registered"}
	return o.string("deviceId", s.Device.DeviceID).string("displayName", s.Device.DisplayName).string("operatingSystem", s.Device.OperatingSystem).
		string("browser", s.Browser).raw("isCompliant", func(b []byte) []byte { return appendBoolPointer(b, s.Device.Compliant) }).
		bool("isManaged", s.Device.Managed).string("trustType", joins[s.Device.TrustType]).close()
}

// signIns answers with the log, newest first; it is refused in tenants without Entra ID P1.
func (c *call) signIns() (answer, *failure) {
	if c.tenant.Info().Plan == "" {
		return answer{}, needsPremium()
	}
	shown := signInResource
	if c.version == "beta" {
		shown = betaSignInResource
	}
	p := paging{size: 1000, most: 1000}
	if len(c.query.orderBy) == 1 && strings.EqualFold(c.query.orderBy[0].path, "createdDateTime") && c.query.orderBy[0].down {
		// The log is in this order anyhow.
		c.query.orderBy = nil
	}
	from := c.signInSource()
	if c.seesPolicies() {
		return list(c, shown, from, p)
	}
	return list(c, shown, withoutPolicies(from), p)
}

// seesPolicies says that the caller may see which Conditional Access policies applied; else the list is empty.
func (c *call) seesPolicies() bool {
	return c.can("Policy.Read.All", "Policy.Read.ConditionalAccess", "Policy.ReadWrite.ConditionalAccess") && c.holds(
		directory.GlobalAdministrator, directory.GlobalReader, directory.SecurityAdministrator, directory.SecurityReader,
		directory.ConditionalAccessAdministrator)
}

func withoutPolicies(from source[signIn]) source[signIn] {
	bare := func(s signIn) signIn {
		s.PoliciesHidden = true
		return s
	}
	return source[signIn]{
		scan: func(start int, yield func(int, *signIn) bool) {
			from.scan(start, func(position int, s *signIn) bool {
				without := bare(*s)
				return yield(position, &without)
			})
		},
		at: func(position int) (signIn, bool) {
			s, ok := from.at(position)
			return bare(s), ok
		},
	}
}

// dayPlaces is how many positions a day of the log takes.
const dayPlaces = 1 << 40

// signInSource is the log of the user that the filter names, or the whole log, read a day at a time.
func (c *call) signInSource() source[signIn] {
	if id, ok := pinned(c.query.filter, "userId"); ok {
		slot, found := c.tenant.SlotOf(id)
		if !found {
			return listed[signIn](nil)
		}
		return listed(c.tenant.SignInsOf(slot))
	}
	if name, ok := pinned(c.query.filter, "userPrincipalName"); ok {
		slot, found := c.tenant.SlotNamedAtStart(name)
		if !found {
			return listed[signIn](nil)
		}
		return listed(c.tenant.SignInsOf(slot))
	}
	return source[signIn]{
		scan: func(from int, yield func(int, *signIn) bool) {
			for day := from / dayPlaces; day < directory.SignInDays(); day++ {
				all := c.tenant.SignInsOn(day)
				for i := max(from-day*dayPlaces, 0); i < len(all); i++ {
					if !yield(day*dayPlaces+i, &all[i]) {
						return
					}
				}
			}
		},
		at: func(position int) (signIn, bool) {
			all := c.tenant.SignInsOn(position / dayPlaces)
			if i := position % dayPlaces; i < len(all) {
				return all[i], true
			}
			return signIn{}, false
		},
	}
}
