package main

import (
	"fmt"
	"slices"
	"time"
)

// clickTries is how often each click is measured; the middle counts.
const clickTries = 7

// deed is a click that is measured, and what takes it back.
type deed struct {
	name    string
	prepare func() error
	press   string
	after   func() error
}

// deeds are what a person does with the list of users.
func (t *tour) deeds() []deed {
	nothing := func() error { return nil }
	return []deed{
		{name: "sort", prepare: nothing, press: "Sort by Username", after: nothing},
		{name: "page", prepare: nothing, press: "Next page", after: nothing},
		{
			name: "filter",
			prepare: func() error {
				return inOrder(
					func() error { return t.tap("Filter Display Name") },
					func() error { return t.typeInto("Filter text", sought) },
				)
			},
			press: "Apply",
			after: func() error { return t.tap("Reset Filters") },
		},
		{name: "open-page", prepare: func() error { return t.tap("All Tenants") }, press: "All Users", after: nothing},
	}
}

// measureClicks prints, for what a person does with the list of users, the milliseconds from the click to the last paint,
// and what passed in them.
func (t *tour) measureClicks() error {
	defer t.notePaints()()
	own := 0.0
	for _, d := range t.deeds() {
		clicks, err := t.measure(d)
		if err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
		printClicks("click-"+d.name, clicks)
		own = max(own, middle(clicks, click.own))
	}
	clicks, err := t.measureOpening()
	if err != nil {
		return fmt.Errorf("open a user: %w", err)
	}
	printClicks("click-user", clicks)
	printClickFigure("click-user-shown", middle(clicks, click.shown))
	printClickFigure("click-own-work", max(own, middle(clicks, click.own)))
	return nil
}

// measure does a deed again and again.
func (t *tour) measure(d deed) (all []click, err error) {
	for range clickTries {
		var one click
		err := inOrder(d.prepare, t.quiet, func() (err error) {
			one, err = t.watchPress(d.press)
			return err
		}, d.after)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// measureOpening opens a user's page from the list again and again.
func (t *tour) measureOpening() (all []click, err error) {
	for range clickTries {
		if err := t.quiet(); err != nil {
			return nil, err
		}
		one, err := t.watchFirstUser()
		if err != nil {
			return nil, err
		}
		all = append(all, one)
		onUI(t.Shell.Back)
	}
	return all, t.settled()
}

// click is what passed from a click to the last paint.
type click struct {
	from, to  time.Time
	processor time.Duration
	spans     []span
}

// watch does something and waits until the window has painted all that comes of it.
func (t *tour) watch(do func() error) (click, error) {
	t.noted.take()
	before, err := processorTime()
	if err != nil {
		return click{}, err
	}
	one := click{from: time.Now()}
	if err := inOrder(do, t.quiet); err != nil {
		return one, err
	}
	after, err := processorTime()
	one.processor = after - before
	one.spans = t.noted.take()
	for _, s := range one.spans {
		if s.part == painting {
			one.to = s.to
		}
	}
	return one, err
}

// quiet waits until nothing is under way and all is painted.
func (t *tour) quiet() error {
	err := t.settled()
	for err == nil {
		still := false
		onUI(func() { still = t.painted() && t.Shell.Idle() })
		if still {
			onUI(func() {}) // the end of the last paint is noted
			return nil
		}
		<-time.After(pulseEvery)
	}
	return err
}

// watchPress watches the click on a control on which the pointer lies already, as a person's does.
func (t *tour) watchPress(name string) (one click, err error) {
	var press, leave func()
	onUI(func() { press, leave, err = t.robot.Aim(name) })
	if err != nil {
		return one, err
	}
	defer onUI(leave)
	if err := t.quiet(); err != nil {
		return one, err
	}
	return t.watch(func() error {
		onUI(func() {
			defer t.noted.note(handling)()
			press()
		})
		return nil
	})
}

func (t *tour) watchFirstUser() (click, error) {
	names := t.namesInList()
	if len(names) == 0 {
		return click{}, fmt.Errorf("no user is in the list")
	}
	return t.watchPress(names[0])
}

// took is how long all of a part took together, side by side as one after the other.
func (c click) took(p part) (sum time.Duration) {
	for _, s := range c.spans {
		if s.part == p && s.from.Before(c.to) {
			sum += s.to.Sub(s.from)
		}
	}
	return sum
}

// waiting is how long nothing was done: for a turn, for a frame.
func (c click) waiting() time.Duration {
	idle, until := time.Duration(0), c.from
	for _, s := range c.spans {
		if s.from.After(until) {
			idle += s.from.Sub(until)
		}
		if s.to.After(until) {
			until = s.to
		}
	}
	return idle
}

// shown is when the first of what was read stood in the window.
func (c click) shown() time.Duration {
	var read, drawn bool
	for _, s := range c.spans {
		switch {
		case s.part == reading:
			read = true
		case s.part == showing && read:
			drawn = true
		case s.part == painting && drawn:
			return s.to.Sub(c.from)
		}
	}
	return 0
}

// own is how long the program's own work for a click held the window.
func (c click) own() time.Duration { return c.took(handling) + c.took(showing) }

// paints is how often the window was painted.
func (c click) paints() int {
	count := 0
	for _, s := range c.spans {
		if s.part == painting {
			count++
		}
	}
	return count
}

func printClicks(name string, all []click) {
	printClickFigure(name, middle(all, func(c click) time.Duration { return c.to.Sub(c.from) }))
	for _, p := range parts {
		printClickFigure(name+"-"+string(p), middle(all, func(c click) time.Duration { return c.took(p) }))
	}
	printClickFigure(name+"-waiting", middle(all, click.waiting))
	printClickFigure(name+"-processor", middle(all, func(c click) time.Duration { return c.processor }))
	paints := make([]int, len(all))
	for i, one := range all {
		paints[i] = one.paints()
	}
	slices.Sort(paints)
	fmt.Printf("figure %s-paints %d paints\n", name, paints[len(paints)/2])
}

func printClickFigure(name string, took float64) { fmt.Printf("figure %s %.1f ms\n", name, took) }

// middle is the middle of what some clicks took, in milliseconds.
func middle(all []click, of func(click) time.Duration) float64 {
	values := make([]time.Duration, len(all))
	for i, one := range all {
		values[i] = of(one)
	}
	slices.Sort(values)
	return milliseconds(values[len(values)/2])
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
