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

// Rule says which requests fail, how, and how often. An empty field matches everything.
type Rule struct {
	Service Service
	// Tenant is a tenant id: the token's for Graph, the customer's for Partner Center, the authority's for sign-in.
	Tenant       string
	PathContains string
	Method       string
	// Operation is a method and an address as Microsoft documents them, without the version: "GET /users/{id}/memberOf".
	Operation string
	Kind      Kind
	// RetryAfter is sent with a status; 429 sends at least one second.
	RetryAfter time.Duration
	// Delay is how long Slow waits and Propagating takes.
	Delay time.Duration
	// Skew is how far the clock of ClockOff and ThrottledUntil is ahead; below zero, behind.
	Skew time.Duration
	// Other is the tenant of ForeignToken and ForeignTenant.
	Other string
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
	kind, ok := rowOf(r.Kind)
	if !ok {
		return fmt.Errorf("fault rule: unknown kind %q", r.Kind)
	}
	if needed := kind.Needs; needed != "" && !r.has(needed) {
		return fmt.Errorf("fault rule: kind %q needs %s", r.Kind, needed)
	}
	if method, path, found := strings.Cut(r.Operation, " "); r.Operation != "" && (!found || method == "" || !strings.HasPrefix(path, "/")) {
		return fmt.Errorf("fault rule: operation %q has not the form \"GET /users/{id}\"", r.Operation)
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
	if r.Operation != "" && !isOperation(a.request, r.Operation) {
		return false
	}
	kind, ok := rowOf(r.Kind)
	return ok && (kind.on == nil || kind.on(a.request))
}

// has says that a field is filled in.
func (r Rule) has(field string) bool {
	return map[string]bool{"delay": r.Delay > 0, "skew": r.Skew != 0, "other": r.Other != ""}[field]
}

func (r Rule) concerns(service Service, tenant string) bool {
	return (r.Service == "" || r.Service == service) && (r.Tenant == "" || strings.EqualFold(r.Tenant, tenant))
}

// ruleJSON is a rule as the control interface spells it, with durations like "2s".
type ruleJSON struct {
	Service      Service `json:"service,omitempty"`
	Tenant       string  `json:"tenant,omitempty"`
	PathContains string  `json:"pathContains,omitempty"`
	Method       string  `json:"method,omitempty"`
	Operation    string  `json:"operation,omitempty"`
	Kind         Kind    `json:"kind"`
	RetryAfter   string  `json:"retryAfter,omitempty"`
	Delay        string  `json:"delay,omitempty"`
	Skew         string  `json:"skew,omitempty"`
	Other        string  `json:"other,omitempty"`
	Times        int     `json:"times,omitempty"`
}

// MarshalJSON spells durations as Go does: "1m30s".
func (r Rule) MarshalJSON() ([]byte, error) {
	return json.Marshal(ruleJSON{
		Service: r.Service, Tenant: r.Tenant, PathContains: r.PathContains, Method: r.Method, Operation: r.Operation, Kind: r.Kind,
		RetryAfter: spell(r.RetryAfter), Delay: spell(r.Delay), Skew: spell(r.Skew), Other: r.Other, Times: r.Times,
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
	skew, err := parse(in.Skew)
	if err != nil {
		return fmt.Errorf("fault rule: skew: %w", err)
	}
	*r = Rule{
		Service: in.Service, Tenant: in.Tenant, PathContains: in.PathContains, Method: in.Method, Operation: in.Operation, Kind: in.Kind,
		RetryAfter: retryAfter, Delay: delay, Skew: skew, Other: in.Other, Times: in.Times,
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
