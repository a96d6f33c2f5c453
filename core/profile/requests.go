package profile

import (
	"context"
	"maps"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// requests are the requests under way, which any number of callers wait for.
type requests struct {
	mu      sync.Mutex
	running map[requestKey]*request
}

type requestKey struct {
	user m365.UserKey
	part Part
}

// request is one request. It ends when it is answered, or is cancelled when the last caller has gone.
type request struct {
	cancel  context.CancelFunc
	done    chan struct{}
	waiting int
	// snapshot and err are set before done is closed.
	snapshot Snapshot
	err      error
}

// share returns the answer of the request under way, or of one of its own. The request does not end with the caller that
// started it, because others may wait for it; the last caller to go waits until it has ended, so that nothing outlives them.
func (r *requests) share(ctx context.Context, key requestKey, ask func(context.Context) (Snapshot, error)) (Snapshot, error) {
	if err := ctx.Err(); err != nil {
		return Snapshot{}, err
	}
	joined := r.join(ctx, key, ask)
	select {
	case <-joined.done:
		return joined.snapshot, joined.err
	case <-ctx.Done():
		if r.leave(key, joined) {
			<-joined.done
		}
		return Snapshot{}, ctx.Err()
	}
}

// join adds a caller to the request under way, or starts one.
func (r *requests) join(ctx context.Context, key requestKey, ask func(context.Context) (Snapshot, error)) *request {
	r.mu.Lock()
	defer r.mu.Unlock()
	if found := r.running[key]; found != nil {
		found.waiting++
		return found
	}
	asking, cancel := context.WithCancel(context.WithoutCancel(ctx))
	started := &request{cancel: cancel, done: make(chan struct{}), waiting: 1}
	if r.running == nil {
		r.running = make(map[requestKey]*request)
	}
	r.running[key] = started
	go func() {
		defer close(started.done)
		defer cancel()
		started.snapshot, started.err = ask(asking)
		r.end(key, started)
	}()
	return started
}

// leave takes a caller off a request. The last one stops it; whoever comes then starts a new one.
func (r *requests) leave(key requestKey, left *request) (last bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	left.waiting--
	if left.waiting > 0 {
		return false
	}
	left.cancel()
	r.forget(key, left)
	return true
}

// outdate lets nobody join the user's requests any more.
func (r *requests) outdate(user m365.UserKey) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.running, func(key requestKey, _ *request) bool { return key.user == user })
}

func (r *requests) end(key requestKey, ended *request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget(key, ended)
}

// forget is called with the lock held. Another request of the key may be under way already.
func (r *requests) forget(key requestKey, gone *request) {
	if r.running[key] == gone {
		delete(r.running, key)
	}
}
