package partner

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Kind is what sort of failure an Error is: what decides the next step.
type Kind string

// The kinds of failure.
const (
	// Throttled: Microsoft asks for fewer requests, and went on asking.
	Throttled Kind = "throttled"
	// Denied: not in AdminAgents, or no GDAP group of the technician's has a role that may consent.
	Denied Kind = "denied"
	// NotFound: there is no relationship with the customer, or no such consent.
	NotFound Kind = "not-found"
	// Unauthorized: the token is refused; mostly it was made without MFA.
	Unauthorized Kind = "unauthorized"
	// Conflict: it exists already.
	Conflict Kind = "conflict"
	// BadRequest: Microsoft refused the values.
	BadRequest Kind = "bad-request"
	// Server: Microsoft failed.
	Server Kind = "server"
	// Network: no answer, or not the whole of it.
	Network Kind = "network"
	// Malformed: an answer that is not Partner Center's.
	Malformed Kind = "malformed"
	// ForeignHost: a page link pointed to another host. No token was sent there.
	ForeignHost Kind = "foreign-host"
)

var errForeignHost = errors.New("the address is not of this cloud's Partner Center")

// Error is a call of Partner Center that failed. Failures of the sign-in and the end of the caller's context are not of
// this type: they come wrapped.
type Error struct {
	// Op is what was tried, to be read after "could not".
	Op string
	// Customer is the tenant it was tried for; empty for the partner's own.
	Customer m365.TenantID
	Kind     Kind
	// Status is the HTTP status; 0 when there was no answer.
	Status int
	// Code and Message are Microsoft's.
	Code, Message string
	// RequestID and CorrelationID name the request for Microsoft's support.
	RequestID, CorrelationID string
	// RetryAfter is the pause that Microsoft asked for; 0 for none.
	RetryAfter time.Duration
	At         time.Time
	// Err is the cause where there is one beside the answer.
	Err error
}

// Error is the technical text, with codes, without tokens.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString(e.Op)
	if e.Customer != "" {
		text.WriteString(" for tenant " + string(e.Customer))
	}
	text.WriteString(": Partner Center: " + string(e.Kind))
	if e.Status != 0 {
		fmt.Fprintf(&text, ", status %d", e.Status)
	}
	for _, part := range []string{e.Code, e.Message} {
		if part != "" {
			text.WriteString(": " + part)
		}
	}
	if e.Err != nil {
		text.WriteString(": " + e.Err.Error())
	}
	if e.CorrelationID != "" {
		text.WriteString(" (correlation " + e.CorrelationID + ")")
	}
	return text.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// As returns the Error in err, nil where there is none.
func As(err error) *Error {
	var found *Error
	if errors.As(err, &found) {
		return found
	}
	return nil
}

// Is says whether err is a failed call of one of kinds.
func Is(err error, kinds ...Kind) bool {
	found := As(err)
	if found == nil {
		return false
	}
	for _, kind := range kinds {
		if found.Kind == kind {
			return true
		}
	}
	return false
}

// refusal reads an answer that is not a good one: {"code","description","data":[],"source"}, but also Microsoft Graph's
// envelope and bodies that are no JSON at all.
func (c *Client) refusal(resp *http.Response, content []byte) *Error {
	var body struct {
		Code        any    `json:"code"`
		Description string `json:"description"`
		Message     string `json:"message"`
		Error       struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	failed := &Error{Status: resp.StatusCode, RetryAfter: retryAfter(resp.Header, c.Now())}
	if json.Unmarshal(withoutMark(content), &body) == nil {
		if body.Code != nil {
			failed.Code = fmt.Sprint(body.Code)
		}
		failed.Message = body.Description + body.Message
		if failed.Code == "" {
			failed.Code, failed.Message = body.Error.Code, failed.Message+body.Error.Message
		}
	}
	if failed.Message == "" {
		failed.Message = resp.Status
	}
	failed.Kind = classify(failed)
	return failed
}

func classify(e *Error) Kind {
	if e.Status >= 400 && e.Status < 500 && strings.Contains(strings.ToLower(e.Message), "already exists") {
		return Conflict
	}
	switch e.Status {
	case http.StatusUnauthorized:
		return Unauthorized
	case http.StatusForbidden:
		return Denied
	case http.StatusNotFound:
		return NotFound
	case http.StatusConflict:
		return Conflict
	case http.StatusTooManyRequests:
		return Throttled
	}
	switch {
	case e.Status >= 500:
		return Server
	case e.Status < 400:
		return Malformed
	}
	return BadRequest
}
