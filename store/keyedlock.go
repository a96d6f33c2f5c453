package store

import (
	"context"
	"sync"
)

// keyedLock is a lock for each key. Its zero value is ready to use.
type keyedLock struct {
	locks sync.Map
}

// lock waits until key is free or ctx ends.
func (l *keyedLock) lock(ctx context.Context, key any) (unlock func(), err error) {
	held, _ := l.locks.LoadOrStore(key, make(chan struct{}, 1))
	gate := held.(chan struct{})
	select {
	case gate <- struct{}{}:
		return func() { <-gate }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
