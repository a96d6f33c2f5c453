package grid

import (
	"context"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// loader reads for the grid: one question at a time counts, and the answer to an older one never replaces a newer one.
// Its fields belong to the goroutine that may touch widgets.
type loader struct {
	g      *Grid
	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup

	generation int
	stop       context.CancelFunc
	running    bool
	again      bool
	pausing    func()
	opening    func()
	waiting    int
	ready      bool
	filtersSet bool
	closed     bool
}

func newLoader(g *Grid) *loader {
	ctx, cancel := context.WithCancel(context.Background())
	return &loader{g: g, ctx: ctx, cancel: cancel, stop: func() {}}
}

// start reads the kept layout, then the rows.
func (l *loader) start() {
	if l.g.o.Store == nil {
		l.ready = true
		l.ask()
		return
	}
	l.g.showBusy()
	store, name := l.g.o.Store, l.g.o.Name
	l.do(func(ctx context.Context) func() {
		layout, err := store.Layout(ctx, name)
		return func() {
			l.ready = true
			l.g.useKept(layout, err)
			l.ask()
		}
	})
}

// do runs read elsewhere and what it returns where widgets may be touched, unless the grid was closed meanwhile.
func (l *loader) do(read func(ctx context.Context) (show func())) {
	if l.closed {
		return
	}
	l.waiting++
	l.work.Go(func() {
		show := read(l.ctx)
		l.g.o.Run(func() {
			l.waiting--
			if !l.closed {
				show()
			}
		})
	})
}

// ask reads the page that is to be shown, in place of what is being read.
func (l *loader) ask() {
	if l.closed || !l.ready {
		return
	}
	l.stopPause()
	l.stop()
	ctx, stop := context.WithCancel(l.ctx)
	l.stop = stop
	l.generation++
	l.running, l.again = true, false
	generation, query := l.generation, l.g.pageQuery()
	l.g.showBusy()
	l.do(func(context.Context) func() {
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
	l.g.useAnswer(page, err)
	if again && !l.running {
		l.pause()
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

func (l *loader) pause() {
	if l.closed {
		return
	}
	l.pausing = l.after(refreshPause, func() {
		l.pausing = nil
		l.ask()
	})
}

// after runs do where widgets may be touched, once a pause is over. cancel forgets it.
func (l *loader) after(pause time.Duration, do func()) (cancel func()) {
	current := true
	l.waiting++
	end := func() (was bool) {
		was = current
		if was {
			current = false
			l.waiting--
		}
		return was
	}
	stop := l.g.o.Timer(pause, func() {
		l.g.o.Run(func() {
			if end() {
				do()
			}
		})
	})
	return func() {
		if end() {
			stop()
		}
	}
}

func (l *loader) stopPause() {
	if l.pausing != nil {
		l.pausing()
		l.pausing = nil
	}
}

// stopOpening forgets a filter that waits to be opened.
func (l *loader) stopOpening() {
	if l.opening != nil {
		l.opening()
		l.opening = nil
	}
}

func (l *loader) idle() bool { return l.waiting == 0 }

func (l *loader) wait() { l.work.Wait() }

func (l *loader) close() {
	l.closed = true
	l.stopPause()
	l.stopOpening()
	l.stop()
	l.cancel()
	l.work.Wait()
}
