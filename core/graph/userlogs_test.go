package graph_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestADeviceThatIsOwnedAndRegisteredIsOneDevice(t *testing.T) {
	var fake *fakeGraph
	fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Query().Has("$skiptoken"):
			writeJSON(w, 200, `{"value":[{"id":"d2","displayName":"iPhone Zoë","operatingSystem":"IPhone","operatingSystemVersion":"18.5","isCompliant":false,"trustType":"Workplace","manufacturer":"Apple","model":"iPhone 15"}]}`)
		case strings.Contains(r.URL.Path, "/ownedDevices/"):
			writeJSON(w, 200, `{"@odata.nextLink":"`+fake.URL+`/v1.0/users/u1/ownedDevices/microsoft.graph.device?$skiptoken=x","value":[
				{"id":"d1","displayName":"LT-1","operatingSystem":"Windows","operatingSystemVersion":"10.0.26100.1","isCompliant":true,"trustType":"AzureAd","approximateLastSignInDateTime":"2026-02-03T00:00:00Z","profileType":"RegisteredDevice","manufacturer":"HP","model":"HP EliteBook"}]}`)
		default:
			writeJSON(w, 200, `{"value":[{"id":"d1","displayName":"LT-1"},{"id":"d3","displayName":null,"operatingSystem":null,"operatingSystemVersion":null,"isCompliant":null,"trustType":null,"approximateLastSignInDateTime":null}]}`)
		}
	})
	client, _ := fake.client(t)
	devices, err := client.UserDevices(t.Context(), zoe)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff([]m365.Device{
		{ID: "d1", Type: "Computer", Hostname: "LT-1", OS: "Windows 10.0.26100.1", Compliance: m365.Compliant, LastSignIn: at(2, 3), JoinType: m365.EntraJoined, Model: "HP EliteBook", Owned: true},
		{ID: "d2", Type: "Phone", Hostname: "iPhone Zoë", OS: "iOS 18.5", Compliance: m365.NonCompliant, JoinType: m365.EntraRegistered, Model: "Apple iPhone 15", Owned: true},
		{ID: "d3", Type: m365.NotShown, Hostname: "d3"},
	}, devices))
}

func TestGroupsAreSortedByNameWithTheirKind(t *testing.T) {
	fake := newFakeGraph(t, page(`{"value":[
		{"id":"g2","displayName":"sales","mail":"sales@contoso.com","groupTypes":["Unified"],"mailEnabled":true,"securityEnabled":false,"isAssignableToRole":null,"onPremisesSyncEnabled":null},
		{"id":"g1","displayName":"Admins","mail":null,"groupTypes":[],"mailEnabled":false,"securityEnabled":true,"isAssignableToRole":true,"onPremisesSyncEnabled":true},
		{"id":"g3","displayName":null,"groupTypes":["DynamicMembership"],"mailEnabled":null,"securityEnabled":null}]}`))
	client, _ := fake.client(t)
	groups, err := client.UserGroups(t.Context(), zoe)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff([]m365.Group{
		{ID: "g1", Name: "Admins", Type: m365.SecurityGroup, OnPremisesSynced: true, AssignableToRole: true},
		{ID: "g3", Name: "g3", Type: m365.HiddenGroup, Dynamic: true},
		{ID: "g2", Name: "sales", Mail: "sales@contoso.com", Type: m365.Microsoft365Group},
	}, groups))
	require.Empty(t, fake.requests()[0].header.Get("ConsistencyLevel"), "what was just written is read back: not from the index that lags")
}

func TestAGroupOfWhichOnlyTheIDIsShownSaysSoAndIsNotChanged(t *testing.T) {
	for _, stub := range []string{
		`{"@odata.type":"#microsoft.graph.group","id":"g1"}`,
		`{"id":"g1","displayName":null,"groupTypes":[],"mailEnabled":null,"securityEnabled":null}`,
		`{"id":"g1","displayName":null,"groupTypes":null,"mailEnabled":false}`,
	} {
		fake := newFakeGraph(t, page(`{"value":[`+stub+`]}`))
		client, _ := fake.client(t)
		groups, err := client.UserGroups(t.Context(), zoe)
		require.NoError(t, err)
		require.Equal(t, "Not shown", groups[0].Label())
		require.Contains(t, groups[0].Fixed(), "do not cover groups")
	}
}

