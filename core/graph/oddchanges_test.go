package graph_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
)

// changing answers a query for a mark well, and the pages of what changed as a test does; {own} in its answers is its own origin.
func changing(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, page int)) (*fakeGraph, *graph.Client, string) {
	t.Helper()
	pages := 0
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("$deltatoken") == "latest" {
			writeJSON(w, 200, own(r, `{"value":[],"@odata.deltaLink":"{own}/v1.0/users/delta?$deltatoken=first"}`))
			return
		}
		pages++
		answer(w, r, pages)
	})
	client, _ := fake.client(t)
	mark, err := client.UserMark(t.Context(), contoso)
	require.NoError(t, err)
	return fake, client, mark
}

// own puts the origin that was asked into an answer.
func own(r *http.Request, answer string) string {
	return strings.ReplaceAll(answer, "{own}", "http://"+r.Host)
}

const changesEnd = `"@odata.deltaLink":"{own}/v1.0/users/delta?$deltatoken=next"`

func TestWhatChangedIsFollowedByLinksThatGoOnWithItAlone(t *testing.T) {
	for name, test := range map[string]struct {
		link string
		kind call.Kind
	}{
		"as Microsoft writes it":        {"{own}/v1.0/users/delta?$%stoken=x", ""},
		"as the SDK writes it":          {"{own}/v1.0/users/delta()?$%stoken=x", ""},
		"with the whole name":           {"{own}/v1.0/users/microsoft.graph.delta()?$%stoken=x", ""},
		"with its sign encoded":         {"{own}/v1.0/users/delta?%%24%stoken=x", ""},
		"as long as a page":             {"{own}/v1.0/users/delta?$%stoken=" + strings.Repeat("x", 20_000), ""},
		"to another host":               {"http://evil.example/v1.0/users/delta?$%stoken=x", call.ForeignHost},
		"to another host after a name":  {"http://graph.microsoft.com@evil.example/v1.0/users/delta?$%stoken=x", call.ForeignHost},
		"to another port":               {"http://127.0.0.1:1/v1.0/users/delta?$%stoken=x", call.ForeignHost},
		"by another scheme":             {"file:///v1.0/users/delta?$%stoken=x", call.ForeignHost},
		"without a host":                {"/v1.0/users/delta?$%stoken=x", call.ForeignHost},
		"to the groups":                 {"{own}/v1.0/groups/delta?$%stoken=x", call.Incomplete},
		"to the users of another":       {"{own}/v1.0/" + string(fabrikam) + "/users/delta?$%stoken=x", call.Incomplete},
		"to another version":            {"{own}/beta/users/delta?$%stoken=x", call.Incomplete},
		"to the list of users":          {"{own}/v1.0/users?$%stoken=x", call.Incomplete},
		"out of the path":               {"{own}/v1.0/users/delta/../../me?$%stoken=x", call.Incomplete},
		"without a token":               {"{own}/v1.0/users/delta?$%s=x", call.Incomplete},
		"with an empty token":           {"{own}/v1.0/users/delta?$%stoken=", call.Incomplete},
		"with no query":                 {"{own}/v1.0/users/delta#%s", call.Incomplete},
		"from now on":                   {"{own}/v1.0/users/delta?$%stoken=latest", call.Incomplete},
		"from now on, with a token too": {"{own}/v1.0/users/delta?$deltatoken=latest&$%stoken=x", call.Incomplete},
		"which is none":                 {`{own}/v1.0/users/delta?$%stoken=x\n`, call.Incomplete},
	} {
		t.Run(name, func(t *testing.T) {
			delta := strings.ReplaceAll(strings.Replace(test.link, "%s", "delta", 1), "%%", "%")
			skip := strings.ReplaceAll(strings.Replace(test.link, "%s", "skip", 1), "%%", "%")
			for last, link := range map[bool]string{true: `"@odata.deltaLink":"` + delta + `"`, false: `"@odata.nextLink":"` + skip + `"`} {
				fake, client, mark := changing(t, func(w http.ResponseWriter, r *http.Request, page int) {
					writeJSON(w, 200, own(r, `{"value":[],`+[]string{link, changesEnd}[min(page-1, 1)]+`}`))
				})
				_, next, err := changesOf(t, client, contoso, mark)
				require.Equal(t, test.kind == "", err == nil, "%v", err)
				require.Equal(t, test.kind != "", next == "")
				if test.kind != "" {
					require.True(t, call.Is(err, test.kind), "%v", err)
					require.Equal(t, contoso, call.As(err).Tenant)
					require.NotContains(t, err.Error(), "token")
					require.Len(t, fake.requests(), 2, "it is not followed")
				}
				if test.kind == "" || !last {
					continue
				}
				unmarked := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) { writeJSON(w, 200, own(r, `{"value":[],`+link+`}`)) })
				client, _ = unmarked.client(t)
				_, err = client.UserMark(t.Context(), contoso)
				require.True(t, call.Is(err, test.kind), "nor is it a mark: %v", err)
			}
		})
	}
}

