package integration

import (
	"context"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// reservations see that a tenant is in one sync at a time, and let an unsync stop it.
type reservations struct {
	mu   *sync.Mutex
	held map[m365.TenantID]reservation
}

type reservation struct {
	ctx    context.Context
	cancel context.CancelFunc
	ended  chan struct{}
}

func newReservations() reservations {
	return reservations{mu: new(sync.Mutex), held: make(map[m365.TenantID]reservation)}
}

// reserve takes the tenants that are in no sync yet and returns those.
func (r *reservations) reserve(ctx context.Context, ids []m365.TenantID) []m365.TenantID {
	r.mu.Lock()
	defer r.mu.Unlock()
	var free []m365.TenantID
	for _, id := range ids {
		if _, taken := r.held[id]; taken {
			continue
		}
		own, cancel := context.WithCancel(ctx)
		r.held[id] = reservation{ctx: own, cancel: cancel, ended: make(chan struct{})}
		free = append(free, id)
	}
	return free
}

// context is what the sync of a reserved tenant lives by.
func (r *reservations) context(id m365.TenantID) context.Context {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.held[id].ctx
}

func (r *reservations) release(ids ...m365.TenantID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		r.held[id].cancel()
		close(r.held[id].ended)
		delete(r.held, id)
	}
}

// stop ends the sync of a tenant, if there is one, and returns when it has ended.
func (r *reservations) stop(id m365.TenantID) {
	r.mu.Lock()
	held, found := r.held[id]
	r.mu.Unlock()
	if found {
		held.cancel()
		<-held.ended
	}
}
