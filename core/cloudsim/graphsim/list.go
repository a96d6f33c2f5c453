package graphsim

import (
	"hash/fnv"
	"strconv"
	"strings"
)

// source gives the objects of a collection. A position names an object for good, and scan goes through them in its order.
type source[T any] struct {
	// scan calls yield from a position on until it returns false; the object is only good during the call.
	scan func(from int, yield func(position int, v *T) bool)
	// at is the object of a position.
	at func(position int) (T, bool)
	// version changes with the content.
	version string
}

// listed is the source of a slice.
func listed[T any](all []T) source[T] {
	return source[T]{
		scan: func(from int, yield func(int, *T) bool) {
			for i := max(from, 0); i < len(all); i++ {
				if !yield(i, &all[i]) {
					return
				}
			}
		},
		at: func(position int) (T, bool) {
			if position < 0 || position >= len(all) {
				var none T
				return none, false
			}
			return all[position], true
		},
	}
}

// paging is how Graph pages a collection.
type paging struct {
	// size is the page without $top, most what $top may be; 0 for no pages at all.
	size, most int
	// ignoreFilter and ignoreTop are for collections that do not look at them.
	ignoreFilter, ignoreTop bool
	// countAlways counts for $count=true without ConsistencyLevel.
	countAlways bool
}

// wanted is what a query wants of a collection.
type wanted[T any] struct {
	shown   selection[T]
	matches matcher[T]
	extra   []expanded[T]
	order   []orderKey[T]
	top     int
	request string
}

// orderKey is a part of an order: what is compared, and which way.
type orderKey[T any] struct {
	of   func(*T) value
	sign int
}

// expanded is a navigation property that follows the chosen ones.
type expanded[T any] struct {
	name  string
	write func(b []byte, v *T) []byte
}

// list answers with a page of a collection.
func list[T any](c *call, r *resource[T], from source[T], p paging) (answer, *failure) {
	return listAs(c, r, "", from, p, nil)
}

// listAs is list with the type of every object, and navigation properties for $expand.
func listAs[T any](c *call, r *resource[T], odataType string, from source[T], p paging, expand func(expansion) (expanded[T], *failure)) (answer, *failure) {
	w, f := want(c, r, p, expand)
	if f != nil {
		return answer{}, f
	}
	w.shown.odataType = odataType
	start, f := c.server.readSkipToken(c.query.values.Get("$skiptoken"), w.request)
	if f != nil {
		return answer{}, f
	}
	count := -1
	if start < 0 && c.query.count && (c.query.eventual || p.countAlways || !r.directory) {
		count = 0
		from.scan(0, func(_ int, v *T) bool {
			if w.matches == nil || w.matches(v) {
				count++
			}
			return true
		})
	}
	if len(w.order) > 0 {
		return orderedPage(c, r, from, w, max(start, 0), count)
	}
	return streamedPage(c, r, from, w, max(start, 0), count)
}

// want checks the query against the resource.
func want[T any](c *call, r *resource[T], p paging, expand func(expansion) (expanded[T], *failure)) (wanted[T], *failure) {
	q := &c.query
	var w wanted[T]
	if q.has("skip") {
		return w, badRequest("'$skip' is not supported by the service.")
	}
	var f *failure
	if w.shown, f = r.choose(q.selected, true); f != nil {
		return w, f
	}
	if w.top, f = pageSize(q, p); f != nil {
		return w, f
	}
	if q.filter != nil && !p.ignoreFilter {
		if w.matches, f = filterOf(r, q.filter, q.advanced()); f != nil {
			return w, f
		}
	}
	if q.search != "" && !p.ignoreFilter {
		if f := addSearch(q, r, &w); f != nil {
			return w, f
		}
	}
	if f := addOrder(q, r, &w); f != nil {
		return w, f
	}
	for _, one := range q.expand {
		if expand == nil {
			return w, badRequest("Parsing OData Select and Expand failed: Could not find a property named '%s' on type 'microsoft.graph.%s'.", one.name, r.name)
		}
		extra, f := expand(one)
		if f != nil {
			return w, f
		}
		w.extra = append(w.extra, extra)
	}
	w.request = c.requestMark()
	return w, nil
}

func pageSize(q *query, p paging) (int, *failure) {
	switch {
	case p.most == 0 || p.ignoreTop:
		return p.size, nil
	case q.top > p.most:
		return 0, unsupportedQuery("Invalid page size specified: '%d'. Must be between 1 and %d inclusive.", q.top, p.most)
	case q.top > 0:
		return q.top, nil
	}
	return p.size, nil
}

func addSearch[T any](q *query, r *resource[T], w *wanted[T]) *failure {
	if !q.eventual {
		return unsupportedQuery("Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'")
	}
	found, f := searchOf(r, q.search)
	if f != nil {
		return f
	}
	if filter := w.matches; filter != nil {
		w.matches = func(v *T) bool { return filter(v) && found(v) }
	} else {
		w.matches = found
	}
	return nil
}

func addOrder[T any](q *query, r *resource[T], w *wanted[T]) *failure {
	if len(q.orderBy) == 0 {
		return nil
	}
	if r.directory && q.filter != nil && !q.advanced() {
		return unsupportedQuery("Sorting not supported for current query.")
	}
	for _, by := range q.orderBy {
		p, ok := r.property(by.path)
		if !ok {
			return badRequest("Could not find a property named '%s' on type 'microsoft.graph.%s'.", by.path, r.name)
		}
		if p.order == 0 || p.order == 'a' && !q.advanced() {
			return unsupportedQuery("Sorting by property '%s' of resource '%s' is not supported for this query.", by.path, capital(r.name))
		}
		sign := 1
		if by.down {
			sign = -1
		}
		w.order = append(w.order, orderKey[T]{p.value, sign})
	}
	return nil
}

// requestMark tells this request from others in skip tokens.
func (c *call) requestMark() string {
	sum := fnv.New64a()
	for _, part := range []string{c.caller.Tenant, c.version, strings.Join(c.path, "/"), c.query.values.Get("$filter"), c.query.values.Get("$orderby"), c.query.search} {
		sum.Write([]byte(part))
		sum.Write([]byte{0})
	}
	return strconv.FormatUint(sum.Sum64(), 36)
}
