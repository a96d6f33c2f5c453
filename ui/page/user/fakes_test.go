package user_test

import (
	"fmt"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// noon is when the tests take place.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const contoso m365.TenantID = "8f300000-0000-4000-8000-0000000041a0"

var (
	adele  = m365.UserKey{Tenant: contoso, ID: "00000001-0000-4000-8000-000000000000"}
	miriam = m365.UserKey{Tenant: contoso, ID: "00000002-0000-4000-8000-000000000000"}
)

func ago(d time.Duration) time.Time { return noon.Add(-d) }

const day = 24 * time.Hour

// rich is a fake that has something of everything.
func rich() *fake {
	a := adeleUser()
	return &fake{
		tenants: []m365.Tenant{{
			ID: contoso, Name: "Contoso Dental", DefaultDomain: "contoso.com", Status: m365.Synced, Refreshed: ago(20 * time.Minute),
		}},
		users: []m365.User{a, {
			Key: miriam, DisplayName: "Miriam Graham", UserPrincipalName: "miriam.graham@contoso.com", SignIn: m365.Allowed,
		}},
		live:  liveCards(a),
		fails: map[profile.Part]error{},
		gates: map[profile.Part]chan struct{}{},
	}
}

func adeleUser() m365.User {
	return m365.User{
		Key: adele, DisplayName: "Adele Vance", UserPrincipalName: "adele.vance@contoso.com", GivenName: "Adele", Surname: "Vance",
		Mail: "adele.vance@contoso.com", MailNickname: "adele.vance", Type: m365.Member, SignIn: m365.Allowed,
		JobTitle: "Practice Manager", CompanyName: "Contoso Dental", Department: "Operations", EmployeeID: "10427",
		EmployeeType: "Full-time", EmployeeHireDate: time.Date(2021, 3, 4, 0, 0, 0, 0, time.UTC), OfficeLocation: "Leeds / 2.14",
		StreetAddress: "12 Park Row", City: "Leeds", State: "West Yorkshire", PostalCode: "LS1 5HD", Country: "United Kingdom",
		BusinessPhone: "+44 113 496 0101", MobilePhone: "+44 7700 900461", UsageLocation: "GB",
		LastSignIn: ago(4 * time.Minute), LastPasswordReset: ago(41 * day), Roles: []string{"Global Administrator"},
		SKUs: []string{"sku-e3"}, Licenses: []string{"Microsoft 365 E3"},
	}
}

func liveCards(a m365.User) map[profile.Part]profile.Snapshot {
	a.Roles, a.SKUs, a.Licenses = nil, nil, nil
	cards := map[profile.Part]profile.Snapshot{
		profile.Details: {Details: m365.Details{User: a, Manager: &m365.Person{
			Key: miriam, DisplayName: "Miriam Graham", UserPrincipalName: "miriam.graham@contoso.com",
		}}},
		profile.Roles:    {Roles: roles()},
		profile.Licenses: {Licenses: licenses()},
		profile.Devices:  {Devices: devices()},
		profile.Groups:   {Groups: groups()},
		profile.SignIns:  {SignIns: signIns()},
		profile.Methods:  {Methods: methods()},
	}
	for part, c := range cards {
		c.Part, c.Taken, c.Availability = part, noon, m365.Available
		cards[part] = c
	}
	return cards
}

func roles() []m365.HeldRole {
	return []m365.HeldRole{
		{
			Role: m365.Role{ID: "r1", Name: "Global Administrator", Description: "Can manage everything."}, AssignmentID: "a1",
			Scope: "/", ScopeName: "Whole tenant",
		},
		{
			Role: m365.Role{ID: "r2", Name: "User Administrator"}, AssignmentID: "a2", Scope: "/administrativeUnits/leeds",
			ScopeName: "Leeds", Group: m365.GroupName{ID: "g7", Name: "Leeds admins"},
		},
	}
}

func licenses() []m365.HeldLicense {
	plans := []m365.ServicePlan{
		{ID: "p1", Name: "Exchange Online (Plan 2)", On: true, Status: "On"},
		{ID: "p2", Name: "Microsoft Teams", On: true, Status: "On"},
		{ID: "p3", Name: "Yammer Enterprise", Status: "Off"},
		{ID: "p4", Name: "Microsoft Intune", Status: "Waiting for activation"},
	}
	return []m365.HeldLicense{
		{
			SKU: "sku-e3", PartNumber: "SPE_E3", Name: "Microsoft 365 E3", State: m365.LicenseActive, Direct: true,
			Groups: []m365.GroupName{{ID: "g1", Name: "Everybody"}}, Plans: plans,
		},
		{
			SKU: "sku-pbi", PartNumber: "POWER_BI_PRO", Name: "Power BI Pro", State: m365.LicenseError,
			Problem: "There are no units left.", Groups: []m365.GroupName{{ID: "g2", Name: "Analysts"}},
			Plans: []m365.ServicePlan{{ID: "p9", Name: "Power BI Pro", On: true, Status: "On"}},
		},
	}
}

func devices() []m365.Device {
	return []m365.Device{
		{
			ID: "d1", DeviceID: "own-d1", Type: "Windows", Hostname: "LEEDS-LT-014", OS: "Windows 11 10.0.26100", Compliance: m365.Compliant,
			LastSignIn: ago(2 * day), JoinType: m365.EntraJoined, Model: "Surface Laptop 6", Owned: true,
		},
		{
			ID: "d2", Type: "iPhone", Hostname: "Adele's iPhone", OS: "iOS 18.1", Compliance: m365.NonCompliant,
			LastSignIn: ago(9 * day), JoinType: m365.EntraRegistered, Owned: true,
		},
		{ID: "d3", DeviceID: "own-d3", Type: "Windows", Hostname: "LEEDS-PC-002", OS: "Windows 10", Compliance: m365.NotApplicable, JoinType: m365.HybridJoined, Disabled: true},
	}
}

func groups() []m365.Group {
	return []m365.Group{
		{ID: "g1", Name: "Everybody", Type: m365.SecurityGroup, Dynamic: true},
		{ID: "g3", Name: "Leeds practice", Mail: "leeds@contoso.com", Type: m365.Microsoft365Group},
		{ID: "g4", Name: "Rota", Mail: "rota@contoso.com", Type: m365.DistributionGroup},
		{ID: "g7", Name: "Leeds admins", Type: m365.SecurityGroup, AssignableToRole: true},
	}
}

func signIns() []m365.SignIn {
	all := []m365.SignIn{
		{
			ID: "s1", At: ago(4 * time.Minute), Outcome: m365.SignInSuccess, Compliance: m365.Compliant, Device: "LEEDS-LT-014",
			IP: "203.0.113.9", Requirement: "Multifactor", Location: "Leeds, West Yorkshire, GB", Resource: "Microsoft Graph",
			App: "Outlook", Policies: []string{"Require MFA for admins", "Block legacy authentication"},
		},
		{
			ID: "s2", At: ago(3 * time.Hour), Outcome: m365.SignInFailure, Code: 50126, Reason: "Invalid username or password.",
			Compliance: m365.NotApplicable, IP: "198.51.100.77", Requirement: "Single-factor", Location: "Lagos, NG",
			Resource: "Office 365 Exchange Online",
		},
		{
			ID: "s3", At: ago(26 * time.Hour), Outcome: m365.SignInInterrupted, Code: 50074, Reason: "Strong authentication is required.",
			Compliance: m365.NonCompliant, Device: "Adele's iPhone", IP: "2001:db8::8a2e:370:7334", Location: "Leeds, GB",
			Resource: "SharePoint", PoliciesHidden: true,
		},
	}
	for i := range 47 {
		one := all[i%2]
		one.ID, one.At = fmt.Sprintf("s%d", i+4), ago(time.Duration(30+i*7)*time.Hour)
		all = append(all, one)
	}
	return all
}

func methods() []m365.AuthMethod {
	return []m365.AuthMethod{
		{
			ID: "m1", Kind: "microsoftAuthenticatorAuthenticationMethod", Name: "Microsoft Authenticator", Detail: "Adele's iPhone",
			Created: ago(300 * day), Default: true, Segment: "microsoftAuthenticatorMethods",
		},
		{ID: "m2", Kind: "phoneAuthenticationMethod", Name: "Phone", Detail: "+44 7700 ••••61", Segment: "phoneMethods"},
		{
			ID: "m3", Kind: "temporaryAccessPassAuthenticationMethod", Name: "Temporary Access Password", Detail: "60 minutes, once",
			Created: ago(20 * time.Minute), State: "Can be used", Segment: "temporaryAccessPassMethods",
		},
		{ID: "m4", Kind: "passwordAuthenticationMethod", Name: "Password", Created: ago(41 * day)},
	}
}