func TestGroupsAreSearchedByNameAndAddressAndAtMostAHundred(t *testing.T) {
	var fake *fakeGraph
	fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		page, _ := strconv.Atoi(r.URL.Query().Get("$skiptoken"))
		rows := make([]string, 60)
		for i := range rows {
			rows[i] = fmt.Sprintf(`{"id":"g%d-%d","displayName":"G%d-%02d"}`, page, i, page, i)
		}
		writeJSON(w, 200, fmt.Sprintf(`{"@odata.count":999,"value":[%s],"@odata.nextLink":"%s/v1.0/groups?$skiptoken=%d"}`, strings.Join(rows, ","), fake.URL, page+1))
	})
	client, _ := fake.client(t)
	found, err := client.FindGroups(t.Context(), contoso, ` a "b\ `)
	require.NoError(t, err)
	require.Len(t, found, 100)
	asked := fake.requests()
	require.Len(t, asked, 2)
	first, err := url.ParseQuery(asked[0].query)
	require.NoError(t, err)
	require.Equal(t, `"displayName:a \"b\\" OR "mail:a \"b\\"`, first.Get("$search"))
	require.Equal(t, "true", first.Get("$count"))
	for _, request := range asked {
		require.Equal(t, "eventual", request.header.Get("ConsistencyLevel"), "on later pages too")
	}

	_, err = client.FindGroups(t.Context(), contoso, "  ")
	require.NoError(t, err)
	require.NotContains(t, fake.requests()[2].query, "search")
	require.Empty(t, fake.requests()[2].header.Get("ConsistencyLevel"))
}

func TestASignInSaysWhatMicrosoftToldOfIt(t *testing.T) {
	fake := newFakeGraph(t, page(`{"value":[
		{"id":"1","createdDateTime":"2026-03-01T00:00:00Z","appDisplayName":"Teams","resourceDisplayName":"Graph","ipAddress":"203.0.113.7","authenticationRequirement":"multiFactorAuthentication",
		 "conditionalAccessStatus":"success","status":{"errorCode":0,"failureReason":"Other.","additionalDetails":"MFA satisfied"},
		 "deviceDetail":{"deviceId":"d1","displayName":"LT-1","isCompliant":true},"location":{"city":"Leeds","state":"England","countryOrRegion":"GB"},
		 "appliedConditionalAccessPolicies":[{"displayName":"MFA","result":"success"},{"displayName":"Trial","result":"reportOnlyFailure"},{"displayName":null,"result":"success"},{"displayName":"Off","result":"notEnabled"}]},
		{"id":"3","createdDateTime":"2026-03-03T00:00:00Z","authenticationRequirement":"unknownFutureValue","conditionalAccessStatus":"failure",
		 "status":{"errorCode":53003,"failureReason":"Blocked.","additionalDetails":"By policy."},"deviceDetail":{"deviceId":"","displayName":"","isCompliant":false},
		 "location":{"city":"","state":null,"countryOrRegion":"XX"},"appliedConditionalAccessPolicies":[]},
		{"id":"2","createdDateTime":"2026-03-02T00:00:00Z","conditionalAccessStatus":"notApplied","status":{"errorCode":50140,"failureReason":"Keep me signed in","additionalDetails":null},
		 "deviceDetail":{"deviceId":"d2","isCompliant":null},"location":null,"appliedConditionalAccessPolicies":null},
		{"id":"0","createdDateTime":null,"conditionalAccessStatus":null,"status":null,"deviceDetail":null,"location":null}]}`))
	client, _ := fake.client(t)
	signIns, err := client.UserSignIns(t.Context(), m365.UserKey{Tenant: contoso, ID: "o'u1"}, time.Date(2026, 3, 1, 2, 0, 0, 0, time.FixedZone("", 7200)))
	require.NoError(t, err)
	require.Empty(t, cmp.Diff([]m365.SignIn{
		{ID: "3", At: at(3, 3), Outcome: m365.SignInFailure, Code: 53003, Reason: "Blocked. By policy.", Compliance: m365.NotApplicable, Location: "XX", PoliciesHidden: true},
		{ID: "2", At: at(3, 2), Outcome: m365.SignInInterrupted, Code: 50140, Reason: "Keep me signed in", Compliance: m365.NotApplicable},
		{
			ID: "1", At: at(3, 1), Outcome: m365.SignInSuccess, Compliance: m365.Compliant, Device: "LT-1", IP: "203.0.113.7", Requirement: "Multifactor",
			Location: "Leeds, England, United Kingdom", Resource: "Graph", App: "Teams", Policies: []string{"MFA"},
		},
		{ID: "0", Compliance: m365.NotApplicable},
	}, signIns))
	request := fake.requests()[0]
	require.Equal(t, "/beta/auditLogs/signIns", request.path)
	asked, err := url.ParseQuery(request.query)
	require.NoError(t, err)
	require.Equal(t, "userId eq 'o''u1' and createdDateTime ge 2026-03-01T00:00:00Z", asked.Get("$filter"))
}