func TestChangesThatDoNotComeToTheirEndGiveNoMark(t *testing.T) {
	compressed := func(text string) []byte {
		var packed bytes.Buffer
		writer := gzip.NewWriter(&packed)
		_, _ = writer.Write([]byte(text))
		_ = writer.Close()
		return packed.Bytes()
	}
	page := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { writeJSON(w, 200, own(r, text)) }
	}
	status := func(code int, body string, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], own(r, header[i+1]))
			}
			writeJSON(w, code, body)
		}
	}
	packed := func(content []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			writeJSON(w, 200, string(content))
		}
	}
	whole := compressed(`{"value":[{"id":"u1"}]}` + strings.Repeat(" ", 1000))
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		kinds  []call.Kind
	}{
		"gone with a place to begin":      {status(410, graphError("syncStateNotFound", "x"), "Location", "{own}/v1.0/users/delta?$deltatoken="), []call.Kind{call.NotFound, call.Incomplete}},
		"gone with a place elsewhere":     {status(410, graphError("resyncRequired", "x"), "Location", "http://evil.example/"), []call.Kind{call.NotFound, call.Incomplete}},
		"gone without a word":             {status(410, ""), []call.Kind{call.Malformed}},
		"a request to begin anew":         {status(400, graphError("resyncRequired", "x")), []call.Kind{call.BadRequest, call.Incomplete}},
		"a token that expired":            {status(400, graphError("Directory_ExpiredPageToken", "x")), []call.Kind{call.BadRequest, call.Incomplete}},
		"a token that is none":            {status(400, graphError("Request_BadRequest", "Badly formed token.")), []call.Kind{call.BadRequest}},
		"a query that is not supported":   {status(400, graphError("Request_UnsupportedQuery", "x")), []call.Kind{call.BadRequest}},
		"what is not implemented":         {status(501, graphError("notImplemented", "x")), []call.Kind{call.Server}},
		"a service that fails":            {status(503, graphError("serviceNotAvailable", "x")), []call.Kind{call.Server}},
		"too many requests":               {status(429, graphError("TooManyRequests", "x"), "Retry-After", "1"), []call.Kind{call.Throttled}},
		"a redirect":                      {status(307, "", "Location", "http://evil.example/"), []call.Kind{call.Malformed}},
		"a web page":                      {status(200, "<html>"), []call.Kind{call.Malformed}},
		"an error that looks good":        {page(`{"error":{"code":"x","message":"y"}}`), []call.Kind{call.Incomplete}},
		"an error behind the changes":     {page(`{"value":[{"id":"u1"}],"error":{}}`), []call.Kind{call.Incomplete}},
		"neither link":                    {page(`{"value":[{"id":"u1"}]}`), []call.Kind{call.Incomplete}},
		"null for a link":                 {page(`{"value":[],"@odata.nextLink":null,"@odata.deltaLink":null}`), []call.Kind{call.Incomplete}},
		"a number for a link":             {page(`{"value":[],"@odata.deltaLink":7}`), []call.Kind{call.Malformed}},
		"an object for a link":            {page(`{"value":[],"@odata.nextLink":{"href":"x"}}`), []call.Kind{call.Malformed}},
		"two ends":                        {page(`{"value":[],` + changesEnd + `,` + changesEnd + `}`), []call.Kind{call.Malformed}},
		"something behind the end":        {page(`{"value":[],` + changesEnd + `}{}`), []call.Kind{call.Malformed}},
		"null for the changes":            {page(`{"value":null,` + changesEnd + `}`), []call.Kind{call.Malformed}},
		"no changes":                      {page(`{` + changesEnd + `}`), []call.Kind{call.Malformed}},
		"null for a change":               {page(`{"value":[null],` + changesEnd + `}`), []call.Kind{call.Malformed}},
		"a body that is cut":              {page(`{"value":[{"id":"u1"`), []call.Kind{call.Network}},
		"a body that is cut after a page": {page(`{"value":[{"id":"u1"}]`), []call.Kind{call.Network}},
		"a packed body that is cut":       {packed(whole[:len(whole)-12]), []call.Kind{call.Network}},
		"a packed body that is none":      {packed([]byte("{}")), []call.Kind{call.Network, call.Malformed}},
		"the same page again": {func(w http.ResponseWriter, r *http.Request) {
			writeJSON(w, 200, own(r, `{"value":[{"id":"u1"}],"@odata.nextLink":"{own}/v1.0/users/delta?$deltatoken=first"}`))
		}, []call.Kind{call.Incomplete}},
		"a circle of several pages": {func(w http.ResponseWriter, r *http.Request) {
			from, _ := strconv.Atoi(r.URL.Query().Get("$skiptoken"))
			writeJSON(w, 200, own(r, `{"value":[{"id":"u1"}],"@odata.nextLink":"{own}/v1.0/users/delta?$skiptoken=`+strconv.Itoa(from%5+1)+`"}`))
		}, []call.Kind{call.Incomplete}},
		"empty pages for ever": {func(w http.ResponseWriter, r *http.Request) {
			from, _ := strconv.Atoi(r.URL.Query().Get("$skiptoken"))
			writeJSON(w, 200, own(r, `{"value":[],"@odata.nextLink":"{own}/v1.0/users/delta?$skiptoken=`+strconv.Itoa(from+1)+`"}`))
		}, []call.Kind{call.Incomplete}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, at := range []int{1, 2} {
				fake, client, mark := changing(t, func(w http.ResponseWriter, r *http.Request, page int) {
					if page < at {
						writeJSON(w, 200, own(r, `{"value":[{"id":"u0"}],"@odata.nextLink":"{own}/v1.0/users/delta?$skiptoken=1"}`))
						return
					}
					test.answer(w, r)
				})
				_, next, err := changesOf(t, client, contoso, mark)
				require.NotNil(t, call.As(err), "page %d: %v", at, err)
				require.Contains(t, test.kinds, call.As(err).Kind, "page %d: %v", at, err)
				require.Equal(t, contoso, call.As(err).Tenant)
				require.Empty(t, next)
				require.Less(t, len(fake.requests()), 120)
				require.NotContains(t, err.Error(), "%!", "page %d", at)
			}
		})
	}
}

