package store

import "sync"

// patched are the users that a change of ours wrote (Patch), by the numbers of their tenants: what an older batch says of them is
// out of date. They lie in no table, because SQLite's temporary ones end with the writer's connection. Its zero value is ready to
// use.
type patched struct {
	mu      sync.Mutex
	tenants map[int64]map[string]patch
}

// patch is what wrote a user last, and whether the user ever came or went by such a change (PutIn, also of one who was created,
// and TakeOut).
type patch struct {
	batch int64
	moved bool
}

// note is called within the transaction that writes the user. Where that fails, one refresh leaves the user out.
func (p *patched) note(tenant int64, object string, now patch) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tenants == nil {
		p.tenants = make(map[int64]map[string]patch)
	}
	if p.tenants[tenant] == nil {
		p.tenants[tenant] = make(map[string]patch)
	}
	now.moved = now.moved || p.tenants[tenant][object].moved
	p.tenants[tenant][object] = now
}

// take are the users of a tenant that were written since a batch began, and whether they came or went. It forgets all of the
// tenant: later batches read them as they are.
func (p *patched) take(tenant, batch int64) (moved map[string]bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	moved = make(map[string]bool)
	for object, last := range p.tenants[tenant] {
		if last.batch > batch {
			moved[object] = last.moved
		}
	}
	delete(p.tenants, tenant)
	return moved
}
