package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// attemptTimeout bounds one try of a request, its answer's body included. The pauses between tries are not part of it.
const attemptTimeout = 100 * time.Second

// maxAnswer is the longest answer that is read, in bytes, after decompression. A page of 999 users is about 2 MB.
const maxAnswer = 64 << 20

var (
	errTooSlow   = errors.New("no complete answer within 100 s")
	errTooLong   = errors.New("the answer is longer than 64 MB")
	errUncertain = errors.New("the connection broke")
)

// wireError says that the network failed, before the answer or in the middle of it.
type wireError struct {
	cause error
	// inBody: headers had arrived, the rest did not.
	inBody bool
}

func (e *wireError) Error() string { return e.cause.Error() }
func (e *wireError) Unwrap() error { return e.cause }

// attempts sends one try and marks what the network does to it.
type attempts struct {
	next    http.RoundTripper
	timeout time.Duration
}

func (t *attempts) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeoutCause(req.Context(), t.timeout, errTooSlow)
	resp, err := t.next.RoundTrip(req.WithContext(ctx))
	if err != nil {
		defer cancel()
		return nil, networkError(ctx, err, false)
	}
	resp.Body = &answerBody{ReadCloser: resp.Body, ctx: ctx, left: maxAnswer}
	resp.Body = afterClose(resp.Body, cancel)
	return resp, nil
}

// networkError keeps the caller's own cancellation recognisable and names our time limit.
func networkError(ctx context.Context, err error, inBody bool) error {
	if errors.Is(context.Cause(ctx), errTooSlow) {
		err = errTooSlow
	}
	return &wireError{cause: err, inBody: inBody}
}

// answerBody bounds a body and marks its read errors as the network's.
type answerBody struct {
	io.ReadCloser
	ctx  context.Context
	left int64
}

func (b *answerBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	switch {
	case b.left < 0:
		return n, errTooLong
	case err != nil && !errors.Is(err, io.EOF):
		return n, networkError(b.ctx, fmt.Errorf("%w in the middle of the answer: %w", errUncertain, err), true)
	}
	return n, err
}

// closing calls after once, when it is closed.
type closing struct {
	io.ReadCloser
	once  sync.Once
	after func()
}

func afterClose(body io.ReadCloser, after func()) io.ReadCloser {
	return &closing{ReadCloser: body, after: after}
}

func (c *closing) Close() error {
	err := c.ReadCloser.Close()
	c.once.Do(c.after)
	return err
}