func TestTheSignInLogIsReadFromV1WhereBetaIsNotThere(t *testing.T) {
	for _, test := range []struct {
		name, code string
		status     int
		kind       call.Kind
	}{
		{"beta is not known", "UnknownError", 404, ""},
		{"beta does not take the request", "BadRequest", 400, ""},
		{"beta is not implemented", "NotImplemented", 501, ""},
		{"no permission", "Authorization_RequestDenied", 403, call.Denied},
		{"no P1", "Authentication_RequestFromNonPremiumTenantOrB2CTenant", 403, call.NeedsPremium},
		{"no P1, with another status", "Authentication_RequestFromNonPremiumTenantOrB2CTenant", 400, call.NeedsPremium},
		{"too many requests", "TooManyRequests", 429, call.Throttled},
		{"Microsoft fails", "InternalServerError", 500, call.Server},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, "/beta/") {
					writeJSON(w, test.status, graphError(test.code, "x"))
					return
				}
				writeJSON(w, 200, `{"value":[{"id":"1","createdDateTime":"2026-03-01T00:00:00Z","status":{"errorCode":0}}]}`)
			})
			client, _ := fake.client(t)
			signIns, err := client.UserSignIns(t.Context(), zoe, time.Time{})
			if test.kind != "" {
				require.True(t, call.Is(err, test.kind), "%v", err)
				for _, request := range fake.requests() {
					require.True(t, strings.HasPrefix(request.path, "/beta/"), "v1.0 would refuse it as well")
				}
				return
			}
			require.NoError(t, err)
			require.Len(t, signIns, 1)
			require.Len(t, fake.requests(), 2)
			require.Equal(t, fake.requests()[0].query, fake.requests()[1].query)
		})
	}
}

func TestTheThousandNewestSignInsAreReadWithinMicrosoftsLimit(t *testing.T) {
	var fake *fakeGraph
	fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		size, _ := strconv.Atoi(r.URL.Query().Get("$top"))
		page, _ := strconv.Atoi(r.URL.Query().Get("$skiptoken"))
		rows := make([]string, size)
		for i := range rows {
			rows[i] = fmt.Sprintf(`{"id":"%d","createdDateTime":%q,"status":{"errorCode":0}}`, page*size+i, at(3, 1).Add(-time.Duration(page*size+i)*time.Minute).Format(time.RFC3339))
		}
		writeJSON(w, 200, fmt.Sprintf(`{"value":[%s],"@odata.nextLink":"%s/beta/auditLogs/signIns?$top=%d&$skiptoken=%d"}`, strings.Join(rows, ","), fake.URL, size, page+1))
	})
	client, clock := fake.client(t)
	signIns, err := client.UserSignIns(t.Context(), zoe, time.Time{})
	require.NoError(t, err)
	require.Len(t, signIns, 1000)
	require.Equal(t, "0", signIns[0].ID)
	require.Equal(t, "999", signIns[999].ID)
	require.LessOrEqual(t, len(fake.requests()), 5)
	require.Empty(t, clock.pauses(), "all fit in one window of the limit")
	for range 2 {
		_, err = client.UserSignIns(t.Context(), zoe, time.Time{})
		require.NoError(t, err)
	}
	require.NotEmpty(t, clock.pauses(), "the limit of sign-in data holds them back")
}

