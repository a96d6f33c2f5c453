package uithread

import (
	"sync/atomic"

	"github.com/tenantkeep/tenantkeep/core/crash"
)

// onDefect hears of defects on the one goroutine that may touch widgets, which a program has once.
var onDefect atomic.Pointer[func(error)]

// OnDefect tells, where widgets may be touched, of what Guarded caught. Without it a defect ends the program, as tests want
// it; nil takes that back.
func OnDefect(tell func(error)) {
	if tell == nil {
		onDefect.Store(nil)
		return
	}
	onDefect.Store(&tell)
}

// Guarded runs fn, which was called for by an event of the window or by work that ended: a defect in it ends fn alone.
func Guarded(fn func()) {
	tell := onDefect.Load()
	if tell == nil {
		fn()
		return
	}
	if err := crash.During(fn); err != nil {
		(*tell)(err)
	}
}
