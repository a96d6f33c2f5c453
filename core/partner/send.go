package partner

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

const (
	maxTries       = 4
	maxPause       = 5 * time.Minute
	attemptTimeout = 100 * time.Second
	// maxAnswer is the longest answer that is read, in bytes.
	maxAnswer = 16 << 20
)

var backoff = wire.Backoff{First: time.Second, Max: 30 * time.Second}

// operation is one on Partner Center, however often it is sent.
type operation struct {
	op       string
	customer m365.TenantID
	method   string
	path     string
	body     any
	header   http.Header
	// proven says whether a good answer shows that it was done; nil where any does. It is sent again until one does.
	proven func(status int, content []byte) bool
	// holds says whether a good answer, decoded by then, holds what was asked for; nil where nothing was.
	holds func() bool
}

// names are what an operation is called in Microsoft's logs. The request id makes it idempotent: Partner Center carries
// out a request that is sent twice under one id once.
type names struct{ request, correlation string }

// do sends a call until it is answered, and decodes a good answer into to, which may be nil.
func (c *Client) do(ctx context.Context, k operation, to any) error {
	named := names{request: uuid.NewString(), correlation: uuid.NewString()}
	body, err := encode(k.body)
	if err == nil && k.method != http.MethodGet {
		_, err = m365.ParseTenantID(string(k.customer)) // else the address would be another
	}
	if err != nil {
		return c.failed(ctx, k, named, &call.Error{Service: call.PartnerCenter, Kind: call.BadRequest, Err: err})
	}
	for try := 1; ; try++ {
		status, content, failed := c.attempt(ctx, k, named, body)
		pause, again := backoff.Pause(try, c.Jitter()), true
		switch {
		case failed != nil:
			pause, again = c.again(failed, try)
		case k.proven == nil || k.proven(status, content) || try == maxTries:
			err := decode(content, to)
			if err == nil && k.holds != nil && !k.holds() {
				err = &call.Error{Service: call.PartnerCenter, Kind: call.Malformed, Err: errNoList}
			}
			return c.failed(ctx, k, named, err)
		}
		if ctx.Err() != nil || !again {
			return c.failed(ctx, k, named, failed)
		}
		if err := c.Sleep(ctx, pause); err != nil {
			return c.failed(ctx, k, named, err)
		}
	}
}

func encode(body any) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	return json.Marshal(body)
}

var (
	errTooLong    = errors.New("the answer is longer than 16 MB")
	errNotPartner = errors.New("a web page, or what is no JSON object")
)

// decode accepts a byte order mark, with which Partner Center begins its JSON at times.
func decode(content []byte, to any) error {
	if to == nil {
		return nil
	}
	if err := json.Unmarshal(wire.WithoutMark(content), to); err != nil {
		return &call.Error{Service: call.PartnerCenter, Kind: call.Malformed, Err: err}
	}
	return nil
}

// failed gives a failure its one form. Failures of the sign-in and the end of ctx are wrapped, not turned into *Error.
func (c *Client) failed(ctx context.Context, k operation, named names, err error) error {
	if err == nil {
		return nil
	}
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("%s for tenant %s: %w", k.op, k.customer, ended)
	}
	failed := call.As(err)
	if failed == nil {
		return fmt.Errorf("%s for tenant %s: %w", k.op, k.customer, err)
	}
	failed.Op, failed.Tenant, failed.At = k.op, k.customer, c.Now()
	failed.RequestID, failed.ClientRequestID = named.correlation, named.request
	return failed
}

// again says whether and when a failed try may be repeated. That is safe for writes too, by the request id.
func (c *Client) again(err error, try int) (time.Duration, bool) {
	failed := call.As(err)
	if failed == nil || try == maxTries {
		return 0, false
	}
	var unknownHost *net.DNSError
	switch failed.Kind {
	case call.Throttled, call.Server:
	case call.Malformed:
		// A gateway on the way that is out of order.
		if failed.Status < 500 {
			return 0, false
		}
	case call.Network:
		if errors.As(err, &unknownHost) || errors.Is(err, context.DeadlineExceeded) {
			return 0, false
		}
	default:
		return 0, false
	}
	if failed.RetryAfter > 0 {
		return failed.RetryAfter, failed.RetryAfter <= maxPause
	}
	return backoff.Pause(try, c.Jitter()), true
}

// attempt sends a call once, and once more when Microsoft asks for another token.
func (c *Client) attempt(ctx context.Context, k operation, named names, body []byte) (status int, content []byte, err error) {
	resp, content, token, err := c.exchange(ctx, k, named, body, "")
	if err != nil {
		return 0, nil, err
	}
	if resp.StatusCode == http.StatusUnauthorized {
		claims := wire.Claims(resp.Header)
		if claims != "" || c.refused(token) {
			if resp, content, _, err = c.exchange(ctx, k, named, body, claims); err != nil {
				return 0, nil, err
			}
		}
	}
	if wire.IsGood(resp.StatusCode) && isOurs(content) {
		return resp.StatusCode, content, nil
	}
	return 0, nil, c.refusal(resp, content)
}

func (c *Client) refused(token string) bool {
	forgetter, ok := c.Tokens.(Forgetter)
	if ok {
		forgetter.Forget(token)
	}
	return ok
}

// exchange sends one request and reads its whole answer.
func (c *Client) exchange(ctx context.Context, k operation, named names, body []byte, claims string) (*http.Response, []byte, string, error) {
	token, err := c.Tokens.Token(ctx, claims)
	if err == nil && token == "" {
		err = errors.New("the token is empty")
	}
	if err != nil {
		return nil, nil, "", fmt.Errorf("sign-in: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	request, err := c.request(ctx, k, named, body)
	if err != nil {
		return nil, nil, "", err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	started := c.Now()
	resp, err := c.http.Do(request)
	if err != nil {
		return nil, nil, "", &call.Error{Service: call.PartnerCenter, Kind: call.Network, Err: withoutURL(err)}
	}
	defer func() { _ = resp.Body.Close() }()
	content, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	c.Log.Debug("partner center request", "method", k.method, "customer", k.customer, "status", resp.StatusCode,
		"took", c.Now().Sub(started), "requestId", named.request, "correlationId", named.correlation)
	if err != nil {
		return nil, nil, "", &call.Error{Service: call.PartnerCenter, Kind: call.Network, Status: resp.StatusCode, Err: fmt.Errorf("in the middle of the answer: %w", err)}
	}
	if len(content) > maxAnswer {
		return nil, nil, "", &call.Error{Service: call.PartnerCenter, Kind: call.TooLarge, Status: resp.StatusCode, Err: errTooLong}
	}
	return resp, content, token, nil
}

func (c *Client) request(ctx context.Context, k operation, named names, body []byte) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, k.method, c.address(k.path), bytes.NewReader(body))
	if err != nil {
		return nil, &call.Error{Service: call.PartnerCenter, Kind: call.BadRequest, Err: err}
	}
	for name, values := range k.header {
		request.Header[name] = values
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", c.UserAgent)
	request.Header.Set("MS-RequestId", named.request)
	request.Header.Set("MS-CorrelationId", named.correlation)
	// Partner Center then refuses a token without MFA here, instead of at some later call.
	request.Header.Set("ValidateMfa", "true")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}

// withoutURL drops the address from an error of net/http: it names the customer, and a page's token.
func withoutURL(err error) error {
	if cause := errors.Unwrap(err); cause != nil {
		return cause
	}
	return err
}
