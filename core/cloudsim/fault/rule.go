// Package fault makes the simulated cloud misbehave on demand: throttling, outages, slow and broken answers.
package fault

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Service is a part of the simulated cloud.
type Service string

// The services that can be made to fail.
const (
	Graph   Service = "graph"
	Login   Service = "login"
	Partner Service = "partner"
)

// Kind is what goes wrong.
type Kind string

// The kinds of faults.
const (
	// Throttled answers 429 with Retry-After.
	Throttled Kind = "429"
	// Unavailable answers 503, with Retry-After where the rule names one.
	Unavailable Kind = "503"
	// GatewayTimeout answers 504.
	GatewayTimeout Kind = "504"
	// BadRequest, Unauthorized, Denied, NotFound, Broken and BadGateway answer with their status.
	BadRequest   Kind = "400"
	Unauthorized Kind = "401"
	Denied       Kind = "403"
	NotFound     Kind = "404"
	Broken       Kind = "500"
	BadGateway   Kind = "502"
	// ExpiredPage answers 400 as if the token in a page's link had expired, to requests for a second or later page only.
	ExpiredPage Kind = "expired-page"
	// Circle lets the page of a list lead to itself.
	Circle Kind = "circle"
	// Empty, Null and NullElement answer with nothing, with null, and with a list of null.
	Empty       Kind = "empty"
	Null        Kind = "null"
	NullElement Kind = "null-element"
	// OddTypes puts numbers in the place of the true answer's texts.
	OddTypes Kind = "odd-types"
	// AdvancedCasts refuses the objects of one type out of a collection of several, unless the advanced query engine is asked.
	// It is no fault: some tenants are so.
	AdvancedCasts Kind = "advanced-casts"
	// Slow waits for Delay before the true answer.
	Slow Kind = "slow"
	// Cut ends the connection in the middle of the true answer's body, and in place of an answer that has none.
	Cut Kind = "cut"
	// Dropped ends the connection before anything is done.
	Dropped Kind = "dropped"
	// Malformed sends the first two thirds of the true answer as if they were all of it.
	Malformed Kind = "malformed"
	// ExpiredToken answers 401 as if the token had run out, to requests for a second or later page only.
	ExpiredToken Kind = "expired-token"
	// Propagating lets the next consent in the tenant take effect only after Delay. It fails no request.
	Propagating Kind = "propagating"
)

// Rule says which requests fail, how, and how often. An empty field matches everything.
type Rule struct {
	Service Service
	// Tenant is a tenant id: the token's for Graph, the customer's for Partner Center, the authority's for sign-in.
	Tenant       string
	PathContains string
	Method       string
	Kind         Kind
	// RetryAfter is sent by Throttled (at least one second) and Unavailable.
	RetryAfter time.Duration
	// Delay is how long Slow waits and Propagating takes.
	Delay time.Duration
	// Times is how many requests fail; zero means all of them until the rule is removed.
	Times int
}

// Validate returns an error that names the first thing wrong with the rule.
func (r Rule) Validate() error {
	switch r.Service {
	case "", Graph, Login, Partner:
	default:
		return fmt.Errorf("fault rule: service %q is none of graph, login, partner", r.Service)
	}
	switch r.Kind {
	case Throttled, Unavailable, GatewayTimeout, Cut, Dropped, Malformed, ExpiredToken,
		BadRequest, Unauthorized, Denied, NotFound, Broken, BadGateway,
		ExpiredPage, Circle, Empty, Null, NullElement, OddTypes, AdvancedCasts:
	case Slow, Propagating:
		if r.Delay <= 0 {
			return fmt.Errorf("fault rule: kind %q needs a delay", r.Kind)
		}
	default:
		return fmt.Errorf("fault rule: unknown kind %q", r.Kind)
	}
	if r.Times < 0 || r.RetryAfter < 0 || r.Delay < 0 {
		return fmt.Errorf("fault rule: times, retryAfter and delay cannot be negative")
	}
	return nil
}

// asks is what a rule looks at in a request.
type asks struct {
	service Service
	tenant  string
	request *http.Request
}

func (r Rule) matches(a asks) bool {
	if r.Kind == Propagating || !r.concerns(a.service, a.tenant) {
		return false
	}
	if r.Method != "" && !strings.EqualFold(r.Method, a.request.Method) {
		return false
	}
	if !strings.Contains(a.request.URL.Path, r.PathContains) {
		return false
	}
	switch r.Kind {
	case ExpiredToken, ExpiredPage:
		return isLaterPage(a.request)
	case AdvancedCasts:
		return isPlainCast(a.request)
	}
	return true
}

// isPlainCast tells a request for the objects of one type that does not ask the advanced query engine
// (learn.microsoft.com/graph/aad-advanced-queries).
func isPlainCast(r *http.Request) bool {
	asked := r.Header.Get("ConsistencyLevel") == "eventual" && r.URL.Query().Get("$count") == "true"
	return strings.Contains(r.URL.Path, "/microsoft.graph.") && !asked
}

func (r Rule) concerns(service Service, tenant string) bool {
	return (r.Service == "" || r.Service == service) && (r.Tenant == "" || strings.EqualFold(r.Tenant, tenant))
}

// isLaterPage tells a request for a second or later page by the opaque token that Graph puts into its nextLink.
func isLaterPage(r *http.Request) bool {
	query := r.URL.Query()
	return query.Has("$skiptoken") || r.Header.Get("MS-ContinuationToken") != ""
}

// ruleJSON is a rule as the control interface spells it, with durations like "2s".
type ruleJSON struct {
	Service      Service `json:"service,omitempty"`
	Tenant       string  `json:"tenant,omitempty"`
	PathContains string  `json:"pathContains,omitempty"`
	Method       string  `json:"method,omitempty"`
	Kind         Kind    `json:"kind"`
	RetryAfter   string  `json:"retryAfter,omitempty"`
	Delay        string  `json:"delay,omitempty"`
	Times        int     `json:"times,omitempty"`
}

// MarshalJSON spells durations as Go does: "1m30s".
func (r Rule) MarshalJSON() ([]byte, error) {
	return json.Marshal(ruleJSON{
		Service: r.Service, Tenant: r.Tenant, PathContains: r.PathContains, Method: r.Method, Kind: r.Kind,
		RetryAfter: spell(r.RetryAfter), Delay: spell(r.Delay), Times: r.Times,
	})
}

// UnmarshalJSON reads durations as Go spells them; it fails on anything else.
func (r *Rule) UnmarshalJSON(data []byte) error {
	var in ruleJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("fault rule: %w", err)
	}
	retryAfter, err := parse(in.RetryAfter)
	if err != nil {
		return fmt.Errorf("fault rule: retryAfter: %w", err)
	}
	delay, err := parse(in.Delay)
	if err != nil {
		return fmt.Errorf("fault rule: delay: %w", err)
	}
	*r = Rule{
		Service: in.Service, Tenant: in.Tenant, PathContains: in.PathContains, Method: in.Method, Kind: in.Kind,
		RetryAfter: retryAfter, Delay: delay, Times: in.Times,
	}
	return nil
}

func spell(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func parse(s string) (time.Duration, error) {
	if s == "" {
		return 0, nil
	}
	return time.ParseDuration(s)
}
