package partner

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

var errForeignHost = errors.New("the address is not of this cloud's Partner Center")

// refusal reads an answer that is not a good one: {"code","description","data":[],"source"}, but also Microsoft Graph's
// envelope and bodies that are no JSON at all.
func (c *Client) refusal(resp *http.Response, content []byte) *call.Error {
	var body struct {
		Code        any    `json:"code"`
		Description string `json:"description"`
		Message     string `json:"message"`
		Error       struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	failed := &call.Error{Service: call.PartnerCenter, Status: resp.StatusCode}
	failed.RetryAfter, _ = wire.RetryAfter(resp.Header, c.Now())
	if json.Unmarshal(wire.WithoutMark(content), &body) == nil {
		if body.Code != nil {
			failed.Code = fmt.Sprint(body.Code)
		}
		failed.Message = body.Description + body.Message
		if failed.Code == "" {
			failed.Code, failed.Message = body.Error.Code, failed.Message+body.Error.Message
		}
	}
	failed.Code, failed.Message = wire.Words(failed.Code), wire.Words(failed.Message)
	if failed.Message == "" {
		failed.Message = wire.Words(resp.Status)
	}
	failed.Kind = classify(failed)
	if !isOurs(content) {
		failed.Kind, failed.Err = call.Malformed, errNotPartner
	}
	return failed
}

// isOurs says that an answer may be Partner Center's, which has a JSON object or nothing. All else comes from something on
// the way, as a proxy, whatever its status says.
func isOurs(content []byte) bool {
	content = bytes.TrimSpace(wire.WithoutMark(content))
	return len(content) == 0 || content[0] == '{' && json.Valid(content)
}

func classify(e *call.Error) call.Kind {
	if e.Status >= 400 && e.Status < 500 && strings.Contains(strings.ToLower(e.Message), "already exists") {
		return call.Conflict
	}
	switch e.Status {
	case http.StatusUnauthorized:
		return call.Unauthorized
	case http.StatusForbidden:
		return call.Denied
	case http.StatusNotFound:
		return call.NotFound
	case http.StatusConflict:
		return call.Conflict
	case http.StatusTooManyRequests:
		return call.Throttled
	}
	switch {
	case e.Status >= 500:
		return call.Server
	case e.Status < 400:
		return call.Malformed
	}
	return call.BadRequest
}
