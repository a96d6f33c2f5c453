package shell

import (
	"log/slog"
	"slices"
	"strconv"
	"time"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/core/zone"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/settings"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// The words that are kept of what was chosen instead of the usual.
const (
	densityRelaxed = "relaxed"
	hours12        = "12"
	timesExact     = "exact"
)

var modeNames = map[theme.Mode]string{theme.System: "System", theme.Light: "Light", theme.Dark: "Dark"}

// modes are the themes in the order of the menu.
var modes = []theme.Mode{theme.System, theme.Light, theme.Dark}

// readPreferences takes what was kept; what is none of the choices is as if it had never been chosen.
func readPreferences(kept map[string]string) settings.Preferences {
	preferred := settings.Defaults()
	for mode, name := range modeNames {
		if kept[settingTheme] == name {
			preferred.Mode = mode
		}
	}
	if _, known := zone.Load(kept[settingZone]); known {
		preferred.Zone = kept[settingZone]
	}
	if form := kept[settingDayForm]; slices.Contains(table.Dates(), form) {
		preferred.DayForm = form
	}
	preferred.Scale = readChoice(kept[settingScale], settings.Scales(), strconv.Atoi, preferred.Scale)
	preferred.Relaxed = kept[settingDensity] == densityRelaxed
	preferred.Hours12 = kept[settingHours] == hours12
	preferred.Exact = kept[settingTimes] == timesExact
	preferred.RefreshEvery = readChoice(kept[settingPace], settings.Paces(), time.ParseDuration, preferred.RefreshEvery)
	preferred.ClearAfter = readChoice(kept[settingClearing], settings.Clearings(), time.ParseDuration, preferred.ClearAfter)
	preferred.LogLevel = readChoice(kept[settingLogLevel], settings.LogLevels(), readLevel, preferred.LogLevel)
	return preferred
}

// readChoice is what was kept where that is one of the choices, else the usual.
func readChoice[V comparable](text string, choices []V, read func(string) (V, error), usual V) V {
	if value, err := read(text); err == nil && slices.Contains(choices, value) {
		return value
	}
	return usual
}

func readLevel(text string) (level slog.Level, err error) {
	err = level.UnmarshalText([]byte(text))
	return level, err
}

// keptPreferences are preferences in the words in which they are kept.
func keptPreferences(preferred settings.Preferences) map[string]string {
	return map[string]string{
		settingTheme:    modeNames[preferred.Mode],
		settingZone:     preferred.Zone,
		settingDayForm:  preferred.DayForm,
		settingScale:    strconv.Itoa(preferred.Scale),
		settingDensity:  wordIf(preferred.Relaxed, densityRelaxed),
		settingHours:    wordIf(preferred.Hours12, hours12),
		settingTimes:    wordIf(preferred.Exact, timesExact),
		settingPace:     preferred.RefreshEvery.String(),
		settingClearing: preferred.ClearAfter.String(),
		settingLogLevel: preferred.LogLevel.String(),
	}
}

func wordIf(so bool, word string) string {
	if so {
		return word
	}
	return ""
}

// Preferences are what the person chose for the window.
func (s *Shell) Preferences() settings.Preferences { return s.preferences }

// Prefer makes the window follow what the person chose, and keeps it.
func (s *Shell) Prefer(next settings.Preferences) {
	was := s.preferences
	s.preferences = next
	kept := keptPreferences(was)
	for name, value := range keptPreferences(next) {
		if kept[name] != value {
			s.keeper.Keep(name, value)
		}
	}
	switch {
	case next.Scale != was.Scale:
		s.options.UseScale(next.Scale)
		s.options.App.Settings().SetTheme(theme.New(next.Mode))
	case next.Mode != was.Mode:
		s.recolour(next.Mode)
	}
	s.workAsPreferred()
	s.showSnapshot()
	s.refreshMenu()
	if open, ok := s.open.(*settings.Page); ok {
		open.Show()
	}
}

// recolour changes the mode of the theme that New gave the window.
func (s *Shell) recolour(mode theme.Mode) {
	s.options.App.Settings().Theme().(*theme.Theme).Use(mode)
	widget.Recolour(s.Canvas())
	s.options.Recoloured()
}

// workAsPreferred tells the parts below what is preferred of them.
func (s *Shell) workAsPreferred() {
	s.options.Services.Refresher.SetPace(s.preferences.RefreshEvery)
	s.options.Services.Computer.SetLogLevel(s.preferences.LogLevel)
	s.actions.SetClearAfter(s.preferences.ClearAfter)
}

// SetTheme changes the look of the whole window.
func (s *Shell) SetTheme(mode theme.Mode) {
	next := s.preferences
	next.Mode = mode
	s.Prefer(next)
}

func (s *Shell) themeItems() []widget.MenuItem {
	items := make([]widget.MenuItem, 0, len(modes))
	for _, mode := range modes {
		item := widget.MenuItem{Label: modeNames[mode], Do: func() { s.SetTheme(mode) }}
		if mode == s.preferences.Mode {
			item.Icon = icons.Check
		}
		items = append(items, item)
	}
	return items
}

func (s *Shell) density() grid.Density {
	if s.preferences.Relaxed {
		return grid.Relaxed
	}
	return grid.Condensed
}

// ToggleDensity makes the rows of every table higher, or lower again.
func (s *Shell) ToggleDensity() {
	next := grid.Relaxed
	if s.preferences.Relaxed {
		next = grid.Condensed
	}
	s.densityChosen(next)
	if dense, ok := s.open.(page.Densely); ok {
		dense.SetDensity(next)
	}
}

// densityChosen keeps what was chosen at a table.
func (s *Shell) densityChosen(density grid.Density) {
	next := s.preferences
	next.Relaxed = density == grid.Relaxed
	s.Prefer(next)
}
