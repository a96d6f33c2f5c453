package shell

import (
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

const (
	// frame is how long changes are gathered before they are drawn: together once, not each by itself.
	frame = 250 * time.Millisecond
	// usersPause is the same for users: a refresh of many tenants changes them many times a second, and each drawing
	// costs a query.
	usersPause = 400 * time.Millisecond
)

// gatherer joins the changes of a pause into one call of show.
type gatherer struct {
	pause time.Duration
	after uithread.Timer
	show  func(page.Changes)

	mu      sync.Mutex
	pending page.Changes
	stop    func()
	closed  bool
}

// add notes a change, on any goroutine.
func (g *gatherer) add(change page.Change) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return
	}
	g.pending = g.pending.With(change)
	if g.stop == nil {
		g.stop = g.after(g.pause, g.flush)
	}
}

func (g *gatherer) flush() {
	g.mu.Lock()
	changes, closed := g.pending, g.closed
	g.pending, g.stop = page.Changes{}, nil
	g.mu.Unlock()
	if changes.Any() && !closed {
		g.show(changes)
	}
}

func (g *gatherer) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	if g.stop != nil {
		g.stop()
	}
}
