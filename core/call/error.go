package call

import (
	"errors"
	"fmt"
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
	// Denied: the technician's roles or the application's permissions do not cover the call.
	Denied Kind = "denied"
	// NeedsPremium: the tenant has no Entra ID P1 or P2.
	NeedsPremium Kind = "needs-premium"
	// NotFound: the object, or the application in that tenant, does not exist.
	NotFound Kind = "not-found"
	// Unauthorized: Microsoft refused the token.
	Unauthorized Kind = "unauthorized"
	// Conflict: the object is there already, or changed meanwhile.
	Conflict Kind = "conflict"
	// Busy: another change of the object is under way.
	Busy Kind = "busy"
	// BadRequest: Microsoft refused the values.
	BadRequest Kind = "bad-request"
	// Server: Microsoft failed.
	Server Kind = "server"
	// Network: no answer, or not the whole of it.
	Network Kind = "network"
	// Malformed: an answer that is not Graph's: no JSON, a web page, a redirect, a number in the place of a text.
	Malformed Kind = "malformed"
	// Incomplete: a list did not come to its end: its pages go in a circle or expired, or fewer came than were announced.
	Incomplete Kind = "incomplete"
	// TooLarge: an answer or a list longer than any that is Microsoft's.
	TooLarge Kind = "too-large"
	// ForeignHost: a page link pointed to another host. No token was sent there.
	ForeignHost Kind = "foreign-host"
)

// Detail is one of several reasons inside an answer.
type Detail struct{ Code, Target, Message string }

// Service is the one of Microsoft's that was called.
type Service string

// The services. The zero value is Microsoft Graph.
const (
	Graph         Service = ""
	PartnerCenter Service = "Partner Center"
)

// Error is a call of Microsoft that failed. Failures of the sign-in and the end of the caller's context are not of
// this type: they come wrapped, to be found with errors.As and errors.Is.
type Error struct {
	// Op is what was tried, to be read after "could not": "read the users".
	Op string
	// Service was called for Tenant, which is empty for a call of Partner Center that is about no customer.
	Service Service
	Tenant  m365.TenantID
	Kind    Kind
	// Status is the HTTP status; 0 when there was no answer.
	Status int
	// Code and Message are Microsoft's.
	Code, Message string
	// RequestID is Microsoft's name of the request, ClientRequestID ours; both help its support.
	RequestID, ClientRequestID string
	// RetryAfter is the pause that Microsoft asked for; 0 for none.
	RetryAfter time.Duration
	Details    []Detail
	At         time.Time
	// BrokeOff says that the answer began well and was cut.
	BrokeOff bool
	// NothingSent says that the network failed before a connection was there to send on.
	NothingSent bool
	// Proxy is how a proxy refused to let the request through: "407 Proxy Authentication Required".
	Proxy string
	// Err is the cause where there is one beside the answer.
	Err error
}

// Error is the technical text, with codes, without tokens.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString(e.Op)
	if e.Tenant != "" {
		fmt.Fprintf(&text, " in tenant %s", e.Tenant)
	}
	text.WriteString(": ")
	if e.Service != Graph {
		text.WriteString(string(e.Service) + ": ")
	}
	text.WriteString(string(e.Kind))
	if e.Status != 0 {
		fmt.Fprintf(&text, ", status %d", e.Status)
	}
	for _, part := range []string{e.Code, e.Message} {
		if part != "" {
			text.WriteString(": " + part)
		}
	}
	for _, detail := range e.Details {
		fmt.Fprintf(&text, "; %s %s %s", detail.Code, detail.Target, detail.Message)
	}
	if e.Err != nil {
		text.WriteString(": " + e.Err.Error())
	}
	if e.RequestID != "" {
		text.WriteString(" (request " + e.RequestID + ")")
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
