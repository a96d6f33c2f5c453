package refresh_test

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
)

type token string

func (t token) Token(context.Context, m365.TenantID, string) (string, error) { return string(t), nil }

// telling is Microsoft Graph of a tenant with a few users, which tells what changed as a test does.
type telling struct {
	users map[string]string
	tell  func(w http.ResponseWriter, page int)
	told  int
	lists int
}

func (g *telling) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	switch begin := "http://" + r.Host + "/v1.0/users/delta?$deltatoken="; {
	case strings.HasSuffix(r.URL.Path, "/organization"):
		answer(w, 200, `{"value":[{"id":"`+string(contoso)+`","displayName":"Contoso","verifiedDomains":[]}]}`)
	case query.Get("$deltatoken") == "latest":
		answer(w, 200, `{"value":[],"@odata.deltaLink":"`+begin+`first"}`)
	case strings.Contains(r.URL.Path, "/users/delta"):
		g.told++
		g.tell(w, g.told)
	case strings.HasSuffix(r.URL.Path, "/users") && query.Get("$count") == "true":
		answer(w, 200, `{"@odata.count":`+strconv.Itoa(len(g.users))+`,"value":[]}`)
	case strings.HasSuffix(r.URL.Path, "/users"):
		g.lists++
		answer(w, 200, `{"value":[`+strings.Join(slices.Collect(maps.Values(g.users)), ",")+`]}`)
	default:
		answer(w, 200, `{"value":[]}`)
	}
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// person is a user as Microsoft lists and tells whole.
func person(id, city string) string {
	return strings.NewReplacer("{id}", id, "{city}", city).Replace(`{"id":"{id}","displayName":"{id}","city":"{city}",
		"userPrincipalName":"{id}@contoso.com","createdDateTime":"2020-01-01T00:00:00Z"}`)
}

func TestHoweverChangesAreToldTheTenantIsAsItIsOrAsItWas(t *testing.T) {
	moves, leaves, comes := `{"id":"adele","city":"Ulm"}`, `{"id":"megan","@removed":{"reason":"changed"}}`, person("new", "Bonn")
	removed := func(id string) string { return `{"id":"` + id + `","@removed":{"reason":"deleted"}}` }
	end := func(changes ...string) string {
		return `{"value":[` + strings.Join(changes, ",") + `],"@odata.deltaLink":"{delta}$deltatoken=next"}`
	}
	goes := func(changes ...string) string {
		return `{"value":[` + strings.Join(changes, ",") + `],"@odata.nextLink":"{delta}$skiptoken={page}"}`
	}
	many := make([]string, 10_001)
	for i := range many {
		many[i] = person("p"+strconv.Itoa(i), "x")
	}
	const followed, whole, failed = "followed", "read whole", "failed"
	for name, test := range map[string]struct {
		// pages are the answers; a number is that status, and the last is given again.
		pages []string
		want  string
	}{
		"at once":                                {[]string{end(moves, leaves, comes)}, followed},
		"on pages, some empty":                   {[]string{goes(), goes(moves), goes(), goes(leaves, moves), end(comes)}, followed},
		"several times":                          {[]string{goes(`{"id":"adele","city":"Köln"}`, moves, leaves), end(moves, leaves, comes, comes)}, followed},
		"who left comes and leaves":              {[]string{goes(moves, leaves, comes), end(person("megan", "x"), removed("megan"))}, followed},
		"who comes was gone":                     {[]string{goes(moves, removed("new"), leaves), end(comes)}, followed},
		"who stays was gone and is told whole":   {[]string{goes(removed("adele"), leaves, comes), end(person("adele", "Ulm"))}, followed},
		"who stays was gone and is told in part": {[]string{goes(removed("adele"), leaves, comes), end(moves)}, whole},
		"who comes is told in part":              {[]string{end(moves, leaves, `{"id":"new","displayName":"new"}`)}, whole},
		"gone by false":                          {[]string{end(moves, leaves, comes, `{"id":"adele","@removed":false}`)}, whole},
		"with an id that is a path":              {[]string{end(moves, leaves, comes, person("../me", "x"))}, whole},
		"with an end elsewhere":                  {[]string{strings.Replace(end(moves, leaves, comes), "{delta}", "http://evil.example/", 1)}, whole},
		"with an end that begins now":            {[]string{strings.Replace(end(moves, leaves, comes), "next", "latest", 1)}, whole},
		"without an end":                         {[]string{goes(moves), `{"value":[` + leaves + `]}`}, whole},
		"as more than are followed":              {[]string{end(many...)}, whole},
		"for ever":                               {[]string{goes(moves)}, whole},
		"cut in the middle":                      {[]string{goes(moves), `{"value":[` + leaves}, whole},
		"gone in the middle":                     {[]string{goes(moves), "410"}, whole},
		"not":                                    {[]string{"501"}, whole},
		"to be asked for later":                  {[]string{goes(moves), "429"}, failed},
		"to another token":                       {[]string{goes(moves), "401"}, failed},
	} {
		t.Run(name, func(t *testing.T) {
			directory := &telling{users: map[string]string{"adele": person("adele", "Bern"), "megan": person("megan", "x")}}
			server := httptest.NewServer(directory)
			defer server.Close()
			now := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
			client, err := graph.New(graph.Options{
				Base: server.URL, Tokens: token("t"), Transport: server.Client().Transport, Now: func() time.Time { return now },
				Sleep: func(_ context.Context, d time.Duration) error { now = now.Add(d); return nil },
			})
			require.NoError(t, err)
			store := newShelf(m365.Tenant{ID: contoso, Name: "Contoso", Status: m365.Synced})
			refresher := service(nil, store, func(o *refresh.Options) {
				o.Directory, o.Availability, o.Now = client, graph.Availability, func() time.Time { return now }
				o.Explain = func(err error, name string) m365.Failure { return call.Explain(err, name) }
			})
			require.NoError(t, refresher.Tenant(t.Context(), contoso))
			mark := store.readings[contoso].Mark
			cities := func() map[string]string {
				found := map[string]string{}
				for _, user := range store.users[contoso] {
					found[user.Key.ID] = user.City
				}
				return found
			}
			was, is := cities(), map[string]string{"adele": "Ulm", "new": "Bonn"}
			directory.users = map[string]string{"adele": person("adele", "Ulm"), "new": comes}
			directory.tell = func(w http.ResponseWriter, page int) {
				text := test.pages[min(page, len(test.pages))-1]
				if status, err := strconv.Atoi(text); err == nil {
					answer(w, status, `{"error":{"code":"x","message":"y"}}`)
					return
				}
				answer(w, 200, strings.NewReplacer("{delta}", server.URL+"/v1.0/users/delta?", "{page}", strconv.Itoa(page)).Replace(text))
			}
			err = refresher.Tenant(t.Context(), contoso)
			require.Equal(t, test.want == failed, err != nil, "%v", err)
			require.Equal(t, map[string]int{followed: 1, failed: 1, whole: 2}[test.want], directory.lists)
			require.Equal(t, test.want == followed, store.readings[contoso].Mark != mark, "it goes on from where all was kept")
			if test.want != failed {
				require.Equal(t, is, cities())
				return
			}
			require.Equal(t, was, cities())
			require.Contains(t, store.tenant(contoso).RefreshFailure.What, "Contoso")
		})
	}
}