func TestAPauseAndAChallengeInTheMiddleOfTheChangesLoseNone(t *testing.T) {
	refused := 0
	_, client, mark := changing(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		at := r.URL.Query().Get("$skiptoken")
		switch {
		case at == "":
			writeJSON(w, 200, own(r, "\ufeff"+`{"@odata.nextLink":"{own}/v1.0/users/delta?$skiptoken=1","value":[{"id":"u1"}]}`))
		case refused < 3:
			status := []int{429, 503, 401}[refused]
			refused++
			if status == 401 {
				w.Header().Set("WWW-Authenticate", `Bearer error="insufficient_claims", claims="e30="`)
			}
			writeJSON(w, status, graphError("x", "y"))
		default:
			writeJSON(w, 200, own(r, `{"value":[{"id":"u2"}],`+changesEnd+`}`))
		}
	})
	changes, next, err := changesOf(t, client, contoso, mark)
	require.NoError(t, err)
	require.Equal(t, 3, refused)
	require.NotEmpty(t, next)
	require.Len(t, changes, 2)
}

func TestAChangeThatLeavesOpenWhatItMeansIsNoAnswer(t *testing.T) {
	for change, want := range map[string]string{
		`{"id":"u1","@removed":{"reason":"deleted"}}`: "gone", `{"id":"u1","@removed":{"reason":"changed"}}`: "gone",
		`{"id":"u1","@removed":{"reason":"else"}}`: "gone", `{"id":"u1","@removed":{"reason":null}}`: "gone",
		`{"id":"u1","@removed":{}}`: "gone", `{"id":"u1","\u0040removed":{}}`: "gone", `{"id":"u1","@removed":null}`: "there",
		`{"id":"u1","@removed":false}`: "", `{"id":"u1","@removed":true}`: "", `{"id":"u1","@removed":"deleted"}`: "",
		`{"id":"u1","@removed":[]}`: "", `{"id":"u1","@removed":0}`: "", `{"@removed":{"reason":"deleted"}}`: "",
		`{"city":"Ulm"}`: "", `{"id":null}`: "", `{"ID":"u1"}`: "", `{"id":7}`: "", `{"id":["u1"]}`: "",
		`{"id":"u1","accountEnabled":"false"}`: "", `{"id":"u1","city":{}}`: "", `{"id":"u1","assignedLicenses":{}}`: "",
		`{"id":"u1","assignedLicenses":[null]}`: "", `{"id":"u1","assignedLicenses":[{"skuId":null}]}`: "",
		`{"id":"u1","assignedLicenses":null}`: "there", `{"id":"u1","userType":null,"accountEnabled":null}`: "there",
	} {
		_, client, mark := changing(t, func(w http.ResponseWriter, r *http.Request, _ int) {
			writeJSON(w, 200, own(r, `{"value":[`+change+`],`+changesEnd+`}`))
		})
		changes, next, err := changesOf(t, client, contoso, mark)
		if want == "" {
			require.True(t, call.Is(err, call.Malformed), "%s: %v", change, err)
			require.Empty(t, next, change)
			continue
		}
		require.NoError(t, err, change)
		require.Equal(t, want == "gone", changes[0].Gone, change)
	}
}
