package program

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/ui/robot"
	"github.com/tenantkeep/tenantkeep/ui/shell"
)

// tour drives the program through every page in its real window, as a person would, checks that each step showed what it
// should, and takes pictures. It needs a simulated cloud, where it can sign in by itself.
type tour struct {
	dir string
	// result is why the tour stopped early; nil once every step showed what it should.
	result error

	// own times the program's work on the window's goroutine; longest and slowest are the worst so far of that, and of the
	// window's reactions with the painting in between.
	own              stopwatch
	longest, slowest time.Duration

	mu     sync.Mutex
	opened []string

	window *window
	shell  *shell.Shell
	robot  *robot.Robot
}

// patience is how long one step may take.
const patience = 3 * time.Minute

func newTour(dir string) *tour {
	return &tour{dir: dir, result: errors.New("the window was closed before the end of the tour")}
}

// run takes the whole tour and ends the program.
func (t *tour) run(w *window, p *program, s *shell.Shell) {
	defer fyne.Do(w.app.Quit)
	t.window, t.shell, t.robot = w, s, robot.New(w.window.Canvas())
	t.result = t.take(p)
}

func (t *tour) take(p *program) error {
	if err := os.MkdirAll(t.dir, 0o755); err != nil {
		return err
	}
	for _, step := range t.steps(p) {
		if err := step.take(); err != nil {
			return errors.Join(fmt.Errorf("tour: %s: %w", step.name, err), t.picture("stopped-here"))
		}
		fmt.Println("ok", step.name)
	}
	printPeakMemory()
	return nil
}

// browse stands in the place of the system's browser: it signs in at the simulated cloud, and prints every other address.
func (t *tour) browse(url string) error {
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

func (t *tour) saveFile(context.Context, string) (string, error) { return t.csv(), nil }

// tap presses what is called so, as soon as it is there and can be pressed.
func (t *tour) tap(name string) error {
	if err := t.until(func() bool { return t.robot.Has(name) && !t.robot.Disabled(name) }, "%q to press", name); err != nil {
		return err
	}
	var err error
	onUI(func() { t.own.time(func() { err = t.robot.Tap(name) }) })
	return err
}

// sees waits until all parts stand somewhere in the window.
func (t *tour) sees(parts ...string) error {
	for _, part := range parts {
		if err := t.until(func() bool { return t.robot.Sees(part) }, "%q", part); err != nil {
			return err
		}
	}
	return nil
}

// until waits for a condition, which it asks for on the window's goroutine.
func (t *tour) until(holds func() bool, what string, args ...any) error {
	if t.untilWithin(patience, holds) {
		return nil
	}
	var texts []string
	onUI(func() { texts = t.robot.Texts() })
	return fmt.Errorf("waited %v for %s; the window shows: %s", patience, fmt.Sprintf(what, args...), strings.Join(texts, " | "))
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
func (t *tour) settled() error { return t.until(t.shell.Idle, "the page to come to rest") }

// within waits for what is announced on a channel.
func within(announced <-chan struct{}, what string) error {
	select {
	case <-announced:
		return nil
	case <-time.After(patience):
		return fmt.Errorf("waited %v for %s", patience, what)
	}
}