func TestAuthenticationMethodsInWords(t *testing.T) {
	fake := newFakeGraph(t, page(`{"value":[
		{"@odata.type":"#microsoft.graph.passwordAuthenticationMethod","id":"28c10230-6103-485e-b985-444c60001490","password":null,"createdDateTime":"2026-01-02T00:00:00Z"},
		{"@odata.type":"#microsoft.graph.phoneAuthenticationMethod","id":"m1","phoneNumber":"+1 XXXXXXXX10","phoneType":"mobile","smsSignInState":"notSupported"},
		{"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethod","id":"m2","displayName":"iPhone 15","phoneAppVersion":"6.8"},
		{"@odata.type":"#microsoft.graph.fido2AuthenticationMethod","id":"m3","displayName":"Key","model":"YubiKey 5","attestationCertificates":[]},
		{"@odata.type":"#microsoft.graph.emailAuthenticationMethod","id":"m4","emailAddress":"z@example.com"},
		{"@odata.type":"#microsoft.graph.softwareOathAuthenticationMethod","id":"m5","secretKey":null},
		{"@odata.type":"#microsoft.graph.windowsHelloForBusinessAuthenticationMethod","id":"m6","displayName":null,"keyStrength":"normal"},
		{"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethod","id":"m7","temporaryAccessPass":null,"createdDateTime":"2026-01-03T00:00:00Z","startDateTime":"2026-01-03T00:00:00Z","lifetimeInMinutes":1440,"isUsableOnce":true,"isUsable":true,"methodUsabilityReason":"EnabledByPolicy"},
		{"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethod","id":"m8","startDateTime":null,"lifetimeInMinutes":60,"isUsableOnce":false,"isUsable":null,"methodUsabilityReason":"Expired"},
		{"@odata.type":"#microsoft.graph.palmReaderAuthenticationMethod","id":"m9"}]}`))
	client, _ := fake.client(t)
	methods, err := client.UserMethods(t.Context(), zoe)
	require.NoError(t, err)
	kind := func(word string) string { return word + "AuthenticationMethod" }
	require.Empty(t, cmp.Diff([]m365.AuthMethod{
		{ID: "28c10230-6103-485e-b985-444c60001490", Kind: kind("password"), Name: "Password", Created: at(1, 2)},
		{ID: "m1", Kind: kind("phone"), Name: "Mobile phone", Detail: "+1 XXXXXXXX10", Segment: "phoneMethods"},
		{ID: "m2", Kind: kind("microsoftAuthenticator"), Name: "Microsoft Authenticator", Detail: "iPhone 15", Segment: "microsoftAuthenticatorMethods"},
		{ID: "m3", Kind: kind("fido2"), Name: "Passkey (FIDO2)", Detail: "Key, YubiKey 5", Segment: "fido2Methods"},
		{ID: "m4", Kind: kind("email"), Name: "Email", Detail: "z@example.com", Segment: "emailMethods"},
		{ID: "m5", Kind: kind("softwareOath"), Name: "Software OATH token", Segment: "softwareOathMethods"},
		{ID: "m6", Kind: kind("windowsHelloForBusiness"), Name: "Windows Hello for Business", Segment: "windowsHelloForBusinessMethods"},
		{ID: "m7", Kind: kind("temporaryAccessPass"), Name: "Temporary Access Password", Detail: "1,440 minutes, works once", Created: at(1, 3), State: "Usable", Ends: at(1, 4), Segment: "temporaryAccessPassMethods"},
		{ID: "m8", Kind: kind("temporaryAccessPass"), Name: "Temporary Access Password", Detail: "60 minutes", State: "Expired", Segment: "temporaryAccessPassMethods"},
		{ID: "m9", Kind: kind("palmReader"), Name: "Palm reader"},
	}, methods))
}

func TestThePolicyForTAPsSaysWhoMayHaveOne(t *testing.T) {
	const times = `"minimumLifetimeInMinutes":10,"maximumLifetimeInMinutes":480,"defaultLifetimeInMinutes":60`
	allowed := m365.TAPPolicy{Enabled: true, Shortest: 10 * time.Minute, Longest: 8 * time.Hour, Usual: time.Hour}
	for _, test := range []struct {
		name, answer string
		want         func(m365.TAPPolicy) m365.TAPPolicy
	}{
		{
			"everybody", `{"id":"TemporaryAccessPass","state":"enabled",` + times + `,"isUsableOnce":false,"includeTargets":[{"targetType":"group","id":"all_users"}],"excludeTargets":[]}`,
			func(p m365.TAPPolicy) m365.TAPPolicy { return p },
		},
		{
			"some groups, not others", `{"state":"enabled",` + times + `,"isUsableOnce":true,"includeTargets":[{"targetType":"group","id":"g1"},{"targetType":"group","id":"g2"}],"excludeTargets":[{"targetType":"group","id":"g3"}]}`,
			func(p m365.TAPPolicy) m365.TAPPolicy {
				p.OnceOnly, p.Groups, p.Excluded = true, []string{"g1", "g2"}, []string{"g3"}
				return p
			},
		},
		{
			"everybody goes before groups", `{"state":"enabled",` + times + `,"includeTargets":[{"id":"g1"},{"id":"all_users"}]}`,
			func(p m365.TAPPolicy) m365.TAPPolicy { return p },
		},
		{
			"nobody", `{"state":"disabled",` + times + `,"includeTargets":null,"excludeTargets":null}`,
			func(p m365.TAPPolicy) m365.TAPPolicy { p.Enabled = false; return p },
		},
		{
			"a state that is new", `{"state":"unknownFutureValue",` + times + `}`,
			func(p m365.TAPPolicy) m365.TAPPolicy { p.Enabled = false; return p },
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, page(test.answer))
			client, _ := fake.client(t)
			policy, err := client.TAPPolicy(t.Context(), contoso)
			require.NoError(t, err)
			require.Equal(t, test.want(allowed), policy)
		})
	}
}
