package refresh

import (
	"context"
	"slices"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// turns bounds how many tenants are read at once. The tenant that a person looks at does not wait for one.
type turns struct {
	mu sync.Mutex
	// free are those that nobody has; below zero where persons looked at tenants while there was none.
	free    int
	looked  m365.TenantID
	waiting []*waiter
}

type waiter struct {
	id m365.TenantID
	in chan struct{}
}

func newTurns(atOnce int) *turns { return &turns{free: atOnce} }

// look says which tenant a person looks at; empty for none.
func (t *turns) look(id m365.TenantID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.looked = id
	if at := slices.IndexFunc(t.waiting, func(w *waiter) bool { return w.id == id }); at >= 0 {
		t.hand(at)
	}
}

func (t *turns) lookedAt() m365.TenantID {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.looked
}

// take waits for a turn, which give ends.
func (t *turns) take(ctx context.Context, id m365.TenantID) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t.mu.Lock()
	if t.free > 0 || id == t.looked {
		t.free--
		t.mu.Unlock()
		return nil
	}
	me := &waiter{id, make(chan struct{})}
	t.waiting = append(t.waiting, me)
	t.mu.Unlock()
	select {
	case <-me.in:
		return nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if at := slices.Index(t.waiting, me); at >= 0 {
		t.waiting = slices.Delete(t.waiting, at, at+1)
	} else {
		t.next() // It came just now.
	}
	return ctx.Err()
}

func (t *turns) give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.next()
}

// next has one turn more, and hands one on. The caller holds the lock.
func (t *turns) next() {
	t.free++
	if t.free > 0 && len(t.waiting) > 0 {
		t.hand(0)
	}
}

// hand gives a turn to one of those that wait. The caller holds the lock.
func (t *turns) hand(at int) {
	t.free--
	close(t.waiting[at].in)
	t.waiting = slices.Delete(t.waiting, at, at+1)
}

// choose takes one of those that wait to be read: the tenant that a person looks at before the others.
func (t *turns) choose(waiting *[]m365.TenantID) (id m365.TenantID, is bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(*waiting) == 0 {
		return "", false
	}
	at := max(0, slices.Index(*waiting, t.looked))
	id = (*waiting)[at]
	*waiting = slices.Delete(*waiting, at, at+1)
	return id, true
}

// Look says which tenant a person looks at, so that it is refreshed before the others; empty for none.
func (s *Service) Look(id m365.TenantID) { s.turns.look(id) }
