package graph

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/wire"
)

const (
	// maxTries bounds how often a request is sent in all.
	maxTries = 6
	// maxNetworkTries bounds it where the network fails, so that a machine without one says so soon.
	maxNetworkTries = 3
	// maxPause is the longest pause that is waited for; a longer one is reported as the failure that it is.
	maxPause = 5 * time.Minute
)

var backoff = wire.Backoff{First: 500 * time.Millisecond, Max: 30 * time.Second}

// retries sends a request again where that is safe. A read is, when Microsoft was busy or the network failed. A write is
// only where it cannot have been carried out: after Graph's own 429, which it gives instead of doing the work, and when no
// connection came about.
type retries struct {
	next   http.RoundTripper
	client *Client
	conn   *connection
}

func (t *retries) RoundTrip(req *http.Request) (*http.Response, error) {
	for try := 1; ; try++ {
		fresh, err := again(req)
		if err != nil {
			return nil, err
		}
		started := t.client.now()
		resp, err := t.next.RoundTrip(fresh)
		t.log(req, resp, err, try, t.client.now().Sub(started))
		var goOn bool
		if err != nil {
			goOn = try < maxNetworkTries && worthAnotherTry(req, err)
		} else {
			goOn = t.throttled(req, resp, try) || (try < maxTries && busy(resp.StatusCode) && isRead(req))
		}
		if !goOn {
			return resp, err
		}
		if resp != nil {
			drop(resp)
		}
		if t.conn.queue(req).pauseLeft(t.client.now()) > 0 {
			continue // The limits wait for the end of the pause.
		}
		if err := t.client.sleep(req.Context(), t.client.backoff(try)); err != nil {
			return nil, err
		}
	}
}

// throttled pauses the queue of the tenant when the answer asks for it, and says whether the request may then go again.
func (t *retries) throttled(req *http.Request, resp *http.Response, try int) bool {
	wait, asked := wire.RetryAfter(resp.Header, t.client.now())
	limited := resp.StatusCode == http.StatusTooManyRequests
	if !limited && (!asked || !busy(resp.StatusCode)) {
		return false
	}
	if !asked {
		wait = t.client.backoff(try)
	}
	if limited {
		t.conn.queue(req).hold()
	}
	until := t.client.now().Add(wait)
	t.client.onThrottle(t.conn.tenant, until)
	if wait > maxPause {
		return false
	}
	t.conn.queue(req).pause(until)
	return try < maxTries && (isRead(req) || limited && refusedByGraph(resp))
}

func (t *retries) log(req *http.Request, resp *http.Response, err error, try int, took time.Duration) {
	attributes := []any{
		"tenant", t.conn.tenant, "method", req.Method, "path", req.URL.Path, "try", try, "took", took,
		"clientRequestId", req.Header.Get(clientRequestID),
	}
	if err != nil {
		t.client.log.Debug("graph request failed", append(attributes, "error", err)...)
		return
	}
	t.client.log.Debug("graph request", append(attributes,
		"status", resp.StatusCode, "requestId", resp.Header.Get("request-id"))...)
}

// busy says that the status is one that passes by itself.
func busy(status int) bool {
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// isRead says that a request changes nothing. getByIds is a read that takes its ids in a body.
func isRead(req *http.Request) bool {
	return req.Method == http.MethodGet || strings.HasSuffix(req.URL.Path, "/directoryObjects/getByIds")
}

// worthAnotherTry says that the network may do better next time.
func worthAnotherTry(req *http.Request, err error) bool {
	var wire *wireError
	if !errors.As(err, &wire) || req.Context().Err() != nil || errors.Is(err, errTooSlow) {
		return false
	}
	var unknown *net.DNSError
	if errors.As(err, &unknown) {
		return false
	}
	var operation *net.OpError
	notSent := errors.As(err, &operation) && operation.Op == "dial"
	return notSent || isRead(req)
}

// backoff is the pause after a try where Microsoft named none, spread so that many tenants do not come back at once.
func (c *Client) backoff(try int) time.Duration {
	return backoff.Pause(try, c.jitter())
}

// drop reads what is left of a short answer, so that its connection can be used again, and closes it.
func drop(resp *http.Response) {
	_, _ = io.CopyN(io.Discard, resp.Body, maxErrorAnswer)
	_ = resp.Body.Close()
}
