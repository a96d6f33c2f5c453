// Package signal lets one part of the program tell others that something changed, without knowing them.
package signal

import (
	"slices"
	"sync"
)

// Signal carries values of one type from whoever emits to whoever listens. The zero value is ready to use.
type Signal[T any] struct {
	mu        sync.Mutex
	listeners []*listener[T]
}

type listener[T any] struct{ hear func(T) }

// Listen calls hear for every value emitted from now on, on the goroutine that emits, until stop is called.
func (s *Signal[T]) Listen(hear func(T)) (stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := &listener[T]{hear: hear}
	s.listeners = append(s.listeners, added)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.listeners = slices.DeleteFunc(s.listeners, func(l *listener[T]) bool { return l == added })
	}
}

// Emit hands value to every listener, in the order in which they began to listen, and returns when all have seen it.
// A listener must not block.
func (s *Signal[T]) Emit(value T) {
	s.mu.Lock()
	hearing := slices.Clone(s.listeners)
	s.mu.Unlock()
	for _, listener := range hearing {
		listener.hear(value)
	}
}
