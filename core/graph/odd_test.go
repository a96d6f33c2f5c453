package graph_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestAnAnswerThatBeginsWithAByteOrderMarkIsRead(t *testing.T) {
	marked := func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
			writeJSON(w, 201, "\ufeff"+`{"@odata.context":"x","id":"`+ursula+`"}`)
		case strings.HasSuffix(r.URL.Path, "/organization"):
			writeJSON(w, 200, "\ufeff"+organizationFor(r))
		default:
			writeJSON(w, 200, "\ufeff"+`{"id":"adele","value":[{"id":"g","displayName":"Group"}]}`)
		}
	}
	client, _ := newFakeGraph(t, marked).client(t)
	found, err := client.Organization(t.Context(), contoso)
	require.NoError(t, err)
	require.Equal(t, "Contoso", found.Name)
	groups, err := client.UserGroups(t.Context(), adele)
	require.NoError(t, err)
	require.Len(t, groups, 1)
	answer, err := client.Send(t.Context(), contoso, call.CreateUser(map[string]any{"userPrincipalName": "u@contoso.com"}, m365.NewSecret("secret"), true))
	require.NoError(t, err)
	require.Equal(t, ursula, answer.ID)
}

func TestAMarkAloneIsNoAnswer(t *testing.T) {
	for _, content := range []string{"\ufeff", "\ufeff\ufeff{}", "\xef\xbb", "\xff\xfe{\x00}\x00"} {
		client, _ := newFakeGraph(t, page(content)).client(t)
		_, err := client.UserGroups(t.Context(), adele)
		require.NotNil(t, call.As(err), "%q: %v", content, err)
	}
}

func TestOnlyTheStatusesThatGraphGivesAreGood(t *testing.T) {
	for _, status := range []int{203, 205, 206, 207, 208, 226, 250, 299} {
		fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, status, `{"@odata.context":"x","id":"adele","value":[{"id":"g","displayName":"Group"}]}`)
		})
		client, _ := fake.client(t)
		_, err := client.UserGroups(t.Context(), adele)
		require.True(t, call.Is(err, call.Malformed), "a read, %d: %v", status, err)
		_, err = client.Send(t.Context(), contoso, call.SetSignIn(ada, m365.Blocked))
		require.True(t, call.Is(err, call.Malformed), "a write, %d: %v", status, err)
		require.True(t, call.MayHaveHappened(err), "%d", status)
	}
}

func TestACodeCountsWhateverElseIsInTheEnvelope(t *testing.T) {
	for _, rest := range []string{
		`"message":null`, `"message":17`, `"message":{"lang":"en","value":"x"}`, `"details":null`, `"details":{}`, `"details":"x"`, `"details":[null]`,
		`"details":[{"code":5}]`, `"innerError":null`, `"innerError":"x"`, `"innerError":[]`, `"innerError":{"request-id":5}`,
		`"innererror":{"innererror":{"code":7}}`, `"target":null`,
	} {
		for _, envelope := range []string{`{"error":{"code":"Authorization_RequestDenied",` + rest + `}}`, `{"error":{` + rest + `,"code":"Authorization_RequestDenied"}}`} {
			client, _ := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 403, envelope) }).client(t)
			_, err := client.Send(t.Context(), contoso, call.SetSignIn(ada, m365.Blocked))
			require.True(t, call.Is(err, call.Denied), "%s: %v", envelope, err)
			require.False(t, call.MayHaveHappened(err), envelope)
		}
	}
}

