package graph_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

const (
	ursula  = "aaaaaaaa-0000-4000-8000-00000000000a"
	keepers = "bbbbbbbb-0000-4000-8000-00000000000b"
	globals = "cccccccc-0000-4000-8000-00000000000c"
	product = "dddddddd-0000-4000-8000-00000000000d"
)

var anyGUID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// A service of Microsoft's may write ids in capitals where another does not: they are the same objects.
func TestAnIDInCapitalsIsThatOfTheSameObject(t *testing.T) {
	ursulas := m365.UserKey{Tenant: contoso, ID: ursula}
	user := `{"id":"` + ursula + `","displayName":"Ursula","userPrincipalName":"ursula@contoso.com","assignedLicenses":[{"skuId":"` + product + `"}]}`
	for name, test := range map[string]struct {
		// capitals is what of the path of an answer in capitals begins with, beside the answers in small letters.
		capitals []string
		answers  map[string]string
		read     func(*graph.Client) (any, error)
	}{
		"the holder of a role": {
			[]string{"/roleManagement/directory/roleAssignments", "/groups/", "/directoryObjects", "/roleManagement/directory/roleEligibility", "/roleManagement/directory/roleDefinitions"},
			map[string]string{
				"/roleManagement/directory/roleDefinitions":                  `{"value":[{"id":"` + globals + `","templateId":"` + globals + `","displayName":"Global Administrator"}]}`,
				"/roleManagement/directory/roleAssignments":                  `{"value":[{"id":"1","principalId":"` + ursula + `","roleDefinitionId":"` + globals + `","directoryScopeId":"/"},{"id":"2","principalId":"` + keepers + `","roleDefinitionId":"` + globals + `","directoryScopeId":"/"}]}`,
				"/roleManagement/directory/roleEligibilityScheduleInstances": `{"value":[]}`,
				"/directoryObjects/getByIds":                                 `{"value":[{"id":"` + keepers + `","displayName":"Keepers"}]}`,
				"/groups/" + keepers + "/transitiveMembers":                  `{"value":[{"id":"` + ursula + `"}]}`,
			},
			func(c *graph.Client) (any, error) { return c.Roles(t.Context(), contoso) },
		},
		"a user of the list": {
			[]string{"/users"},
			map[string]string{"/users": `{"value":[` + user + `]}`},
			func(c *graph.Client) (any, error) {
				var all []m365.User
				err := c.EachUserPage(t.Context(), contoso, func(page []m365.User) error { all = append(all, page...); return nil })
				return all, err
			},
		},
		"a last sign-in": {
			[]string{"/users"},
			map[string]string{"/users": `{"value":[{"id":"` + ursula + `","signInActivity":{"lastSignInDateTime":"2026-11-20T10:00:00Z"}}]}`},
			func(c *graph.Client) (any, error) {
				var all []m365.LastSignIn
				err := c.EachLastSignIn(t.Context(), contoso, time.Time{}, func(page []m365.LastSignIn) error { all = append(all, page...); return nil })
				return all, err
			},
		},
		"the user that was asked for": {
			[]string{"/users"},
			map[string]string{"/users/": user},
			func(c *graph.Client) (any, error) { return c.User(t.Context(), ursulas) },
		},
		"a group that gives a license": {
			[]string{"/directoryObjects"},
			map[string]string{
				"/users/" + ursula + "/licenseDetails": `{"value":[{"skuId":"` + product + `","skuPartNumber":"SPB","servicePlans":[]}]}`,
				"/users/" + ursula:                     `{"id":"` + ursula + `","licenseAssignmentStates":[{"skuId":"` + product + `","assignedByGroup":"` + keepers + `","state":"Active"}]}`,
				"/directoryObjects/getByIds":           `{"value":[{"id":"` + keepers + `","displayName":"Keepers"}]}`,
			},
			func(c *graph.Client) (any, error) { return c.UserLicenses(t.Context(), ursulas) },
		},
		"a role of a user": {
			[]string{"/roleManagement/directory/roleAssignments"},
			map[string]string{
				"/users/": `{"value":[{"id":"` + keepers + `","displayName":"Keepers","isAssignableToRole":true}]}`,
				"/roleManagement/directory/roleEligibilityScheduleInstances": `{"value":[]}`,
				"/roleManagement/directory/roleAssignments":                  `{"value":[{"id":"2","principalId":"` + keepers + `","roleDefinitionId":"` + globals + `","directoryScopeId":"/","roleDefinition":{"id":"` + globals + `","templateId":"` + globals + `","displayName":"Global Administrator"}}]}`,
			},
			func(c *graph.Client) (any, error) { return c.UserRoles(t.Context(), ursulas) },
		},
		"a group of a user": {
			[]string{"/users/"},
			map[string]string{"/users/": `{"value":[{"id":"` + keepers + `","displayName":"Keepers","securityEnabled":true}]}`},
			func(c *graph.Client) (any, error) { return c.UserGroups(t.Context(), ursulas) },
		},
		"who holds access in a relationship": {
			[]string{"/tenantRelationships"},
			map[string]string{"/tenantRelationships": `{"value":[{"id":"1","status":"active","accessContainer":{"accessContainerId":"` + keepers + `"},"accessDetails":{"unifiedRoles":[{"roleDefinitionId":"` + globals + `"}]}}]}`},
			func(c *graph.Client) (any, error) { return c.AccessAssignments(t.Context(), contoso, "r") },
		},
		"a device that is owned and registered": {
			[]string{"/users/" + ursula + "/registeredDevices"},
			map[string]string{"/users/": `{"value":[{"id":"` + product + `","deviceId":"` + keepers + `","displayName":"PC","operatingSystem":"Windows"}]}`},
			func(c *graph.Client) (any, error) { return c.UserDevices(t.Context(), ursulas) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			read := func(capitals ...string) any {
				fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
					path := strings.TrimPrefix(r.URL.Path, "/v1.0")
					answer, longest := graphError("Request_ResourceNotFound", "no such path"), -1
					for begins, one := range test.answers {
						if strings.HasPrefix(strings.ToLower(path), strings.ToLower(begins)) && len(begins) > longest {
							answer, longest = one, len(begins)
						}
					}
					for _, begins := range capitals {
						if strings.HasPrefix(path, begins) {
							answer = anyGUID.ReplaceAllStringFunc(answer, strings.ToUpper)
						}
					}
					writeJSON(w, 200, answer)
				})
				client, _ := fake.client(t)
				got, err := test.read(client)
				require.NoError(t, err)
				return got
			}
			require.Equal(t, read(), read(test.capitals...))
		})
	}
}

