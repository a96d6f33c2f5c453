package main

import "context"

// clicksAlone are the steps that measure what clicks and paints take, without the rest of the tour. Where nothing is synced yet
// everything is synced first, so that a second run on the same data has no more to do than to measure.
func (t *tour) clicksAlone(ctx context.Context) []step {
	measuring := []step{
		{"see every user", t.seeUsers},
		{"measure clicks", t.measureClicks},
		{"measure frames", func() error { return t.measureFrames(ctx) }},
	}
	if tenants, err := t.Store.Tenants(ctx); err == nil && len(tenants) > 0 {
		return measuring
	}
	return append(t.begin(func() error { return t.sync(ctx) }), measuring...)
}
