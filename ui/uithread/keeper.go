package uithread

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
)

// Keeper keeps what a person chooses, one choice after the other: of two of the same thing the later one lasts, however long the
// earlier takes to be kept.
type Keeper[K cmp.Ordered, V any] struct {
	write  func(ctx context.Context, thing K, choice V) error
	loader *Loader

	mu sync.Mutex
	// chosen is what is not kept yet.
	chosen map[K]V
}

// NewKeeper makes a Keeper. write runs elsewhere; failed hears, where widgets may be touched, why something could not be kept.
func NewKeeper[K cmp.Ordered, V any](work *Work, write func(ctx context.Context, thing K, choice V) error, failed func(error)) *Keeper[K, V] {
	k := &Keeper[K, V]{write: write, chosen: make(map[K]V)}
	k.loader = &Loader{Work: work, Read: func(ctx context.Context) func() {
		if err := k.Finish(ctx); err != nil {
			return func() { failed(err) }
		}
		return nil
	}}
	return k
}

// Keep keeps a choice, soon. It belongs on the goroutine that may touch widgets.
func (k *Keeper[K, V]) Keep(thing K, choice V) {
	k.mu.Lock()
	k.chosen[thing] = choice
	k.mu.Unlock()
	k.loader.Load()
}

// Finish keeps at once what is not kept yet. What cannot be kept waits for the next choice, or for the next Finish. Call it from
// outside only once the work has ended.
func (k *Keeper[K, V]) Finish(ctx context.Context) (failed error) {
	chosen := k.take()
	for _, thing := range slices.Sorted(maps.Keys(chosen)) {
		if err := k.write(ctx, thing, chosen[thing]); err != nil {
			k.putBack(thing, chosen[thing])
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

func (k *Keeper[K, V]) take() map[K]V {
	k.mu.Lock()
	defer k.mu.Unlock()
	chosen := k.chosen
	k.chosen = make(map[K]V)
	return chosen
}

// putBack has a choice wait, unless another one was made meanwhile.
func (k *Keeper[K, V]) putBack(thing K, choice V) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, anew := k.chosen[thing]; !anew {
		k.chosen[thing] = choice
	}
}
