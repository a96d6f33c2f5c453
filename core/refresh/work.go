package refresh

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
)

// Progress is how far a refresh of several tenants is.
type Progress struct {
	// Running says that at least one tenant is being read.
	Running bool
	// Done and Total count tenants since the work began, each once; both go back to zero with the next beginning. One that is
	// done and asked for again is not done.
	Done, Total int
	// Current lists the tenants under way or waiting, in the order they were asked for.
	Current []m365.TenantID
}

// work keeps count of the tenants under way, and sees that a tenant is read by one goroutine at a time.
type work struct {
	mu      *sync.Mutex
	current []m365.TenantID
	// asked is how many wait for each of current.
	asked map[m365.TenantID]int
	done  map[m365.TenantID]bool
	// readings has the last one of each tenant. Of all there have begun so many.
	readings map[m365.TenantID]*reading
	begun    int
	// active is what there is to do of each tenant, and resting are those of them that wait for Microsoft.
	active  map[m365.TenantID]int
	resting map[m365.TenantID]bool
	// rest is closed when nothing is under way any more, or all of it rests; nil while that is so.
	rest chan struct{}
}

// reading is one read of a tenant that several may wait for.
type reading struct {
	// number counts the readings in the order of their beginning.
	number int
	under  bool
	ended  chan struct{}
	// rest says that all that stands beside the users is read too.
	rest bool
	err  error
}

// answers says whether a reading that ended will do, or is to be done anew: because whoever began it cancelled it, because it
// read what was unsynced meanwhile, or because it read less than is asked for.
func (r *reading) answers(rest bool) bool {
	return !errors.Is(r.err, context.Canceled) && !errors.Is(r.err, errUnsynced) && (r.rest || !rest)
}

// until waits for the end of something, or returns ctx's error.
func until(ctx context.Context, ended <-chan struct{}) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-ended:
		return nil
	}
}

func newWork() work {
	return work{
		mu:       new(sync.Mutex),
		asked:    make(map[m365.TenantID]int),
		done:     make(map[m365.TenantID]bool),
		readings: make(map[m365.TenantID]*reading),
		active:   make(map[m365.TenantID]int),
		resting:  make(map[m365.TenantID]bool),
	}
}

func (w *work) add(id m365.TenantID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.current) == 0 {
		clear(w.done)
	}
	delete(w.done, id)
	if w.asked[id]++; w.asked[id] == 1 {
		w.current = append(w.current, id)
	}
	w.count(id, 1)
}

func (w *work) remove(id m365.TenantID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.asked[id]--; w.asked[id] == 0 {
		delete(w.asked, id)
		at := slices.Index(w.current, id)
		w.current = slices.Delete(w.current, at, at+1)
		w.done[id] = true
	}
	w.count(id, -1)
}

// has says that a tenant is under way, or waits for it.
func (w *work) has(id m365.TenantID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.active[id] > 0
}

func (w *work) progress() Progress {
	w.mu.Lock()
	defer w.mu.Unlock()
	return Progress{
		Running: len(w.current) > 0,
		Done:    len(w.done),
		Total:   len(w.done) + len(w.current),
		Current: slices.Clone(w.current),
	}
}

// beginnings is how many readings have begun, for once to know those that begin later.
func (w *work) beginnings() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.begun
}

// once runs read for a tenant, or returns the error of another reading that answers: of the one under way, for which it waits,
// or of one that ended and had begun after since, when this one was asked for.
func (w *work) once(ctx context.Context, id m365.TenantID, rest bool, since int, read func() error) error {
	for {
		w.mu.Lock()
		last, found := w.readings[id]
		switch {
		case found && last.under:
		case found && last.number > since && last.answers(rest):
			w.mu.Unlock()
			return last.err
		default:
			mine := w.begin(id, rest)
			w.mu.Unlock()
			return w.run(id, mine, read)
		}
		w.mu.Unlock()
		if err := pause.Lend(ctx, func() error { return until(ctx, last.ended) }); err != nil {
			return err
		}
		if last.answers(rest) {
			return last.err
		}
	}
}

// begin notes a reading. The caller holds the lock.
func (w *work) begin(id m365.TenantID, rest bool) *reading {
	w.begun++
	mine := &reading{number: w.begun, under: true, ended: make(chan struct{}), rest: rest}
	w.readings[id] = mine
	w.count(id, 1)
	return mine
}

func (w *work) run(id m365.TenantID, mine *reading, read func() error) error {
	defer func() {
		w.mu.Lock()
		mine.under = false
		delete(w.resting, id)
		w.count(id, -1)
		w.mu.Unlock()
		close(mine.ended)
	}()
	mine.err = read()
	return mine.err
}

// setResting says whether the reading of a tenant that is under way waits for Microsoft.
func (w *work) setResting(id m365.TenantID, rests bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if rests {
		w.resting[id] = true
	} else {
		delete(w.resting, id)
	}
	w.weigh()
}

// count notes that there is more or less to do of a tenant. The caller holds the lock.
func (w *work) count(id m365.TenantID, more int) {
	if w.active[id] += more; w.active[id] == 0 {
		delete(w.active, id)
	}
	w.weigh()
}

// weigh notes whether anything is under way that does not rest. The caller holds the lock.
func (w *work) weigh() {
	switch busy := len(w.active) > len(w.resting); {
	case busy && w.rest == nil:
		w.rest = make(chan struct{})
	case !busy && w.rest != nil:
		close(w.rest)
		w.rest = nil
	}
}

// idle waits until nothing is under way that does not wait for Microsoft.
func (w *work) idle(ctx context.Context) error {
	for {
		w.mu.Lock()
		rest := w.rest
		w.mu.Unlock()
		if rest == nil {
			return ctx.Err()
		}
		if err := until(ctx, rest); err != nil {
			return err
		}
	}
}
