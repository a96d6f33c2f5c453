package program

import (
	"context"
	"time"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/core/refresh"
)

// A system that does not answer in time about its supply has plenty.
const (
	supplyEvery  = time.Minute
	supplyWithin = 5 * time.Second
)

// followSupply has less read while the computer runs on its battery or a line that is paid by what goes through it.
func (p *program) followSupply(ask func(context.Context) desktop.Supply) func(context.Context) error {
	look := func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, supplyWithin)
		defer cancel()
		p.refresh.Spare(refresh.Sparing(ask(ctx)))
	}
	return func(ctx context.Context) error {
		tick := time.NewTicker(supplyEvery)
		defer tick.Stop()
		for {
			look(ctx)
			select {
			case <-ctx.Done():
				return nil
			case <-tick.C:
			}
		}
	}
}
