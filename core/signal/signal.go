// Package signal lets one part of the program tell others that something changed, without knowing them.
package signal

import "sync"

// Signal carries values of one type from whoever emits to whoever listens. The zero value is ready to use.
type Signal[T any] struct {
	mu        sync.Mutex
	next      int
	listeners map[int]func(T)
}

// Listen calls hear for every value emitted from now on, on the goroutine that emits, until stop is called.
func (s *Signal[T]) Listen(hear func(T)) (stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listeners == nil {
		s.listeners = make(map[int]func(T))
	}
	id := s.next
	s.next++
	s.listeners[id] = hear
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.listeners, id)
	}
}

// Emit hands value to every listener and returns when all have seen it. A listener must not block.
func (s *Signal[T]) Emit(value T) {
	s.mu.Lock()
	hearing := make([]func(T), 0, len(s.listeners))
	for _, hear := range s.listeners {
		hearing = append(hearing, hear)
	}
	s.mu.Unlock()
	for _, hear := range hearing {
		hear(value)
	}
}
