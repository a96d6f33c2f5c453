package graph

import (
	"errors"
	"net/http"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// answers turns everything that is not a good answer into *Error, redirects too, before the SDK sees it. The SDK's own
// ODataError panics in Error() when the body has no message, and loses the status when the body is a web page (msgraph-sdk-go
// issues 434, 313 and 510).
type answers struct {
	next   http.RoundTripper
	client *Client
	tenant m365.TenantID
}

func (t *answers) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, t.unanswered(req, err)
	}
	if failed := t.failure(req, resp); failed != nil {
		return nil, failed
	}
	return resp, nil
}

// unanswered is what a request without an answer came to.
func (t *answers) unanswered(req *http.Request, err error) error {
	failed := t.client.newError(t.tenant)
	failed.Err = err
	failed.ClientRequestID = req.Header.Get(clientRequestID)
	var wire *wireError
	switch {
	case errors.Is(err, errForeignHost):
		failed.Kind = call.ForeignHost
	case errors.As(err, &wire):
		failed.Kind = call.Network
	default:
		return err
	}
	return failed
}

// failure reads an answer that is none of Graph's good ones; nil for a good one, which it leaves unread.
func (t *answers) failure(req *http.Request, resp *http.Response) error {
	if wire.IsGood(resp.StatusCode) && isGraphs(resp) {
		resp.Body = unmarked(resp.Body)
		return nil
	}
	defer func() { _ = resp.Body.Close() }()
	failed := t.client.newError(t.tenant)
	failed.Status = resp.StatusCode
	failed.RequestID = wire.ID(resp.Header.Get("request-id"))
	failed.ClientRequestID = req.Header.Get(clientRequestID)
	failed.RetryAfter, _ = wire.RetryAfter(resp.Header, t.client.now())
	said := envelopeOf(resp)
	switch {
	case resp.StatusCode >= 400 && said.Error.Code != "":
		fill(failed, said)
		failed.Kind = classify(failed)
	case resp.StatusCode == http.StatusUnauthorized && challenges(resp.Header):
		failed.Kind, failed.Message = call.Unauthorized, described(resp)
	default:
		failed.Kind, failed.Message = call.Malformed, "answered with "+described(resp)
	}
	return failed
}

// isGraphs says that a good answer may be Graph's: JSON, or nothing. Graph names every request that it answers with nothing;
// of 204 that is not asked, because nobody else gives it.
func isGraphs(resp *http.Response) bool {
	switch {
	case resp.StatusCode == http.StatusNoContent:
		return true
	case resp.ContentLength == 0:
		return resp.Header.Get("request-id") != ""
	}
	return isJSON(resp.Header)
}

func (c *Client) newError(tenant m365.TenantID) *call.Error {
	return &call.Error{Tenant: tenant, At: c.now()}
}

func isJSON(header http.Header) bool {
	return strings.Contains(strings.ToLower(header.Get("Content-Type")), "json")
}

func described(resp *http.Response) string {
	kind := resp.Header.Get("Content-Type")
	if kind == "" {
		kind = "no content type"
	}
	return wire.Words(resp.Status + ", " + kind)
}

// mostDetails is how many reasons of one answer are kept.
const mostDetails = 20

// fill takes over what Graph said.
func fill(e *call.Error, said envelope) {
	e.Code = wire.Words(said.Error.Code)
	e.Message = wire.Words(said.Error.Message)
	for _, detail := range said.Error.Details[:min(len(said.Error.Details), mostDetails)] {
		e.Details = append(e.Details, call.Detail{Code: wire.Words(detail.Code), Target: wire.Words(detail.Target), Message: wire.Words(detail.Message)})
	}
	e.RequestID = first(e.RequestID, wire.ID(said.Error.InnerError.RequestID))
}

// What comes where a tenant lacks a plan: codePremium for sign-in data without Entra ID P1 (microsoft-graph-docs-contrib issue
// 3033), codeNoPIM for eligible roles without P2.
const (
	codePremium = "Authentication_RequestFromNonPremiumTenantOrB2CTenant"
	codeNoPIM   = "AadPremiumLicenseRequired"
)

func classify(e *call.Error) call.Kind {
	switch {
	case e.Code == codePremium || e.Code == codeNoPIM || strings.Contains(e.Message, "doesn't have premium license"):
		return call.NeedsPremium
	case e.Code == "Request_ResourceNotFound":
		return call.NotFound
	case strings.Contains(e.Code, "ConcurrencyViolation") || e.Status == http.StatusLocked:
		return call.Busy
	case e.Status == http.StatusBadRequest && isConflict(e):
		return call.Conflict
	}
	switch e.Status {
	case http.StatusUnauthorized:
		return call.Unauthorized
	case http.StatusForbidden:
		return call.Denied
	case http.StatusNotFound, http.StatusGone:
		return call.NotFound
	case http.StatusConflict, http.StatusPreconditionFailed:
		return call.Conflict
	case http.StatusTooManyRequests:
		return call.Throttled
	case http.StatusRequestTimeout, statusClientClosed:
		return call.Server
	}
	if e.Status >= 500 {
		return call.Server
	}
	return call.BadRequest
}

// isConflict recognises that Graph says "exists already" with status 400.
func isConflict(e *call.Error) bool {
	for _, detail := range e.Details {
		if detail.Code == "ObjectConflict" || detail.Code == "ConflictingObjects" {
			return true
		}
	}
	return strings.Contains(e.Message, "conflicting object") || strings.Contains(e.Message, "references already exist")
}
