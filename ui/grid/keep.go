package grid

import (
	"context"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// keeper saves the layout a little after the first change, with those that follow until then.
type keeper struct {
	g *Grid
	// known says that what was kept is in use, so that saving loses nothing of it; early that something changed before.
	known, early bool
	stop         func()
	// saving is held while a layout is written, so that close waits for it.
	saving sync.Mutex
	mu     sync.Mutex
	// pending is what is to be saved; nil is nothing. timed says that the timer runs.
	pending *table.Layout
	timed   bool
}

func newKeeper(g *Grid) *keeper { return &keeper{g: g, stop: func() {}} }

// changed keeps the present layout soon. Before the kept one is in use there is nothing to keep but the default, which must
// not take its place.
func (k *keeper) changed() {
	switch {
	case k.g.o.Store == nil || k.g.load.work.Ended():
		return
	case !k.known:
		k.early = true
		return
	}
	layout := k.g.Layout()
	k.mu.Lock()
	k.pending = &layout
	timed := k.timed
	k.timed = true
	k.mu.Unlock()
	if !timed {
		k.stop = k.g.o.Work.Timer(saveDelay, k.save)
	}
}

// use is called once the layout that is shown may be kept: it came from the store, or a person reset it.
func (k *keeper) use() {
	k.known = true
	if k.early {
		k.early = false
		k.changed()
	}
}

// save runs on the timer's goroutine, or on close. What could not be written waits for the next change, or for close.
func (k *keeper) save() {
	k.saving.Lock()
	defer k.saving.Unlock()
	k.mu.Lock()
	layout := k.pending
	k.pending, k.timed = nil, false
	k.mu.Unlock()
	if layout == nil {
		return
	}
	// The layout is kept even while the window closes, so the grid's own context does not end it.
	ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
	defer cancel()
	err := k.g.o.Store.SaveLayout(ctx, k.g.o.Name, *layout)
	if err == nil {
		return
	}
	k.mu.Lock()
	if k.pending == nil {
		k.pending = layout
	}
	k.mu.Unlock()
	k.g.o.Work.Run(func() { k.g.report(err) })
}

const saveTimeout = 5 * time.Second

func (k *keeper) close() {
	k.stop()
	k.save()
}
