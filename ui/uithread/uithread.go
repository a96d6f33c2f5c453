// Package uithread is work and waiting: what must not block the window runs elsewhere, and what it brings comes back to the
// one goroutine that may touch widgets.
package uithread

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// Runner runs fn where widgets may be touched, now or soon. The program uses Fyne; tests use a Queue.
type Runner func(fn func())

// Fyne is the program's runner. A defect ends fn alone.
func Fyne(fn func()) { fyne.Do(func() { Guarded(fn) }) }

// Timer runs fn once, after a while, on any goroutine. The returned function takes that back.
type Timer func(after time.Duration, fn func()) (stop func())

// AfterFunc is the Timer of the program; tests bring their own.
func AfterFunc(after time.Duration, fn func()) (stop func()) {
	timer := time.AfterFunc(after, fn)
	return func() { timer.Stop() }
}

// Queue keeps work until a test asks for it, so that a test owns the one goroutine that touches widgets.
type Queue struct {
	mu   sync.Mutex
	work []func()
}

// Run adds fn to the queue. It is a Runner.
func (q *Queue) Run(fn func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.work = append(q.work, fn)
}

// Flush runs what is queued, and what that queues, on the caller's goroutine. It returns how many ran.
func (q *Queue) Flush() int {
	ran := 0
	for {
		q.mu.Lock()
		if len(q.work) == 0 {
			q.mu.Unlock()
			return ran
		}
		fn := q.work[0]
		q.work = q.work[1:]
		q.mu.Unlock()
		fn()
		ran++
	}
}
