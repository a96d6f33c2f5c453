package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func userPage(next string, ids ...string) string {
	users := make([]string, len(ids))
	for i, id := range ids {
		users[i] = fmt.Sprintf(`{"id":%q,"displayName":"User %s","accountEnabled":true}`, id, id)
	}
	link := ""
	if next != "" {
		link = fmt.Sprintf(`,"@odata.nextLink":%q`, next)
	}
	return fmt.Sprintf(`{"@odata.context":"c","value":[%s]%s}`, strings.Join(users, ","), link)
}

func readIDs(client *graph.Client) (ids []string, err error) {
	err = client.EachUserPage(context.Background(), contoso, func(page []m365.User) error {
		for _, user := range page {
			ids = append(ids, user.Key.ID)
		}
		return nil
	})
	return ids, err
}

func TestUsersAreReadToTheLastPageInOrderWhateverThePagesHold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(0, 7), 1, 12).Draw(rt, "page sizes")
		var fake *fakeGraph
		fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
			number, _ := strconv.Atoi(r.URL.Query().Get("$skiptoken"))
			var ids []string
			for i := range sizes[number] {
				ids = append(ids, fmt.Sprintf("%d-%d", number, i))
			}
			next := ""
			if number+1 < len(sizes) {
				next = fmt.Sprintf("%s/v1.0/users?$skiptoken=%d&opaque=a%%2Fb+c", fake.URL, number+1)
			}
			writeJSON(w, 200, userPage(next, ids...))
		})
		defer fake.Close()
		client, _ := fake.client(t)
		ids, err := readIDs(client)
		require.NoError(rt, err)
		var want []string
		for number, size := range sizes {
			for i := range size {
				want = append(want, fmt.Sprintf("%d-%d", number, i))
			}
		}
		require.Equal(rt, want, ids)
		require.Len(rt, fake.requests(), len(sizes))
		for number, request := range fake.requests()[1:] {
			require.Equal(rt, fmt.Sprintf("$skiptoken=%d&opaque=a%%2Fb+c", number+1), request.query, "a page link is followed as it is")
		}
	})
}

func TestAUserKeepsEveryFieldThatMicrosoftGives(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 200, `{"@odata.nextLink":null,"value":[{"@odata.type":"#microsoft.graph.user","unknown":{"deep":[{}]},
"id":"u1","displayName":"Zoë \"Z\" Ünal","givenName":"Zoë","surname":"Ünal","userPrincipalName":"zoe@contoso.com",
"mail":"zoe@contoso.com","mailNickname":"zoe","userType":"Guest","accountEnabled":false,"jobTitle":"Boss",
"companyName":"Contoso","department":"Sales","employeeId":"7","employeeType":"Full","employeeHireDate":"2020-01-02T00:00:00Z",
"officeLocation":"1/2","streetAddress":"Street 1","city":"Kyiv","state":"S","postalCode":"01001","country":"Ukraine",
"businessPhones":["+1 2","+1 3"],"mobilePhone":"+1 4","usageLocation":"UA","createdDateTime":"2019-05-06T07:08:09.123Z",
"lastPasswordChangeDateTime":"2025-01-01T02:00:00+02:00","onPremisesSyncEnabled":true,"proxyAddresses":["smtp:Z@contoso.com"],
"assignedLicenses":[{"disabledPlans":["p"],"skuId":"s1"},{"disabledPlans":[],"skuId":"s2"}]},
{"id":"u2","displayName":null,"userType":null,"accountEnabled":true,"businessPhones":[],"onPremisesSyncEnabled":null,"assignedLicenses":null,
"createdDateTime":"0001-01-01T00:00:00Z","lastPasswordChangeDateTime":"soon"},
{"id":"u3"}]}`)
	})
	client, _ := fake.client(t)
	var got []m365.User
	err := client.EachUserPage(context.Background(), contoso, func(page []m365.User) error {
		got = append(got, page...)
		return nil
	})
	require.NoError(t, err)
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	want := []m365.User{{
		Key: m365.UserKey{Tenant: contoso, ID: "u1"}, DisplayName: `Zoë "Z" Ünal`, GivenName: "Zoë", Surname: "Ünal",
		UserPrincipalName: "zoe@contoso.com", Mail: "zoe@contoso.com", MailNickname: "zoe", Type: m365.Guest, SignIn: m365.Blocked,
		JobTitle: "Boss", CompanyName: "Contoso", Department: "Sales", EmployeeID: "7", EmployeeType: "Full",
		EmployeeHireDate: day(2020, 1, 2), OfficeLocation: "1/2", StreetAddress: "Street 1", City: "Kyiv", State: "S",
		PostalCode: "01001", Country: "Ukraine", BusinessPhone: "+1 2", MobilePhone: "+1 4", UsageLocation: "UA",
		Created: time.Date(2019, 5, 6, 7, 8, 9, 123e6, time.UTC), LastPasswordReset: day(2025, 1, 1),
		OnPremisesSynced: true, SKUs: []string{"s1", "s2"}, Aliases: []string{"z@contoso.com"},
	}, {
		Key: m365.UserKey{Tenant: contoso, ID: "u2"}, Type: m365.Member, SignIn: m365.Allowed, SKUs: []string{},
	}, {
		Key: m365.UserKey{Tenant: contoso, ID: "u3"}, Type: m365.Member, SKUs: []string{},
	}}
	require.Empty(t, cmp.Diff(want, got))
}

