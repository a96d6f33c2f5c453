package fault

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Kind is what goes wrong: one of the table, or a status.
type Kind string

// The kinds of faults. The table says what each does.
const (
	Throttled      Kind = "429"
	ThrottledUntil Kind = "429-date"
	Unavailable    Kind = "503"
	GatewayTimeout Kind = "504"
	BadRequest     Kind = "400"
	Unauthorized   Kind = "401"
	Denied         Kind = "403"
	NotFound       Kind = "404"
	Broken         Kind = "500"
	BadGateway     Kind = "502"
	ExpiredToken   Kind = "expired-token"
	ExpiredPage    Kind = "expired-page"
	ExpiredDelta   Kind = "expired-delta"
	EmptyPage      Kind = "empty-page"
	Replayed       Kind = "replayed"
	Unlinked       Kind = "unlinked"
	Circle         Kind = "circle"
	Endless        Kind = "endless"
	Empty          Kind = "empty"
	Null           Kind = "null"
	NullElement    Kind = "null-element"
	NullWithin     Kind = "null-within"
	OddTypes       Kind = "odd-types"
	AdvancedCasts  Kind = "advanced-casts"
	ClockOff       Kind = "clock-off"
	ForeignToken   Kind = "foreign-token"
	ForeignTenant  Kind = "foreign-tenant"
	Slow           Kind = "slow"
	Cut            Kind = "cut"
	Dropped        Kind = "dropped"
	Malformed      Kind = "malformed"
	Propagating    Kind = "propagating"
)

// Described is a kind, or all kinds of a pattern, in words.
type Described struct {
	Kind Kind
	// Needs is the field of a rule that the kind cannot do without; empty for most.
	Needs string
	Does  string
}

// row is a kind of the table, with what it does to a request. Those that do nothing to a request of their own are nil.
type row struct {
	Described
	act func(*hit)
	// on says which requests it is for, where it is not for all.
	on func(*http.Request) bool
}

// table are the kinds that are no status.
var table = []row{
	{Described{ThrottledUntil, "", "429, with a date in Retry-After in the place of seconds"}, (*hit).throttleUntil, nil},
	{Described{ExpiredToken, "", "401 as if the token had run out, for a second or later page only"}, (*hit).expireToken, isLaterPage},
	{Described{ExpiredPage, "", "400 as if the token in a page's link had expired, for a second or later page only"}, (*hit).expirePage, isLaterPage},
	{Described{ExpiredDelta, "", "410 as if the state behind a delta query's link were gone, for what goes on from a link only"}, (*hit).expireDelta, goesOn},
	{Described{EmptyPage, "", "a page without an element, which leads to the one that was asked for"}, (*hit).emptyPage, nil},
	{Described{Replayed, "", "every element of the true answer's list twice"}, (*hit).replay, nil},
	{Described{Unlinked, "", "the true answer's list without the links to what follows"}, (*hit).unlink, nil},
	{Described{Circle, "", "the page of a list leads to itself"}, (*hit).circle, nil},
	{Described{Endless, "", "the page of a list leads to the same page at another address, for ever"}, (*hit).endless, nil},
	{Described{Empty, "", "200 with nothing"}, func(h *hit) { h.send("") }, nil},
	{Described{Null, "", "200 with null"}, func(h *hit) { h.send("null") }, nil},
	{Described{NullElement, "", "200 with a list of null"}, func(h *hit) { h.send(`{"value":[null]}`) }, nil},
	{Described{NullWithin, "", "null before the elements of every list in the true answer"}, func(h *hit) { h.changed(nullsWithin) }, nil},
	{Described{OddTypes, "", "numbers in the place of the true answer's texts"}, func(h *hit) { h.changed(numbersForTexts) }, nil},
	{
		Described{AdvancedCasts, "", "400 for objects of one type, unless ConsistencyLevel and $count ask the advanced query engine; no fault, some tenants are so"},
		(*hit).refuseCast, isPlainCast,
	},
	{Described{ClockOff, "skew", "the true answer by a clock that is off by skew: its Date, and every time in it"}, (*hit).clockOff, nil},
	{Described{ForeignToken, "other", "sign-in: the token of another tenant, which other names"}, (*hit).foreignToken, isTokenRequest},
	{Described{ForeignTenant, "other", "the true answer with the id of another tenant in the place of the tenant's own"}, (*hit).foreignTenant, nil},
	{Described{Slow, "delay", "waits for delay before the true answer"}, (*hit).slow, nil},
	{Described{Cut, "", "ends the connection in the middle of the true answer's body, and in place of an answer that has none"}, (*hit).cut, nil},
	{Described{Dropped, "", "ends the connection before anything is done"}, (*hit).drop, nil},
	{Described{Malformed, "", "the first two thirds of the true answer as if they were all of it"}, (*hit).malformed, nil},
	{Described{Propagating, "delay", "the next consent in the tenant takes effect after delay; fails no request"}, nil, nil},
}

// Kinds are all kinds in words, the statuses first.
func Kinds() []Described {
	all := []Described{
		{"STATUS", "", "a status from 400 to 504, as 503, in the service's own form; Retry-After with 429, and where retryAfter says so"},
		{"STATUS-html", "", "the status with a web page, as a proxy or a gateway answers"},
		{"STATUS-empty", "", "the status with nothing"},
	}
	for _, one := range table {
		all = append(all, one.Described)
	}
	return all
}

// form is what an answer of a status looks like.
type form string

const (
	inOwnForm form = ""
	asPage    form = "html"
	bare      form = "empty"
)

// The statuses that a kind may be.
const (
	leastStatus = http.StatusBadRequest
	mostStatus  = http.StatusGatewayTimeout
)

// WithError is the kind that answers with a status in the service's own form.
func WithError(status int) Kind { return Kind(strconv.Itoa(status)) }

// WithPage is the kind that answers with a status and a web page.
func WithPage(status int) Kind { return WithError(status) + "-" + Kind(asPage) }

// WithNothing is the kind that answers with a status and nothing else.
func WithNothing(status int) Kind { return WithError(status) + "-" + Kind(bare) }

// status reads a kind that is one.
func (k Kind) status() (status int, in form, ok bool) {
	number, rest, _ := strings.Cut(string(k), "-")
	status, err := strconv.Atoi(number)
	spelled := []Kind{WithError(status), WithPage(status), WithNothing(status)}
	return status, form(rest), err == nil && slices.Contains(spelled, k) && status >= leastStatus && status <= mostStatus
}

// rowOf finds a kind in the table, or makes the row of a status.
func rowOf(kind Kind) (row, bool) {
	for _, one := range table {
		if one.Kind == kind {
			return one, true
		}
	}
	status, in, ok := kind.status()
	return row{Described{Kind: kind}, func(h *hit) { h.answer(status, in) }, nil}, ok
}
