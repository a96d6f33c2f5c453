package shell

import (
	"context"
	"fmt"
	"strconv"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// The names under which the window's settings are kept.
const (
	settingTheme     = "theme"
	settingDensity   = "density"
	settingPageSize  = "page-size"
	settingCollapsed = "navigation"

	settingUpdates       = "updates"
	settingUpdatesAsked  = "updates-asked"
	settingUpdatesHushed = "updates-hushed"
)

var settingNames = []string{
	settingTheme, settingDensity, settingPageSize, settingCollapsed,
	settingUpdates, settingUpdatesAsked, settingUpdatesHushed,
}

const (
	densityRelaxed = "relaxed"
	navCollapsed   = "collapsed"
)

var modeNames = map[theme.Mode]string{theme.System: "System", theme.Light: "Light", theme.Dark: "Dark"}

// modes are the themes in the order of the menu.
var modes = []theme.Mode{theme.System, theme.Light, theme.Dark}

// readSettings reads how the window was left; what cannot be read is as if it had never been set.
func (s *Shell) readSettings(ctx context.Context) error {
	kept := make(map[string]string)
	var failed error
	for _, name := range settingNames {
		value, err := s.options.Services.Settings.Setting(ctx, name)
		if err != nil {
			failed = fmt.Errorf("read the setting %s: %w", name, err)
		}
		kept[name] = value
	}
	for mode, name := range modeNames {
		if kept[settingTheme] == name {
			s.mode = mode
		}
	}
	s.relaxed = kept[settingDensity] == densityRelaxed
	if size, err := strconv.Atoi(kept[settingPageSize]); err == nil {
		s.pageSize = size
	}
	s.updates = readUpdates(kept)
	s.collapsed = kept[settingCollapsed] == navCollapsed
	return failed
}

func (s *Shell) keepSetting(name, value string) {
	s.work.Do(func(ctx context.Context) func() {
		err := s.options.Services.Settings.SetSetting(ctx, name, value)
		if err == nil {
			return nil
		}
		return func() { s.Fail(fmt.Errorf("keep the setting %s: %w", name, err)) }
	})
}

// SetTheme changes the look of the whole window.
func (s *Shell) SetTheme(mode theme.Mode) {
	s.mode = mode
	s.options.App.Settings().SetTheme(theme.New(mode))
	s.keepSetting(settingTheme, modeNames[mode])
	s.refreshMenu()
}

func (s *Shell) themeItems() []widget.MenuItem {
	items := make([]widget.MenuItem, 0, len(modes))
	for _, mode := range modes {
		item := widget.MenuItem{Label: modeNames[mode], Do: func() { s.SetTheme(mode) }}
		if mode == s.mode {
			item.Icon = icons.Check
		}
		items = append(items, item)
	}
	return items
}

func (s *Shell) density() grid.Density {
	if s.relaxed {
		return grid.Relaxed
	}
	return grid.Condensed
}

// ToggleDensity makes the rows of every table higher, or lower again.
func (s *Shell) ToggleDensity() {
	next := grid.Relaxed
	if s.relaxed {
		next = grid.Condensed
	}
	s.densityChosen(next)
	if dense, ok := s.open.(page.Densely); ok {
		dense.SetDensity(next)
	}
}

// densityChosen keeps what was chosen at a table.
func (s *Shell) densityChosen(density grid.Density) {
	s.relaxed = density == grid.Relaxed
	value := ""
	if s.relaxed {
		value = densityRelaxed
	}
	s.keepSetting(settingDensity, value)
	s.refreshMenu()
}

func (s *Shell) pageSizeChosen(size int) {
	s.pageSize = size
	s.keepSetting(settingPageSize, strconv.Itoa(size))
}

// ToggleNavigation collapses the navigation to icons, or opens it again.
func (s *Shell) ToggleNavigation() {
	s.collapsed = !s.collapsed
	s.nav.setCollapsed(s.collapsed)
	s.window.Content().Refresh()
	value := ""
	if s.collapsed {
		value = navCollapsed
	}
	s.keepSetting(settingCollapsed, value)
	s.refreshMenu()
}

// tables is what every table of the window has in common.
func (s *Shell) tables() list.Tables {
	return list.Tables{
		Layouts:   s.options.Services.Settings,
		Printer:   s.Printer(),
		Density:   s.density(),
		PageSize:  s.pageSize,
		Clipboard: s.options.Clipboard.SetContent,
		Explain:   func(err error) string { return s.Explain(err).Sentence() },

		OnDensity:  s.densityChosen,
		OnPageSize: s.pageSizeChosen,
		OnError:    s.Fail,
	}
}
