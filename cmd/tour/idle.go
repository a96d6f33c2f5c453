package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
)

// occasion is something that a person opens, and leaves with Escape unless it is a page.
type occasion struct {
	page page.Route
	// command is one of the main menu; taps are what is pressed, one after the other.
	command string
	taps    []string
	// typed is what is typed into the search.
	typed string
}

func (o occasion) String() string {
	return strings.Join(append([]string{string(o.page.Page), o.page.Tab, o.command, o.typed}, o.taps...), " ")
}

// occasions are every page, and every kind of pop-up and dialog.
func occasions(user m365.UserKey) []occasion {
	tenants, users := page.Route{Page: page.Tenants}, page.Route{Page: page.Users}
	one, activity := page.Route{Page: page.User, User: user}, page.Route{Page: page.Activity}
	connection, settings := page.Route{Page: page.Setup, Tab: setup.TabAuthenticate}, page.Route{Page: page.Settings}
	creation := page.Route{Page: page.Create, Tenant: user.Tenant}
	return []occasion{
		{page: tenants},
		{page: tenants, taps: []string{"Columns"}},
		{page: tenants, command: "Own Portals…", taps: []string{"Add portal"}},
		{page: connection, taps: []string{"Sign out"}},
		{page: connection, taps: []string{"Turn Off"}},
		{page: page.Route{Page: page.Setup, Tab: setup.TabTenants}},
		{page: page.Route{Page: page.Setup, Tab: setup.TabCheck}},
		{page: users},
		{page: users, command: "Go to the Filter"},
		{page: users, taps: []string{"Filter User Type"}},
		{page: users, taps: []string{"Filter Last Sign In", "Custom", "From: choose a day"}},
		{page: users, taps: []string{"Select Tenant"}},
		{page: users, taps: []string{"Row Actions"}},
		{page: users, command: "Export CSV…"},
		{page: users, command: "Keyboard Shortcuts"},
		{page: users, command: "Refresh Status"},
		{page: users, command: "About Tenantkeep"},
		{page: users, command: "Messages"},
		{page: users, command: "Offboardings…"},
		{page: users, command: "Search…", typed: sought},
		{page: users, taps: []string{"Theme"}},
		{page: creation},
		{page: creation, taps: []string{"Copy from a user…"}},
		{page: creation, taps: []string{"Save as template…"}},
		{page: page.Route{Page: page.CreateMany, Tenant: user.Tenant}},
		{page: page.Route{Page: page.Deleted, Tenant: user.Tenant}},
		{page: settings},
		{page: settings, taps: []string{"Save bundle…"}},
		{page: settings, taps: []string{"Clear client data…"}},
		{page: one},
		{page: one, taps: []string{"More"}},
		{page: one, taps: []string{"More", "Offboard User"}},
		{page: one, taps: []string{"More", "Delete User"}},
		{page: one, taps: []string{"Edit User"}},
		{page: one, taps: []string{"Reset Password", "What will be sent"}},
		{page: one, taps: []string{"Groups", "Manage User Groups"}},
		{page: activity},
		{page: activity, taps: []string{"Block Sign In"}},
		{page: users, taps: []string{"Select rows", "Select all on page", "Row Actions", "Block Sign In"}},
		{page: users, taps: []string{"Select rows", "Select none"}},
	}
}

// rest is what the window took while nobody touched it.
type rest struct {
	// processor is in percent of one core.
	processor float64
	repaints  int64
}

const (
	restFor = 2 * time.Second
	// restAfterwards is how long what was opened or left has to come to rest.
	restAfterwards = time.Second
	// restAtMost is the share of one core that the window may take at rest, over what Fyne takes to ask for events.
	restAtMost = 1.0
	// restTries is how often it is looked: a refresh may be under way, or a minute may pass. What goes on for good stays.
	restTries = 3
)

func (r rest) ok(empty rest) bool {
	return r.processor <= empty.processor+restAtMost && r.repaints == 0
}

// comesToRest opens and leaves everything, and measures after each what the window takes when nobody touches it.
func (t *tour) comesToRest(ctx context.Context) error {
	user, err := t.anOrdinaryUser(ctx)
	if err != nil {
		return err
	}
	paints := t.countPaints()
	empty, err := t.restOfAnEmptyWindow(paints)
	if err != nil {
		return err
	}
	all, atRest, worst := occasions(user.Key), 0, rest{}
	for _, o := range all {
		if err := t.openAndLeave(o); err != nil {
			return fmt.Errorf("%s: %w", o, err)
		}
		found, err := restAfter(paints, empty)
		if err != nil {
			return err
		}
		worst.processor = max(worst.processor, found.processor)
		if found.ok(empty) {
			atRest++
		} else {
			fmt.Printf("no rest after %s: %.2f %% of a core, %d repaints\n", o, found.processor, found.repaints)
		}
	}
	fmt.Printf("figure idle-empty-window %.2f %%\n", empty.processor)
	fmt.Printf("figure idle-processor %.2f %%\n", worst.processor)
	fmt.Printf("figure idle-occasions %d occasions\n", len(all))
	fmt.Printf("figure idle-at-rest %d occasions\n", atRest)
	return nil
}

func (t *tour) openAndLeave(o occasion) error {
	onUI(func() { t.Shell.Open(o.page) })
	err := inOrder(t.settled, func() error { return t.choose(o.command) })
	if o.typed != "" {
		err = inOrder(func() error { return err }, func() error { return t.typeInto("Search", o.typed) }, t.settled)
	}
	for _, name := range o.taps {
		err = inOrder(func() error { return err }, func() error { return t.tap(name) }, t.settled)
	}
	if err != nil {
		return err
	}
	<-time.After(restAfterwards)
	onUI(t.escape)
	return t.settled()
}

// choose does what a line of the menu does.
func (t *tour) choose(command string) error {
	if command == "" {
		return nil
	}
	return inOrder(func() error { return t.tap("Menu") }, func() error { return t.tap(command) }, t.settled)
}

// mostEscapes is more than any popup has of steps to leave: a calendar within a filter closes before the filter does.
const mostEscapes = 8

// escape leaves what is open, one after the other.
func (t *tour) escape() {
	for range mostEscapes {
		if t.Window.Canvas().Overlays().Top() == nil {
			return
		}
		t.robot.Key(fyne.KeyEscape)
	}
}

// restOfAnEmptyWindow is what Fyne takes by itself.
func (t *tour) restOfAnEmptyWindow(paints *paintCounter) (rest, error) {
	onUI(t.Window.Content().Hide)
	<-time.After(paintWithin)
	empty, err := measureRest(paints)
	onUI(t.Window.Content().Show)
	return empty, err
}

// restAfter measures until the window is at rest, or for a number of tries.
func restAfter(paints *paintCounter, empty rest) (found rest, err error) {
	for range restTries {
		<-time.After(restAfterwards)
		if found, err = measureRest(paints); err != nil || found.ok(empty) {
			return found, err
		}
	}
	return found, nil
}

func measureRest(paints *paintCounter) (rest, error) {
	painted, begun := paints.count.Load(), time.Now()
	before, err := processorTime()
	if err != nil {
		return rest{}, err
	}
	<-time.After(restFor)
	after, err := processorTime()
	if err != nil {
		return rest{}, err
	}
	share := 100 * (after - before).Seconds() / time.Since(begun).Seconds()
	return rest{processor: share, repaints: paints.count.Load() - painted}, nil
}