func TestAnAnswerAboutAnotherObjectIsNoneToAWrite(t *testing.T) {
	for name, test := range map[string]struct {
		request       call.Request
		other, itself string
	}{
		"a user that is created": {
			call.CreateUser(map[string]any{"userPrincipalName": "u@contoso.com"}, m365.NewSecret("secret"), true),
			`{"id":"` + ada + `","userPrincipalName":"other@contoso.com"}`, `{"id":"` + ada + `","userPrincipalName":"U@Contoso.com"}`,
		},
		"a user that is restored":    {call.RestoreUser(ada), `{"id":"` + ursula + `"}`, `{"id":"` + strings.ToUpper(ada) + `"}`},
		"a user who gets a license":  {call.AssignLicenses(ada, nil, []string{product}), `{"id":"` + ursula + `"}`, `{"id":"` + ada + `"}`},
		"the holder of a role":       {call.AddRole(ada, globals, "/"), `{"id":"1","principalId":"` + ursula + `"}`, `{"id":"1","principalId":"` + ada + `"}`},
		"a user made a moment ago":   {call.AddRole(call.NewUser, globals, "/").For(ada), `{"id":"1","principalId":"` + ursula + `"}`, `{"id":"1","principalId":"` + ada + `"}`},
		"a key of BitLocker":         {call.ReadRecoveryKey(product), `{"id":"` + keepers + `","key":"1-2"}`, `{"id":"` + product + `","key":"1-2"}`},
		"the password of a computer": {call.ReadLocalPassword(product), `{"id":"` + keepers + `","credentials":[{"passwordBase64":"eA=="}]}`, `{"credentials":[{"passwordBase64":"eA=="}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			client, _ := newFakeGraph(t, page(test.other)).client(t)
			answer, err := client.Send(t.Context(), contoso, test.request)
			require.True(t, call.Is(err, call.Malformed), "%v", err)
			require.True(t, call.MayHaveHappened(err))
			require.Equal(t, call.Answer{}, answer, "nothing of it is shown")
			client, _ = newFakeGraph(t, page(test.itself)).client(t)
			_, err = client.Send(t.Context(), contoso, test.request)
			require.NoError(t, err)
		})
	}
}

func TestTheAnswerTellsWhatWasAcceptedFromWhatIsDone(t *testing.T) {
	for status, accepted := range map[int]bool{200: false, 201: false, 202: true, 204: false} {
		client, _ := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("request-id", "r")
			w.WriteHeader(status)
		}).client(t)
		answer, err := client.Send(t.Context(), contoso, call.SetSignIn(ada, m365.Blocked))
		require.NoError(t, err)
		require.Equal(t, accepted, answer.Accepted, "%d", status)
	}
}

func TestAListThatIsNotFilteredShowsNothingOfOthers(t *testing.T) {
	for name, test := range map[string]struct {
		property string
		read     func(*graph.Client, string) (any, error)
	}{
		"the sign-ins of a user": {"userId", func(c *graph.Client, of string) (any, error) {
			return c.UserSignIns(t.Context(), m365.UserKey{Tenant: contoso, ID: of}, time.Time{})
		}},
		"the keys of a device":           {"deviceId", func(c *graph.Client, of string) (any, error) { return c.RecoveryKeys(t.Context(), contoso, of) }},
		"the consents of an application": {"clientId", func(c *graph.Client, of string) (any, error) { return c.Grants(t.Context(), contoso, of) }},
		"the applications of a name":     {"displayName", func(c *graph.Client, of string) (any, error) { return c.Registrations(t.Context(), contoso, of) }},
	} {
		t.Run(name, func(t *testing.T) {
			for _, others := range []string{ursula, ursula + "2"} {
				client, _ := newFakeGraph(t, page(`{"value":[{"id":"1","consentType":"AllPrincipals","`+test.property+`":"`+strings.ToUpper(keepers)+`"},
					{"id":"2","consentType":"AllPrincipals","`+test.property+`":"`+others+`"}]}`)).client(t)
				found, err := test.read(client, keepers)
				require.True(t, call.Is(err, call.Malformed), "%v", err)
				require.Empty(t, found)
			}
			client, _ := newFakeGraph(t, page(`{"value":[{"id":"1","consentType":"AllPrincipals","`+test.property+`":"`+strings.ToUpper(keepers)+`"}]}`)).client(t)
			found, err := test.read(client, keepers)
			require.NoError(t, err)
			require.Len(t, found, 1)
		})
	}
}

func TestASignInOfWhichNothingIsSaidDidNotSucceed(t *testing.T) {
	for _, status := range []string{`null`, `{}`, `{"errorCode":null}`} {
		client, _ := newFakeGraph(t, page(`{"value":[{"id":"1","status":`+status+`}]}`)).client(t)
		signIns, err := client.UserSignIns(t.Context(), adele, time.Time{})
		require.NoError(t, err)
		require.Empty(t, signIns[0].Outcome, status)
	}
}

func TestAListThatEndsInAnErrorIsNotTakenForTheWhole(t *testing.T) {
	for _, ends := range []string{`"error":{"code":"generalException","message":"failed in the middle"}`, `"error":{}`, `"@odata.count":1,"error":{"code":"x"}`} {
		client, _ := newFakeGraph(t, page(`{"value":[{"id":"g","displayName":"Group"}],`+ends+`}`)).client(t)
		groups, err := client.UserGroups(t.Context(), adele)
		require.True(t, call.Is(err, call.Incomplete), "%s: %v", ends, err)
		require.Empty(t, groups)
	}
}

func TestAPartOfAnotherTypeIsNoAnswerAndStaysOutOfTheError(t *testing.T) {
	for _, odd := range []string{
		`{"value":[{"id":"g","displayName":{"is":"Adele Vance"}}]}`, `{"value":[{"id":"g","displayName":["Adele Vance"]}]}`, `{"value":"Adele Vance"}`,
		`{"value":["Adele Vance"]}`, `{"value":[],"@odata.count":"Adele Vance"}`, `["Adele Vance"]`, `{"value":[]} "Adele Vance"`,
		`{"value":[{"id":"g","Created":"Adele Vance"}]}`, `{"value":[{"id":"g","accountEnabled":"Adele Vance"}]}`,
	} {
		client, _ := newFakeGraph(t, page(odd)).client(t)
		err := users(client)
		require.True(t, call.Is(err, call.Malformed), "%s: %v", odd, err)
		require.NotContains(t, err.Error(), "Adele")
	}
}

func TestHalfACharacterLosesNoUser(t *testing.T) {
	client, _ := newFakeGraph(t, page(`{"value":[{"id":"a","displayName":"Adele \ud83d"},{"id":"b","displayName":"Ada `+"\xff"+`"}]}`)).client(t)
	var names []string
	require.NoError(t, client.EachUserPage(t.Context(), contoso, func(page []m365.User) error {
		for _, user := range page {
			names = append(names, user.DisplayName)
		}
		return nil
	}))
	require.Equal(t, []string{"Adele \ufffd", "Ada \ufffd"}, names)
}

func TestAPartThatComesTwiceIsNoAnswer(t *testing.T) {
	for _, twice := range []string{
		`"value":[],"value":[{"id":"g"}]`, `"value":[{"id":"g"}],"value":[]`, `"value":[],"@odata.nextLink":"http://%/v1.0/a","@odata.nextLink":null`,
	} {
		client, _ := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
			writeJSON(w, 200, "{"+strings.ReplaceAll(twice, "%", r.Host)+"}")
		}).client(t)
		groups, err := client.UserGroups(t.Context(), adele)
		require.True(t, call.Is(err, call.Malformed), "%s: %v", twice, err)
		require.Empty(t, groups)
	}
}

func TestATimeIsReadInEveryFormThatGraphGives(t *testing.T) {
	day := time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"2026-02-03T04:05:06Z": day.Add(4*time.Hour + 5*time.Minute + 6*time.Second), "2026-02-03T04:05:06.5000000Z": day.Add(4*time.Hour + 5*time.Minute + 6*time.Second + 500*time.Millisecond),
		"2026-02-03T04:05:06": day.Add(4*time.Hour + 5*time.Minute + 6*time.Second), "2026-02-03T04:05:06.25": day.Add(4*time.Hour + 5*time.Minute + 6*time.Second + 250*time.Millisecond),
		"2026-02-03T02:00:00+02:00": day, "2026-02-03": day, "2026-02-30": {}, "0001-01-01": {}, "1601-01-01T00:00:00": {}, "yesterday": {}, "": {}, "2026": {},
		"9999-12-31T23:59:59Z": time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
	} {
		client, _ := newFakeGraph(t, page(`{"value":[{"id":"adele","signInActivity":{"lastSuccessfulSignInDateTime":"`+text+`"}}]}`)).client(t)
		require.NoError(t, client.EachLastSignIn(t.Context(), contoso, time.Time{}, func(page []m365.LastSignIn) error {
			require.Equal(t, want, page[0].At, text)
			return nil
		}))
	}
}

func TestWhatStandsInTheHeadersOfAnAnswerIsKeptAsFarAsAPersonCanReadIt(t *testing.T) {
	client, _ := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("request-id", "see \u202e"+strings.Repeat("a", 50_000))
		w.Header().Set("Content-Type", "text/"+strings.Repeat("a", 50_000))
		w.WriteHeader(400)
	}).client(t)
	_, err := client.UserGroups(t.Context(), adele)
	require.Less(t, len(call.Explain(err, "Contoso").Details()), 10_000)
	require.Empty(t, call.As(err).RequestID)
}

func TestAnErrorOfManyWordsIsKeptAsFarAsAPersonCanReadIt(t *testing.T) {
	long := strings.Repeat("word ", 10_000)
	details := strings.Repeat(`{"code":"InvalidValue","target":"x","message":"y"},`, 1000)
	client, _ := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 400, `{"error":{"code":"Request_BadRequest","message":"`+long+`","details":[`+strings.TrimSuffix(details, ",")+`]}}`)
	}).client(t)
	_, err := client.UserGroups(t.Context(), adele)
	require.True(t, call.Is(err, call.BadRequest), "%v", err)
	require.Less(t, len(err.Error()), 10_000)
}
