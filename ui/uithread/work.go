package uithread

import (
	"context"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/crash"
)

// Work runs what must not block the window on goroutines of its own, and brings the outcome back to the goroutine that may
// touch widgets. Every goroutine is counted before it starts, so that WaitIdle and Close miss none.
type Work struct {
	run    Runner
	timer  Timer
	ctx    context.Context
	cancel context.CancelFunc
	count  *count
	// shown is called after each outcome; nil for nothing.
	shown func()
}

// count is shared by a Work and all its children.
type count struct {
	mu      sync.Mutex
	changed *sync.Cond
	// busy counts what finishes by itself, also an outcome on its way into the Runner; waiting counts what waits for a person.
	busy, waiting int
	// broken hears of defects.
	broken func(error)
	// pending counts what is to run where widgets may be touched: outcomes, and what waits for a pause to end.
	pending int
}

// NewWork makes the root of all work of a window. It ends with ctx, or with Close.
func NewWork(ctx context.Context, run Runner, timer Timer) *Work {
	shared := &count{}
	shared.changed = sync.NewCond(&shared.mu)
	ctx, cancel := context.WithCancel(ctx)
	return &Work{run: run, timer: timer, ctx: ctx, cancel: cancel, count: shared}
}

// Child is work that can be ended by itself: that of a page.
func (w *Work) Child() *Work {
	ctx, cancel := context.WithCancel(w.ctx)
	return &Work{run: w.run, timer: w.timer, ctx: ctx, cancel: cancel, count: w.count, shown: w.shown}
}

// OnBroken tells broken, where widgets may be touched, of work that ended by a defect of the program; without it such a
// defect ends the program. Call it on the root before any work.
func (w *Work) OnBroken(broken func(error)) { w.count.broken = broken }

// OnShown calls shown after everything that this work, and what becomes its child later, runs where widgets may be touched.
// Call it before any work.
func (w *Work) OnShown(shown func()) { w.shown = shown }

// Context ends when the work does.
func (w *Work) Context() context.Context { return w.ctx }

// Ended says that the work was cancelled or closed.
func (w *Work) Ended() bool { return w.ctx.Err() != nil }

// Do runs do elsewhere and then what it returns, if anything, where widgets may be touched. What do returns is dropped
// when the work has ended meanwhile.
func (w *Work) Do(do func(ctx context.Context) (then func())) {
	w.start(do, busy)
}

// Await is Do for what waits for others, such as a person in a browser: WaitIdle does not wait for it.
func (w *Work) Await(do func(ctx context.Context) (then func())) {
	w.start(do, func(c *count, by int) { c.waiting += by })
}

func (w *Work) start(do func(ctx context.Context) (then func()), add func(c *count, by int)) {
	if w.Ended() {
		return
	}
	w.count.add(add, 1)
	go func() {
		defer w.count.add(add, -1)
		then, err := guarded(w.ctx, do)
		if err != nil {
			then = w.broke(err)
		}
		if then != nil {
			w.Run(then)
		}
	}()
}

func guarded(ctx context.Context, do func(ctx context.Context) (then func())) (then func(), err error) {
	defer crash.Into(&err)
	return do(ctx), nil
}

func (w *Work) broke(err error) (then func()) {
	if w.count.broken == nil {
		panic(err)
	}
	return func() { w.count.broken(err) }
}

// Run runs fn where widgets may be touched, unless the work has ended by then.
func (w *Work) Run(fn func()) {
	w.count.add(pending, 1)
	w.count.add(busy, 1)
	defer w.count.add(busy, -1)
	w.run(func() {
		defer w.count.add(pending, -1)
		if w.Ended() {
			return
		}
		fn()
		if w.shown != nil && !w.Ended() {
			w.shown()
		}
	})
}

// After runs fn where widgets may be touched, once a pause is over, unless the work has ended by then. Until then the work
// is not idle. Call forget, which takes it back, where widgets may be touched.
func (w *Work) After(pause time.Duration, fn func()) (forget func()) {
	forgotten := false
	w.count.add(pending, 1)
	end := sync.OnceFunc(func() { w.count.add(pending, -1) })
	deaf := context.AfterFunc(w.ctx, end)
	stop := w.timer(pause, func() {
		w.Run(func() {
			deaf()
			end()
			if !forgotten {
				fn()
			}
		})
	})
	return func() {
		forgotten = true
		stop()
		deaf()
		end()
	}
}

// Timer runs fn on any goroutine after a while, even when the work has ended by then.
func (w *Work) Timer(after time.Duration, fn func()) (stop func()) { return w.timer(after, fn) }

// Cancel ends this work and its children without waiting.
func (w *Work) Cancel() { w.cancel() }

// Close ends all work of the window and waits for its goroutines. Call it on the root.
func (w *Work) Close() {
	w.cancel()
	w.WaitAll()
}

// Idle says that nothing runs, or is about to, but what waits for a person.
func (w *Work) Idle() bool {
	w.count.mu.Lock()
	defer w.count.mu.Unlock()
	return w.count.busy+w.count.pending == 0
}

// WaitIdle waits until no goroutine runs but those that wait for a person. What they bring may still wait in the Runner.
func (w *Work) WaitIdle() {
	w.count.wait(func(c *count) bool { return c.busy == 0 })
}

// WaitAll waits until no goroutine runs, also none that waits for a person.
func (w *Work) WaitAll() {
	w.count.wait(func(c *count) bool { return c.busy+c.waiting == 0 })
}

func busy(c *count, by int) { c.busy += by }

func pending(c *count, by int) { c.pending += by }

func (c *count) add(add func(c *count, by int), by int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	add(c, by)
	c.changed.Broadcast()
}

func (c *count) wait(until func(*count) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for !until(c) {
		c.changed.Wait()
	}
}
