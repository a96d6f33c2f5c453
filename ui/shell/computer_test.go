package shell_test

import (
	"context"
	"log/slog"
	"time"

	"github.com/tenantkeep/tenantkeep/core/refresh"
)

// computer is what lies on the computer of a test.
type computer struct {
	pace    time.Duration
	sparing refresh.Sparing
	level   slog.Level
	cleared []bool
	// names is of when Microsoft's list of names is, and namesErr why it does not come.
	names    time.Time
	namesErr error
}

func (w *world) SetPace(every time.Duration) { w.do(func() { w.computer.pace = every }) }

func (w *world) Sparing() (refresh.Sparing, time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.computer.sparing, w.computer.pace
}

func (w *world) SetLogLevel(level slog.Level) { w.do(func() { w.computer.level = level }) }

func (w *world) DataFolder() string { return "/home/jo/Tenantkeep" }

func (w *world) DataSize(context.Context) (int64, error) { return 412 << 20, nil }

func (w *world) ClearClientData(_ context.Context, withRecord bool) error {
	w.do(func() { w.computer.cleared = append(w.computer.cleared, withRecord) })
	return nil
}

func (w *world) ProductNames() (known int, of time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return 620, w.computer.names
}

func (w *world) RefreshProductNames(context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.computer.namesErr == nil {
		w.computer.names = noon.AddDate(0, 0, -20)
	}
	return w.computer.namesErr
}

func (w *world) Diagnostics(context.Context) (string, error) {
	return "Tenantkeep diagnostics\n\nProgram\n  version: 1.2.3\n", nil
}
