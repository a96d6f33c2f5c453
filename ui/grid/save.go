package grid

import (
	"context"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// layoutSaver saves the layout a little after the first change, with those that follow until then.
type layoutSaver struct {
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

func newLayoutSaver(g *Grid) *layoutSaver { return &layoutSaver{g: g, stop: func() {}} }

// changed keeps the present layout soon. Before the kept one is in use there is nothing to keep but the default, which must
// not take its place.
func (s *layoutSaver) changed() {
	switch {
	case s.g.o.Store == nil || s.g.load.work.Ended():
		return
	case !s.known:
		s.early = true
		return
	}
	layout := s.g.Layout()
	s.mu.Lock()
	s.pending = &layout
	timed := s.timed
	s.timed = true
	s.mu.Unlock()
	if !timed {
		s.stop = s.g.o.Work.Timer(saveDelay, s.save)
	}
}

// use is called once the layout that is shown may be kept: it came from the store, or a person reset it.
func (s *layoutSaver) use() {
	s.known = true
	if s.early {
		s.early = false
		s.changed()
	}
}

// save runs on the timer's goroutine, or on close. What could not be written waits for the next change, or for close.
func (s *layoutSaver) save() {
	s.saving.Lock()
	defer s.saving.Unlock()
	s.mu.Lock()
	layout := s.pending
	s.pending, s.timed = nil, false
	s.mu.Unlock()
	if layout == nil {
		return
	}
	// The layout is kept even while the window closes, so the grid's own context does not end it.
	ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
	defer cancel()
	err := s.g.o.Store.SaveLayout(ctx, s.g.o.Name, *layout)
	if err == nil {
		return
	}
	s.mu.Lock()
	if s.pending == nil {
		s.pending = layout
	}
	s.mu.Unlock()
	s.g.o.Work.Run(func() { s.g.report(err) })
}

const saveTimeout = 5 * time.Second

func (s *layoutSaver) close() {
	s.stop()
	s.save()
}
