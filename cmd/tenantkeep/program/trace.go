package program

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/ui/robot"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// firstRowsWithin is how long a start may take before the trace gives up.
const firstRowsWithin = time.Minute

// traceStart prints how long the start took, and ends the program: first when the window has been drawn, then when the
// rows of All Users stand in it.
func traceStart(w *window, s *shell.Shell) {
	defer fyne.Do(w.app.Quit)
	look := robot.New(w.window.Canvas())
	shown := false
	ticker := time.NewTicker(pulseEvery)
	defer ticker.Stop()
	for time.Since(started) < firstRowsWithin {
		<-ticker.C
		onUI(func() {
			if !shown && look.Has("All Users") {
				shown = true
				printFigure("window", time.Since(started))
			}
		})
		rows := false
		onUI(func() { rows = s.Idle() && look.Has("Rows of users") && hasRows(look) })
		if rows {
			onUI(func() {}) // one turn of the loop, in which the rows are painted
			printFigure("first-rows", time.Since(started))
			return
		}
	}
	fmt.Fprintln(os.Stderr, "tenantkeep: no rows within", firstRowsWithin)
}

// hasRows says whether the page's foot counts rows: "1-100 of 12,406".
func hasRows(look *robot.Robot) bool {
	for _, text := range look.Texts() {
		_, total, found := strings.Cut(text, " of ")
		if count, err := strconv.Atoi(strings.ReplaceAll(total, ",", "")); found && err == nil && count > 0 {
			return true
		}
	}
	return false
}

func onUI(fn func()) { fyne.DoAndWait(fn) }

func printFigure(name string, took time.Duration) {
	fmt.Printf("figure %s %d ms\n", name, took.Milliseconds())
}

// printPeakMemory prints the most memory that the process has held.
func printPeakMemory() {
	if bytes, err := desktop.PeakMemory(); err == nil {
		fmt.Printf("figure peak-memory %d MB\n", bytes>>20)
	}
}

// stopwatch measures how long the program's own work holds the window's goroutine.
type stopwatch struct{ longest atomic.Int64 }

// runner times everything that run runs.
func (w *stopwatch) runner(run uithread.Runner) uithread.Runner {
	return func(fn func()) { run(func() { w.time(fn) }) }
}

func (w *stopwatch) time(fn func()) {
	begun := time.Now()
	fn()
	w.keep(time.Since(begun))
}

func (w *stopwatch) keep(took time.Duration) {
	for longest := w.longest.Load(); int64(took) > longest; longest = w.longest.Load() {
		if w.longest.CompareAndSwap(longest, int64(took)) {
			return
		}
	}
}

// take returns the longest time, and begins anew.
func (w *stopwatch) take() time.Duration { return time.Duration(w.longest.Swap(0)) }

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
	return p.waits.take()
}
