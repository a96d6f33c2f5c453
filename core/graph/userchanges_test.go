package graph_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// changesOf reads what changed since a mark, every change by itself.
func changesOf(t *testing.T, client *graph.Client, tenant m365.TenantID, mark string) (changes []m365.UserChange, next string, err error) {
	t.Helper()
	next, err = client.EachChangedUsers(t.Context(), tenant, mark, func(page []m365.UserChange) error {
		changes = append(changes, page...)
		return nil
	})
	return changes, next, err
}

const everyField = `"displayName":"Zoë","givenName":"Zoë","surname":"Ünal","userPrincipalName":"zoe@contoso.com",
"mail":"zoe@contoso.com","mailNickname":"zoe","userType":"Guest","accountEnabled":false,"jobTitle":"Boss",
"companyName":"Contoso","department":"Sales","employeeId":"7","employeeType":"Full","employeeHireDate":"2020-01-02T00:00:00Z",
"officeLocation":"1/2","streetAddress":"Street 1","city":"Kyiv","state":"S","postalCode":"01001","country":"Ukraine",
"businessPhones":["+1 2","+1 3"],"mobilePhone":"+1 4","usageLocation":"UA","createdDateTime":"2019-05-06T07:08:09.123Z",
"lastPasswordChangeDateTime":"2025-01-01T02:00:00+02:00","onPremisesSyncEnabled":true,"proxyAddresses":["smtp:Z@contoso.com"],"assignedLicenses":[{"skuId":"s1"},{"skuId":"s2"}]`

func TestAChangePutsInWhatItTellsAndLeavesTheRest(t *testing.T) {
	var list, told string
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		body := list
		if strings.Contains(r.URL.Path, "delta") {
			body = told
		}
		writeJSON(w, 200, `{"value":[`+body+`],"@odata.deltaLink":"http://`+r.Host+`/v1.0/users/delta()?$deltatoken=next"}`)
	})
	client, _ := fake.client(t)
	mark, err := client.UserMark(t.Context(), contoso)
	require.NoError(t, err)
	list = `{"id":"u1",` + everyField + `}`
	var whole m365.User
	require.NoError(t, client.EachUserPage(t.Context(), contoso, func(page []m365.User) error {
		whole = page[0]
		return nil
	}))
	tell := func(change string) m365.UserChange {
		told = change
		changes, _, err := changesOf(t, client, contoso, mark)
		require.NoError(t, err)
		require.Len(t, changes, 1)
		return changes[0]
	}
	apply := func(change string, user m365.User) m365.User {
		tell(change).Apply(&user)
		return user
	}
	require.True(t, tell(list).Complete)
	require.False(t, tell(`{"id":"u1"}`).Complete)
	require.False(t, tell(`{"id":"u1","userPrincipalName":"zoe@contoso.com","displayName":"Zoë"}`).Complete, "who is known by a name is not known")
	require.Empty(t, cmp.Diff(whole, apply(list, m365.User{})), "as the list gives the user")
	kept := m365.User{LastSignIn: time.Unix(1.7e9, 0), Roles: []string{"r"}, Licenses: []string{"l"}}
	with := whole
	with.LastSignIn, with.Roles, with.Licenses = kept.LastSignIn, kept.Roles, kept.Licenses
	require.Empty(t, cmp.Diff(with, apply(`{"id":"u1"}`, with)), "nothing told is nothing changed")
	inside := `{"id":"u1","other":{"jobTitle":null,"more":[{"department":null}]},"note":"they said \"city\": none \\"}`
	require.Empty(t, cmp.Diff(with, apply(inside, with)), "what stands inside of a value is not told of the user")
	for _, part := range strings.Split(strings.ReplaceAll(everyField, "\n", ""), `,"`) {
		if name, _, found := strings.Cut(strings.TrimPrefix(part, `"`), `":`); found && name != "skuId" && !strings.Contains(part, "+1 3") {
			cleared := apply(`{"id":"u1","`+name+`":null}`, with)
			before, after := reflect.ValueOf(with), reflect.ValueOf(cleared)
			different := 0
			for i := range before.NumField() {
				if !reflect.DeepEqual(before.Field(i).Interface(), after.Field(i).Interface()) {
					different++
					require.True(t, after.Field(i).IsZero() || after.Type().Field(i).Name == "Type", name)
				}
			}
			require.Equal(t, 1, different, "null takes %s away, and nothing else", name)
		}
	}
}

