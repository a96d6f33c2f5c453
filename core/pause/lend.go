package pause

import (
	"context"
	"sync"
)

// Turns are had by few at once.
type Turns interface {
	// Take waits for a turn, or fails with ctx's error.
	Take(ctx context.Context) error
	Give()
}

// Lending is a context for the work of whoever took a turn, which Lend lends to others. End gives the turn back, for good.
func Lending(ctx context.Context, turns Turns) (lending context.Context, end func()) {
	l := &loan{turns: turns, held: true}
	l.outer, _ = ctx.Value(loanKey{}).(*loan)
	return context.WithValue(ctx, loanKey{}, l), l.end
}

// Lend runs do, which waits for somebody else, and lends the turns of ctx to others meanwhile. It returns once it has them again,
// which may take longer than do. Of several at once for one turn the first lends it, and only that one waits for it. Where do fails
// the turn stays with the others: the work is to end then.
func Lend(ctx context.Context, do func() error) error {
	l, _ := ctx.Value(loanKey{}).(*loan)
	return l.while(ctx, do)
}

type loanKey struct{}

// loan is a turn that may be lent.
type loan struct {
	turns Turns
	// outer is one that was taken before, and within which this one is; nil where there is none.
	outer *loan

	mu          sync.Mutex
	held, ended bool
}

// while lends the turn, and those around it, as long as do lasts. Of several at once the first does.
func (l *loan) while(ctx context.Context, do func() error) (err error) {
	if l == nil {
		return do()
	}
	if l.give() {
		defer func() { err = l.takeUnless(ctx, err) }()
	}
	return l.outer.while(ctx, do)
}

func (l *loan) give() (gave bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	gave = l.held
	if gave {
		l.held = false
		l.turns.Give()
	}
	return gave
}

func (l *loan) takeUnless(ctx context.Context, failed error) error {
	if failed != nil {
		return failed
	}
	if err := l.turns.Take(ctx); err != nil {
		return err
	}
	l.mu.Lock()
	l.held = true
	ended := l.ended
	l.mu.Unlock()
	if ended {
		l.give()
	}
	return nil
}

// end gives the turn back unless it is lent, as it stays where do failed.
func (l *loan) end() {
	l.mu.Lock()
	l.ended = true
	l.mu.Unlock()
	l.give()
}

// Places are turns that are handed on in the order in which they were asked for.
type Places chan struct{}

// NewPlaces are turns for so many at once.
func NewPlaces(atOnce int) Places { return make(Places, atOnce) }

// Take waits for a turn, or fails with ctx's error.
func (p Places) Take(ctx context.Context) error {
	select {
	case p <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Give ends a turn.
func (p Places) Give() { <-p }
