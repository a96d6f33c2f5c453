package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// pagesOf answers with pages of groups by the parameter "page", the first without one.
func pagesOf(t *testing.T, answer func(w http.ResponseWriter, page string, own string)) (*fakeGraph, *graph.Client) {
	t.Helper()
	var fake *fakeGraph
	fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		answer(w, r.URL.Query().Get("page"), fake.URL+"/v1.0/users/adele/memberOf/microsoft.graph.group?page=")
	})
	client, _ := fake.client(t)
	return fake, client
}

func groupsPage(next string, ids ...string) string {
	objects := make([]string, len(ids))
	for i, id := range ids {
		objects[i] = fmt.Sprintf(`{"id":%q,"displayName":"Group %s","mailEnabled":false,"securityEnabled":true,"groupTypes":[]}`, id, id)
	}
	return fmt.Sprintf(`{"value":[%s],"@odata.nextLink":%q}`, strings.Join(objects, ","), next)
}

var adele = m365.UserKey{Tenant: contoso, ID: "adele"}

func TestAListWhosePageExpiredBeginsAgain(t *testing.T) {
	for name, refusal := range map[string]func(http.ResponseWriter){
		"the directory's": func(w http.ResponseWriter) {
			writeJSON(w, 400, graphError("Directory_ExpiredPageToken", "The specified page token value has expired and can no longer be included in your request."))
		},
		"a token that is no good": func(w http.ResponseWriter) { writeJSON(w, 400, graphError("BadRequest", "Skip token is invalid.")) },
		"a continuation that ended": func(w http.ResponseWriter) {
			writeJSON(w, 400, graphError("BadRequest", "The continuation token has expired."))
		},
		"an odd value": func(w http.ResponseWriter) {
			writeJSON(w, 400, graphError("Request_BadRequest", "Invalid value specified for '$skiptoken'."))
		},
		"a state that is not kept": func(w http.ResponseWriter) { writeJSON(w, 410, graphError("syncStateNotFound", "gone")) },
		"gone":                     func(w http.ResponseWriter) { writeJSON(w, 410, graphError("resyncRequired", "Resync required.")) },
	} {
		t.Run(name, func(t *testing.T) {
			expired := 1
			fake, client := pagesOf(t, func(w http.ResponseWriter, page, link string) {
				switch {
				case page == "":
					writeJSON(w, 200, groupsPage(link+"2", "a", "b"))
				case expired > 0:
					expired--
					refusal(w)
				default:
					writeJSON(w, 200, groupsPage("", "c"))
				}
			})
			groups, err := client.UserGroups(context.Background(), adele)
			require.NoError(t, err)
			require.Len(t, groups, 3)
			require.Len(t, fake.requests(), 4)
		})
	}
}

func TestAListThatExpiresForEverIsNeverTakenForWhole(t *testing.T) {
	fake, client := pagesOf(t, func(w http.ResponseWriter, page, link string) {
		if page == "" {
			writeJSON(w, 200, groupsPage(link+"2", "a"))
			return
		}
		writeJSON(w, 400, graphError("Directory_ExpiredPageToken", "expired"))
	})
	_, err := client.UserGroups(context.Background(), adele)
	require.True(t, call.Is(err, call.Incomplete), "%v", err)
	require.Len(t, fake.requests(), 6)
	require.NotContains(t, call.Explain(err, "Contoso").Sentence(), "report")
}

func TestTheFirstPageDoesNotExpire(t *testing.T) {
	fake, client := pagesOf(t, func(w http.ResponseWriter, _, _ string) {
		writeJSON(w, 400, graphError("Directory_ExpiredPageToken", "expired"))
	})
	_, err := client.UserGroups(context.Background(), adele)
	require.True(t, call.Is(err, call.BadRequest), "%v", err)
	require.Len(t, fake.requests(), 1)
}

