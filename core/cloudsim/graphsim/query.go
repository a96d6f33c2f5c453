package graphsim

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// query are the OData options of a request.
type query struct {
	values   url.Values
	selected []string
	expand   []expansion
	filter   clause
	search   string
	orderBy  []ordered
	top      int // 0 when not asked for
	count    bool
	eventual bool
}

// ordered is a part of $orderby.
type ordered struct {
	path string
	down bool
}

// expansion is a part of $expand, with the $select in its parentheses.
type expansion struct {
	name     string
	selected []string
}

// options are the OData options that Graph knows; each may stand without its dollar.
var options = []string{"select", "filter", "orderby", "top", "skip", "count", "search", "expand", "format", "skiptoken", "deltatoken"}

// advanced says that the request has what an advanced query needs.
func (q *query) advanced() bool { return q.eventual && q.count }

// has says that an option is there.
func (q *query) has(option string) bool { return q.values.Has("$" + option) }

// readQuery reads the options of a URL.
func readQuery(raw string, header http.Header) (query, *failure) {
	q := query{values: url.Values{}, eventual: strings.EqualFold(header.Get("ConsistencyLevel"), "eventual")}
	parsed, err := url.ParseQuery(strings.ReplaceAll(raw, ";", "%3B"))
	if err != nil {
		return q, badRequest("The query specified in the URI is not valid. %s", err)
	}
	for name, all := range parsed {
		bare := strings.ToLower(strings.TrimPrefix(name, "$"))
		if !slices.Contains(options, bare) {
			if strings.HasPrefix(name, "$") {
				return q, badRequest("The query specified in the URI is not valid. Query option '%s' is not supported.", name)
			}
			continue
		}
		if len(all) > 1 || q.values.Has("$"+bare) {
			return q, badRequest("Query option '$%s' was specified more than once, but it must be specified at most once.", bare)
		}
		q.values.Set("$"+bare, all[0])
	}
	return q, q.readOptions()
}

func (q *query) readOptions() *failure {
	q.selected = names(q.values.Get("$select"))
	q.search = q.values.Get("$search")
	q.count = strings.EqualFold(q.values.Get("$count"), "true")
	if f := q.readTop(); f != nil {
		return f
	}
	for _, part := range names(q.values.Get("$orderby")) {
		words := strings.Fields(part)
		if len(words) == 0 || len(words) > 2 || len(words) == 2 && !slices.Contains([]string{"asc", "desc"}, strings.ToLower(words[1])) {
			return badRequest("Syntax error in '$orderby': '%s'.", part)
		}
		q.orderBy = append(q.orderBy, ordered{words[0], len(words) == 2 && strings.EqualFold(words[1], "desc")})
	}
	if source := q.values.Get("$filter"); q.has("filter") {
		tree, f := readFilter(source)
		if f != nil {
			return f
		}
		q.filter = tree
	}
	return q.readExpand(q.values.Get("$expand"))
}

func (q *query) readTop() *failure {
	if !q.has("top") {
		return nil
	}
	top, err := strconv.Atoi(q.values.Get("$top"))
	if err != nil || top < 1 {
		return badRequest("Invalid value '%s' for $top query option found. The $top query option requires a positive integer value.", q.values.Get("$top"))
	}
	q.top = top
	return nil
}

// readExpand reads "a,b($select=c,d)".
func (q *query) readExpand(source string) *failure {
	for rest := source; rest != ""; {
		end := strings.IndexAny(rest, ",(")
		if end < 0 {
			end = len(rest)
		}
		one := expansion{name: strings.TrimSpace(rest[:end])}
		rest = rest[end:]
		if strings.HasPrefix(rest, "(") {
			inner, after, found := strings.Cut(rest[1:], ")")
			if !found {
				return badRequest("Parsing OData Select and Expand failed: Found an unbalanced bracket expression.")
			}
			for _, option := range strings.Split(inner, ";") {
				key, text, _ := strings.Cut(strings.TrimSpace(option), "=")
				if strings.TrimPrefix(strings.ToLower(key), "$") != "select" {
					return badRequest("Parsing OData Select and Expand failed: the option '%s' is not supported within $expand.", key)
				}
				one.selected = names(text)
			}
			rest = after
		}
		q.expand = append(q.expand, one)
		rest = strings.TrimPrefix(rest, ",")
	}
	return nil
}

// names splits a list at its commas.
func names(list string) []string {
	var all []string
	for _, name := range strings.Split(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, name)
		}
	}
	return all
}
