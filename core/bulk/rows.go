package bulk

import (
	"context"
	"slices"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// rows are those whom a run is about, each with how it stands. They are safe for concurrent use, and are worked on by one
// work at a time.
type rows[T any] struct {
	told func()

	mu      sync.Mutex
	all     []T
	stopped bool
	// busy: some are being checked or carried out.
	busy bool
}

// Stop lets those who are under way come to their end, and begins no other user. Carry goes on with the others.
func (r *rows[T]) Stop() {
	r.mu.Lock()
	r.stopped = true
	r.mu.Unlock()
	r.told()
}

// work does something for those that are meant, a few at once, unless something is being done already; then what follows.
func (r *rows[T]) work(
	ctx context.Context, tenant func(T) m365.TenantID, meant func(T) bool, do func(ctx context.Context, i int), then ...func(ctx context.Context),
) {
	tenants, begun := r.enter(tenant, meant)
	if !begun {
		return
	}
	defer r.leave()
	each(tenants, func(i int) {
		if ctx.Err() == nil && !r.isStopped() {
			do(ctx, i)
		}
	})
	for _, do := range then {
		do(ctx)
	}
}

// enter gives the tenants of those that are meant by their place.
func (r *rows[T]) enter(tenant func(T) m365.TenantID, meant func(T) bool) (tenants map[int]m365.TenantID, begun bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busy {
		return nil, false
	}
	r.busy, r.stopped = true, false
	tenants = make(map[int]m365.TenantID)
	for i, one := range r.all {
		if meant(one) {
			tenants[i] = tenant(one)
		}
	}
	return tenants, true
}

func (r *rows[T]) leave() {
	r.mu.Lock()
	r.busy = false
	r.mu.Unlock()
	r.told()
}

func (r *rows[T]) isStopped() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stopped
}

// change changes how it stands with one, and tells.
func (r *rows[T]) change(i int, change func(*T)) {
	r.mu.Lock()
	change(&r.all[i])
	r.mu.Unlock()
	r.told()
}

func (r *rows[T]) at(i int) T {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all[i]
}

// snapshot is how it stands now.
func (r *rows[T]) snapshot() []T {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.all)
}