func TestAListThatDoesNotComeToItsEndIsNoticed(t *testing.T) {
	for name, answer := range map[string]func(w http.ResponseWriter, page, link string){
		"a page that leads to itself": func(w http.ResponseWriter, _, link string) {
			writeJSON(w, 200, groupsPage(link+"2", "a", "b"))
		},
		"a page that comes again under another link": func(w http.ResponseWriter, page, link string) {
			writeJSON(w, 200, groupsPage(link+page+"x", "a", "b"))
		},
		"a page that comes again as the last one": func(w http.ResponseWriter, page, link string) {
			if page == "" {
				writeJSON(w, 200, groupsPage(link+"2", "a", "b"))
				return
			}
			writeJSON(w, 200, groupsPage("", "a", "b"))
		},
		"pages without an element for ever": func(w http.ResponseWriter, page, link string) {
			writeJSON(w, 200, groupsPage(link+page+"x"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := pagesOf(t, answer)
			_, err := client.UserGroups(context.Background(), adele)
			require.True(t, call.Is(err, call.Incomplete), "%v", err)
		})
	}
}

func TestAPageWithoutAnElementIsFollowed(t *testing.T) {
	_, client := pagesOf(t, func(w http.ResponseWriter, page, link string) {
		if page == "" {
			writeJSON(w, 200, groupsPage(link+"2"))
			return
		}
		writeJSON(w, 200, groupsPage("", "a"))
	})
	groups, err := client.UserGroups(context.Background(), adele)
	require.NoError(t, err)
	require.Len(t, groups, 1)
}

func TestAListShorterThanAnnouncedIsNoticed(t *testing.T) {
	_, client := pagesOf(t, func(w http.ResponseWriter, _, _ string) {
		writeJSON(w, 200, `{"@odata.count":3,"value":[{"id":"a"},{"id":"b"}]}`)
	})
	_, err := client.UserGroups(context.Background(), adele)
	require.True(t, call.Is(err, call.Incomplete), "%v", err)
	require.ErrorContains(t, err, "2 of 3")
}

func TestAPageOfCountlessElementsIsRefused(t *testing.T) {
	page := `{"value":[` + strings.TrimSuffix(strings.Repeat(`{"id":"a"},`, 30_000), ",") + `]}`
	_, client := pagesOf(t, func(w http.ResponseWriter, _, _ string) { writeJSON(w, 200, page) })
	_, err := client.UserGroups(context.Background(), adele)
	require.True(t, call.Is(err, call.TooLarge), "%v", err)
}

func TestAnElementThatIsNoneIsAnErrorOfItsTenant(t *testing.T) {
	for _, element := range []string{`null`, `{}`, `{"id":null}`, `{"id":""}`, `{"id":7}`, `[]`, `"a"`} {
		t.Run(element, func(t *testing.T) {
			fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, `{"value":[`+element+`]}`) })
			client, _ := fake.client(t)
			for name, read := range everyRead(client) {
				require.True(t, call.Is(read(), call.Malformed), "%s: %v", name, read())
			}
		})
	}
}

func TestAnAnswerThatIsNoneIsAnErrorOfItsTenant(t *testing.T) {
	for _, answer := range []string{`null`, `{}`, `[]`, `7`, `{"value":null}`, `{"value":{}}`, `{"value":7}`} {
		t.Run(answer, func(t *testing.T) {
			fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, answer) })
			client, _ := fake.client(t)
			for name, read := range everyRead(client) {
				require.True(t, call.Is(read(), call.Malformed), "%s: %v", name, read())
			}
		})
	}
}

func TestADomainThatIsNoneIsAnErrorOfItsTenant(t *testing.T) {
	for _, domains := range []string{`[null]`, `[{"name":7}]`, `7`, `[7]`} {
		fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, 200, `{"value":[{"id":"11111111-1111-1111-1111-111111111111","verifiedDomains":`+domains+`}]}`)
		})
		client, _ := fake.client(t)
		_, err := client.Organization(context.Background(), contoso)
		require.True(t, call.Is(err, call.Malformed), "%s: %v", domains, err)
	}
}

// everyRead are the reads of lists and objects, by name.
func everyRead(client *graph.Client) map[string]func() error {
	ctx := context.Background()
	one := func(_ any, err error) error { return err }
	return map[string]func() error{
		"organization":  func() error { _, err := client.Organization(ctx, contoso); return err },
		"SharePoint":    func() error { _, err := client.SharePointName(ctx, contoso); return err },
		"products":      func() error { _, err := client.SKUs(ctx, contoso); return err },
		"purchases":     func() error { _, err := client.Subscriptions(ctx, contoso); return err },
		"roles":         func() error { _, err := client.Roles(ctx, contoso); return err },
		"users":         func() error { return users(client) },
		"relationships": func() error { _, err := client.Relationships(ctx, contoso); return err },
		"my groups":     func() error { _, err := client.MyGroups(ctx, contoso); return err },
		"assignments":   func() error { _, err := client.AccessAssignments(ctx, contoso, "r"); return err },
		"user":          func() error { return one(client.User(ctx, adele)) },
		"user's groups": func() error { _, err := client.UserGroups(ctx, adele); return err },
		"devices":       func() error { _, err := client.UserDevices(ctx, adele); return err },
		"methods":       func() error { _, err := client.UserMethods(ctx, adele); return err },
		"policy":        func() error { return one(client.TAPPolicy(ctx, contoso)) },
		"group":         func() error { return one(client.Group(ctx, contoso, "g")) },
	}
}

func users(client *graph.Client) error {
	_, err := readIDs(client)
	return err
}

