package shell

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
)

// The names under which the window's settings are kept.
const (
	settingTheme     = "theme"
	settingDensity   = "density"
	settingScale     = "scale"
	settingZone      = "time-zone"
	settingDayForm   = "day-form"
	settingHours     = "hours"
	settingTimes     = "times"
	settingPace      = "refresh-every"
	settingClearing  = "clear-copied-after"
	settingLogLevel  = "log-level"
	settingPageSize  = "page-size"
	settingCollapsed = "navigation"
	settingPage      = "page"

	settingUpdates       = "updates"
	settingUpdatesAsked  = "updates-asked"
	settingUpdatesHushed = "updates-hushed"
)

var settingNames = []string{
	settingTheme, settingDensity, settingScale, settingZone, settingDayForm, settingHours, settingTimes,
	settingPace, settingClearing, settingLogLevel,
	settingPageSize, settingCollapsed, settingPage, settingUpdates, settingUpdatesAsked, settingUpdatesHushed,
}

const navCollapsed = "collapsed"

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
	s.preferences = readPreferences(kept)
	if size, err := strconv.Atoi(kept[settingPageSize]); err == nil {
		s.pageSize = size
	}
	s.updates = readUpdates(kept)
	s.collapsed = kept[settingCollapsed] == navCollapsed
	s.lastPage = page.Name(kept[settingPage])
	return failed
}

func (s *Shell) keepSetting(ctx context.Context, name, value string) error {
	if err := s.options.Services.Settings.SetSetting(ctx, name, value); err != nil {
		return fmt.Errorf("keep the setting %s: %w", name, err)
	}
	return nil
}

// keepWithin is how long the end of the window waits for settings to be kept.
const keepWithin = 5 * time.Second

// finishKeeping keeps what was chosen right before the window closed. Nobody is there any more to hear that it could not be.
func (s *Shell) finishKeeping() {
	ctx, cancel := context.WithTimeout(context.Background(), keepWithin)
	defer cancel()
	_ = s.keeper.Finish(ctx)
}

func (s *Shell) pageSizeChosen(size int) {
	s.pageSize = size
	s.keeper.Keep(settingPageSize, strconv.Itoa(size))
}

// ToggleNavigation collapses the navigation to icons, or opens it again.
func (s *Shell) ToggleNavigation() {
	s.collapsed = !s.collapsed
	s.nav.setCollapsed(s.collapsed)
	page.Lay(s.layers)
	value := ""
	if s.collapsed {
		value = navCollapsed
	}
	s.keeper.Keep(settingCollapsed, value)
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
