package settings

import (
	"log/slog"
	"time"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/core/zone"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Preferences are what a person chose for the window.
type Preferences struct {
	// Zone is the id of a time zone; empty is that of the computer.
	Zone string
	// DayForm is one of table.Dates.
	DayForm string
	// Hours12 counts the hours of a day twice from 1 to 12; Exact shows times, and how long ago they were on hover.
	Hours12, Exact bool
	Mode           theme.Mode
	// Scale is how large the window is drawn, one of Scales.
	Scale int
	// Relaxed makes the rows of tables higher.
	Relaxed bool
	// RefreshEvery is the time between two refreshes of a tenant, one of Paces.
	RefreshEvery time.Duration
	// ClearAfter is when a copied secret leaves the clipboard, one of Clearings.
	ClearAfter time.Duration
	// LogLevel is from when on something is logged, one of LogLevels.
	LogLevel slog.Level
}

// Scales are the sizes in which the window can be drawn, in percent. Fyne draws in tenths.
func Scales() []int { return []int{90, 100, 120, 150, 200} }

// Paces are the times between two refreshes that can be chosen.
func Paces() []time.Duration {
	return []time.Duration{5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 4 * time.Hour}
}

// Clearings are the times that can be chosen for a secret on the clipboard.
func Clearings() []time.Duration {
	return []time.Duration{15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute}
}

// LogLevels are the levels of the log that can be chosen.
func LogLevels() []slog.Level { return []slog.Level{slog.LevelError, slog.LevelInfo, slog.LevelDebug} }

// Defaults are what holds before a person chose anything.
func Defaults() Preferences {
	return Preferences{
		DayForm: table.DateNamed, Scale: 100, RefreshEvery: 15 * time.Minute, ClearAfter: time.Minute, LogLevel: slog.LevelInfo,
	}
}

// Printer tells times as they are preferred, by a clock in the zone of the computer.
func (p Preferences) Printer(now func() time.Time) table.Printer {
	printer := table.Printer{Now: now, Zone: now().Location(), DayForm: p.DayForm, Hours12: p.Hours12, Exact: p.Exact}
	if chosen, known := zone.Load(p.Zone); known {
		printer.Zone = chosen
	}
	return printer
}
