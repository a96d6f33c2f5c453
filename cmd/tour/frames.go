package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// measureFrames prints how long the window's thread was busy for a paint, of those for pages that open, and of those for
// colours that change. What a driver without a graphics card draws on other threads is not in it.
func (t *tour) measureFrames(ctx context.Context) error {
	user, err := t.anOrdinaryUser(ctx)
	if err != nil {
		return err
	}
	defer t.notePaints()()
	var opening, colours []time.Duration
	for _, route := range routes(user.Key) {
		for range clickTries {
			one, err := t.watchOpening(route)
			if err != nil {
				return err
			}
			opening = append(opening, one.frames()...)
		}
	}
	onUI(func() { t.Shell.Open(page.Route{Page: page.Users}) })
	for range clickTries {
		for _, mode := range []theme.Mode{theme.Dark, theme.Light} {
			one, err := t.watch(func() error { onUI(func() { t.Shell.SetTheme(mode) }); return nil })
			if err != nil {
				return err
			}
			colours = append(colours, one.frames()...)
		}
	}
	printFrames("frame-page", opening)
	printFrames("frame-theme", colours)
	return nil
}

// routes are the pages that are opened, each from All Users.
func routes(user m365.UserKey) []page.Route {
	return []page.Route{
		{Page: page.Tenants},
		{Page: page.Activity},
		{Page: page.Setup, Tab: setup.TabAuthenticate},
		{Page: page.Setup, Tab: setup.TabTenants},
		{Page: page.Settings},
		{Page: page.Create, Tenant: user.Tenant},
		{Page: page.User, User: user},
	}
}

func (t *tour) watchOpening(route page.Route) (click, error) {
	onUI(func() { t.Shell.Open(page.Route{Page: page.Users}) })
	if err := t.quiet(); err != nil {
		return click{}, err
	}
	return t.watch(func() error { onUI(func() { t.Shell.Open(route) }); return nil })
}

// frames are how long the window's thread was busy for each paint.
func (c click) frames() (frames []time.Duration) {
	for _, s := range c.spans {
		if s.part == painting {
			frames = append(frames, s.processor)
		}
	}
	return frames
}

func printFrames(name string, frames []time.Duration) {
	slices.Sort(frames)
	printClickFigure(name+"-middle", milliseconds(frames[len(frames)/2]))
	printClickFigure(name+"-slowest", milliseconds(frames[len(frames)-1]))
	fmt.Printf("figure %s-paints %d paints\n", name, len(frames))
}
