package main

import (
	"context"
	"os"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/program"
)

// traceClicks prints what clicks and paints take, without the rest of the tour. Where nothing is synced yet it syncs
// everything first, so that a second run on the same data has no more to do than to measure.
type traceClicks struct{ *tour }

// Guide measures.
func (c traceClicks) Guide(ctx context.Context, opened program.Opened) error {
	dir, err := os.MkdirTemp("", "tenantkeep-clicks")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c.dir = dir
	return c.guide(ctx, opened, c.clickSteps(ctx, opened))
}

func (c traceClicks) clickSteps(ctx context.Context, opened program.Opened) []step {
	measuring := []step{
		{"see every user", c.seeUsers},
		{"measure clicks", c.measureClicks},
		{"measure frames", func() error { return c.measureFrames(ctx) }},
	}
	if tenants, err := opened.Store.Tenants(ctx); err == nil && len(tenants) > 0 {
		return measuring
	}
	return append(c.steps(ctx)[:3], measuring...)
}
