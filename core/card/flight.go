package card

import (
	"context"
	"maps"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// flights are the requests under way, which any number of callers wait for.
type flights struct {
	mu    sync.Mutex
	under map[flightKey]*flight
}

type flightKey struct {
	user m365.UserKey
	part Part
}

// flight is one request. It ends when it is answered, or is cancelled when the last caller has gone.
type flight struct {
	cancel  context.CancelFunc
	done    chan struct{}
	waiting int
	// card and err are set before done is closed.
	card Card
	err  error
}

// share returns the answer of the request under way, or of one of its own. The request does not end with the caller that
// started it, because others may wait for it; the last caller to go waits until it has ended, so that nothing outlives them.
func (f *flights) share(ctx context.Context, key flightKey, ask func(context.Context) (Card, error)) (Card, error) {
	if err := ctx.Err(); err != nil {
		return Card{}, err
	}
	joined := f.board(ctx, key, ask)
	select {
	case <-joined.done:
		return joined.card, joined.err
	case <-ctx.Done():
		if f.leave(key, joined) {
			<-joined.done
		}
		return Card{}, ctx.Err()
	}
}

// board joins the request under way or starts one.
func (f *flights) board(ctx context.Context, key flightKey, ask func(context.Context) (Card, error)) *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	if running := f.under[key]; running != nil {
		running.waiting++
		return running
	}
	flying, cancel := context.WithCancel(context.WithoutCancel(ctx))
	started := &flight{cancel: cancel, done: make(chan struct{}), waiting: 1}
	if f.under == nil {
		f.under = make(map[flightKey]*flight)
	}
	f.under[key] = started
	go func() {
		defer close(started.done)
		defer cancel()
		started.card, started.err = ask(flying)
		f.end(key, started)
	}()
	return started
}

// leave takes a caller off a request. The last one stops it; whoever comes then starts a new one.
func (f *flights) leave(key flightKey, left *flight) (last bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	left.waiting--
	if left.waiting > 0 {
		return false
	}
	left.cancel()
	f.forget(key, left)
	return true
}

// outdate lets nobody join the user's requests any more.
func (f *flights) outdate(user m365.UserKey) {
	f.mu.Lock()
	defer f.mu.Unlock()
	maps.DeleteFunc(f.under, func(key flightKey, _ *flight) bool { return key.user == user })
}

func (f *flights) end(key flightKey, ended *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forget(key, ended)
}

// forget is called with the lock held. Another request of the key may be under way already.
func (f *flights) forget(key flightKey, gone *flight) {
	if f.under[key] == gone {
		delete(f.under, key)
	}
}