func TestTheSimulatedCloudTellsWhatChanged(t *testing.T) {
	s := newSimulated(t, nil)
	tenant, inside := s.tenant(0)
	mark, err := s.client.UserMark(t.Context(), tenant)
	require.NoError(t, err)
	users := s.users(inside)
	_, err = inside.ChangeUser(users[20].Slot, func(u *directory.User) error { u.JobTitle, u.City = "Boss", ""; return nil })
	require.NoError(t, err)
	_, err = inside.ChangeUser(users[21].Slot, func(u *directory.User) error { u.Deleted = simulatedNow; return nil })
	require.NoError(t, err)
	for _, rule := range []fault.Rule{{}, {Kind: fault.Replayed}, {Kind: fault.EmptyPage, Times: 2}} {
		s.faults.Clear()
		if rule.Kind != "" {
			_, err := s.faults.Add(rule)
			require.NoError(t, err)
		}
		changes, next, err := changesOf(t, s.client, tenant, mark)
		require.NoError(t, err, rule.Kind)
		require.NotEmpty(t, next)
		gone := map[string]bool{}
		for _, one := range changes {
			gone[one.ID] = one.Gone
		}
		require.Equal(t, map[string]bool{users[20].ID: false, users[21].ID: true}, gone)
		var user m365.User
		changes[0].Apply(&user)
		require.Equal(t, "Boss", user.JobTitle)
		s.requests()
		changes, _, err = changesOf(t, s.client, tenant, next)
		require.NoError(t, err)
		require.Empty(t, changes)
		require.Equal(t, 1, s.requests(), "one request where nothing changed")
	}
	for _, rule := range []fault.Rule{{Kind: fault.ExpiredDelta}, {Kind: fault.Unlinked}, {Kind: fault.Circle}, {Kind: fault.Endless}, {Kind: fault.NullElement}} {
		s.faults.Clear()
		_, err := s.faults.Add(rule)
		require.NoError(t, err)
		_, _, err = changesOf(t, s.client, tenant, mark)
		require.NotNil(t, call.As(err), rule.Kind)
		require.False(t, call.Is(err, call.Network, call.Throttled, call.Unauthorized), "%s: %v", rule.Kind, err)
	}
}

func TestAMarkThatIsNotOfThisReadingIsRefused(t *testing.T) {
	fake := newFakeGraph(t, estate.handle)
	client, _ := fake.client(t)
	mark, err := client.UserMark(t.Context(), contoso)
	require.NoError(t, err)
	for name, odd := range map[string]string{
		"none":                 "",
		"of other fields":      "00000000 " + strings.SplitN(mark, " ", 2)[1],
		"of another host":      strings.Replace(mark, strings.TrimPrefix(fake.URL, "http://"), "evil.example", 1),
		"which is no address":  strings.SplitN(mark, " ", 2)[0] + " ://%zz",
		"which is no link yet": strings.SplitN(mark, " ", 2)[0] + " ",
	} {
		before := len(fake.requests())
		_, _, err := changesOf(t, client, contoso, odd)
		require.NotNil(t, call.As(err), name)
		require.Len(t, fake.requests(), before, name)
	}
}

func TestLastSignInsAreReadOfAllOrThoseSince(t *testing.T) {
	s := newSimulated(t, nil)
	tenant, inside := s.tenant(0)
	users := s.users(inside)
	require.NoError(t, inside.SignIn(users[20].Slot, simulatedNow.Add(-time.Minute)))
	read := func(since time.Time) map[string]time.Time {
		found := map[string]time.Time{}
		require.NoError(t, s.client.EachLastSignIn(t.Context(), tenant, since, func(page []m365.LastSignIn) error {
			for _, one := range page {
				found[one.ID] = one.At
			}
			return nil
		}))
		return found
	}
	all := read(time.Time{})
	require.Len(t, all, len(users))
	require.Equal(t, users[10].LastGood.UTC(), all[users[10].ID])
	recent := read(simulatedNow.Add(-time.Hour))
	require.Equal(t, simulatedNow.Add(-time.Minute), recent[users[20].ID])
	require.Less(t, len(recent), len(all))
}

func TestOfASignInTheLastSuccessCounts(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	for activity, want := range map[string]time.Time{
		`{"lastSignInDateTime":"2026-01-03T00:00:00Z","lastNonInteractiveSignInDateTime":"2026-01-02T00:00:00Z","lastSuccessfulSignInDateTime":"2026-01-01T00:00:00Z"}`: day(1),
		`{"lastSignInDateTime":"2026-01-03T00:00:00Z","lastSuccessfulSignInDateTime":null}`:                                                                             day(3),
		`{"lastNonInteractiveSignInDateTime":"2026-01-02T00:00:00Z"}`:                                                                                                   day(2),
		`null`: {},
	} {
		fake := newFakeGraph(t, page(`{"value":[{"id":"u1","signInActivity":`+activity+`}]}`))
		client, _ := fake.client(t)
		require.NoError(t, client.EachLastSignIn(t.Context(), contoso, time.Time{}, func(page []m365.LastSignIn) error {
			require.Equal(t, []m365.LastSignIn{{ID: "u1", At: want}}, page)
			return nil
		}))
	}
}

func TestWhoSignedInSinceHasATimeOrIsLeftAsKnown(t *testing.T) {
	client, _ := newFakeGraph(t, page(`{"value":[{"id":"a"},{"id":"b","signInActivity":null},{"id":"c","signInActivity":{}},
		{"id":"d","signInActivity":{"lastSignInDateTime":"0001-01-01T00:00:00Z"}},
		{"id":"e","signInActivity":{"lastSignInDateTime":"2026-11-20T12:00:00+02:00"}}]}`)).client(t)
	for since, want := range map[time.Time]int{{}: 5, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC): 1} {
		require.NoError(t, client.EachLastSignIn(t.Context(), contoso, since, func(page []m365.LastSignIn) error {
			require.Len(t, page, want)
			require.Equal(t, m365.LastSignIn{ID: "e", At: time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)}, page[want-1])
			return nil
		}))
	}
}
