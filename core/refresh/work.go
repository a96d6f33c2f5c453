package refresh

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Progress is how far a refresh of several tenants is.
type Progress struct {
	// Running says that at least one tenant is being read.
	Running bool
	// Done and Total count tenants since the work began; both go back to zero with the next beginning.
	Done, Total int
	// Current lists the tenants under way or waiting, in the order they were asked for.
	Current []m365.TenantID
}

// work keeps count of the tenants under way, and sees that a tenant is read by one goroutine at a time.
type work struct {
	mu       *sync.Mutex
	current  []m365.TenantID
	done     int
	readings map[m365.TenantID]*reading
	// rest is closed when nothing is under way any more; nil while nothing is.
	rest chan struct{}
}

// reading is one read of a tenant that several may wait for.
type reading struct {
	ended chan struct{}
	// rest says that all that stands beside the users is read too.
	rest bool
	err  error
}

func newWork() work {
	return work{mu: new(sync.Mutex), readings: make(map[m365.TenantID]*reading)}
}

func (w *work) add(id m365.TenantID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.current) == 0 {
		w.done = 0
	}
	w.current = append(w.current, id)
	w.weigh()
}

func (w *work) remove(id m365.TenantID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := slices.Index(w.current, id); i >= 0 {
		w.current = slices.Delete(w.current, i, i+1)
		w.done++
	}
	w.weigh()
}

func (w *work) progress() Progress {
	w.mu.Lock()
	defer w.mu.Unlock()
	return Progress{
		Running: len(w.current) > 0,
		Done:    w.done,
		Total:   w.done + len(w.current),
		Current: slices.Clone(w.current),
	}
}

// once runs read for a tenant, or waits for the run under way and returns its error. The run under way belongs to whoever
// began it: when that one is cancelled while ctx is not, read runs anew; so it does where that one reads less, and where it read
// what was unsynced meanwhile.
func (w *work) once(ctx context.Context, id m365.TenantID, rest bool, read func() error) error {
	for {
		w.mu.Lock()
		running, found := w.readings[id]
		if !found {
			running = &reading{ended: make(chan struct{}), rest: rest}
			w.readings[id] = running
			w.weigh()
			w.mu.Unlock()
			return w.run(id, running, read)
		}
		w.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-running.ended:
		}
		if !errors.Is(running.err, context.Canceled) && !errors.Is(running.err, errUnsynced) && (running.rest || !rest) {
			return running.err
		}
	}
}

func (w *work) run(id m365.TenantID, mine *reading, read func() error) error {
	defer func() {
		w.mu.Lock()
		delete(w.readings, id)
		w.weigh()
		w.mu.Unlock()
		close(mine.ended)
	}()
	mine.err = read()
	return mine.err
}

// weigh notes whether anything is under way. The caller holds the lock.
func (w *work) weigh() {
	switch busy := len(w.current)+len(w.readings) > 0; {
	case busy && w.rest == nil:
		w.rest = make(chan struct{})
	case !busy && w.rest != nil:
		close(w.rest)
		w.rest = nil
	}
}

// idle waits until nothing is under way.
func (w *work) idle(ctx context.Context) error {
	for {
		w.mu.Lock()
		rest := w.rest
		w.mu.Unlock()
		if rest == nil {
			return ctx.Err()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-rest:
		}
	}
}
