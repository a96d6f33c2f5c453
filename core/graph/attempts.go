package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
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
	// unsent: there was no connection to send on.
	unsent bool
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
	way := &way{}
	resp, err := t.next.RoundTrip(req.WithContext(way.watched(ctx)))
	if err != nil {
		defer cancel()
		failed := networkError(ctx, err)
		failed.unsent = way.neverThere() || neverSent(err)
		return nil, failed
	}
	resp.Body = &answerBody{ReadCloser: resp.Body, ctx: ctx, left: maxAnswer}
	resp.Body = afterClose(resp.Body, cancel)
	return resp, nil
}

// networkError keeps the caller's own cancellation recognisable and names our time limit.
func networkError(ctx context.Context, err error) *wireError {
	if errors.Is(context.Cause(ctx), errTooSlow) {
		err = errTooSlow
	}
	return &wireError{cause: err}
}

// way notes how far a request came: net/http says when it looks for a connection, and when it has one.
type way struct{ looked, there atomic.Bool }

func (w *way) watched(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { w.looked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { w.there.Store(true) },
	})
}

// neverThere says that a connection was looked for and did not come about, as where a proxy gives none or nobody answers the
// beginning of the encryption. A transport that does not say so is not asked.
func (w *way) neverThere() bool { return w.looked.Load() && !w.there.Load() }

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
		failed := networkError(b.ctx, fmt.Errorf("%w in the middle of the answer: %w", errUncertain, err))
		failed.inBody = true
		return n, failed
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
