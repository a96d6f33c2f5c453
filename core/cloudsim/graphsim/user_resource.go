package graphsim

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// user is shorter in this table.
type user = directory.User

// userResource follows learn.microsoft.com/graph/api/resources/user. The rules for filters are those of the tables in
// learn.microsoft.com/graph/aad-advanced-queries.
var userResource = resource[user]{
	name: "user", set: "users", directory: true,
	properties: append(append(shownByDefault(
		rawProperty("businessPhones", func(b []byte, u *user) []byte {
			if u.BusinessPhone == "" {
				return append(b, "[]"...)
			}
			return append(appendString(append(b, '['), u.BusinessPhone), ']')
		}),
		tokenised(sorted('d', textProperty("displayName", "dd-a", func(u *user) string { return u.DisplayName }))),
		textProperty("givenName", "dd-a", func(u *user) string { return u.GivenName }),
		textProperty("jobTitle", "dd-a", func(u *user) string { return u.JobTitle }),
		ending(textProperty("mail", "dd-a", func(u *user) string { return u.Mail })),
		textProperty("mobilePhone", "aa-a", func(u *user) string { return u.MobilePhone }),
		textProperty("officeLocation", "aa-a", func(u *user) string { return u.OfficeLocation }),
		textProperty("preferredLanguage", "aa-a", func(u *user) string { return u.PreferredLanguage }),
		textProperty("surname", "dd-a", func(u *user) string { return u.Surname }),
		ending(sorted('d', textProperty("userPrincipalName", "dd--", func(u *user) string { return u.UserPrincipalName }))),
		stringProperty("id", "d---", func(u *user) string { return u.ID }),
	), userDetails()...), userSignIn()...),
	ignored: []string{
		"authorizationInfo", "customSecurityAttributes", "employeeLeaveDateTime", "employeeOrgData",
		"legalAgeGroupClassification", "preferredDataLocation", "print", "identityParentId",
	},
	refused: []string{
		"aboutMe", "birthday", "hireDate", "interests", "mailboxSettings", "mySite", "pastProjects", "preferredName",
		"responsibilities", "schools", "skills",
	},
}.seal()

// tokenised lets $search look for words in a property.
func tokenised[T any](p property[T]) property[T] {
	p.tokens = true
	return p
}

func ending[T any](p property[T]) property[T] {
	p.endsWith = true
	return p
}

// sorted lets $orderby use a property: by default (d) or in advanced queries only (a).
func sorted[T any](how byte, p property[T]) property[T] {
	p.order = how
	return p
}

func userDetails() []property[user] {
	return []property[user]{
		flagProperty("accountEnabled", "d---", func(u *user) bool { return u.AccountEnabled }),
		textProperty("ageGroup", "d---", func(u *user) string { return u.AgeGroup }),
		textProperty("city", "dd-a", func(u *user) string { return u.City }),
		textProperty("companyName", "aa-a", func(u *user) string { return u.CompanyName }),
		textProperty("consentProvidedForMinor", "d---", func(u *user) string { return u.ConsentProvidedForMinor }),
		textProperty("country", "dd-a", func(u *user) string { return u.Country }),
		sorted('a', timeProperty("createdDateTime", "d-da", func(u *user) time.Time { return u.Created })),
		textProperty("creationType", "d---", func(u *user) string { return u.CreationType }),
		sorted('a', timeProperty("deletedDateTime", "d-da", func(u *user) time.Time { return u.Deleted })),
		textProperty("department", "dd-a", func(u *user) string { return u.Department }),
		numberProperty("deviceEnrollmentLimit", "", func(*user) int { return 5 }),
		timeProperty("employeeHireDate", "a-a-", func(u *user) time.Time { return u.EmployeeHireDate }),
		textProperty("employeeId", "d--a", func(u *user) string { return u.EmployeeID }),
		textProperty("employeeType", "a---", func(u *user) string { return u.EmployeeType }),
		textProperty("externalUserState", "d---", func(u *user) string { return u.ExternalUserState }),
		timeProperty("externalUserStateChangeDateTime", "", func(u *user) time.Time { return u.ExternalUserStateChanged }),
		textProperty("faxNumber", "aa-a", func(u *user) string { return u.FaxNumber }),
		textsProperty("imAddresses", "", func(u *user) []string { return nil }),
		trueOrNullProperty("isManagementRestricted", "", func(u *user) bool { return u.Restricted }),
		flagProperty("isResourceAccount", "d---", func(u *user) bool { return u.IsResource }),
		textProperty("mailNickname", "dd-a", func(u *user) string { return u.MailNickname }),
		textProperty("onPremisesDistinguishedName", "", onPremises((*user).DistinguishedName)),
		textProperty("onPremisesDomainName", "", onPremises(func(u *user) string { return u.Tenant.DefaultDomain })),
		rawProperty("onPremisesExtensionAttributes", appendExtensionAttributes),
		textProperty("onPremisesImmutableId", "d---", func(u *user) string { return u.OnPremisesImmutableID }),
		timeProperty("onPremisesLastSyncDateTime", "d-d-", func(u *user) time.Time { return u.LastSync }),
		textsProperty("onPremisesProvisioningErrors", "", func(*user) []string { return nil }),
		textProperty("onPremisesSamAccountName", "aa--", onPremises((*user).SamAccountName)),
		textProperty("onPremisesSecurityIdentifier", "d--a", onPremises((*user).OnPremisesSID)),
		trueOrNullProperty("onPremisesSyncEnabled", "d--a", func(u *user) bool { return u.OnPremisesSynced }),
		textProperty("onPremisesUserPrincipalName", "d---", onPremises(func(u *user) string { return u.UserPrincipalName })),
		ending(textsProperty("otherMails", "dd", func(u *user) []string { return u.OtherMails })),
		textProperty("passwordPolicies", "---a", func(u *user) string { return u.PasswordPolicies }),
		textProperty("postalCode", "aa-a", func(u *user) string { return u.PostalCode }),
		ending(textsProperty("proxyAddresses", "dd", (*user).ProxyAddresses)),
		textProperty("securityIdentifier", "d---", (*user).SecurityIdentifier),
		textsProperty("serviceProvisioningErrors", "", func(*user) []string { return nil }),
		rawProperty("showInAddressList", func(b []byte, u *user) []byte {
			if u.HideFromAddressLists {
				return append(b, "false"...)
			}
			return append(b, "null"...)
		}),
		textProperty("state", "d--a", func(u *user) string { return u.State }),
		textProperty("streetAddress", "aa-a", func(u *user) string { return u.StreetAddress }),
		textProperty("usageLocation", "dd-a", func(u *user) string { return u.UsageLocation }),
		textProperty("userType", "d--a", func(u *user) string { return u.UserType }),
		identitiesProperty(),
		assignedLicencesProperty(),
		assignedPlansProperty(),
		rawProperty("licenseAssignmentStates", appendLicenceStates),
		rawProperty("provisionedPlans", func(b []byte, u *user) []byte {
			all := plansOf(u)
			return appendArray(b, len(all), func(b []byte, i int) []byte {
				return openObject(b).string("capabilityStatus", "Enabled").string("provisioningStatus", "Success").string("service", all[i].plan.Service).close()
			})
		}),
	}
}