func TestTheBeginningOfACalendarMeansNever(t *testing.T) {
	for _, never := range []string{
		"0001-01-01T00:00:00Z", "1601-01-01T00:00:00Z", "1600-12-31T16:00:00-08:00", "1899-12-30T00:00:00Z",
		"1900-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.001Z", "1969-12-31T16:00:00-08:00", "1970-01-01T01:00:00Z",
	} {
		fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, 200, fmt.Sprintf(`{"value":[{"id":"u1","createdDateTime":%[1]q,"employeeHireDate":%[1]q,"lastPasswordChangeDateTime":%[1]q,
				"signInActivity":{"lastSuccessfulSignInDateTime":%[1]q,"lastSignInDateTime":%[1]q}}]}`, never))
		})
		client, _ := fake.client(t)
		err := client.EachUserPage(t.Context(), contoso, func(page []m365.User) error {
			for _, at := range []time.Time{page[0].Created, page[0].EmployeeHireDate, page[0].LastPasswordReset} {
				require.True(t, at.IsZero(), "%s is %s", never, at)
			}
			return nil
		})
		require.NoError(t, err)
		err = client.EachLastSignIn(t.Context(), contoso, time.Time{}, func(page []m365.LastSignIn) error {
			require.True(t, page[0].At.IsZero(), "%s is %s", never, page[0].At)
			return nil
		})
		require.NoError(t, err)
	}
}

func TestAUsernameOfAnotherTenantIsAGuestWhereMicrosoftGivesNoType(t *testing.T) {
	for _, test := range []struct {
		word, username string
		want           m365.UserType
	}{
		{`null`, "bob_fabrikam.com#EXT#@contoso.onmicrosoft.com", m365.Guest},
		{`""`, "bob_fabrikam.com#ext#@contoso.onmicrosoft.com", m365.Guest},
		{`"Member"`, "bob_fabrikam.com#EXT#@contoso.onmicrosoft.com", m365.Member},
		{`"guest"`, "bob@contoso.com", m365.Guest},
		{`null`, "bob@contoso.com", m365.Member},
	} {
		fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, 200, fmt.Sprintf(`{"value":[{"id":"u1","userType":%s,"userPrincipalName":%q}]}`, test.word, test.username))
		})
		client, _ := fake.client(t)
		err := client.EachUserPage(t.Context(), contoso, func(page []m365.User) error {
			require.Equal(t, test.want, page[0].Type, "%s %s", test.word, test.username)
			return nil
		})
		require.NoError(t, err)
	}
}

func TestUsersAreCounted(t *testing.T) {
	s := newSimulated(t, nil)
	tenant, inside := s.tenant(0)
	count, err := s.client.UserCount(t.Context(), tenant)
	require.NoError(t, err)
	require.Len(t, s.users(inside), count)
	fake := newFakeGraph(t, page(`{"value":[]}`))
	client, _ := fake.client(t)
	_, err = client.UserCount(t.Context(), contoso)
	require.True(t, call.Is(err, call.Malformed), "no count is not zero: %v", err)
	require.Equal(t, []string{"eventual"}, fake.requests()[0].header["Consistencylevel"])
}

func TestUsersKeptFromOnePageAreNotChangedByTheNext(t *testing.T) {
	var fake *fakeGraph
	fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		page, next := "1", fake.URL+"/v1.0/users?page=2"
		if r.URL.Query().Get("page") != "" {
			page, next = "2", ""
		}
		writeJSON(w, 200, fmt.Sprintf(`{"value":[{"id":"u%s","assignedLicenses":[{"skuId":"sku-%s"}]}],"@odata.nextLink":%q}`, page, page, next))
	})
	client, _ := fake.client(t)
	var kept []m365.User
	err := client.EachUserPage(context.Background(), contoso, func(page []m365.User) error {
		kept = append(kept, page...)
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, []string{"sku-1"}, kept[0].SKUs)
	require.Equal(t, []string{"sku-2"}, kept[1].SKUs)
}

func TestUsersAreAskedForInLargestPagesAndWithoutHeavyFields(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, userPage("")) })
	client, _ := fake.client(t)
	_, err := readIDs(client)
	require.NoError(t, err)
	require.NoError(t, client.EachLastSignIn(t.Context(), contoso, time.Time{}, func([]m365.LastSignIn) error { return nil }))
	requests := fake.requests()
	plain, err := url.ParseQuery(requests[0].query)
	require.NoError(t, err)
	withActivity, err := url.ParseQuery(requests[1].query)
	require.NoError(t, err)
	require.Equal(t, "999", plain.Get("$top"))
	require.Equal(t, "500", withActivity.Get("$top"))
	require.NotContains(t, plain.Get("$select"), "licenseAssignmentStates")
	require.NotContains(t, plain.Get("$select"), "signInActivity")
	require.Contains(t, withActivity.Get("$select"), "signInActivity")
	require.Equal(t, "/v1.0/users", requests[0].path)
}

func TestAListThatIsRefusedAltogetherIsDenied(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 403, graphError("Authorization_RequestDenied", "Insufficient privileges to complete the operation."))
	})
	client, _ := fake.client(t)
	_, err := readIDs(client)
	require.True(t, call.Is(err, call.Denied), "%v", err)
}
