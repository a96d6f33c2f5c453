package change

import (
	"context"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// turns lets one change at a time touch a user. Changes of different users do not wait for each other.
type turns struct {
	mu    sync.Mutex
	users map[m365.UserKey]*turn
}

// turn is a user that is being changed. free holds one token while nobody changes the user.
type turn struct {
	free    chan struct{}
	waiting int
}

func newTurns() *turns { return &turns{users: make(map[m365.UserKey]*turn)} }

// take waits until no other change touches the user, or returns ctx's error when that ends first. done gives the turn on.
func (t *turns) take(ctx context.Context, user m365.UserKey) (done func(), err error) {
	mine := t.enter(user)
	select {
	case <-mine.free:
		return func() {
			mine.free <- struct{}{}
			t.leave(user, mine)
		}, nil
	case <-ctx.Done():
		t.leave(user, mine)
		return nil, ctx.Err()
	}
}

func (t *turns) enter(user m365.UserKey) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.users[user]
	if !ok {
		found = &turn{free: make(chan struct{}, 1)}
		found.free <- struct{}{}
		t.users[user] = found
	}
	found.waiting++
	return found
}

func (t *turns) leave(user m365.UserKey, mine *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	mine.waiting--
	if mine.waiting == 0 {
		delete(t.users, user)
	}
}
