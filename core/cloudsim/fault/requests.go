package fault

import (
	"net/http"
	"strings"
)

// isLaterPage tells a request for a second or later page by the opaque token that Graph puts into its nextLink.
func isLaterPage(r *http.Request) bool {
	query := r.URL.Query()
	return query.Has("$skiptoken") || r.Header.Get("MS-ContinuationToken") != ""
}

// goesOn tells a request that goes on from where an earlier one ended, as those of a delta query do.
func goesOn(r *http.Request) bool {
	query := r.URL.Query()
	return query.Has("$skiptoken") || query.Has("$deltatoken") && query.Get("$deltatoken") != "latest"
}

// isPlainCast tells a request for the objects of one type that does not ask the advanced query engine
// (learn.microsoft.com/graph/aad-advanced-queries). The deleted items are had by a cast alone.
func isPlainCast(r *http.Request) bool {
	last := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	cast := strings.HasPrefix(last, "microsoft.graph.") || strings.HasPrefix(last, "graph.")
	asked := strings.EqualFold(r.Header.Get("ConsistencyLevel"), "eventual") && strings.EqualFold(r.URL.Query().Get("$count"), "true")
	return r.Method == http.MethodGet && cast && !asked && !strings.Contains(r.URL.Path, "/deletedItems/")
}

func isTokenRequest(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/oauth2/v2.0/token")
}

// isOperation says that a request is of an operation: the method, and the address after the version but for what stands in
// braces.
func isOperation(r *http.Request, operation string) bool {
	method, wanted, _ := strings.Cut(operation, " ")
	_, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	asked, parts := strings.Split(path, "/"), strings.Split(strings.TrimPrefix(wanted, "/"), "/")
	if !strings.EqualFold(method, r.Method) || len(asked) != len(parts) {
		return false
	}
	for i, part := range parts {
		if !strings.HasPrefix(part, "{") && !strings.EqualFold(part, asked[i]) {
			return false
		}
	}
	return true
}

// addressOf is the address that a request was sent to.
func addressOf(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host + r.URL.RequestURI()
}
