package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

func onUI(fn func()) { fyne.DoAndWait(fn) }

func printFigure(name string, took time.Duration) {
	fmt.Printf("figure %s %d ms\n", name, took.Milliseconds())
}

// printPeakMemory prints the most memory that the process has held.
func printPeakMemory() {
	if bytes, err := peakMemory(); err == nil {
		fmt.Printf("figure peak-memory %d MB\n", bytes>>20)
	}
}

// stopwatch measures how long the program's own work holds the window's goroutine, and how long its thread is busy with it: what
// else the machine does is in the first alone.
type stopwatch struct{ longest, busiest atomic.Int64 }

// runner times everything that run runs.
func (w *stopwatch) runner(run uithread.Runner) uithread.Runner {
	return func(fn func()) { run(func() { w.time(fn) }) }
}

func (w *stopwatch) time(fn func()) {
	begun, busy := time.Now(), threadTime()
	fn()
	raise(&w.busiest, threadTime()-busy)
	raise(&w.longest, time.Since(begun))
}

// raise keeps a time that is longer than those before.
func raise(most *atomic.Int64, took time.Duration) {
	for before := most.Load(); int64(took) > before; before = most.Load() {
		if most.CompareAndSwap(before, int64(took)) {
			return
		}
	}
}

// take returns the longest times, and begins anew.
func (w *stopwatch) take() (longest, busiest time.Duration) {
	return time.Duration(w.longest.Swap(0)), time.Duration(w.busiest.Swap(0))
}

// pulse measures how long the window took to react, painting included: it asks for a turn on the window's goroutine again
// and again and keeps the longest wait.
type pulse struct {
	waits   stopwatch
	stop    chan struct{}
	stopped chan struct{}
}

const pulseEvery = 5 * time.Millisecond

func startPulse() *pulse {
	p := &pulse{stop: make(chan struct{}), stopped: make(chan struct{})}
	go p.beat()
	return p
}

func (p *pulse) beat() {
	defer close(p.stopped)
	ticker := time.NewTicker(pulseEvery)
	defer ticker.Stop()
	for {
		select {
		case <-p.stop:
			return
		case <-ticker.C:
		}
		p.waits.time(func() { fyne.DoAndWait(func() {}) })
	}
}

// end returns the longest wait.
func (p *pulse) end() time.Duration {
	close(p.stop)
	<-p.stopped
	longest, _ := p.waits.take()
	return longest
}
