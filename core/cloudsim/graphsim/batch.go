package graphsim

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// mostBatched is how many requests a batch may hold.
const mostBatched = 20

// batchedRequest is a request in a batch.
type batchedRequest struct {
	ID          batchID
	Method, URL string
	Headers     map[string]string
	Body        json.RawMessage
	DependsOn   []batchID
}

// batchID names a request in a batch. A number counts as its digits.
type batchID string

// UnmarshalJSON reads a text or a number.
func (id *batchID) UnmarshalJSON(data []byte) error {
	var number json.Number
	if err := json.Unmarshal(data, &number); err == nil && data[0] != '"' {
		*id = batchID(number)
		return nil
	}
	return json.Unmarshal(data, (*string)(id))
}

// batch answers POST /$batch: each request has a status of its own, and those that need one that failed get 424.
func (s *Server) batch(c *call, ids requestIDs) answer {
	if c.method != http.MethodPost {
		return fail(http.StatusMethodNotAllowed, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.").write(s.options.Now(), ids)
	}
	var wish struct{ Requests []batchedRequest }
	if f := c.decode(&wish); f != nil {
		return f.write(s.options.Now(), ids)
	}
	if f := checkBatch(wish.Requests); f != nil {
		return f.write(s.options.Now(), ids)
	}
	status := make(map[batchID]int, len(wish.Requests))
	body := append([]byte(nil), `{"responses":[`...)
	for i, one := range wish.Requests {
		reply := s.batched(c, one, status, ids)
		status[one.ID] = reply.status
		if i > 0 {
			body = append(body, ',')
		}
		body = appendReply(body, one.ID, reply)
	}
	return answer{status: http.StatusOK, body: append(body, ']', '}')}
}

func checkBatch(all []batchedRequest) *failure {
	if len(all) == 0 || len(all) > mostBatched {
		return badRequest("Number of batch request steps must be between 1 and %d.", mostBatched)
	}
	var before []batchID
	for _, one := range all {
		switch {
		case one.ID == "" || slices.Contains(before, one.ID):
			return badRequest("Every request of a batch needs an id of its own; '%s' is not.", one.ID)
		case !strings.HasPrefix(one.URL, "/") && strings.Contains(one.URL, "://"):
			return badRequest("The url of request '%s' must be relative.", one.ID)
		}
		for _, needed := range one.DependsOn {
			if !slices.Contains(before, needed) {
				return badRequest("Request '%s' depends on '%s', which does not come before it.", one.ID, needed)
			}
		}
		before = append(before, one.ID)
	}
	return nil
}

// batched does one request with the caller of the batch.
func (s *Server) batched(outer *call, one batchedRequest, status map[batchID]int, ids requestIDs) answer {
	for _, needed := range one.DependsOn {
		if status[needed] >= http.StatusBadRequest {
			return fail(http.StatusFailedDependency, "FailedDependency", "The request depends on '%s', which failed.", needed).write(s.options.Now(), ids)
		}
	}
	header := http.Header{}
	for name, text := range one.Headers {
		header.Set(name, text)
	}
	body := []byte(one.Body)
	if string(body) == "null" {
		body = nil
	}
	if len(body) > 0 && header.Get("Content-Type") == "" {
		return badRequest("Write request id : %s does not contain Content-Type header or body.", one.ID).write(s.options.Now(), ids)
	}
	path, query, _ := strings.Cut(strings.TrimPrefix(one.URL, "/"), "?")
	inner := &call{
		server: s, method: strings.ToUpper(one.Method), version: outer.version, header: header, body: body,
		caller: outer.caller, tenant: outer.tenant,
	}
	return s.handle(inner, path, strings.ReplaceAll(query, " ", "%20"), ids)
}

// appendReply writes a part of a batch's answer. A body that is no JSON is told in base64.
func appendReply(b []byte, id batchID, reply answer) []byte {
	o := openObject(b).string("id", string(id)).raw("status", func(b []byte) []byte { return strconv.AppendInt(b, int64(reply.status), 10) })
	if len(reply.body) == 0 {
		return o.close()
	}
	kind := reply.kind
	if kind == "" {
		kind = "application/json"
	}
	o.raw("headers", func(b []byte) []byte {
		h := openObject(b).string("Content-Type", kind)
		for name := range reply.header {
			h.string(name, reply.header.Get(name))
		}
		return h.close()
	})
	return o.raw("body", func(b []byte) []byte {
		if reply.kind == "" {
			return append(b, reply.body...)
		}
		return appendString(b, base64.StdEncoding.EncodeToString(reply.body))
	}).close()
}