func TestACastThatWantsTheAdvancedEngineIsAskedOnceMoreAndRemembered(t *testing.T) {
	var fake *fakeGraph
	fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("ConsistencyLevel") != "eventual" || r.URL.Query().Get("$count") != "true" {
			writeJSON(w, 400, graphError("Request_UnsupportedQuery", "Unsupported Query."))
			return
		}
		if r.URL.Query().Has("$skiptoken") {
			writeJSON(w, 200, groupsPage("", "b"))
			return
		}
		writeJSON(w, 200, groupsPage(fake.URL+r.URL.Path+"?$count=true&$skiptoken=2", "a"))
	})
	client, _ := fake.client(t)
	for range 2 {
		groups, err := client.UserGroups(t.Context(), adele)
		require.NoError(t, err)
		require.Len(t, groups, 2)
	}
	require.Len(t, fake.requests(), 5, "the second time it is known")
	_, err := client.UserGroups(t.Context(), m365.UserKey{Tenant: fabrikam, ID: "adele"})
	require.NoError(t, err)
	require.Len(t, fake.requests(), 8, "another tenant is asked by itself")
}

func TestACastThatWantsTheAdvancedEngineInTheMiddleGivesNothingTwice(t *testing.T) {
	var fake *fakeGraph
	fake = newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !r.URL.Query().Has("$skiptoken"):
			writeJSON(w, 200, groupsPage(fake.URL+r.URL.Path+"?$skiptoken=2", "a"))
		case r.Header.Get("ConsistencyLevel") != "eventual":
			writeJSON(w, 400, graphError("Request_UnsupportedQuery", "Unsupported Query."))
		default:
			writeJSON(w, 200, groupsPage("", "b"))
		}
	})
	client, _ := fake.client(t)
	groups, err := client.UserGroups(t.Context(), adele)
	require.NoError(t, err)
	require.Len(t, groups, 2)
}

func TestACastThatIsRefusedEitherWayIsAskedTwice(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 400, graphError("Request_UnsupportedQuery", "Unsupported Query."))
	})
	client, _ := fake.client(t)
	_, err := client.UserGroups(t.Context(), adele)
	require.True(t, call.Is(err, call.BadRequest), "%v", err)
	require.Len(t, fake.requests(), 2)
}

func TestTheErrorOfAnAnswerThatIsNoneRepeatsNoNameInIt(t *testing.T) {
	for _, answer := range []string{`"Ada Lovelace"`, `{"value":"Ada Lovelace"}`, `{"value":["Ada Lovelace"]}`, `{"value":[{"id":["Ada Lovelace"]}]}`, `{"value":[]}"Ada Lovelace"`, `Ada Lovelace`} {
		client, _ := newFakeGraph(t, page(answer)).client(t)
		_, err := client.UserGroups(t.Context(), adele)
		require.Error(t, err, answer)
		require.NotContains(t, err.Error(), "Lovelace")
	}
}

func TestAPartOfAnElementThatIsNoneIsAnErrorAndNotLeftOut(t *testing.T) {
	for name, test := range map[string]struct {
		answer string
		read   func(*graph.Client) error
	}{
		"a license of a user": {
			`{"value":[{"id":"a","assignedLicenses":[null]}]}`, users,
		},
		"a license without a product": {
			`{"value":[{"id":"a","assignedLicenses":[{"skuId":null}]}]}`, users,
		},
		"the holder of a role": {
			`{"value":[{"id":"a","principalId":null,"roleDefinitionId":"ga","displayName":"x"}]}`,
			func(c *graph.Client) error { _, err := c.Roles(context.Background(), contoso); return err },
		},
		"a service plan of a product": {
			`{"value":[{"skuId":"a","servicePlans":[null]}]}`,
			func(c *graph.Client) error { _, err := c.SKUs(context.Background(), contoso); return err },
		},
		"a way to a license": {
			`{"id":"adele","value":[],"licenseAssignmentStates":[null]}`,
			func(c *graph.Client) error { _, err := c.UserLicenses(context.Background(), adele); return err },
		},
		"whom a policy is for": {
			`{"id":"x","state":"enabled","excludeTargets":[null]}`,
			func(c *graph.Client) error { _, err := c.TAPPolicy(context.Background(), contoso); return err },
		},
	} {
		t.Run(name, func(t *testing.T) {
			fake := newFakeGraph(t, page(test.answer))
			client, _ := fake.client(t)
			err := test.read(client)
			require.True(t, call.Is(err, call.Malformed), "%v", err)
		})
	}
}

func TestMoreThanOneAnswerOfGroupsByIDIsNotTakenForTheWhole(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			writeJSON(w, 200, `{"value":[{"id":"g1","displayName":"Tier 0"}],"@odata.nextLink":"http://`+r.Host+`/v1.0/directoryObjects/getByIds?page=2"}`)
			return
		}
		estate.handle(w, r)
	})
	client, _ := fake.client(t)
	_, err := client.Roles(t.Context(), contoso)
	require.True(t, call.Is(err, call.Incomplete), "%v", err)
}
