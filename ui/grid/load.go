package grid

import (
	"context"
	"time"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// loader reads for the grid: one question at a time counts, and the answer to an older one never replaces a newer one.
// Its fields belong to the goroutine that may touch widgets.
type loader struct {
	g    *Grid
	work *uithread.Work

	generation int
	stop       context.CancelFunc
	running    bool
	again      bool
	pausing    func()
	opening    func()
	tellBusy   func()
	ready      bool
	filtersSet bool
}

func newLoader(g *Grid) *loader { return &loader{g: g, work: g.o.Work.Child(), stop: func() {}} }

// start reads the kept layout, then the rows.
func (l *loader) start() {
	if l.g.o.Store == nil {
		l.ready = true
		l.ask()
		return
	}
	l.busySoon()
	store, name := l.g.o.Store, l.g.o.Name
	l.work.Do(func(ctx context.Context) func() {
		layout, err := store.Layout(ctx, name)
		return func() {
			l.ready = true
			l.g.useKept(layout, err)
			l.ask()
		}
	})
}

// ask reads the page that is to be shown, in place of what is being read.
func (l *loader) ask() {
	if l.work.Ended() || !l.ready {
		return
	}
	l.stopPause()
	l.stop()
	ctx, stop := context.WithCancel(l.work.Context())
	l.stop = stop
	l.generation++
	l.running, l.again = true, false
	generation, query := l.generation, l.g.pageQuery()
	l.busySoon()
	l.work.Do(func(context.Context) func() {
		defer stop()
		page, err := l.g.o.Source.Query(ctx, query)
		return func() {
			if generation == l.generation {
				l.answer(page, err)
			}
		}
	})
}

func (l *loader) answer(page table.Page, err error) {
	l.running = false
	again := l.again
	l.stopBusy()
	l.g.showAsked()
	l.g.useAnswer(page, err)
	switch {
	case !again || l.running:
	case l.g.unread: // who reads the source said that it is read
		l.ask()
	default:
		l.pausing = l.work.After(refreshPause, l.resume)
	}
}

// refresh reads the same page again. While one is being read, one more follows it, and no two follow closely.
func (l *loader) refresh() {
	switch {
	case l.pausing != nil:
	case l.running || !l.ready:
		l.again = true
	default:
		l.ask()
	}
}

func (l *loader) resume() {
	l.pausing = nil
	l.ask()
}

func (l *loader) stopPause() {
	if l.pausing != nil {
		l.pausing()
		l.pausing = nil
	}
}

// busySoon shows that something is read, where it takes longer than the window takes to show the answer: a line that comes
// and goes is painted twice.
func (l *loader) busySoon() {
	if l.tellBusy == nil {
		l.tellBusy = l.work.After(busyPause, l.g.showBusy)
	}
}

func (l *loader) stopBusy() {
	if l.tellBusy != nil {
		l.tellBusy()
		l.tellBusy = nil
	}
}

// openSoon opens a filter after a pause.
func (l *loader) openSoon(pause time.Duration, open func()) { l.opening = l.work.After(pause, open) }

// stopOpening forgets a filter that waits to be opened.
func (l *loader) stopOpening() {
	if l.opening != nil {
		l.opening()
		l.opening = nil
	}
}

func (l *loader) close() {
	l.stopPause()
	l.stopBusy()
	l.stopOpening()
	l.work.Cancel()
}