func userSignIn() []property[user] {
	activity := rawProperty("signInActivity", appendSignInActivity)
	last := timeProperty("signInActivity/lastSignInDateTime", "d-d-", func(u *user) time.Time { return u.LastSignIn })
	silent := timeProperty("signInActivity/lastNonInteractiveSignInDateTime", "d-d-", func(u *user) time.Time { return u.LastNonInteractive })
	good := timeProperty("signInActivity/lastSuccessfulSignInDateTime", "d-d-", func(u *user) time.Time { return u.LastGood })
	// Microsoft's note on the property: its filter cannot be combined with any other.
	last.alone, silent.alone, good.alone = true, true, true
	return []property[user]{
		timeProperty("lastPasswordChangeDateTime", "", func(u *user) time.Time { return u.LastPasswordChange }),
		rawProperty("passwordProfile", func(b []byte, u *user) []byte {
			return openObject(b).text("password", "").bool("forceChangePasswordNextSignIn", u.ForceChangePassword).
				bool("forceChangePasswordNextSignInWithMfa", false).close()
		}),
		timeProperty("signInSessionsValidFromDateTime", "", func(u *user) time.Time { return u.SessionsValidFrom }),
		activity, last, silent, good,
	}
}

// onPremises is null for users that do not come from there.
func onPremises(of func(*user) string) func(*user) string {
	return func(u *user) string {
		if !u.OnPremisesSynced {
			return ""
		}
		return of(u)
	}
}

func appendExtensionAttributes(b []byte, u *user) []byte {
	o := openObject(b)
	for i := range 15 {
		held := ""
		if i == 0 && u.OnPremisesSynced {
			held = u.EmployeeType
		}
		o.text("extensionAttribute"+string(appendInt(nil, i+1)), held)
	}
	return o.close()
}

func appendSignInActivity(b []byte, u *user) []byte {
	if u.LastSignIn.IsZero() {
		return append(b, "null"...)
	}
	return openObject(b).time("lastSignInDateTime", u.LastSignIn).string("lastSignInRequestId", u.ID).
		time("lastNonInteractiveSignInDateTime", u.LastNonInteractive).string("lastNonInteractiveSignInRequestId", u.ID).
		time("lastSuccessfulSignInDateTime", u.LastGood).string("lastSuccessfulSignInRequestId", u.ID).close()
}

func identitiesProperty() property[user] {
	issuer := func(u *user) string {
		if u.Guest() {
			return "ExternalAzureAD"
		}
		return u.Tenant.InitialDomain
	}
	p := rawProperty("identities", func(b []byte, u *user) []byte {
		return append(openObject(append(b, '[')).string("signInType", "userPrincipalName").string("issuer", issuer(u)).
			string("issuerAssignedId", u.UserPrincipalName).close(), ']')
	})
	p.itemFilter = map[string]string{"issuer": "d", "issuerAssignedId": "d"}
	p.items = func(u *user) []item {
		return []item{func(field string) value {
			if field == "issuer" {
				return text(issuer(u))
			}
			return text(u.UserPrincipalName)
		}}
	}
	return p
}
