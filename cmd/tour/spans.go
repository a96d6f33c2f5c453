package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// part is one of what passes between a click and what it shows.
type part string

const (
	// handling is the click itself, and showing what was read and done: both hold the window's goroutine.
	handling, showing part = "handling", "showing"
	// reading asks the local data, asking the simulated cloud.
	reading, asking part = "reading", "asking"
	painting        part = "painting"
)

// parts are all of them, in the order in which they are printed. Painting overlaps with the others.
var parts = []part{handling, reading, asking, showing, painting}

// span is a part that took place once.
type span struct {
	part     part
	from, to time.Time
	// processor is how long the window's thread was busy with it; of paintings alone.
	processor time.Duration
}

// spans note what passes in the window.
type spans struct {
	mu    sync.Mutex
	notes []span
	// painted ends the last paint.
	painted func()
}

// note begins a part; the returned function ends it.
func (s *spans) note(p part) (end func()) {
	begun := time.Now()
	return func() { s.keep(span{part: p, from: begun, to: time.Now()}) }
}

func (s *spans) keep(one span) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes = append(s.notes, one)
}

// take returns what was noted, in the order of its beginning, and begins anew.
func (s *spans) take() []span {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.notes
	s.notes = nil
	slices.SortFunc(taken, func(a, b span) int { return a.from.Compare(b.from) })
	return taken
}

// furnish has the window note what it reads, shows and asks.
func (s *spans) furnish(window *shell.Options) {
	window.Run = s.runner(window.Run)
	window.Services.Users = notedUsers{window.Services.Users, s}
	window.Services.Cards = notedCards{window.Services.Cards, s}
}

func (s *spans) runner(run uithread.Runner) uithread.Runner {
	return func(fn func()) {
		run(func() {
			defer s.note(showing)()
			fn()
		})
	}
}

// paints is called when the window begins to paint. What is queued meanwhile has its turn when that has ended, unless the next
// paint comes first.
func (s *spans) paints() {
	if s.painted != nil {
		s.painted()
	}
	begun, busy := time.Now(), threadTime()
	s.painted = sync.OnceFunc(func() {
		s.keep(span{part: painting, from: begun, to: time.Now(), processor: threadTime() - busy})
	})
	fyne.Do(s.painted)
}

type notedUsers struct {
	shell.Users
	s *spans
}

func (u notedUsers) UserSource() table.Source { return notedSource{u.Users.UserSource(), u.s} }

func (u notedUsers) User(ctx context.Context, key m365.UserKey) (m365.User, error) {
	defer u.s.note(reading)()
	return u.Users.User(ctx, key)
}

type notedSource struct {
	table.Source
	s *spans
}

func (n notedSource) Query(ctx context.Context, q table.Query) (table.Page, error) {
	defer n.s.note(reading)()
	return n.Source.Query(ctx, q)
}

type notedCards struct {
	user.Cards
	s *spans
}

func (c notedCards) Read(ctx context.Context, key m365.UserKey, part profile.Part) (profile.Snapshot, error) {
	defer c.s.note(asking)()
	return c.Cards.Read(ctx, key, part)
}
