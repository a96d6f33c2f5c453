package graph

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/proxy"
)

// maxBodyTries bounds how often a read is begun again because its answer broke off.
const maxBodyTries = 3

// read makes a call that changes nothing, and makes it again when the answer breaks off in the middle.
func (c *Client) read(ctx context.Context, tenant m365.TenantID, op string, call func(context.Context, *connection) error) error {
	for try := 1; ; try++ {
		err := c.once(ctx, tenant, op, call)
		if err == nil || try == maxBodyTries || !brokeOff(err) {
			return err
		}
		if err := c.sleep(ctx, c.backoff(try)); err != nil {
			return fmt.Errorf("%s in tenant %s: %w", op, tenant, err)
		}
	}
}

// once makes a call once. The chain below repeats only what Microsoft did not carry out.
func (c *Client) once(ctx context.Context, tenant m365.TenantID, op string, call func(context.Context, *connection) error) error {
	conn, err := c.to(tenant)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s in tenant %s: %w", op, tenant, err)
	}
	return c.normal(ctx, tenant, op, guarded(ctx, conn, call))
}

// guarded makes a call, and an error of what the SDK's decoders make of an answer that they did not foresee.
func guarded(ctx context.Context, conn *connection, call func(context.Context, *connection) error) (err error) {
	defer crash.Into(&err)
	return call(ctx, conn)
}

// normal gives every failure its one form. It calls Error() on nothing that the SDK made.
func (c *Client) normal(ctx context.Context, tenant m365.TenantID, op string, err error) error {
	if err == nil {
		return nil
	}
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("%s in tenant %s: %w", op, tenant, ended)
	}
	var token *tokenError
	if errors.As(err, &token) {
		return fmt.Errorf("%s in tenant %s: %w", op, tenant, token)
	}
	if failed := call.As(err); failed != nil {
		failed.Op, failed.BrokeOff, failed.NothingSent = op, brokeOff(err), neverSent(err)
		var refused *proxy.RefusedError
		if errors.As(err, &refused) {
			failed.Proxy = refused.Status
		}
		return failed
	}
	failed := c.newError(tenant)
	failed.Op, failed.Err, failed.Kind, failed.BrokeOff = op, err, kindOf(err), brokeOff(err)
	var wire *wireError
	if errors.As(err, &wire) || errors.Is(err, io.ErrUnexpectedEOF) {
		failed.Kind = call.Network
	}
	return failed
}

// brokeOff says that an answer began well and was cut.
func brokeOff(err error) bool {
	var wire *wireError
	if errors.As(err, &wire) {
		return wire.inBody && !errors.Is(err, errTooSlow)
	}
	return errors.Is(err, io.ErrUnexpectedEOF)
}

// errNoAnswer says that an answer without content came where one with content was due.
var errNoAnswer = errors.New("the answer is empty")

// value is what p points to, or the zero value: the SDK's models hold pointers to everything.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
