package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/program"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/ui/robot"
	"github.com/tenantkeep/tenantkeep/ui/shell"
)

// tour drives the program through every page in its real window, as a person would, checks that each step showed what it
// should, and takes pictures. It needs a simulated cloud, where it can sign in by itself.
type tour struct {
	dir string
	// steps are what it consists of, in order.
	steps func(t *tour, ctx context.Context) []step
	// own times the program's work on the window's goroutine; longest and slowest are the worst so far of that, and of the
	// window's reactions with the painting in between.
	own              stopwatch
	longest, slowest time.Duration
	// noted is what passes in the window.
	noted spans
	// before is the picture that was taken last.
	before []byte

	mu     sync.Mutex
	opened []string

	program.Opened
	robot *robot.Robot
}

// patience is how long one step may take.
const patience = 3 * time.Minute

// Furnish has the tour time the program's work, and answer where the system would.
func (t *tour) Furnish(window *shell.Options) {
	window.Run = t.own.runner(window.Run)
	t.noted.furnish(window)
	window.SaveFile = func(context.Context, string) (string, error) { return t.csv(), nil }
	window.OpenFile = func(context.Context) (string, error) { return t.newUsers(), nil }
	window.OpenPath = func(context.Context, string) error { return nil }
}

// Guide takes the steps.
func (t *tour) Guide(ctx context.Context, opened program.Opened) error {
	if !opened.Cloud.Demo {
		return errors.New("the tour signs in by itself: it needs --demo, or --cloud with a simulated cloud")
	}
	t.Opened, t.robot = opened, robot.New(opened.Window.Canvas())
	if err := os.MkdirAll(t.dir, 0o755); err != nil {
		return err
	}
	for _, step := range t.steps(t, ctx) {
		if err := step.take(); err != nil {
			return errors.Join(fmt.Errorf("tour: %s: %w", step.name, err), t.take(filepath.Join(t.dir, "stopped-here.png"), nil))
		}
		fmt.Println("ok", step.name)
	}
	printPeakMemory()
	return nil
}

// OpenBrowser signs in at the simulated cloud, and prints every other address.
func (t *tour) OpenBrowser(url string) error {
	if strings.Contains(url, "/oauth2/v2.0/authorize") {
		return cloudsim.Walker{}.OpenURL(url)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.opened = append(t.opened, url)
	fmt.Println("would open", url)
	return nil
}

func (t *tour) portalsOpened() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string(nil), t.opened...)
}

func (t *tour) csv() string { return filepath.Join(t.dir, "users.csv") }

// tap presses the control that is called so, as soon as it is there and can be pressed.
func (t *tour) tap(name string) error {
	var err error
	pressed := func() bool {
		if !t.robot.CanTap(name) {
			return false
		}
		t.own.time(func() { err = t.robot.Tap(name) })
		return true
	}
	return errors.Join(t.until(pressed, "%q to press", name), err)
}

// sees waits until all parts stand somewhere in the window.
func (t *tour) sees(parts ...string) error {
	for _, part := range parts {
		if err := t.seesWithin(patience, part); err != nil {
			return err
		}
	}
	return nil
}

// seesWithin waits until part stands somewhere in the window, for as long as limit.
func (t *tour) seesWithin(limit time.Duration, part string) error {
	if t.untilWithin(limit, func() bool { return t.robot.Sees(part) }) {
		return nil
	}
	return t.waited(limit, fmt.Sprintf("%q", part))
}

// until waits for a condition, which it asks for on the window's goroutine.
func (t *tour) until(holds func() bool, what string, args ...any) error {
	if t.untilWithin(patience, holds) {
		return nil
	}
	return t.waited(patience, fmt.Sprintf(what, args...))
}

// waited says what was waited for in vain, and what was seen in its place.
func (t *tour) waited(limit time.Duration, what string) error {
	return fmt.Errorf("waited %v for %s; the window shows: %s", limit, what, t.texts())
}

// texts is all that stands in the window.
func (t *tour) texts() string {
	var texts []string
	onUI(func() { texts = t.robot.Texts() })
	return strings.Join(texts, " | ")
}

func (t *tour) untilWithin(limit time.Duration, holds func() bool) bool {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); <-ticker.C {
		met := false
		onUI(func() { met = holds() })
		if met {
			return true
		}
	}
	return false
}

// settled waits until nothing is read or written any more.
func (t *tour) settled() error { return t.until(t.Shell.Idle, "the page to come to rest") }

// within waits for what is announced on a channel.
func within(limit time.Duration, announced <-chan struct{}, what string) error {
	select {
	case <-announced:
		return nil
	case <-time.After(limit):
		return fmt.Errorf("waited %v for %s", limit, what)
	}
}
