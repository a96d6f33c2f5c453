package change

import (
	"context"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// userLocks lets one change at a time touch a user. Changes of different users do not wait for each other.
type userLocks struct {
	mu    sync.Mutex
	locks map[m365.UserKey]*userLock
}

// userLock is that of a user who is being changed. free holds one token while nobody has the lock.
type userLock struct {
	free    chan struct{}
	waiting int
}

func newUserLocks() *userLocks { return &userLocks{locks: make(map[m365.UserKey]*userLock)} }

// lock waits until no other change touches the user, or returns ctx's error when that ends first.
func (l *userLocks) lock(ctx context.Context, user m365.UserKey) (unlock func(), err error) {
	lock := l.enter(user)
	select {
	case <-lock.free:
		return func() {
			lock.free <- struct{}{}
			l.leave(user, lock)
		}, nil
	case <-ctx.Done():
		l.leave(user, lock)
		return nil, ctx.Err()
	}
}

func (l *userLocks) enter(user m365.UserKey) *userLock {
	l.mu.Lock()
	defer l.mu.Unlock()
	lock, ok := l.locks[user]
	if !ok {
		lock = &userLock{free: make(chan struct{}, 1)}
		lock.free <- struct{}{}
		l.locks[user] = lock
	}
	lock.waiting++
	return lock
}

func (l *userLocks) leave(user m365.UserKey, lock *userLock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	lock.waiting--
	if lock.waiting == 0 {
		delete(l.locks, user)
	}
}
