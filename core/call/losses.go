package call

import (
	"context"
	"slices"
	"sync"
)

// Losses are what could not be read beside what could. Whoever can show a part of an answer gathers them; to anybody else
// a part is no answer.
type Losses struct {
	mu  sync.Mutex
	all []Loss
}

// Loss is a read that failed, and why.
type Loss struct {
	Read Read
	Err  error
}

type lossesKey struct{}

// Gather returns a context whose reads bring what they can, and note what they could not.
func Gather(ctx context.Context) (context.Context, *Losses) {
	losses := new(Losses)
	return context.WithValue(ctx, lossesKey{}, losses), losses
}

// lose notes a loss, and says whether anybody gathers that.
func lose(ctx context.Context, loss Loss) bool {
	losses, gathers := ctx.Value(lossesKey{}).(*Losses)
	if gathers {
		losses.mu.Lock()
		defer losses.mu.Unlock()
		losses.all = append(losses.all, loss)
	}
	return gathers
}

// All are the losses in their order; none where everything was read.
func (l *Losses) All() []Loss {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.all)
}
