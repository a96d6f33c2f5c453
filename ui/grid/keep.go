package grid

import (
	"context"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// keeper saves the layout a little after the last change.
type keeper struct {
	g *Grid
	// saving is held while a layout is written, so that close waits for it.
	saving sync.Mutex
	mu     sync.Mutex
	// pending is what is to be saved; nil is nothing.
	pending *table.Layout
	stop    func()
}

func newKeeper(g *Grid) *keeper { return &keeper{g: g, stop: func() {}} }

// changed keeps the present layout soon.
func (k *keeper) changed() {
	if k.g.o.Store == nil || k.g.load.closed {
		return
	}
	layout := k.g.Layout()
	k.mu.Lock()
	waits := k.pending != nil
	k.pending = &layout
	k.mu.Unlock()
	if !waits {
		k.stop = k.g.o.Timer(saveDelay, k.save)
	}
}

// save runs on the timer's goroutine, or on close.
func (k *keeper) save() {
	k.saving.Lock()
	defer k.saving.Unlock()
	k.mu.Lock()
	layout := k.pending
	k.pending = nil
	k.mu.Unlock()
	if layout == nil {
		return
	}
	// The layout is kept even while the window closes, so the grid's own context does not end it.
	ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
	defer cancel()
	if err := k.g.o.Store.SaveLayout(ctx, k.g.o.Name, *layout); err != nil {
		k.g.o.Run(func() { k.g.report(err) })
	}
}

const saveTimeout = 5 * time.Second

func (k *keeper) close() {
	k.stop()
	k.save()
}
