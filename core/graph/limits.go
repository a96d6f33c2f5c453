package graph

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/pause"
)

// Microsoft counts reads of sign-in data apart: 5 requests in 10 s by application and tenant (Graph throttling limits,
// "Microsoft Entra audit logs and reports"). Whether that holds for lists of users with their last sign-ins it does not say:
// those are held back once it refused a request. The spare keeps requests that travel at different speed from arriving as six.
const (
	reportRequests = 5
	reportWindow   = 10*time.Second + 250*time.Millisecond
)

type reportKey struct{}

// asReport marks the requests of ctx as reads of sign-in data, for those whose address does not say it.
func asReport(ctx context.Context) context.Context { return context.WithValue(ctx, reportKey{}, true) }

func isReport(req *http.Request) bool {
	return req.Context().Value(reportKey{}) != nil || isLimited(req)
}

// isLimited says that the limit of sign-in data is documented for a request.
func isLimited(req *http.Request) bool {
	return strings.Contains(req.URL.Path, "/auditLogs/") || strings.Contains(req.URL.Path, "/reports/")
}

// queue is one of the two that the requests of a tenant wait in: the directory, or the reports. Microsoft throttles them apart.
type queue struct {
	// requests in window; 0 for no limit of this kind.
	requests int
	window   time.Duration

	mu     sync.Mutex
	paused time.Time
	starts []time.Time
	// refused says that Microsoft refused a request of the queue for coming too soon.
	refused bool
}

func newDirectoryQueue() *queue { return &queue{} }

func newReportQueue() *queue { return &queue{requests: reportRequests, window: reportWindow} }

// pause holds the requests of the queue back until a time. A shorter pause never ends a longer one.
func (q *queue) pause(until time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if until.After(q.paused) {
		q.paused = until
	}
}

// hold has the limit kept for every request from now on.
func (q *queue) hold() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.refused = true
}

// pauseLeft is how long the queue is still held back.
func (q *queue) pauseLeft(now time.Time) time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.paused.Sub(now)
}

// reserve takes the next start and returns how long it is away; none where the limit is neither documented nor known to hold.
func (q *queue) reserve(now time.Time, documented bool) time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.requests == 0 || !documented && !q.refused {
		return 0
	}
	start := now
	if len(q.starts) == q.requests {
		if earliest := q.starts[0].Add(q.window); earliest.After(start) {
			start = earliest
		}
		q.starts = append(q.starts[:0], q.starts[1:]...)
	}
	q.starts = append(q.starts, start)
	return start.Sub(now)
}

// limits holds requests back: by tenant, by queue and over all tenants. Places are given back when the answer's body is
// closed, not when its first byte arrives.
type limits struct {
	next   http.RoundTripper
	client *Client
	conn   *connection
}

func (t *limits) RoundTrip(req *http.Request) (*http.Response, error) {
	release, err := t.enter(req.Context(), t.conn.queue(req), isLimited(req))
	if err != nil {
		return nil, fmt.Errorf("waiting for a turn: %w", err)
	}
	answered := false
	defer func() {
		if !answered { // also where a defect ended it
			release()
		}
	}()
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	answered = true
	resp.Body = afterClose(resp.Body, release)
	return resp, nil
}

// queue is the one that req waits in.
func (conn *connection) queue(req *http.Request) *queue {
	if isReport(req) {
		return conn.reports
	}
	return conn.directory
}

// enter waits until a request may go. While a tenant is paused its requests hold no place, so that others go on.
func (t *limits) enter(ctx context.Context, queue *queue, documented bool) (release func(), err error) {
	if err := t.wait(ctx, queue.reserve(t.client.now(), documented)); err != nil {
		return nil, err
	}
	for {
		if err := t.conn.slots.Acquire(ctx, 1); err != nil {
			return nil, err
		}
		if err := t.client.atOnce.Acquire(ctx, 1); err != nil {
			t.conn.slots.Release(1)
			return nil, err
		}
		release := func() {
			t.client.atOnce.Release(1)
			t.conn.slots.Release(1)
		}
		left := queue.pauseLeft(t.client.now())
		if left <= 0 {
			return release, nil
		}
		release()
		if err := t.wait(ctx, left); err != nil {
			return nil, err
		}
	}
}

// wait is for as long as Microsoft asks for, or keeps its limit. Whoever waits lends the turn that is had for the tenant.
func (t *limits) wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	return pause.Lend(ctx, func() error { return t.client.sleep(ctx, d) })
}