func TestAMarkThatTellsOfAUserInCapitalsTellsOfTheSameUser(t *testing.T) {
	for _, change := range []string{`{"id":"%","displayName":"Ursula"}`, `{"id":"%","@removed":{"reason":"deleted"}}`} {
		fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
			value := ""
			if !strings.Contains(r.URL.RawQuery, "latest") {
				value = strings.ReplaceAll(change, "%", strings.ToUpper(ursula))
			}
			writeJSON(w, 200, `{"value":[`+value+`],"@odata.deltaLink":"http://`+r.Host+`/v1.0/users/delta()?$deltatoken=1"}`)
		})
		client, _ := fake.client(t)
		mark, err := client.UserMark(t.Context(), contoso)
		require.NoError(t, err)
		var told []m365.UserChange
		_, err = client.EachChangedUsers(t.Context(), contoso, mark, func(page []m365.UserChange) error { told = append(told, page...); return nil })
		require.NoError(t, err)
		require.Len(t, told, 1)
		require.Equal(t, ursula, told[0].ID)
	}
}

func TestAUserWhoseIDCouldBeThatOfSomethingElseIsNoAnswer(t *testing.T) {
	for _, id := range []string{
		".", "..", "../me", "a/b", `a\\b`, " ", "a b", `a\u0000b`, `a\nb`, `a\u202eb`, `a\u200bb`, `\ufeffa`, `a\ud83d`, "a?b", "a#b", "a%2Fb",
	} {
		element := `{"id":"` + id + `","userPrincipalName":"a@contoso.com","createdDateTime":"2020-01-01T00:00:00Z"}`
		_, client, mark := changing(t, func(w http.ResponseWriter, r *http.Request, _ int) {
			writeJSON(w, 200, own(r, `{"value":[`+element+`],`+changesEnd+`}`))
		})
		_, _, err := changesOf(t, client, contoso, mark)
		require.True(t, call.Is(err, call.Malformed), "what changed, %q: %v", id, err)
		require.True(t, call.Is(users(client), call.Malformed), "the list, %q", id)
		err = client.EachLastSignIn(t.Context(), contoso, time.Time{}, func([]m365.LastSignIn) error { return nil })
		require.True(t, call.Is(err, call.Malformed), "last sign-ins, %q: %v", id, err)
	}
}
